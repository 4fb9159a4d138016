"""Which formats there are; each is one small module that turns a study into bytes."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from framing.errors import MissingExtra, UsageError
from framing.export.study import Study
from framing.report.files import write_bytes


class Exporter(Protocol):
    """A format."""

    suffix: str

    def render(self, study: Study) -> bytes:
        """The whole file. Raises MissingExtra where a library is absent."""


_FORMATS = {
    "csv": "framing.export.flat:Csv",
    "xlsx": "framing.export.flat:Xlsx",
    "jsonl": "framing.export.flat:Jsonl",
    "qdpx": "framing.export.refi:Qdpx",
    "label-studio": "framing.export.label_studio:LabelStudio",
    "label-studio-config": "framing.export.label_studio:Config",
    "web-annotation": "framing.export.web_annotation:WebAnnotation",
    "cas": "framing.export.cas:CasJson",
    "doccano": "framing.export.doccano:Doccano",
}
FORMATS = tuple(_FORMATS)


def exporter(name: str) -> Exporter:
    """The exporter of a format. Raises UsageError for an unknown one."""
    try:
        module, _, attribute = _FORMATS[name].partition(":")
    except KeyError:
        raise UsageError(f"no format {name!r}; known: {', '.join(FORMATS)}") from None
    return cast(Exporter, getattr(import_module(module), attribute)())


def export(study: Study, name: str, path: Path) -> None:
    """Write a study to `path` as a whole. Raises UsageError, MissingExtra."""
    try:
        data = exporter(name).render(study)
    except ImportError as error:
        raise MissingExtra(f"the {name} export", "export") from error
    write_bytes(path, data)
