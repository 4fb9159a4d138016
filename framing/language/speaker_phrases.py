"""Noun phrases that name a speaker, read without a parser: leftwards from a verb, or rightwards after it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from framing.language.wordlists import word_set
from framing.model import Span

TOKEN = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*\.?|[^\w\s]")
PRONOUNS = word_set("he she they it we i who you")
_SKIP = word_set(
    "has have had also later then reportedly again once now just only even still already recently previously repeatedly "
    "publicly privately immediately first finally initially has is was are were been being did does do will would could can may "
    "might must should not never often always angrily bluntly flatly quickly simply both all himself herself themselves "
    "reportedly famously falsely wrongly rightly further separately merely clearly strongly sharply"
)
_STOP = word_set(
    "that but while as because when after before if although though since until where which what how why whether than so yet "
    "or nor by into about over under against between through during without within among on to said told"
)
_LINK = word_set("of for at from in with and de van von al bin la du el")
_DETERMINERS = word_set(
    "the a an his her its their our my this that these those one two three four five several some many most other another "
    "both each every no any few"
)
_AFTER_STOP = word_set(
    "in on at during after before when while as who which that adding referring citing speaking according from about by to with "
    "because if though although and but via through during late early last this earlier later yesterday today tuesday "
    "wednesday thursday friday saturday sunday monday"
)
_REACH = 400
"""Code points in which a subject must stand."""
_TIMES = word_set("monday tuesday wednesday thursday friday saturday sunday week month year today yesterday")
_ADVERB = re.compile(r"^[a-z]+ly$")
_NOT_ADVERB = word_set("family ally assembly supply reply italy july")
_TITLE_DOT = re.compile(
    r"^(?:Mrs?|Ms|Dr|Prof|Sens?|Reps?|Govs?|Gen|Lt|Col|Sgt|Capt|Rev|St|Jr|Sr|[A-Z]|U\.S|U\.K|U\.N)\.$"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words that name a speaker."""

    span: Span
    name: str
    """Without a leading determiner; for a personal name, the name without the role before it."""
    pronoun: bool = False


def _tokens(text: str, start: int, end: int) -> list[re.Match[str]]:
    return list(TOKEN.finditer(text, start, end))


def _is_adverb(word: str) -> bool:
    return word in _SKIP or (bool(_ADVERB.match(word)) and word not in _NOT_ADVERB)


def _is_aside(word: str) -> bool:
    """Whether the word may stand between a subject and its verb; `May` and `Will` before it are names."""
    return word not in ("May", "Will") and (_is_adverb(word.lower()) or word.lower() in _TIMES)


def phrase_before(text: str, start: int, verb: int) -> Phrase | None:
    """The subject that ends where the verb at `verb` begins, looked for back to `start`."""
    tokens = _tokens(text, max(start, verb - _REACH), verb)
    while tokens and _is_aside(tokens[-1].group()):
        tokens.pop()
        if tokens and tokens[-1].group().lower() in ("on", "last", "this", "in"):
            tokens.pop()
    if tokens and tokens[-1].group() in (",", ")", "—", "–"):
        whole, tokens = tokens, _before_apposition(tokens)
        group = whole[len(tokens) + 1 : -1]
        if tokens and group and _is_name(group) and _describes(tokens, group):
            tokens = group  # `the mayor, Ann Doe, said`
    if tokens and tokens[-1].group().lower() in ("who", "which") and len(tokens) > 1:
        tokens = [t for t in tokens[:-1] if t.group() != "," or t is not tokens[-2]]
        while tokens and tokens[-1].group() == ",":
            tokens.pop()
    return _collect_left(text, tokens)


def _describes(head: list[re.Match[str]], group: list[re.Match[str]]) -> bool:
    """Whether what stands before the comma is a description of the name after it: `the mayor, Ann Doe,`."""
    if not head[-1].group()[0].isupper():
        return True
    return len(group) >= 2 and any(token.group().lower() == "the" for token in head[-9:])


def _is_name(group: list[re.Match[str]]) -> bool:
    return len(group) <= 4 and all(token.group()[0].isupper() for token in group)


