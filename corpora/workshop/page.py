"""Render a story as an HTML page in one of several site styles."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from string import Template

from workshop.dump import page_parts
from workshop.source import Part, Story

_ASIDE = {"teaser", "related", "promo", "newsletter", "ad", "mostread", "comments", "authorbio"}


def render_page(story: Story, templates: Path) -> str:
    """Fill the outlet's page template. Output is deterministic."""
    outlet = story.outlet
    parts = [part for part in page_parts(story) if part.kind != "sitetitle"]
    first = next(i for i, part in enumerate(parts) if part.kind in ("standfirst", "body"))
    last = max(i for i, part in enumerate(parts) if part.kind in ("standfirst", "body", "subhead"))
    show = _block_semantic if outlet.template in ("modern", "cms") else _block_plain
    template = Template((templates / f"{outlet.template}.html").read_text(encoding="utf-8"))
    return template.substitute(
        title=escape(story.title),
        outlet=escape(outlet.name),
        slug=outlet.slug,
        section=escape(story.section),
        head=_metadata(story) if outlet.metadata else "",
        before="\n".join(show(part, story) for part in parts[:first]),
        article="\n".join(show(part, story) for part in parts[first : last + 1]),
        after="\n".join(show(part, story) for part in parts[last + 1 :]),
    )


def _metadata(story: Story) -> str:
    """Metadata as sites write it: JSON-LD for some, Open Graph and named meta tags for others."""
    stamp = story.published.isoformat()
    if story.outlet.template == "modern":
        record = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": story.title,
            "datePublished": stamp,
            "author": [{"@type": "Person", "name": name.strip()} for name in story.byline.split(" and ") if name],
            "publisher": {"@type": "NewsMediaOrganization", "name": story.outlet.name},
            "mainEntityOfPage": story.url,
        }
        return f'<script type="application/ld+json">{json.dumps(record, ensure_ascii=False)}</script>'
    lines = [
        f'<meta property="og:title" content="{escape(story.title)}">',
        f'<meta property="og:site_name" content="{escape(story.outlet.name)}">',
        f'<meta property="article:published_time" content="{stamp}">',
        f'<link rel="canonical" href="{story.url}">',
    ]
    if story.byline:
        lines.append(f'<meta name="author" content="{escape(story.byline)}">')
    return "\n".join(lines)


def _lines(part: Part) -> list[str]:
    return [escape(line) for line in part.text.split("\n") if line.strip()]


def _block_semantic(part: Part, story: Story) -> str:
    lines = _lines(part)
    if part.kind == "headline":
        return f"<h1>{lines[0]}</h1>"
    if part.kind == "subhead":
        return f"<h2>{lines[0]}</h2>"
    if part.kind == "standfirst":
        return f'<p class="standfirst">{lines[0]}</p>'
    if part.kind == "body":
        return f"<p>{lines[0]}</p>"
    if part.kind in ("nav", "footer"):
        items = "".join(f'<li><a href="/{i}">{line}</a></li>' for i, line in enumerate(lines))
        return f"<{part.kind}><ul>{items}</ul></{part.kind}>"
    if part.kind == "date":
        return f'<time datetime="{story.published.isoformat()}">{lines[0]}</time>'
    if part.kind == "caption":
        return (
            f'<figure><img src="/img/{len(lines[0])}.jpg" alt=""><figcaption>{"<br>".join(lines)}</figcaption></figure>'
        )
    if part.kind in _ASIDE:
        links = "".join(f'<p><a href="/more/{i}">{line}</a></p>' for i, line in enumerate(lines))
        return f'<aside class="{part.kind}">{links}</aside>'
    return f'<div class="{part.kind}">{"<br>".join(lines)}</div>'


def _block_plain(part: Part, story: Story) -> str:
    """Older site: everything is a ``div`` with a class that says little."""
    lines = _lines(part)
    names = {
        "headline": "hd1",
        "body": "txt",
        "standfirst": "txt lead",
        "subhead": "txt b",
        "nav": "mnu",
        "footer": "mnu btm",
    }
    if part.kind == "headline":
        return f'<div class="hd1"><h1>{lines[0]}</h1></div>'
    if part.kind in ("body", "standfirst"):
        return f'<p class="{names[part.kind]}">{lines[0]}</p>'
    if part.kind == "subhead":
        return f'<p class="txt b"><b>{lines[0]}</b></p>'
    if part.kind in ("nav", "footer"):
        return (
            f'<div class="{names[part.kind]}">'
            + " | ".join(f'<a href="/{i}">{t}</a>' for i, t in enumerate(lines))
            + "</div>"
        )
    if part.kind == "caption":
        return f'<div class="pic"><img src="/p/{len(lines[0])}.gif" alt=""><span>{"<br>".join(lines)}</span></div>'
    return (
        f'<div class="box {part.kind}">'
        + "<br>".join(f'<a href="/x/{i}">{t}</a>' for i, t in enumerate(lines))
        + "</div>"
    )
