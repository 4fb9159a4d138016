"""doccano: one line a pair of articles and coder, entities and relations over both texts as one. Code points."""

from __future__ import annotations

import json
from typing import Any

from framing.export.study import Study, by_coder, pairs
from framing.report.files import encodable


class Doccano:
    """JSON lines for a sequence-labelling project with relations."""

    suffix = ".jsonl"

    def render(self, study: Study) -> bytes:
        """The lines; `meta` holds where the second article begins."""
        lines: list[dict[str, Any]] = []
        for pair in pairs(study):
            for (by, coder), codings in by_coder(pair.codings).items():
                entities: list[dict[str, Any]] = []
                relations: list[dict[str, Any]] = []
                for coding in codings:
                    ends = []
                    for words in (coding.a, coding.b):
                        if words is not None:
                            start, end = pair.place(words)
                            ends.append(len(entities))
                            entities.append(
                                {"id": len(entities), "start_offset": start, "end_offset": end, "label": coding.label}
                            )
                    if len(ends) == 2:
                        named = coding.lens or coding.label
                        relations.append({"id": len(relations), "from_id": ends[0], "to_id": ends[1], "type": named})
                comments = [coding.comment for coding in codings if coding.comment]
                meta = {"by": str(by), "coder": coder, "a": pair.a.id, "b": pair.b.id, "b_starts": pair.place_of_b}
                lines.append(
                    {
                        "id": len(lines) + 1,
                        "text": pair.text,
                        "entities": entities,
                        "relations": relations,
                        "Comments": comments,
                        "meta": meta,
                    }
                )
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        return encodable(text).encode("utf-8")