def _before_apposition(tokens: list[re.Match[str]]) -> list[re.Match[str]]:
    """Drop `, the mayor of Dell,` or `(R-Texas)`; keep what stood before it."""
    last = tokens[-1].group()
    opening = {")": "(", ",": ",", "—": "—", "–": "–"}[last]
    for index in range(len(tokens) - 2, max(-1, len(tokens) - 40), -1):
        if tokens[index].group() == opening:
            head = tokens[:index]
            # `Doe, 41, the mayor of Dell, said`: one more comma group may stand before.
            if opening == "," and head and _single_group(head):
                return _before_apposition([*head, tokens[index]])
            return head
    return tokens[:-1] if opening == "," else []


def _single_group(head: list[re.Match[str]]) -> bool:
    """Whether `head` ends in a short comma group that cannot be a subject: an age, `R-Texas`, `D.`."""
    group = head[-1].group()
    return group.isdigit() or bool(re.match(r"^[RD]-", group)) or group in ("Jr.", "Sr.")


def _collect_left(text: str, tokens: list[re.Match[str]]) -> Phrase | None:
    kept: list[re.Match[str]] = []
    for token in reversed(tokens):
        word, low = token.group(), token.group().lower()
        if not kept and low in PRONOUNS:
            return Phrase(Span(*token.span()), word, pronoun=True)
        if word in "'’" and kept and text[token.start() - 1 : token.start()] in ("s", "S"):
            continue  # `the weavers’ union`
        if not (word[0].isalnum()) or low in _STOP or word == "And" or len(kept) > 13:
            break
        if kept and low in PRONOUNS:
            break
        if word.endswith(".") and not _TITLE_DOT.match(word) and kept:
            break
        kept.insert(0, token)
        if low in _DETERMINERS and not _continues_left(tokens, token):
            break
    while kept and kept[0].group().lower() in _LINK:
        kept.pop(0)
    return _phrase(text, kept)


def _continues_left(tokens: list[re.Match[str]], token: re.Match[str]) -> bool:
    """Whether the determiner `token` follows a preposition of one noun phrase: `the head of the bank`."""
    index = tokens.index(token)
    if index < 2 or tokens[index - 1].group().lower() not in ("of", "for", "at", "from", "with"):
        return False
    return tokens[index - 2].group()[0].isalpha()


def phrase_after(text: str, verb_end: int, end: int) -> Phrase | None:
    """The subject that follows an inverted verb: `,” said Ann Doe, the mayor`."""
    kept: list[re.Match[str]] = []
    for token in _tokens(text, verb_end, min(end, verb_end + _REACH)):
        word, low = token.group(), token.group().lower()
        if not kept and low in PRONOUNS:
            return Phrase(Span(*token.span()), word, pronoun=True)
        if not word[0].isalnum() or len(kept) > 11:
            break
        if low in _AFTER_STOP and (low not in ("of", "for") or not kept):
            break
        kept.append(token)
        if word.endswith(".") and not _TITLE_DOT.match(word):
            break
    while kept and (kept[-1].group().lower() in _LINK | _STOP or _is_adverb(kept[-1].group().lower())):
        kept.pop()
    return _phrase(text, kept)


def _phrase(text: str, kept: list[re.Match[str]]) -> Phrase | None:
    if not kept or not any(token.group()[0].isalpha() for token in kept):
        return None
    words = [token.group() for token in kept]
    if all(word.lower() in _DETERMINERS for word in words):
        return None
    end = kept[-1].end() - (1 if words[-1].endswith(".") and not _TITLE_DOT.match(words[-1]) else 0)
    span = Span(kept[0].start(), end)
    return Phrase(span, name_of(span.of(text)))


