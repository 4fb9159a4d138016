"""What a number counts or measures: percent, money, unit of measure, age, or the head noun that follows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from framing.language.quantity_atoms import Atom
from framing.model import Span


@dataclass(frozen=True, slots=True)
class Head:
    """Reading of the words around a number; [start, end) holds number and unit."""

    kind: str
    start: int
    end: int
    unit: str = ""
    noun: str = ""
    modifiers: tuple[str, ...] = ()
    factor: float = 1.0
    written: str = ""
    fate: str = ""


MEASURES: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("second", "sec"), ("hour", 1 / 3600)),
    **dict.fromkeys(("minute", "min"), ("hour", 1 / 60)),
    "hour": ("hour", 1.0),
    "day": ("hour", 24.0),
    "week": ("hour", 168.0),
    "month": ("hour", 730.5),
    "year": ("hour", 8766.0),
    "decade": ("hour", 87660.0),
    **dict.fromkeys(("kilometer", "kilometre", "km"), ("km", 1.0)),
    "mile": ("km", 1.609),
    **dict.fromkeys(("meter", "metre"), ("km", 0.001)),
    **dict.fromkeys(("foot", "feet"), ("km", 0.0003048)),
    "inch": ("km", 2.54e-5),
    "yard": ("km", 0.0009144),
    "acre": ("hectare", 0.4047),
    "hectare": ("hectare", 1.0),
    **dict.fromkeys(("kilogram", "kilo", "kg"), ("kg", 1.0)),
    **dict.fromkeys(("ton", "tonne"), ("kg", 1000.0)),
    "gram": ("kg", 0.001),
    "ounce": ("kg", 0.02835),
    "mph": ("km/h", 1.609),
    "barrel": ("barrel", 1.0),
    "gallon": ("litre", 3.785),
    **dict.fromkeys(("liter", "litre"), ("litre", 1.0)),
    "degree": ("degree", 1.0),
    "megawatt": ("megawatt", 1.0),
    "gigawatt": ("megawatt", 1000.0),
}
"""Unit by its singular: base unit and factor. Feet and pounds of money and weight stay apart by context."""
_MONEY_WORDS = {
    "dollar": "USD",
    "buck": "USD",
    "euro": "EUR",
    "yen": "JPY",
    "yuan": "CNY",
    "rupee": "INR",
    "ruble": "RUB",
}
_MONEY_WORDS |= {"rouble": "RUB", "peso": "peso", "franc": "franc", "cent": "cent", "pound": "pound"}

_PERCENT = re.compile(r"\s?(?:%|-?\s?(?:percent|per cent|pct)\b)", re.IGNORECASE)
_POINTS = re.compile(r"[\s-](?:percentage|basis)[\s-]points?\b|[\s-]points?\b(?! of (?:view|order))", re.IGNORECASE)
_YEARS_OLD = re.compile(r"(?:-(?:year|month)-olds?\b|\syears? old\b|-years?-old\b|\syears of age\b)")
_AGED = re.compile(r"\b(?:aged?|at the age of|ages)\s$", re.IGNORECASE)
_BARE_AGE = re.compile(r"[A-Z][\w’'-]+(?:\s(?:Jr|Sr|I{1,3})\.?)?,\s$")
_PART_OF = re.compile(
    r"\sof\s(?:(?:the|its|their|his|her|all|those|these|our)\s)?(?:[\w’']+['’]s?\s)?(?:\d|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)",
    re.IGNORECASE,
)
"""`two of the ship's four rafts`: the smaller number counts a part."""
_WORD = re.compile(r"(?P<gap>[\s-]+)(?P<word>(?:[A-Z]\.){2,}|[^\W\d_][\w’'.&]*[\w]|[^\W\d_])")
_OF = re.compile(r"\s(?P<link>of|in)\s(?:(?:the|its|their|his|her|all|those|these|our|other)\s)*")
_STOP_WORDS = (
    "of in on at by for with from to into onto over under since until after before during between among against about "
    "as than then that which who whom whose where when while because if unless and or but nor is are was were be been "
    "being has have had do does did will would can could may might must should shall not n't so too also only just even "
    "still yet there here together higher lower this these those the a an it he she they we you i his her its their our my your per each "
    "said says told less fewer later earlier ago away apart total overall overnight them us ours missing safe alive gmt"
)
_STOP = frozenset(_STOP_WORDS.split())
_PLURALS_WORDS = "people men women children police personnel troops cattle feet teeth lives staff crew media data"
_PLURALS = frozenset(_PLURALS_WORDS.split())
_NOT_PLURAL = re.compile(r"(?:ss|us|is|'s|’s)$")
_COMPOUND = re.compile(r"\s(?:page|seat|member|nation|state|vote|car|room|bed|storey|story|point|man|person)\s[a-z]{3}")
"""`a 300 page report`: what is counted stands in the singular before the thing that has it."""
_OWNED = re.compile(r"['’]s?\s")
"""`two weeks' pay`."""
_STREET = re.compile(r"(?:Street|Avenue|Road|Boulevard|Drive|Lane|Place|Square|St|Ave|Rd|Blvd)\b")
_FATES = frozenset(("dead", "killed", "died", "injured", "wounded", "hurt", "arrested", "detained", "rescued", "saved"))
_PERSONS = {
    "people": "person",
    "persons": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "lives": "life",
}
_NUMBER = re.compile(r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?)")
LONGEST = 5
"""Words looked at behind a number."""


def singular(word: str) -> str:
    """A crude singular of a lower-case noun."""
    if word in _PERSONS:
        return _PERSONS[word]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not _NOT_PLURAL.search(word) else word


def find_head(text: str, atom: Atom, span: Span) -> Head | None:
    """Reading of the number at `atom` (qualifiers included in `span`); None where it is part of an address."""
    start, end = atom.start, span.end
    before, after = text[max(0, start - 40) : start], text[end : end + 120]
    if match := _POINTS.match(after):
        return Head("points", start, end + match.end(), "points")
    if match := _PERCENT.match(after):
        stop = end + match.end()
        point = _POINTS.match(text, stop)
        return _complement(text, Head("points" if point else "percent", start, point.end() if point else stop, "%"))
    if match := _YEARS_OLD.match(after):
        unit = "month" if "month" in match.group() else "year"
        return _with_noun(text, Head("age", start, end + match.end(), unit), end + match.end(), plural=False)
    if _AGED.search(before) or (_BARE_AGE.search(before) and re.match(r"[,.;]", after) and 0 < atom.value < 120):
        return Head("age", start, end, "year")
    if atom.currency:
        return _complement(text, Head("money", start, end, atom.currency))
    return _unit_or_noun(text, atom, start, end, after)


def _unit_or_noun(text: str, atom: Atom, start: int, end: int, after: str) -> Head | None:
    first = _WORD.match(after)
    if first is None:
        return Head("count", start, end, fate=fate_of(text, start, end))
    word = first["word"].lower().rstrip(".")
    unit = singular(word)
    stop = end + first.end()
    if unit in _MONEY_WORDS and (unit != "pound" or "sterling" in after):
        return _complement(text, Head("money", start, stop, _MONEY_WORDS[unit]))
    if unit in MEASURES and not (atom.form == "vague" and unit == "second"):
        base, factor = MEASURES[unit]
        measure = Head("measure", start, stop, base, factor=factor, written=unit)
        if owned := _OWNED.match(text, stop):
            return _with_noun(text, measure, owned.end() - 1, plural=False)
        return _of_noun(text, measure) if first["gap"] != "-" else _with_noun(text, measure, stop, plural=False)
    if atom.form == "words" and atom.value == 1 and not _counts_one(text, start, word):
        return None
    if _STREET.search(after[: after.find(",") if "," in after else 40]) and first["word"][0].isupper():
        return None
    head = Head("count", start, end, fate=fate_of(text, start, end))
    if (first["gap"] == "-" and word.isalpha()) or (atom.value != 1 and _COMPOUND.match(after)):
        return replace(head, noun=unit)
    if word == "of":
        return replace(_of_noun(text, head), modifiers=("of",)) if _PART_OF.match(after) else _of_noun(text, head)
    return _with_noun(text, head, end, plural=atom.value != 1)


def _counts_one(text: str, start: int, word: str) -> bool:
    """Whether `one` before `word` is a number and no pronoun."""
    if word in _STOP or word in _NOT_COUNTED:
        return False
    return re.search(r"\b(?:no|any|every|each|which|this|that|the|some|only) $", text[:start], re.IGNORECASE) is None


_NOT_COUNTED_WORDS = "day thing way point side hand another such time part reason can of more"
_NOT_COUNTED = frozenset(_NOT_COUNTED_WORDS.split())
_FATE = re.compile(
    r"\b(?P<death>kill(?:ed|ing|s)?|dead|died|dies|deaths?|fatal(?:ly|ities)|slain|perished|bodies|lost their lives|death toll)\b"
    r"|\b(?P<injury>injur(?:ed|ing|ies|y)|wound(?:ed|ing|s)|hurt)\b"
    r"|\b(?P<missing>missing|unaccounted for|accounted for|feared lost|disappeared)\b"
    r"|\b(?P<rescue>rescued?|rescuing|saved?|saving|surviv(?:ed|ors?)|alive|safe)\b"
    r"|\b(?P<arrest>arrest(?:ed|s|ing)?|detained|detaining|detentions?|in custody|charged)\b"
    r"|\b(?P<aboard>on ?board|aboard)\b"
    r"|[.;!?]\s|\d",
    re.IGNORECASE,
)
_GATHERING = re.compile(
    r"\b(?P<dismissal>axe[ds]?|axing|la(?:id|ys?|ying) off|layoffs?|sack(?:ed|ing|s)|(?:made|making) redundant|redundanc(?:y|ies)"
    r"|los(?:e|es|ing|t) (?:their|its|his|her) (?:jobs?|work|posts?)|(?:jobs?|posts?|positions?) (?:will |would |are to )?(?:go|be cut|be lost)"
    r"|cut(?:s|ting)?|shed(?:s|ding)?|slash(?:ed|es|ing)?|eliminat(?:ed|es|ing))\b"
    r"|\b(?P<crowd>t(?:ook|aken|aking) part|attend(?:ed|ing|ance)|turned out|turnout|march(?:ed|ing|ers)|demonstrators|demonstrated"
    r"|protest(?:ers|ed)|rallied|gathered|crowds?)\b"
    r"|[.;!?]\s|\d",
    re.IGNORECASE,
)


def fate_of(text: str, start: int, end: int) -> str:
    """`death`, `injury`, `missing`, `rescue`, `arrest`, `aboard`, else `dismissal` or `crowd`, else empty.

    The nearest such word with no number between says what befell the counted; that they came together is asked
    last, for those counted may be `protesters` whatever befell them.
    """
    return _nearest(_FATE, text, start, end) or _nearest(_GATHERING, text, start, end)


_ASIDE = re.compile(
    r"(?:\s[\w’'-]+){0,4}, (?=[A-Z]|one of|two of|including|among|most of|all of)[^;!?]{5,120}?, (?=(?:was|were|had|have|has|died|are|is)\b)"
)
"""`Two guards, Ida Moss, 41, and Bram Oster, 19, were killed`: what stands between subject and verb."""


def _nearest(pattern: re.Pattern[str], text: str, start: int, end: int) -> str:
    found: list[tuple[int, str]] = []
    if aside := _ASIDE.match(text, end):
        end = aside.end()
    ahead = pattern.search(text, end, min(len(text), end + 60))
    if ahead is not None and ahead.lastgroup:
        found.append((_distance(text[end : ahead.start()]), ahead.lastgroup))
    behind = list(pattern.finditer(text, max(0, start - 45), start))
    if behind and behind[-1].lastgroup:
        found.append((_distance(text[behind[-1].end() : start]), behind[-1].lastgroup))
    return min(found)[1] if found else ""


def _distance(between: str) -> int:
    """Characters between; a comma or a conjunction sets further apart."""
    return len(between) + 40 * bool(re.search(r",|\band\b|\bor\b|\bbut\b", between))


def _of_noun(text: str, head: Head) -> Head:
    """With the noun behind `of`, where there is one: `two days of talks`, `12 of the passengers`."""
    match = _OF.match(text, head.end)
    return _with_noun(text, head, match.end() - 1, plural=True) if match and match["link"] == "of" else head


def _complement(text: str, head: Head) -> Head:
    """`40 percent of voters`, `$3 million in damages`: the noun behind `of` or `in`; else the noun that follows."""
    match = _OF.match(text, head.end)
    return _with_noun(text, head, match.end() - 1 if match else head.end, plural=match is not None)


def _with_noun(text: str, head: Head, at: int, plural: bool) -> Head:
    noun, modifiers = _noun(text, at, plural)
    return replace(head, noun=noun, modifiers=modifiers)


def _noun(text: str, at: int, plural: bool) -> tuple[str, tuple[str, ...]]:
    """Head noun of the words from `at`, and the words before it: the first plural, else the last word of the run."""
    run: list[str] = []
    while len(run) < LONGEST and (match := _WORD.match(text, at)) is not None:
        word, at = match["word"].lower(), match.end()
        if word == "more":
            continue
        if word in _STOP or word in _FATES or _NUMBER.fullmatch(word):
            break
        run.append(word)
        if plural and _is_plural(word):
            return singular(word), tuple(run[:-1])
    if not run:
        return "", ()
    last = next((i for i, word in enumerate(run) if i > 0 and re.search(r"(?:ed|ly)$", word)), len(run)) - 1
    last = min(last, 2)
    return singular(run[last].rstrip(".")), tuple(run[:last])


def _is_plural(word: str) -> bool:
    return word in _PLURALS or (
        len(word) > 2 and word.isalpha() and word.endswith("s") and not _NOT_PLURAL.search(word)
    )
