"""Label Studio: one task a pair of articles, regions in two texts, relations between them, and back.

Offsets are UTF-16 units, as the browser counts. The tool's suggestions are predictions, coders' decisions are
annotations, one a coder.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from framing.errors import MalformedInput
from framing.export.incoming import Incoming, Marked
from framing.export.study import By, Coding, Pair, Study, Words, by_coder, pairs
from framing.report.files import encodable
from framing.text import Utf16Map

LABELS = {
    "link": ("same", "partial", "none"),
    "difference": ("accept", "reject"),
    "fact": ("covered", "partly", "not_found", "not_yet_reported", "nonfact"),
}
_KIND = {label: kind for kind, labels in LABELS.items() for label in labels}


class Config:
    """The labelling interface that the tasks are made for."""

    suffix = ".xml"

    def render(self, study: Study) -> bytes:
        """The configuration to paste into the project's settings."""
        labels = "".join(f'<Label value="{label}"/>' for labels in LABELS.values() for label in labels)
        relations = "".join(f'<Relation value="{label}"/>' for label in (*LABELS["link"], *LABELS["difference"]))
        side = (
            '<View><Header value="$outlet_{0}"/><Labels name="labels_{0}" toName="text_{0}">' + labels + "</Labels>"
            '<Text name="text_{0}" value="$text_{0}" granularity="word"/></View>'
        )
        columns = side.format("a") + side.format("b")
        return f"<View><Relations>{relations}</Relations>{columns}</View>\n".encode()


class LabelStudio:
    """A list of tasks, as the import page takes it."""

    suffix = ".json"

    def render(self, study: Study) -> bytes:
        """The tasks."""
        tasks = [_task(pair) for pair in pairs(study)]
        return encodable(json.dumps(tasks, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _task(pair: Pair) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for letter, source in (("a", pair.a), ("b", pair.b)):
        data |= {
            f"text_{letter}": source.text, f"article_{letter}": source.id, f"outlet_{letter}": source.outlet,
            f"title_{letter}": source.title, f"sha256_{letter}": source.sha256,
        }  # fmt: skip
    maps = {source.id: Utf16Map(source.text) for source in (pair.a, pair.b)}
    task: dict[str, Any] = {"data": data, "annotations": [], "predictions": []}
    for (by, coder), codings in by_coder(pair.codings).items():
        result = [part for coding in codings for part in _regions(pair, coding, maps)]
        if by is By.TOOL:
            task["predictions"].append({"model_version": coder, "result": result})
        else:
            task["annotations"].append({"completed_by": {"email": coder}, "meta": {"by": str(by)}, "result": result})
    return task


def _regions(pair: Pair, coding: Coding, maps: Mapping[str, Utf16Map]) -> Iterator[dict[str, Any]]:
    key = f"{coding.item[:24]}-{coding.by}-{coding.coder}"
    told: dict[str, Any] = {"kind": coding.kind, "item": coding.item, "lens": coding.lens, "frame": coding.frame}
    told |= {
        "comment": coding.comment,
        "flagged": coding.flagged,
        "made": coding.made,
        "probability": coding.probability,
    }
    for letter, words in (("a", coding.a), ("b", coding.b)):
        if words is not None:
            yield _region(pair, words, f"{key}-{letter}", coding.label, {**told, "text": [coding.comment]}, maps)
    if coding.b is not None:
        yield {
            "type": "relation", "from_id": f"{key}-a", "to_id": f"{key}-b", "direction": "bi",
            "labels": [coding.label],
        }  # fmt: skip


def _region(
    pair: Pair, words: Words, key: str, label: str, meta: Mapping[str, Any], maps: Mapping[str, Utf16Map]
) -> dict[str, Any]:
    letter = "a" if words.article == pair.a.id else "b"
    units = maps[words.article]
    place = {"start": units.to_utf16(words.start), "end": units.to_utf16(words.end)}
    return {
        "id": key, "type": "labels", "from_name": f"labels_{letter}", "to_name": f"text_{letter}",
        "value": {**place, "text": words.quote, "labels": [label]}, "meta": dict(meta),
    }  # fmt: skip


def read_label_studio(data: bytes) -> Iterator[Incoming]:
    """The annotations of an export (JSON, not JSON-MIN). Predictions are not decisions and stay out.

    A relation between a region left and a region right is a link or a difference by its label; a region
    without relation is a say on a fact. Raises MalformedInput.
    """
    try:
        tasks = json.loads(data)
        for task in tasks:
            for annotation in task.get("annotations", []):
                if not annotation.get("was_cancelled"):
                    yield from _read_annotation(task["data"], annotation)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise MalformedInput(f"not a Label Studio export as JSON: {type(error).__name__}: {error}") from error


def _read_annotation(data: Mapping[str, Any], annotation: Mapping[str, Any]) -> Iterator[Incoming]:
    who = annotation.get("completed_by")
    coder = str(who.get("email") if isinstance(who, dict) else who or "label-studio")
    adjudicated = annotation.get("meta", {}).get("by") in (By.ADJUDICATOR, By.SETTLED)
    result = annotation["result"]
    regions = {part["id"]: part for part in result if part["type"] == "labels"}
    used = set()
    for part in result:
        if part["type"] != "relation" or not {part["from_id"], part["to_id"]} <= set(regions):
            continue
        ends = sorted((regions[part["from_id"]], regions[part["to_id"]]), key=lambda region: str(region["to_name"]))
        used |= {part["from_id"], part["to_id"]}
        labels = part.get("labels") or ends[0]["value"]["labels"]
        meta = ends[0].get("meta", {})
        a, b = (_marked(data, region) for region in ends)
        if a.article != b.article:
            yield _incoming(meta, str(labels[0]), coder, adjudicated, a, b, b.article)
    for key, region in regions.items():
        if key not in used:
            marked = _marked(data, region)
            other = data["article_b"] if marked.article == data["article_a"] else data["article_a"]
            label = str(region["value"]["labels"][0])
            yield _incoming(region.get("meta", {}), label, coder, adjudicated, marked, None, str(other))


def _incoming(
    meta: Mapping[str, Any], label: str, coder: str, adjudicated: bool, a: Marked, b: Marked | None, within: str
) -> Incoming:
    kind = _KIND.get(label, "")
    comment = str(meta.get("comment") or " ".join(map(str, meta.get("text") or [])))
    return Incoming(
        kind, label, coder, a, b, within, str(meta.get("lens") or ""), str(meta.get("frame") or ""), comment,
        bool(meta.get("flagged")), adjudicated,
    )  # fmt: skip


def _marked(data: Mapping[str, Any], region: Mapping[str, Any]) -> Marked:
    letter = str(region["to_name"])[-1]
    text, value = str(data[f"text_{letter}"]), region["value"]
    units = Utf16Map(text)
    start, end = units.to_code_points(int(value["start"])), units.to_code_points(int(value["end"]))
    return Marked(str(data[f"article_{letter}"]), start, end, text[start:end])
