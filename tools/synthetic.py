"""Many articles from the few original samples, for measuring a corpus: `python tools/synthetic.py FOLDER --count 10000`.

An invented event is one of the sample events with other names, other numbers, another date; it is told by
some of that event's outlets, each with words exchanged, paragraphs dropped or moved, and its own furniture
left in place. The same seed gives the same files, byte for byte; a FOLDER that ends in `.csv` gives one table
instead, with the columns outlet, url and text. What comes out measures speed, memory and
crash safety; it says nothing about the quality of findings.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

CORPORA = Path(__file__).resolve().parent.parent / "corpora"
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
KEPT = frozenset(
    [*MONTHS, *DAYS, "The", "A", "An", "I", "Mr", "Mrs", "Ms", "Dr", "By", "In", "On", "At", "It", "He", "She"]
)
ONSETS, VOWELS, ENDS = (
    [
        "b",
        "br",
        "c",
        "d",
        "dr",
        "f",
        "g",
        "gr",
        "h",
        "k",
        "kl",
        "l",
        "m",
        "n",
        "p",
        "r",
        "s",
        "st",
        "t",
        "tr",
        "v",
        "w",
    ],
    ["a", "e", "i", "o", "u"],
    ["n", "r", "l", "s", "th", "m", "ck"],
)
SYNONYMS = {
    "said": ("told reporters", "stated", "announced"),
    "big": ("large", "sizeable"),
    "people": ("residents", "men and women"),
    "after": ("following",),
    "before": ("ahead of",),
    "began": ("started",),
    "stopped": ("halted", "ended"),
    "also": ("in addition",),
    "government": ("cabinet", "administration"),
    "company": ("firm", "business"),
    "workers": ("employees", "staff"),
    "police": ("officers", "the police"),
    "confirmed": ("acknowledged", "verified"),
    "could": ("might",),
    "about": ("roughly", "around"),
    "near": ("close to",),
    "morning": ("early hours",),
    "children": ("youngsters", "pupils"),
    "schools": ("classrooms",),
    "plan": ("proposal", "scheme"),
    "against": ("opposed to",),
    "because": ("since",),
    "many": ("numerous", "a good number of"),
}
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
NUMBER = re.compile(r"(?<![\d.,:/])(?:3[2-9]|[4-9]\d|[1-9]\d\d)(?![\d.,:/]|(?:st|nd|rd|th)\b)")
"""Not days of a month, times, decimals or parts of a date."""
NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}")


def main() -> None:
    """Writes the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, help="number of the first article, to make more of the same")
    options = parser.parse_args()
    chosen = islice(enumerate(articles(options.seed)), options.start, options.start + options.count)
    if options.folder.suffix == ".csv":
        _table(options.folder, chosen)
        return
    options.folder.mkdir(parents=True, exist_ok=True)
    for number, (name, text) in chosen:
        (options.folder / f"{number:06d}-{name}.txt").write_text(text, encoding="utf-8")


def _table(file: Path, chosen: Iterable[tuple[int, tuple[str, str]]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["outlet", "url", "text"])
        for number, (name, text) in chosen:
            rows.writerow([name, f"https://{name}.example/{number}", text])


def articles(seed: int):  # type: ignore[no-untyped-def]
    """An endless stream of (outlet, page as text)."""
    samples = [
        sorted(folder.glob("*.txt")) for folder in sorted(CORPORA.iterdir()) if (folder / "event.toml").is_file()
    ]
    pages = [[(path.stem, path.read_text(encoding="utf-8")) for path in files] for files in samples if files]
    event = 0
    while True:
        chance = random.Random(f"{seed} {event}")
        told = chance.choice(pages)
        change = Change(chance, "\n".join(text for _, text in told))
        for outlet, text in chance.sample(told, chance.randint(1, len(told))):
            yield outlet, change.page(text, random.Random(f"{seed} {event} {outlet}"))
        event += 1


class Change:
    """What makes one invented event out of a sample: the same names, numbers and dates for all its outlets."""

    def __init__(self, chance: random.Random, texts: str) -> None:
        names = sorted({name for name in NAME.findall(texts) if name not in KEPT})
        self.names = {name: _name(chance) for name in names}
        self.add = chance.randint(1, 40)
        self.months = dict(zip(MONTHS, _turned(MONTHS, chance.randrange(12)), strict=True))
        self.days = dict(zip(DAYS, _turned(DAYS, chance.randrange(7)), strict=True))
        self.year = chance.randint(-9, 1)

    def page(self, text: str, chance: random.Random) -> str:
        """The page with this event's names, and with this outlet's words and order."""
        text = re.sub(r"\b20\d\d\b", lambda found: str(int(found[0]) + self.year), text)
        text = NUMBER.sub(lambda found: str(int(found[0]) + self.add), text)
        text = WORD.sub(lambda found: self._word(found[0], chance), text)
        lines = [line for line in text.split("\n") if len(line) < 80 or chance.random() > 0.08]
        for place in range(2, len(lines) - 1):
            if min(len(lines[place]), len(lines[place - 1])) > 120 and chance.random() < 0.15:
                lines[place], lines[place - 1] = lines[place - 1], lines[place]
        return "\n".join(lines)

    def _word(self, word: str, chance: random.Random) -> str:
        for table in (self.names, self.months, self.days):
            if word in table:
                return table[word]
        if word in SYNONYMS and chance.random() < 0.5:
            return chance.choice(SYNONYMS[word])
        return word


def _name(chance: random.Random) -> str:
    parts = [chance.choice(ONSETS) + chance.choice(VOWELS) for _ in range(chance.randint(1, 2))]
    return "".join([*parts, chance.choice(ONSETS), chance.choice(VOWELS), chance.choice(ENDS)]).capitalize()


def _turned(values: list[str], by: int) -> list[str]:
    return values[by:] + values[:by]


if __name__ == "__main__":
    main()
