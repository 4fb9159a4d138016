"""W3C Web Annotation (JSON-LD): quote and position selectors in each article, and back.

Positions count code points, as the recommendation asks. A finding between two articles has two targets.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, unquote

from framing.errors import MalformedInput
from framing.export.incoming import Incoming, Marked
from framing.export.study import By, Coding, Source, Study, Words
from framing.report.files import encodable

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MOTIVATION = {"link": "linking", "difference": "classifying", "fact": "assessing"}
KIND = {motivation: kind for kind, motivation in MOTIVATION.items()}
AROUND = 32
"""Characters of prefix and suffix."""


class WebAnnotation:
    """An annotation page."""

    suffix = ".jsonld"

    def render(self, study: Study) -> bytes:
        """The page; one annotation a coding."""
        sources = {source.id: source for source in study.sources}
        page = {
            "@context": CONTEXT,
            "id": f"urn:framing:study:{quote(study.name, safe='')}",
            "type": "AnnotationPage",
            "items": [_annotation(study, sources, coding) for coding in study.codings],
        }
        return encodable(json.dumps(page, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _annotation(study: Study, sources: Mapping[str, Source], coding: Coding) -> dict[str, Any]:
    body: list[dict[str, Any]] = [_text(coding.label, "classifying")]
    body += [_text(f"lens:{coding.lens}", "tagging")] if coding.lens else []
    body += [_text(f"frame:{coding.frame}", "tagging")] if coding.frame else []
    body += [_text("flagged", "tagging")] if coding.flagged else []
    body += [_text(f"within:{coding.within}", "tagging")] if coding.b is None else []
    body += [_text(coding.comment, "commenting")] if coding.comment else []
    targets = [_target(sources[words.article], words) for words in (coding.a, coding.b) if words is not None]
    creator = {"type": "Software" if coding.by is By.TOOL else "Person", "name": coding.coder}
    return {
        "@context": CONTEXT,
        "id": f"urn:framing:{coding.item}:{coding.by}:{quote(coding.coder, safe='')}",
        "type": "Annotation",
        "motivation": MOTIVATION[coding.kind],
        "creator": creator,
        **({"created": coding.made} if coding.made else {}),
        "generator": {"type": "Software", "name": f"framing {study.version}".strip()},
        "body": body,
        "target": targets if len(targets) > 1 else targets[0],
    }


def _text(value: str, purpose: str) -> dict[str, Any]:
    return {"type": "TextualBody", "value": value, "purpose": purpose, "format": "text/plain"}


def _target(source: Source, words: Words) -> dict[str, Any]:
    quoted = {
        "type": "TextQuoteSelector",
        "exact": words.quote,
        "prefix": source.text[max(0, words.start - AROUND) : words.start],
        "suffix": source.text[words.end : words.end + AROUND],
    }
    place = {"type": "TextPositionSelector", "start": words.start, "end": words.end}
    return {
        "type": "SpecificResource",
        "source": source.url or f"urn:framing:article:{quote(source.id, safe='')}",
        "scope": f"urn:framing:article:{quote(source.id, safe='')}",
        "selector": [quoted, place],
    }


def read_web_annotation(data: bytes) -> Iterator[Incoming]:
    """The annotations of a page, a collection's first page, a list or a single one; the tool's own stay out.

    Raises MalformedInput.
    """
    try:
        given = json.loads(data)
        if isinstance(given, dict):
            given = given.get("first", given)
            given = given.get("items", [given])
        for annotation in given:
            if annotation.get("creator", {}).get("type") != "Software":
                yield _read(annotation)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise MalformedInput(f"not Web Annotations: {type(error).__name__}: {error}") from error


def _read(annotation: Mapping[str, Any]) -> Incoming:
    body = annotation.get("body", [])
    body = body if isinstance(body, list) else [body]
    said = {purpose: [str(b["value"]) for b in body if b.get("purpose") == purpose] for purpose in PURPOSES}
    tags = dict(tag.partition(":")[::2] for tag in said["tagging"])
    targets = annotation["target"]
    marks = [_mark(target) for target in (targets if isinstance(targets, list) else [targets])]
    by = str(annotation.get("id", "")).split(":")
    return Incoming(
        kind=KIND[str(annotation["motivation"])],
        label=said["classifying"][0],
        coder=str(annotation.get("creator", {}).get("name") or "web-annotation"),
        a=marks[0],
        b=marks[1] if len(marks) > 1 else None,
        within=marks[1].article if len(marks) > 1 else tags.get("within", ""),
        lens=tags.get("lens", ""),
        frame=tags.get("frame", ""),
        comment=" ".join(said["commenting"]),
        flagged="flagged" in tags,
        adjudicated=len(by) > 3 and by[3] in (By.ADJUDICATOR, By.SETTLED),
        made=str(annotation.get("created", "")),
    )


PURPOSES = ("classifying", "tagging", "commenting")


def _mark(target: Mapping[str, Any]) -> Marked:
    article = str(target.get("scope") or target["source"])
    article = unquote(article.removeprefix("urn:framing:article:"))
    selectors = target["selector"]
    found = {s["type"]: s for s in (selectors if isinstance(selectors, list) else [selectors])}
    words, place = found["TextQuoteSelector"], found.get("TextPositionSelector", {})
    return Marked(
        article, int(place.get("start", -1)), int(place.get("end", -1)), str(words["exact"]),
        str(words.get("prefix", "")), str(words.get("suffix", "")),
    )  # fmt: skip
