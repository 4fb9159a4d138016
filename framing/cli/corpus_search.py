"""`framing corpus search`: what was reported before, over all time."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from framing.cli.corpora import CorpusArgument, FormatOption


def search(
    corpus: CorpusArgument,
    text: Annotated[str, typer.Argument(help="A sentence or two.", show_default=False)],
    most: Annotated[int, typer.Option("--most", "-n", min=1, max=1_000, help="Passages to show.")] = 20,
    since: Annotated[str, typer.Option(help="First day, as 2024-03-05.")] = "",
    until: Annotated[str, typer.Option(help="Last day.")] = "",
    outlet: Annotated[str, typer.Option(help="Only this outlet.")] = "",
    index: Annotated[
        bool, typer.Option("--index", help="Narrow with faiss first; for millions of articles (framing-diff[search]).")
    ] = False,
    format: FormatOption = "plain",
) -> None:
    """Show the passages nearest to a text, over all time, best first; likeness is not sameness: read them."""
    from framing.cli.info import print_rows
    from framing.errors import SettingsError
    from framing.language.dates import parse_day
    from framing.store.corpus import Corpus
    from framing.store.search import search as find

    for option, value in (("--since", since), ("--until", until)):
        if value and parse_day(value) is None:
            raise SettingsError(f"{option} {value!r}: not a day; write it as 2024-03-05")
    with Corpus.open(corpus) as store:
        hits = find(store, text, most, since=since, until=until, outlet=outlet, index=index)
    rows = [
        {
            "score": round(hit.score, 4),
            "published": hit.published,
            "outlet": hit.outlet,
            "article": hit.passage.article_id,
            "start": hit.passage.span.start,
            "end": hit.passage.span.end,
            "text": hit.passage.text,
        }
        for hit in hits
    ]
    if format == "json":
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    print_rows(
        [
            {
                "score": f"{row['score']:.2f}",
                "day": str(row["published"])[:10],
                "outlet": str(row["outlet"]),
                "article": str(row["article"]),
                "text": str(row["text"])[:160],
            }
            for row in rows
        ],
        format,
    )
