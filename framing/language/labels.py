"""How a text names and describes: the role and epithets put to a name, and what an act or a group is called.

No parser: descriptions are the words before a name (`hard-line senator Ann Doe`, `Mr. Doe`) and the
apposition after it (`Ann Doe, a close ally of the bank, …`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from framing.language.names import Chain, NameKind, chains
from framing.language.verbs import reporting_forms
from framing.language.wordlists import word_set
from framing.model import Span

_APPOSITION = re.compile(
    r",\s+(?P<words>(?:(?:the|a|an|one of|who|whose|his|her|their|its)\s|[a-z][\w-]+\s|[A-Z][\w.'’-]+\s(?=[a-z]))[^,;:“”\".—–()]{2,110})"
    r"(?=[,;—–)]|\.(?!\s\d)|\s[-–—]|$)"
)
_OF = re.compile(r"\s+of\s+(?P<words>(?:the|a|an)\s(?:[\w-]+['’]s?\s|[a-z][\w-]+\s){0,2}[a-z][\w-]+)(?=[\s,.;])")
"""`Ann Doe of the weavers' union`."""
_BEFORE = re.compile(r"(?:(?:the|a|an|his|her|their|its)\s+)?(?:[\w’'-]+(?:,\s|\s)){1,5}$", re.IGNORECASE)
_STOP = word_set(
    "and or but that when while as because if after before since than then with by for from in on at to of into over under against "
    "between through during without about is are was were be been has have had do does did will would can could said says told "
    "not also where which who whom what how why so yet nor like unlike via per amid despite including both either neither "
    "according called named met meet asked urged backed joined blamed accused let make made saw see give gave given take took "
    "showed show tell quoted quote thanked left replaced replace beat defeated against alongside whether however never later earlier "
    "rather want wants consider considers order orders offer offers answer answers enter enters deliver prefer prefers refer refers "
    "remember remembers support supports confront confronts represent represents went sent spent meant prevent prevents appoint "
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october "
    "november december help helps shot only sat behind only even just morning afternoon evening night noon yesterday today tomorrow"
)
_NOUNS_TOO = word_set("state post press report")
_LEADING_PARTICIPLES = word_set(
    "embattled disgraced convicted retired leading acting aging ageing incoming outgoing sitting ruling"
)
_NO_NOUN_PHRASE = re.compile(
    r"^(?:you|we|i|they|it|he|she|this|that|there|what|when|where|experts|friends|sources|officials|critics)\b"
    r"|^(?:(?!who\b|whose\b|which\b|that\b)[\w’'-]+\s){1,5}(?:is|are|was|were|has|had|have|will|would|can|could|do|did|does|says?|said|"
    r"tells?|told|works|sat|took|went|came|gave|made|point|points|shows?|wants?|thinks?|hopes?|believes?|knows?)\b",
    re.IGNORECASE,
)
"""What stands behind a comma and is a clause: `friends say`, `the sum works out at`, `his wife sat`."""
_GENERIC = word_set("mr mrs ms mr. mrs. ms. the a an")
_PERSON_WHO = re.compile(r"^who\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Description:
    """One description of a bearer: `words` at `span` of the text; `place` is `before`, `after`, `of` or `title`."""

    key: str
    name: str
    kind: NameKind
    words: str
    span: Span
    """With the name where the description stands before it."""
    place: str

    @property
    def content(self) -> frozenset[str]:
        """Its lower-case words without determiners and courtesy titles."""
        found = (word.strip(".,'’\"").lower().removesuffix("'s").removesuffix("’s") for word in self.words.split())
        return frozenset(word for word in found if word and word not in _GENERIC and len(word) > 1)


def descriptions(texts: Sequence[str], offsets: Sequence[int]) -> tuple[tuple[Chain, tuple[Description, ...]], ...]:
    """Bearers named in the passages `texts` (standing at `offsets` of the article), each with its descriptions."""
    out = []
    by_offset = sorted(zip(offsets, texts, strict=True))
    for chain in chains(texts, offsets):
        if chain.kind is NameKind.PLACE:
            continue
        found: list[Description] = []
        for mention in chain.mentions:
            home = [(start, text) for start, text in by_offset if start <= mention.span.start < start + len(text)]
            if home:
                start, text = home[-1]
                found += _of_mention(chain, Span(mention.span.start - start, mention.span.end - start), text, start)
        out.append((chain, tuple(found)))
    return tuple(out)


def _of_mention(chain: Chain, at: Span, text: str, offset: int) -> list[Description]:
    found = []
    before = _before(text, at.start)
    if before is not None:
        span = Span(offset + before.start, offset + at.end)
        words = text[before.start : at.start].strip(" ,")
        found.append(Description(chain.key, chain.name, chain.kind, words, span, "before"))
    after = _APPOSITION.match(text, at.end)
    if after and not _PERSON_WHO.match(after["words"]) and not _verbal(after["words"]):
        start, end = after.span("words")
        words = after["words"].rstrip()
        span = Span(offset + start, offset + start + len(words))
        found.append(Description(chain.key, chain.name, chain.kind, words, span, "after"))
        del end
    of = _OF.match(text, at.end) if chain.kind is NameKind.PERSON else None
    if of is not None:
        start, end = of.span("words")
        words = of["words"]
        found.append(Description(chain.key, chain.name, chain.kind, words, Span(offset + at.start, offset + end), "of"))
    return found


def _verbal(words: str) -> bool:
    """Whether what follows the comma is a clause, not a noun phrase: `, said that`, `, while`, `, adding`."""
    first = words.split()[0].lower()
    clause = first in ("said", "however", "too", "though", "which") or bool(_NO_NOUN_PHRASE.match(words))
    return first in _STOP or first.endswith(("ing", "ed")) or clause


def _before(text: str, start: int) -> Span | None:
    """The run of describing words that ends where the name begins; None where there is none."""
    tokens = list(re.finditer(r"[\w’'.-]+", text[max(0, start - 80) : start]))
    base = max(0, start - 80)
    kept: list[re.Match[str]] = []
    following = start
    for token in reversed(tokens):
        gap = text[base + token.end() : following]
        word = token.group()
        low = word.lower()
        if gap.strip() or low in _STOP or len(kept) >= 6 or not any(char.isalpha() for char in word):
            break
        if low in reporting_forms() and not _role(word) and low not in _NOUNS_TOO:
            break  # `Democrats urge President Doe`
        if word.endswith(".") and not re.match(r"^(?:[A-Z][a-z]{1,4}|U\.S|U\.K|[A-Z])\.$", word):
            break
        if low.endswith(("ed", "ing")) and low not in _LEADING_PARTICIPLES and (kept or low.endswith("ing")):
            break
        kept.insert(0, token)
        following = base + token.start()
        if low in ("the", "a", "an", "his", "her", "their", "its") or low.endswith(("'s", "’s")):
            break
    if kept and all(
        token.group().lower().strip(".") in ("the", "a", "an", "mr", "mrs", "ms", "his", "her") for token in kept
    ):
        return None
    if not kept or (
        kept[0].group().lower().endswith(("ly", "ed", "s"))
        and len(kept) == 1
        and kept[0].group().islower()
        and not _role(kept[0].group())
    ):
        return None
    words = [token.group() for token in kept]
    if not any(_role(word) or (word[0].isupper() and word.lower().strip(".") not in _COURTESY) for word in words):
        return None
    if not _ends_a_description([word for word in words if word.lower().strip(".") not in _COURTESY]):
        return None
    if words[0].lower() in ("the", "a", "an") and any(_is_thing(word) for word in words[1:]):
        return None  # `the deal President Doe struck`
    return Span(base + kept[0].start(), start)


def _ends_a_description(words: list[str]) -> bool:
    """Whether the last word before the name is a role, a title or an adjective: not the verb of `help Democrats defeat Doe`."""
    if not words:
        return False
    last = words[-1]
    if _role(last) or last in _LEADING_PARTICIPLES or (last.endswith(".") and last[0].isupper()):
        return True
    if last[0].isupper():
        return last.isupper() or last.lower() in _TITLES
    return last not in _NO_ADJECTIVE and not last.endswith(("ed", "ing")) and bool(_ADJECTIVE.search(last))


_TITLES = word_set(
    "rev gov sen rep gen dr prof sgt capt lt col lady lord sir dame pope saint imam rabbi justice attorney"
)
_COURTESY = word_set("mr mrs ms dr the a an his her")
_ADJECTIVE = re.compile(
    r"(?:ed|ing|al|ous|ive|ic|ful|less|ish|y|ary|ern|ble|st|th)$|-|^(?:former|new|old|top|late|long|then|ex|young|chief)$"
)
_NO_ADJECTIVE = word_set(
    "deal proposal approval refusal policy party city company victory story removal trial denial rival ally"
)


def _is_thing(word: str) -> bool:
    """Whether a word behind an article is no part of a description: in small letters, no role, no adjective."""
    return word[0].islower() and not _role(word) and (word in _NO_ADJECTIVE or not _ADJECTIVE.search(word))


_ROLE = re.compile(
    r"(?:er|or|ist|ant|ent|man|men|woman|women|person|people|chief|head|king|queen|boss|ally|rival|critic|foe|hero|icon|star|judge|"
    r"guru|tycoon|mogul|hawk|aide|nominee|candidate|spokes\w+|president|minister|secretary|general|mayor|clerk|driver|tyrant|"
    r"despot|thug|cleric|tsar|czar|cat|attorney|mp|premier|dean|pope|prince|princess|duke|imam|rabbi|lawmaker|analyst|bishop|monarch|heir|coach|guard|cop|officer|advocate|firebrand|billionaire|democrat|republican|veteran)s?$",
    re.IGNORECASE,
)


def _role(word: str) -> bool:
    return bool(_ROLE.search(word.rstrip(".").removesuffix("'s").removesuffix("’s")))
