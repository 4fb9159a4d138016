"""A comparison as Markdown that GitHub shows cleanly."""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.model import Comparison
from framing.report.files import encodable
from framing.report.options import Options
from framing.report.outline import Block, Heading, Line, Table, Words, outline
from framing.report.words import Mark
from framing.text import visible

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$!+])")
_LINK = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp|javascript|data):|\bwww\.")
_LIST = re.compile(r"^(\s*)(\d+)([.)])|^(\s*)([-=])")
_EMPHASIS = {Mark.CONFLICT: "**", Mark.DIFFERENCE: "**", Mark.MISSING: "**", Mark.CHANGED: "*"}


def render_markdown(comparison: Comparison, options: Options) -> str:
    """Headings, lists and pipe tables; words of articles are escaped, never markup."""
    return render_blocks(outline(comparison, options))


def render_blocks(blocks: Sequence[Block]) -> str:
    """Blocks as one Markdown document."""
    parts: list[str] = []
    in_list = False
    for block in blocks:
        item = isinstance(block, Line) and bool(block.sign)
        # Items of one list stay together; everything else is set apart by a blank line.
        glue = "\n" if item and in_list else "\n\n"
        parts += [glue if parts else "", _block(block)]
        in_list = item
    return encodable("".join(parts)) + "\n"


def escape(text: str) -> str:
    """`text` as Markdown that shows the same characters: no markup, link, mention or table border arises from it."""
    text = " ".join(visible(text).split(" "))
    text = _SPECIAL.sub(r"\\\1", text)
    text = _LINK.sub(lambda m: m.group().replace(":", "\\:").replace("www.", "www\\."), text)
    text = _LIST.sub(lambda m: f"{m[1]}{m[2]}\\{m[3]}" if m[2] else f"{m[4]}\\{m[5]}", text)
    return text.replace("&", "&amp;").replace("@", "&#64;")


def words(pieces: Words) -> str:
    """Marked words with emphasis: bold for findings, italic for changed wording."""
    out = []
    for piece in pieces:
        core = piece.text.strip()
        sign = _EMPHASIS.get(piece.mark, "") if piece.mark and core else ""
        lead = piece.text[: len(piece.text) - len(piece.text.lstrip())]
        tail = piece.text[len(piece.text.rstrip()) :] if core else ""
        out.append(f"{lead}{sign}{escape(core)}{sign}{tail}")
    return visible("".join(out))


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        sign = f"`{block.sign}` " if block.sign else ""
        return f"{'#' * block.level} {sign}{escape(block.text)}"
    if isinstance(block, Line):
        text = words(block.words)
        sign = f"`{block.sign}` " if block.sign and block.sign != "*" else ""
        return f"- {sign}{text}" if block.sign else text
    return _table(block)


def _table(table: Table) -> str:
    from tabulate import tabulate

    rows = [[words(cell) for cell in row] for row in table.rows]
    heads = [escape(head) for head in table.heads]
    return str(tabulate(rows, headers=heads, tablefmt="github", disable_numparse=True))
