"""Acts in a parsed sentence: verb, voice, actor, acted upon; and nouns that stand for acts.

Reads spaCy dependency labels (ClearNLP scheme): `nsubjpass` and `auxpass` for the passive, `agent` for its
by-phrase. Reduced passives (`workers sacked by mail`, headline `Man shot`) and get-passives count too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from framing.language.wordlists import word_set


class Voice(StrEnum):
    """Who stands as the subject of the act."""

    ACTIVE = "active"
    PASSIVE = "passive"
    PASSIVE_WITH_AGENT = "passive with agent"
    NOUN = "noun"
    """The act as a noun, `the closure`: no actor need be named."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """One act. Parts are half-open code points of the parsed text."""

    lemma: str
    voice: Voice
    part: tuple[int, int]
    """The verb with its auxiliaries, or the noun."""
    actor: tuple[int, int] | None
    acted_upon: tuple[int, int] | None
    row: int
    """Index of the head token."""
    given: tuple[int, int] | None = None
    """What a passive gives its subject (`was given 28 million`), or to whom an active verb gives its object."""

    @property
    def whole(self) -> tuple[int, int]:
        """Actor, verb and, for a passive, what is acted upon."""
        parts = [self.part]
        if self.actor:
            parts.append(self.actor)
        if self.acted_upon and self.voice is not Voice.ACTIVE:
            parts.append(self.acted_upon)
        return min(p[0] for p in parts), max(p[1] for p in parts)


_NOT_ACTS = word_set("be have do say tell go come get seem become make take let know think want need try")
_BY_TIME = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october "
    "november december noon midnight night day morning evening week month year end time mail hand car train bus air sea land phone "
    "percent % vote votes text email letter then now today tomorrow"
)
_ADJECTIVAL = frozenset(
    [
        "based",
        "located",
        "related",
        "concerned",
        "interested",
        "involved",
        "married",
        "retired",
        "worried",
        "pleased",
        "born",
        "known",
        "dead",
        "gone",
        "supposed",
        "used",
        "expected",
        "set",
        "due",
        "excited",
        "tired",
        "scared",
        "shocked",
        "surprised",
        "delighted",
        "committed",
        "dedicated",
        "embattled",
        "disgraced",
    ]
)


def predicates(doc: Any) -> list[Predicate]:
    """The acts of a parsed sentence, in order."""
    return sorted([*_verbs(doc), *_nouns(doc)], key=lambda each: each.part)


def passives(doc: Any) -> list[Predicate]:
    """Only the passives."""
    return [each for each in _verbs(doc) if each.voice in (Voice.PASSIVE, Voice.PASSIVE_WITH_AGENT)]


_REPORTING = word_set(
    "say tell report announce claim add state admit confirm note explain insist argue warn believe think know show suggest "
    "write deny concede acknowledge declare reveal find"
)
_LEADING = word_set(
    "be have do go come get seem become begin start continue try want need decide plan set force compel order vow"
)


def main_row(doc: Any) -> int:
    """Index of the verb that tells the main act: the root, or what a reporting or leading verb introduces; -1 for none."""
    token = next((each for each in doc if each.dep_ == "ROOT"), None)
    for _ in range(4):
        if token is None:
            return -1
        lemma = token.lemma_.lower()
        wanted = ("ccomp",) if lemma in _REPORTING else ("xcomp", "ccomp") if lemma in _LEADING else ()
        below = next((c for c in token.children if c.dep_ in wanted and c.pos_ in ("VERB", "AUX")), None)
        if below is None:
            break
        token = below
    return int(token.i) if token is not None and token.pos_ in ("VERB", "AUX") else -1


def compelled(doc: Any, act: Predicate) -> bool:
    """Whether the act is told as forced upon its actor: `were forced to fire`."""
    token = doc[act.row]
    head = token.head
    return (
        token.dep_ in ("xcomp", "ccomp", "advcl")
        and head.i != token.i
        and head.lemma_.lower() in _COMPELLING
        and _is_passive(head)
    )


_COMPELLING = word_set("force compel oblige drive require")


def _verbs(doc: Any) -> Iterator[Predicate]:
    for token in doc:
        if token.pos_ != "VERB" and not (token.tag_ == "VBN" and _auxiliary(token)):
            continue
        passive = _is_passive(token)
        if passive:
            agent = _agent(token)
            patient = (
                _child(token, "nsubjpass") or (token.head if token.dep_ == "acl" else None) or _child(token, "nsubj")
            )
            voice = Voice.PASSIVE_WITH_AGENT if agent is not None else Voice.PASSIVE
            parts = _verb_part(token), _phrase(agent), _phrase(patient)
            given = next((child for child in token.children if child.dep_ in _SECOND_OBJECTS), None)
            yield Predicate(token.lemma_.lower(), voice, *parts, token.i, _phrase(given))
        elif token.lemma_.lower() not in _NOT_ACTS or _particle(token) is not None:
            parts = _verb_part(token), _phrase(_subject(token)), _phrase(_object(token))
            given = next((child for child in token.children if child.dep_ in ("dative", "iobj")), None)
            yield Predicate(token.lemma_.lower(), Voice.ACTIVE, *parts, token.i, _phrase(given))


_SECOND_OBJECTS = ("dobj", "obj", "oprd", "dative")


def _particle(token: Any) -> Any:
    """`over` of `went over`: with it even the plainest verb tells an act."""
    return next((child for child in token.children if child.dep_ == "prt"), None)


def _participial(token: Any) -> bool:
    """Whether a participle behind a comma begins a clause, whatever the parser makes of it: `, handing them a waiver`."""
    return bool(token.tag_ == "VBG" and token.dep_ in ("compound", "amod") and token.i and token.nbor(-1).lower_ == ",")


def _auxiliary(token: Any) -> Any:
    for child in token.children:
        if child.dep_ == "auxpass":
            return child
    return None


def _is_passive(token: Any) -> bool:
    if token.tag_ not in ("VBN", "VBD"):
        return False
    if _auxiliary(token) is not None or _child(token, "nsubjpass") is not None:
        # `is gone`, `was born` and the like are states.
        return token.lower_ not in ("gone", "born", "supposed")
    if token.tag_ != "VBN" or any(child.dep_ == "aux" for child in token.children):
        return _got(token)
    if token.dep_ in ("acl", "advcl", "ccomp", "xcomp", "relcl") and token.dep_ != "relcl":
        return token.lower_ not in _ADJECTIVAL and (token.dep_ == "acl" or _agent(token) is not None or _got(token))
    if token.dep_ == "conj" and token.head.i != token.i and token.head.tag_ == "VBN":
        return _is_passive(token.head) and _child(token, "nsubj") is None
    return token.dep_ == "ROOT" and _agent(token) is not None


def _got(token: Any) -> bool:
    return any(child.lemma_.lower() == "get" and child.dep_ in ("auxpass", "aux") for child in token.children) or (
        token.head.lemma_.lower() == "get" and token.dep_ in ("xcomp", "ccomp", "acomp") and token.tag_ == "VBN"
    )


def _child(token: Any, dep: str) -> Any:
    for child in token.children:
        if child.dep_ == dep:
            return child
    if (
        token.dep_ == "conj"
        and dep in ("nsubj", "nsubjpass")
        and token.head.i != token.i
        and token.head.pos_ in ("VERB", "AUX")
    ):
        return _child(token.head, dep)
    return None


def _agent(token: Any) -> Any:
    for child in token.children:
        if child.dep_ in ("agent", "prep") and child.lower_ == "by":
            for noun in child.children:
                if noun.dep_ == "pobj" and noun.lower_ not in _BY_TIME and noun.pos_ not in ("NUM", "VERB"):
                    return noun
    return None


def _subject(token: Any) -> Any:
    found = _child(token, "nsubj")
    if found is None and token.dep_ in ("xcomp", "advcl") and token.head.i != token.i:
        # `ordered the firm to pay`: the firm pays; `were forced to fire`: they fire; `came to pay`: who came pays.
        given = _object(token.head) if token.dep_ == "xcomp" else None
        found = given or _child(token.head, "nsubj") or _child(token.head, "nsubjpass")
    if found is None and _participial(token):
        found = next(
            (c for verb in token.ancestors if verb.pos_ == "VERB" for c in verb.children if c.dep_ == "nsubj"), None
        )
    if found is not None and found.tag_ in ("WDT", "WP") and token.dep_ == "relcl":
        return token.head
    if found is not None and found.pos_ == "PRON" and token.dep_ == "advcl" and token.head.i != token.i:
        # `the ship had 94 people on board when it rolled over`: the ship rolled over
        before = _child(token.head, "nsubj")
        if before is not None and before.i < found.i and before.pos_ in ("NOUN", "PROPN"):
            return before
    return found


def _object(token: Any) -> Any:
    for child in token.children:
        if child.dep_ in ("dobj", "obj", "attr"):
            return child
    return token.head if _participial(token) else None


def _verb_part(token: Any) -> tuple[int, int]:
    start, end = token.idx, token.idx + len(token)
    for child in token.children:
        if child.dep_ in ("auxpass", "aux", "neg") and child.i < token.i:
            start = min(start, child.idx)
        if child.dep_ == "prt":
            end = max(end, child.idx + len(child))
    return start, end


def _phrase(token: Any) -> tuple[int, int] | None:
    """The noun phrase of a head, without relative clauses and what follows a comma."""
    if token is None:
        return None
    left, right = token, token
    for child in token.subtree:
        if child.i < left.i and child.dep_ not in ("relcl", "acl", "cc") and not child.is_punct:
            left = child
        if (
            child.i > right.i
            and child.i - right.i == 1
            and child.head.i >= token.i
            and child.dep_ in ("prep", "pobj", "compound", "det", "amod", "poss", "case", "nummod")
        ):
            right = child
    return left.idx, right.idx + len(right)


_ENDINGS = ("tion", "sion", "ment", "ance", "ence", "ure", "al", "age", "ing", "ery")


def _nouns(doc: Any) -> Iterator[Predicate]:
    for token in doc:
        low = token.lower_
        if token.pos_ != "NOUN" or len(low) < 5 or low.rstrip("s") in _THINGS:
            continue
        if not low.rstrip("s").endswith(_ENDINGS) and low.rstrip("s") not in _ZERO:
            continue
        actor = next((child for child in token.children if child.dep_ == "poss"), None) or _agent(token)
        target = next(
            (
                n
                for c in token.children
                if c.dep_ == "prep" and c.lower_ == "of"
                for n in c.children
                if n.dep_ == "pobj"
            ),
            None,
        )
        yield Predicate(
            token.lemma_.lower(),
            Voice.NOUN,
            (token.idx, token.idx + len(token)),
            _phrase(actor),
            _phrase(target),
            token.i,
        )


_THINGS = word_set(
    "meeting statement government department parliament agreement moment document building evening morning spending hearing "
    "briefing feeling nothing something anything everything hospital official material journal individual capital manual "
    "picture measure pleasure treasure nature future village message page stage image language wage age percentage advantage"
)
_ZERO = word_set(
    "attack arrest protest strike murder kill cut raid rescue release visit vote walkout search clash fight march shot assault "
    "escape return crash fall rise loss theft delay death talk deal veto review report"
)


def same_act(one: Predicate, two: Predicate) -> bool:
    """Whether two predicates can be one act: the same verb, or a noun made from it."""
    if one.lemma == two.lemma:
        return True
    if (one.voice is Voice.NOUN) == (two.voice is Voice.NOUN):
        return False
    short, long = sorted((one.lemma, two.lemma), key=len)
    root = short.rstrip("e")[: max(4, len(short) - 2)]
    return len(root) >= 4 and long.startswith(root)
