"""A comparison in a notebook: the last expression of a cell shows the page."""

from __future__ import annotations

import html
from dataclasses import dataclass

from framing.model import Comparison
from framing.report.html import render_html
from framing.report.lookup import Lookup
from framing.report.options import Options
from framing.report.terminal import render_plain


@dataclass(frozen=True, slots=True)
class Shown:
    """Wraps a comparison so that notebooks show it; `framing.export.tables.to_frame` gives its tables."""

    comparison: Comparison
    height: int = 720
    """Pixels of the frame that the page stands in."""

    def _repr_html_(self) -> str:
        """The page in a frame of its own, cut off from the notebook: it can neither read nor change it."""
        page = html.escape(render_html(self.comparison, Options()), quote=True)
        lookup = Lookup(self.comparison)
        names = html.escape(", ".join(lookup.outlet(article_id) for article_id in lookup.order), quote=True)
        style = "width:100%;border:1px solid #ccc"
        return (
            f'<iframe title="framing: {names}" sandbox="allow-scripts" height="{self.height}" style="{style}" '
            f'srcdoc="{page}"></iframe>'
        )

    def __repr__(self) -> str:
        return render_plain(self.comparison, Options(limit=5)).rstrip("\n")


def show(comparison: Comparison, height: int = 720) -> Shown:
    """`show(comparison)` as the last line of a cell displays the report."""
    return Shown(comparison, height)
