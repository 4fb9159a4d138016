"""Number expressions as atoms: digits, number words, vague words, fractions, with value and resolution.

Number words are read by text2num; this module finds where they stand and what round figures mean.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

INFINITY = math.inf
MAGNITUDES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "bn": 1e9,
    "tn": 1e12,
    "dozen": 12.0,
}
VAGUE = {
    "dozens": (24, 99),
    "scores of": (40, 199),
    "hundreds": (200, 999),
    "thousands": (2_000, 9_999),
    "tens of thousands": (20_000, 99_999),
    "hundreds of thousands": (200_000, 999_999),
    "millions": (2e6, INFINITY),
    "tens of millions": (2e7, 99_999_999),
    "hundreds of millions": (2e8, 999_999_999),
    "billions": (2e9, INFINITY),
    "several": (3, 19),
    "a few dozen": (24, 99),
    "several dozen": (36, 99),
    "a few hundred": (200, 999),
    "several hundred": (300, 999),
    "a couple of hundred": (150, 299),
    "a couple hundred": (150, 299),
    "a few thousand": (2_000, 9_999),
    "several thousand": (3_000, 9_999),
    "a few": (2, 9),
    "a handful of": (2, 9),
    "a couple of": (2, 3),
    "half a dozen": (6, 6),
    "a dozen": (12, 12),
}
"""Intervals of words for numbers; the upper ends are where news would use the next word up."""
_ROUNDING = 0.025
"""Round figures of a thousand and more may hide at most this share either way."""

_SMALL = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORD = "(?:" + "|".join(sorted((*_SMALL.split(), *_TENS.split()), key=len, reverse=True)) + ")"
_BIG = "(?:hundred|thousand|million|billion|trillion)"
_NUMBER_WORDS = rf"\b(?:{_WORD}|a\s{_BIG})(?:[\s-](?:and\s)?(?:{_WORD}|{_BIG}))*\b"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,]*\d)|\d+(?:\.\d+)?(?![.,]?\d)"
_CURRENCY = r"(?:(?:US|AU?|CA?|NZ|HK|S|R)?\$|[£€¥₹₽]|\b(?:USD|EUR|GBP|Rs\.?)\s?)"
_MAGNITUDE = r"(?:[\s-]?(?P<magnitude>hundred|thousand|million|billion|trillion|dozen|mln|bn|mn|tn|(?<=\d)[kKmM](?![a-zA-Z]))\b)?"
_ATOM = re.compile(
    rf"(?P<vague>\b(?:{'|'.join(sorted(map(re.escape, VAGUE), key=len, reverse=True))})\b)"
    rf"|(?P<currency>{_CURRENCY})?(?P<digits>(?<![\w.,/:#])(?:{_DIGITS})|(?<=[$£€¥₹₽])(?:{_DIGITS})|(?<=Rs )(?:{_DIGITS}))"
    rf"(?!/\d|:\d){_MAGNITUDE}(?P<suffix>(?:st|nd|rd|th)\b)?"
    rf"|(?P<words>{_NUMBER_WORDS})(?:[\s-](?P<dozen>dozen)\b)?",
    re.IGNORECASE,
)
CURRENCIES = {"$": "USD", "us$": "USD", "usd": "USD", "£": "GBP", "gbp": "GBP", "€": "EUR", "eur": "EUR", "¥": "JPY"}
CURRENCIES |= {"₹": "INR", "rs": "INR", "₽": "RUB", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "nz$": "NZD"}
CURRENCIES |= {"hk$": "HKD", "s$": "SGD", "r$": "BRL"}


@dataclass(frozen=True, slots=True)
class Atom:
    """One number as written at [start, end): what it can stand for, and how it was written."""

    start: int
    end: int
    low: float
    high: float
    value: float
    """The number itself; for vague words the lower end."""
    currency: str = ""
    form: str = "digits"
    """`digits`, `words`, `vague` or `ordinal`."""
    magnitude: float = 1.0
    bare: bool = False
    """Four digits without point, comma, currency or magnitude: possibly a year."""


def find_atoms(text: str) -> Iterator[Atom]:
    """All atoms of `text`, left to right, not overlapping."""
    for match in _ATOM.finditer(text):
        atom = _atom(match)
        if atom is not None:
            yield atom


def _atom(match: re.Match[str]) -> Atom | None:
    if vague := match["vague"]:
        low, high = VAGUE[re.sub(r"\s+", " ", vague.lower())]
        return Atom(match.start(), match.end(), low, high, low, form="vague")
    magnitude = (
        MAGNITUDES[(match["magnitude"] or match["dozen"] or "").lower()]
        if match["magnitude"] or match["dozen"]
        else 1.0
    )
    if match["words"]:
        number = in_digits(match["words"])
        if number is None:
            return None
        low, high = rounded(number, 1.0, number * magnitude)
        return Atom(match.start(), match.end(), low, high, number * magnitude, form="words", magnitude=magnitude)
    digits = match["digits"].replace(",", "")
    value = float(digits) * magnitude
    if not math.isfinite(value):
        return None
    step = 10.0 ** -len(digits.partition(".")[2])
    low, high = rounded(float(digits), step if magnitude > 1 or "." in digits else 1.0, value)
    currency = CURRENCIES.get((match["currency"] or "").strip().rstrip(".").lower(), "")
    if len(match["digits"]) > 1 and match["digits"][0] == "0" and match["digits"][1] != ".":
        return None
    bare = len(match["digits"]) == 4 and digits.isdigit() and not currency and magnitude == 1
    form = "ordinal" if match["suffix"] else "digits"
    return Atom(match.start(), match.end(), low, high, value, currency, form, magnitude, bare)


def in_digits(words: str) -> float | None:
    """The value of number words such as `two hundred and five`; None where they are no one number."""
    from text_to_num import text2num  # type: ignore[import-untyped,unused-ignore]

    plain = re.sub(r"^a ", "one ", re.sub(r"[\s-]+", " ", words.lower()).strip())
    for candidate in (plain, plain.replace(" and ", " ")):
        try:
            return float(text2num(candidate, "en"))
        except ValueError:
            continue
    return None


def rounded(mantissa: float, step: float, value: float) -> tuple[float, float]:
    """What a figure as written can stand for: itself, or half a step of its last written digit where it is round.

    `mantissa` is the number before any magnitude word, `step` the place of its last digit. Exact below a
    thousand; never wider than 2.5 % either way.
    """
    if mantissa == 0 or value < 1_000:
        return value, value
    unit = step * value / mantissa
    while step == 1.0 and unit < value and (value / (unit * 10)).is_integer():
        unit *= 10
    if unit <= 1:
        return value, value
    slack = min(unit / 2, value * _ROUNDING)
    return value - slack, value + slack
