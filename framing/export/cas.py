"""INCEpTION and other UIMA tools: one CAS (JSON) a pair of articles, in a ZIP, written by dkpro-cassis.

INCEpTION draws relations inside one document, so the pair is one document; `webanno.custom.Words` are the
marked words, `webanno.custom.Alignment` the relation between them. cassis counts UTF-16 units in the file.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from framing.export.refi import clean
from framing.export.study import Pair, Study, pairs
from framing.report.files import encodable

WORDS = "webanno.custom.Words"
ALIGNMENT = "webanno.custom.Alignment"
FEATURES = ("kind", "label", "by", "coder", "lens", "frame", "comment", "item", "article")


class CasJson:
    """A ZIP of CAS JSON files."""

    suffix = ".zip"

    def render(self, study: Study) -> bytes:
        """The archive."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for number, pair in enumerate(pairs(study), 1):
                info = zipfile.ZipInfo(f"pair-{number:04}.json", (1980, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, _cas(pair).to_json(pretty_print=True))
        return out.getvalue()


def type_system() -> Any:
    """The two layers."""
    from cassis import TypeSystem

    system = TypeSystem()
    words = system.create_type(WORDS, supertypeName="uima.tcas.Annotation")
    for name in FEATURES:
        system.create_feature(words, name, "uima.cas.String")
    relation = system.create_type(ALIGNMENT, supertypeName="uima.tcas.Annotation")
    for name in ("Governor", "Dependent"):
        system.create_feature(relation, name, WORDS)
    for name in ("label", "lens", "coder"):
        system.create_feature(relation, name, "uima.cas.String")
    return system


def _cas(pair: Pair) -> Any:
    from cassis import Cas

    system = type_system()
    cas = Cas(typesystem=system)
    cas.sofa_string = clean(encodable(pair.text))
    cas.sofa_mime = "text/plain"
    words_type, relation_type = system.get_type(WORDS), system.get_type(ALIGNMENT)
    for coding in pair.codings:
        told = {
            "kind": coding.kind, "label": coding.label, "by": str(coding.by), "coder": coding.coder,
            "lens": coding.lens, "frame": coding.frame, "comment": coding.comment, "item": coding.item,
        }  # fmt: skip
        ends = []
        for words in (coding.a, coding.b):
            if words is not None:
                start, end = pair.place(words)
                ends.append(words_type(begin=start, end=end, article=words.article, **told))
                cas.add(ends[-1])
        if len(ends) == 2:
            first, second = ends
            cas.add(
                relation_type(
                    begin=second.begin,
                    end=second.end,
                    Governor=first,
                    Dependent=second,
                    label=coding.label,
                    lens=coding.lens,
                    coder=coding.coder,
                )
            )
    return cas
