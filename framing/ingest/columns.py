"""Which column of a table holds what: guessed from the headings, or given in a file."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from framing.errors import SettingsError
from framing.ingest.json_article import NAMES, TEXT_NAMES

FIELDS = ("text", "title", "outlet", "byline", "published", "url", "language")
_MORE = {
    "text": ("full_text", "fulltext", "article_text", "articletext", "story", "story_text", "maintext", "main_text", "plain_text", "raw_text", "body_html", "html", "texte", "texto"),
    "title": ("head", "heading", "article_title", "story_title", "titre", "titel", "titulo"),
    "outlet": ("media", "publication", "newspaper", "paper", "domain", "source_name", "news_source", "website", "medium", "journal"),
    "byline": ("by", "writer", "reporter", "autor", "auteur"),
    "published": ("pubdate", "publication_date", "published_on", "datetime", "timestamp", "day", "date_published", "publishdate", "datum", "fecha", "created_at"),
    "url": ("web_url", "article_url", "story_url", "href", "permalink", "canonical_url"),
    "language": ("langue", "sprache", "idioma"),
}  # fmt: skip


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", heading.casefold().strip().lstrip("\ufeff")).strip("_")


def guess_columns(headings: Sequence[str]) -> dict[str, str]:
    """Field to heading, by exact names first, then by longer lists; fields that no heading names are left out."""
    plain: dict[str, str] = {}
    for heading in headings:
        plain.setdefault(_plain(heading), heading)
    found: dict[str, str] = {}
    for field in FIELDS:
        names = (*(TEXT_NAMES if field == "text" else NAMES[field]), *_MORE[field])
        for name in names:
            there = plain.get(_plain(name))
            if there is not None and there not in found.values():
                found[field] = there
                break
    return found


def load_columns(mapping: Path | Mapping[str, str]) -> dict[str, str]:
    """Field to heading from a mapping or a TOML or JSON file of `field = "heading"`. Raises SettingsError."""
    if isinstance(mapping, Mapping):
        return _checked(dict(mapping), "mapping")
    try:
        text = mapping.read_text(encoding="utf-8")
        table: Any = json.loads(text) if mapping.suffix.casefold() == ".json" else tomllib.loads(text)
    except OSError as error:
        raise SettingsError(f"{mapping}: cannot be read: {error.strerror or error}") from error
    except (json.JSONDecodeError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{mapping}: not a column mapping: {error}") from error
    if not isinstance(table, dict):
        raise SettingsError(f'{mapping}: must hold `field = "heading"` lines')
    return _checked(table.get("columns", table), str(mapping))


def _checked(table: Any, where: str) -> dict[str, str]:
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise SettingsError(f'{where}: must hold `field = "heading"` lines')
    unknown = sorted(set(table) - set(FIELDS))
    if unknown:
        raise SettingsError(f"{where}: unknown field `{unknown[0]}`; known: {', '.join(FIELDS)}")
    return table


def describe(columns: Mapping[str, str]) -> str:
    """One line for people: `text from "Body", title from "Headline"`."""
    return ", ".join(f'{field} from "{columns[field]}"' for field in FIELDS if field in columns)