_NAME = re.compile(r"[A-Z][\w.'’-]*(?:\s+(?:(?:de|van|von|al|bin|la|du|el)\s+)?[A-Z][\w.'’-]*)*")
_ROLE_WORD = re.compile(
    r"^(?:the|a|an)\s+|^(?:(?:Former|President|Vice|Prime|Minister|Foreign|Secretary|Senator|Sen\.|Rep\.|Gov\.|Governor|Representative|"
    r"Congressman|Congresswoman|Chairman|Chairwoman|Speaker|Leader|Majority|Minority|House|Senate|White|Republican|Democratic|"
    r"Democrat|General|Attorney|Judge|Justice|Mayor|Sheriff|Chief|Police|Director|Dr\.|Mr\.|Mrs\.|Ms\.|Prof\.|Professor|King|"
    r"Queen|Pope|Prince|Chancellor|Ambassador|State|Press|Spokesman|Spokeswoman|Deputy|Executive|Officer|Managing|Financial|Operating|"
    r"Commissioner|Inspector|Superintendent|Captain|Sergeant|Editor|Chairperson|Nurse)\s+)+(?=[A-Z])"
)


_NOT_ALONE = word_set(
    "House Senate Department Office Court Party Democrat Democrats Republican Republicans Ministry Council Committee Times Post "
    "Journal News Bureau Agency Administration Guard Street Police Secretary Minister General Union Leader Chief"
)


_HELD_OFFICE = re.compile(
    r"^(?:[A-Z][\w-]+\s)*(?:Director|Secretary|Minister|Governor|Chief|Head|President|Chair\w*|Speaker|Leader|Ambassador)\s(?:of|for)\s(?:the\s)?[A-Z][\w-]+(?:\s[A-Z][\w-]+)*?\s(?P<name>[A-Z][\w’'-]+\s(?:[A-Z]\.\s)?[A-Z][\w’'-]+)$"
)
"""`Director of National Intelligence Ann Doe`: an office with its holder."""
_NAMED_FOR = re.compile(r"[A-Z][a-z]+\sfor\s[A-Z][a-z]+")
"""`Democracy for America`: a name with a preposition in it."""


def name_of(phrase: str) -> str:
    """The personal or proper name in `phrase`: its last capitalised run before `of`, `for`; else the phrase itself.

    `the former mayor Ann Doe` gives `Ann Doe`; `a spokesman for Acme` stays as it is, without `a`.
    """
    bare = re.sub(r"^(?:the|a|an)\s+", "", phrase, flags=re.IGNORECASE)
    held = _HELD_OFFICE.match(bare)
    if held:
        return held["name"]
    if _NAMED_FOR.fullmatch(bare) and not _ROLE_WORD.match(bare) and bare.split()[0] not in _NOT_ALONE:
        return bare
    head = re.split(r"\s(?:of|for|at|from|in|with)\s", bare, maxsplit=1)[0]
    runs = list(_NAME.finditer(head))
    if runs and runs[-1].end() == len(head):
        run = runs[-1].group()
        short = _ROLE_WORD.sub("", run)
        return run if not short or short.split()[0] in _NOT_ALONE else short
    return bare


_NOUN_FORMS = word_set(
    "comment comments remark remarks report reports claim claims call calls charge charges state states post posts tweet tweets "
    "note notes protest protests demand demands promise promises pledge pledges fear fears hope hopes attack attacks fault "
    "faults signal signals estimate estimates object objects reason reasons order orders praise stress detail details answer "
    "answers reply replies answer brief briefs quote quotes shows show find finds appeal appeals order doubt doubts judge "
    "judges counter read reads put puts feel speculation cry cries hammer torch thunder rail blast jab suspect suspects "
    "begin begins blame welcome thank thanks rebuke rebukes vow vows joke jokes reject snap rip vent posit maintain "
    "plead pleads threat posted"
)
_PLURAL_SUBJECT = word_set("they we i you who people police")


def is_noun(phrase: Phrase, verb: str, text: str) -> bool:
    """Whether a form that is also a noun is one here: `his opening remarks`, `the telephone call`."""
    words = phrase.span.of(text).split()
    if words[-1].endswith(("'s", "’s")):
        return True
    low = verb.lower()
    if low not in _NOUN_FORMS:
        return False
    last = words[-1]
    if low.endswith("s") and low not in ("stress",):
        return not (last[0].isupper() or last.lower() in ("he", "she", "it", "who"))
    return not (last.lower() in _PLURAL_SUBJECT or last.endswith("s"))
