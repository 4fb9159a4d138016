"""Puts a page together: templates, style and script in one file under a strict content policy."""

from __future__ import annotations

import base64
import hashlib
import os
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from framing.model import Comparison
from framing.report.as_json import dumps, to_dict
from framing.report.files import encodable
from framing.report.html.view import View, template_names
from framing.report.options import Options
from framing.text import visible

if TYPE_CHECKING:
    from jinja2 import Environment, FileSystemBytecodeCache

TEMPLATES = "templates"


def render_html(comparison: Comparison, options: Options) -> str:
    """One self-contained page: it loads nothing and reads without script."""
    return event_page(comparison, options)


def event_page(comparison: Comparison, options: Options, home: str = "") -> str:
    """As `render_html`, with a way back to the index at `home`."""
    embedded = dumps(to_dict(comparison, texts=False)) if options.excerpts else ""
    return page("page.html.j2", view=View(comparison, options), home=home, embedded=embedded.replace("<", "\\u003c"))


def page(template: str, code: str = "page.js", **values: Any) -> str:
    """A template filled, with the page's style and script inlined and allowed by hash, nothing else."""
    style, script = asset("page.css"), asset(code)
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    html = environment().get_template(template).render(style=style, script=script, policy=policy, **values)
    return encodable(html) + "\n"


@cache
def environment() -> Environment:
    """Templates that escape everything and stop at unknown names."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("framing.report", TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_compiled(),
    )
    made.globals.update(template_names())
    made.filters["visible"] = visible
    return made


def _compiled() -> FileSystemBytecodeCache | None:
    """Compiled templates beside the other caches: they save a third of a second a page. None where it cannot be."""
    from jinja2 import FileSystemBytecodeCache

    from framing.embed.cache import cache_folder

    root = cache_folder()
    if root is None:
        return None
    folder = root / "templates"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder))


@cache
def asset(name: str) -> str:
    """A style sheet or script of ours as it stands in the page."""
    return resources.files("framing.report").joinpath(TEMPLATES, name).read_text(encoding="utf-8").strip()


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
