"""Who wrote it: author lines of a page without tags, with `By` and without."""

from __future__ import annotations

import re

from framing.ingest.patterns import AUTHORS, BYLINE, MONTHS

_STOP = rf"(?=\s*(?:[|•·@]|$|\d|[-–—]\s|,?\s(?i:updated|published|posted|on)\b|,?\s(?i:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b,?\s|,?\s(?i:{MONTHS})\b))"
_NAMES = re.compile(
    r"^(?:(?i:written|reported|posted|published|story|words|text|authors?|reporters?|reporting|editing)\s*)?(?:(?i:by|von|par|por|di|oleh)\b|:)\s*:?\s*"
    r"(?P<names>[A-ZÀ-ÖØ-Þ][^|•·\d@]{2,80}?)" + _STOP
)
_PERSON = r"[A-ZÀ-ÖØ-Þ][\w'’.-]+(?:\s(?:[A-ZÀ-ÖØ-Þ][\w'’.-]*|de|van|von|der|al|bin|el|la)){1,3}"
_ROLE = (
    r"(?:[\w’'-]+\s){0,3}(?:correspondent|editor|reporter|writer|staff|columnist|bureau(?: chief)?|news ?desk|desk|critic|analyst|"
    r"contributor|special to [\w’' ]+)"
)
_BARE = re.compile(
    rf"^(?P<names>{_PERSON}(?:\sin\s[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?)?(?:(?:,|,?\sand|\s&|,?\sund|,?\set|,?\sy)\s{_PERSON}(?:\sin\s[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?)?)*)"
    rf"(?P<role>,?\s{_ROLE})?$"
)
_STAFF = re.compile(
    r"^[A-Z][\w’' ]{2,40}\s(?:staff|news desk|newsroom|reporters?|correspondents?)(?:\s(?:and|,)\s[A-Z][\w’' ]{2,40})?$"
)


def read_byline(line: str) -> str:
    """The author names of a line that says it is a byline (`By ...`, `Authors: ...`), or empty."""
    if not (BYLINE.match(line) or AUTHORS.match(line)):
        return ""
    found = _NAMES.match(line)
    return found["names"].strip(" ,.-–—") if found else ""


def bare_byline(line: str) -> tuple[str, bool]:
    """(names, whether a role or a place makes it sure) of a line that holds nothing but names; ("", False) where it does not."""
    if len(line) > 110:
        return "", False
    if _STAFF.match(line):
        return line, True
    found = _BARE.match(line)
    if not found:
        return "", False
    role = found["role"] or ""
    return found["names"] + (role if role.startswith(",") else ""), bool(found["role"] or " in " in found["names"])
