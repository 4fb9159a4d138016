"""Rebuilds the rendered samples in reports/ from the sample events: `python tools/reports.py [--check]`.

What changes from run to run (times, versions) is scrubbed, so that a rebuilt sample differs only where the tool does.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from framing.config import Settings
from framing.errors import FramingError
from framing.ingest import read
from framing.model import Comparison
from framing.pipeline import compare_articles
from framing.report import Options, render
from framing.report.files import write_if_changed

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "reports"
CORPORA = ROOT / "corpora"


@dataclass(frozen=True)
class Sample:
    """One rendered sample: which accounts of which event, in which forms."""

    name: str
    event: str
    outlets: tuple[str, ...]
    forms: tuple[str, ...] = ("html", "md")


SAMPLES = (
    Sample("ferry-two-outlets", "ferry-hallow-sound", ("calder-chronicle", "daily-lantern"), ("html", "md", "plain")),
    Sample("ferry-four-outlets", "ferry-hallow-sound",
           ("meridian-wire", "calder-chronicle", "daily-lantern", "voice-of-arvane"), ("md",)),
    Sample("ministers-different-events", "ministers-two-meetings", ("korsa-dispatch", "calder-chronicle"), ("html", "md")),
)  # fmt: skip
SUFFIX = {"html": "html", "md": "md", "plain": "txt"}


def compare(sample: Sample) -> Comparison:
    """The comparison of a sample, without what changes from run to run."""
    articles = [read(CORPORA / sample.event / f"{outlet}.txt") for outlet in sample.outlets]
    found = compare_articles(articles, Settings(), command="")
    sources = " ".join(f"corpora/{sample.event}/{outlet}.txt" for outlet in sample.outlets)
    run = replace(found.run, version="sample", command=f"framing diff {sources}", started="", seconds={})
    plain = [replace(a, provenance=replace(a.provenance, path=Path(a.provenance.path).name)) for a in found.articles]
    return replace(found, run=run, articles=tuple(plain))


def rendered(sample: Sample) -> Iterator[tuple[Path, str]]:
    """Path and text of every form of a sample."""
    comparison = compare(sample)
    for form in sample.forms:
        yield REPORTS / f"{sample.name}.{SUFFIX[form]}", render(comparison, form, Options(width=100))


def scrub(text: str) -> str:
    """Without what the last digit of a probability can change on another processor: numbers and drawn positions."""
    return re.sub(r"\d+\.\d+|\bw\d+\b", "#", text)


def main() -> int:
    """Write the samples; with --check, write nothing and name those that differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a sample would change")
    check = parser.parse_args().check
    stale = []
    for sample in SAMPLES:
        try:
            for path, text in rendered(sample):
                if check and (not path.is_file() or scrub(path.read_text(encoding="utf-8")) != scrub(text)):
                    stale.append(path.name)
                elif not check:
                    state = "written" if write_if_changed(path, text) else "unchanged"
                    print(f"{path.relative_to(ROOT)}: {state}")
        except FramingError as error:
            print(f"{sample.name}: {error}", file=sys.stderr)
            return 1
    for name in stale:
        print(f"reports/{name} is not what the tool makes now: python tools/reports.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
