"""A comparison for a terminal: rich where there is one, tabulate in a pipe.

Every colour stands beside a sign: `=` shared, `-` only left, `+` only right, `~` worded apart, `!` conflicting.
No control, bidi or zero-width character of an article reaches the terminal.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from framing.model import Comparison
from framing.report.files import encodable
from framing.report.options import Options
from framing.report.outline import Block, Heading, Line, Table, outline
from framing.report.strings import say
from framing.report.words import Mark, Piece
from framing.text import visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

_NARROWEST = 40
_HEAD_PADDING = 2
"""Room that tabulate adds to every head."""
_STYLE = {
    Mark.CONFLICT: "bold red",
    Mark.DIFFERENCE: "underline magenta",
    Mark.MISSING: "underline yellow",
    Mark.CHANGED: "italic",
}
_SIGN_STYLE = {"=": "green", "-": "cyan", "+": "yellow", "~": "magenta", "!": "bold red", "*": "dim"}


def render_terminal(comparison: Comparison, options: Options) -> str:
    """Rich's tables where `options.styled`, else `render_plain`. Lines fit `options.width`."""
    return render_rich(comparison, options) if options.styled else render_plain(comparison, options)


def render_rich(comparison: Comparison, options: Options) -> str:
    """Text with ANSI styles for a terminal; without `options.color`, bold and underline only."""
    return rich_blocks(outline(comparison, options), options, legend=True)


def rich_blocks(blocks: Sequence[Block], options: Options, *, legend: bool = False) -> str:
    """Blocks with ANSI styles; `legend` explains the marks in a last line."""
    from rich.console import Console

    console = Console(
        file=io.StringIO(), width=max(_NARROWEST, options.width), force_terminal=True, no_color=not options.color,
        highlight=False, emoji=False, markup=False, color_system="standard", legacy_windows=False,
    )  # fmt: skip
    for block in blocks:
        _print(console, block)
    if legend:
        console.print(_text(Piece(say("legend.words"))), style="dim")
    return encodable(console.file.getvalue())  # type: ignore[attr-defined]


def _print(console: Console, block: Block) -> None:
    from rich.text import Text

    if isinstance(block, Heading):
        title = Text(f"{block.sign} " if block.sign else "", style=_SIGN_STYLE.get(block.sign, ""))
        title.append(visible(block.text), style="bold" if block.level > 1 else "bold reverse")
        console.print()
        console.print(title)
    elif isinstance(block, Line):
        console.print(_item(block) if block.sign else _line(block))
    else:
        console.print(_rich_table(block))


def _item(line: Line) -> RichTable:
    """A signed line; where it is wrapped, its words stay in their own column."""
    from rich.table import Table as RichTable
    from rich.text import Text

    grid = RichTable.grid()
    grid.add_column(width=4)
    grid.add_column(overflow="fold")
    grid.add_row(Text(f"  {line.sign} ", style=_SIGN_STYLE.get(line.sign, "")), _line(line))
    return grid


def _line(line: Line) -> Text:
    from rich.text import Text

    text = Text()
    for piece in line.words:
        text.append_text(_text(piece))
    return text


def _rich_table(table: Table) -> RichTable:
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    shown = RichTable(box=box.SIMPLE_HEAD, expand=any(table.widths), show_lines=False, pad_edge=False, padding=(0, 1))
    for head, width in zip(table.heads, table.widths, strict=True):
        shown.add_column(Text(visible(head)), ratio=width or None, overflow="fold", max_width=None if width else 16)
    for row in table.rows:
        cells = []
        for column, words in enumerate(row):
            cell = Text()
            for piece in words:
                cell.append_text(_text(piece, column))
            cells.append(cell)
        shown.add_row(*cells)
    return shown


def _text(piece: Piece, column: int = 0) -> Text:
    from rich.text import Text

    style = _STYLE.get(piece.mark, "") if piece.mark else ""
    first = piece.text[:1]
    if column == 0 and first in _SIGN_STYLE and not style:
        style = _SIGN_STYLE[first]
    return Text(signed(piece, column), style=style)


def signed(piece: Piece, column: int) -> str:
    """A piece with its sign around the words, so that nothing hangs on colour."""
    text = visible(piece.text)
    core = text.strip()
    if not core or piece.mark in (None, Mark.SHARED, Mark.WHOLE):
        return text
    left, right = {
        Mark.CONFLICT: ("!", "!"),
        Mark.DIFFERENCE: ("~", "~"),
        Mark.MISSING: ("_", "_"),
        Mark.CHANGED: ("[-", "-]") if column <= 1 else ("{+", "+}"),
    }[piece.mark]
    start = text.index(core)
    return f"{text[:start]}{left}{core}{right}{text[start + len(core) :]}"


def render_plain(comparison: Comparison, options: Options) -> str:
    """Text without styles, tables by tabulate, for pipes and files."""
    return plain_blocks(outline(comparison, options), options, legend=True)


def plain_blocks(blocks: Sequence[Block], options: Options, *, legend: bool = False) -> str:
    """Blocks without styles; `legend` explains the marks in a last line."""
    width = max(_NARROWEST, options.width)
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Heading):
            sign = f"{block.sign} " if block.sign else ""
            lines += ["", *_wrapped(f"{sign}{visible(block.text)}", width, "")]
            lines += [] if block.level > 1 else ["=" * min(width, len(block.text))]
        elif isinstance(block, Line):
            text = "".join(signed(piece, 0) for piece in block.words)
            lines += _wrapped(f"  {block.sign} {text}" if block.sign else text, width, "    " if block.sign else "")
        else:
            lines += [_plain_table(block, width), ""]
    if legend:
        lines += ["", *_wrapped(say("legend.words"), width, "  ")]
    return encodable("\n".join(lines).strip("\n")) + "\n"


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    import textwrap

    return textwrap.wrap(text, width, subsequent_indent=indent) or [""]


def _plain_table(table: Table, width: int) -> str:
    from tabulate import tabulate

    rows = [["".join(signed(p, column) for p in words) for column, words in enumerate(row)] for row in table.rows]
    heads = [visible(head) for head in table.heads]
    widths = column_widths(table, rows, width)
    # Folded here: tabulate's own folding takes a cell such as `8,000` for a number and fails.
    folded = [[_folded(cell, room) for cell, room in zip(row, widths, strict=True)] for row in [heads, *rows]]
    return str(tabulate(folded[1:], headers=folded[0], tablefmt="simple", disable_numparse=True))


def _folded(cell: str, width: int) -> str:
    import textwrap

    return "\n".join(part for line in cell.splitlines() for part in textwrap.wrap(line, width))


def column_widths(table: Table, rows: list[list[str]], width: int) -> list[int]:
    """Columns of width 0 take what they need, at most 16; the others share the rest of the line."""
    fixed = {
        i: min(16, max(len(table.heads[i]) + _HEAD_PADDING, *(len(row[i]) for row in rows), 1))
        for i, share in enumerate(table.widths)
        if not share
    }
    # tabulate puts two spaces between columns.
    room = width - sum(fixed.values()) - 2 * (len(table.widths) - 1)
    total = sum(table.widths) or 1
    return [fixed.get(i, max(8, room * share // total)) for i, share in enumerate(table.widths)]
