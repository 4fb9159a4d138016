"""Build the sample corpora from their hand-written sources.

python corpora/build.py            write every dump, page, segmented file and gold file
python corpora/build.py --check    exit 1 and name each file that differs from what the sources give
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from workshop.dump import Dump, render_dump
from workshop.gold import readers_form, segmented, storyline_gold
from workshop.page import render_page
from workshop.source import SourceError, Storyline, read_outlets, read_storyline

HERE = Path(__file__).parent
TEMPLATES = HERE / "workshop" / "templates"


def storylines(root: Path = HERE) -> list[Storyline]:
    """Read every storyline below ``root``, in order of folder name."""
    outlets = read_outlets(root / "outlets.toml")
    return [read_storyline(path.parent, outlets) for path in sorted(root.glob("*/event.toml"))]


def build(root: Path = HERE) -> dict[Path, str]:
    """Everything the sources give: path (relative to ``root``) -> text."""
    files: dict[Path, str] = {}
    rows: dict[str, list[dict[str, Any]]] = {"pairs": [], "articles": [], "event_pairs": [], "clean": []}
    for storyline in storylines(root):
        dumps = {slug: render_dump(story) for slug, story in storyline.stories.items()}
        folder = Path(storyline.slug)
        for slug, story in storyline.stories.items():
            files[folder / f"{slug}.txt"] = dumps[slug].text + "\n"
            files[folder / f"{slug}.html"] = render_page(story, TEMPLATES)
            files[folder / f"{slug}.json"] = _pretty(segmented(story))
        gold = storyline_gold(storyline, dumps)
        files[folder / "gold.json"] = _pretty(gold)
        _collect(rows, storyline, dumps, gold)
    rows["event_pairs"] = _event_pairs(rows["articles"])
    for name, lines in rows.items():
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        files[Path("gold") / f"{name}.jsonl"] = text
    return files


def _collect(
    rows: dict[str, list[dict[str, Any]]], line: Storyline, dumps: dict[str, Dump], gold: dict[str, Any]
) -> None:
    rows["pairs"] += [readers_form(line, pair) for pair in gold["pairs"] if pair["same_event"]]
    for slug, story in line.stories.items():
        name = f"{line.slug}/{slug}"
        text = "\n\n".join(part.text for part in story.parts if part.sentences)
        row = segmented(story)
        row.pop("sentences")
        rows["articles"].append({"id": name, "event_id": story.event, **row, "text": text})
        rows["clean"].append({"id": name, "url": story.url, "dump": dumps[slug].text, "body": dumps[slug].body()})


def _event_pairs(articles: list[dict[str, Any]]) -> list[dict[str, Any]]:
    pairs = []
    for i, a in enumerate(articles):
        for b in articles[i + 1 :]:
            same = a["event_id"] == b["event_id"]
            near = a["id"].split("/")[0] == b["id"].split("/")[0]
            kind = "same_event" if same else "same_storyline" if near else "other"
            pairs.append({"a": a["id"], "b": b["id"], "same": int(same), "kind": kind})
    return pairs


def _pretty(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def main(arguments: list[str]) -> int:
    """Write the files, or compare them with ``--check``."""
    try:
        files = build()
    except SourceError as error:
        print(error, file=sys.stderr)
        return 1
    if "--check" in arguments:
        stale = [
            p for p, text in files.items() if not (HERE / p).is_file() or (HERE / p).read_text(encoding="utf-8") != text
        ]
        for path in stale:
            print(f"differs from its source: {path}", file=sys.stderr)
        return 1 if stale else 0
    for path, text in files.items():
        (HERE / path).parent.mkdir(exist_ok=True)
        (HERE / path).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
