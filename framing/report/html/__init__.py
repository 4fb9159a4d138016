"""A comparison as one self-contained HTML page: no network, readable without script."""

from framing.report.html.page import render_html

__all__ = ["render_html"]
