"""Invented pages that the reader's tests share: plain dumps and the same article as HTML."""

from __future__ import annotations

TITLE = "Harbour bridge closed after crack found in northern span"
STANDFIRST = "Engineers say the fault is older than last winter's storms, and the council wants to know who knew."
BODY = (
    "The Orrin harbour bridge was closed to all traffic on Tuesday after inspectors found a crack in its northern span, the port authority said.",
    "The crack runs for nearly two metres along a weld that was last examined in 2017, according to a report seen by this newspaper.",
    '"We could not in good conscience keep it open for another night," said Ilse Marrow, the authority\'s chief engineer.',
    "Ferries will carry foot passengers every 20 minutes from Wednesday morning, and lorries must take the valley road, a detour of 34 kilometres.",
    "The council voted in 2019 to postpone repairs that had been priced at 4.1 million crowns, minutes of the meeting show.",
    "Opposition members asked for an inquiry into the delay, which the mayor, Tobias Renn, said he would not resist.",
    "The bridge carries about 11,000 vehicles a day and is the only road link between the old town and the container port.",
)
CAPTION = "Inspectors below the northern span on Tuesday. (Photo: Mara Ellin/Coast Agency)"
TOP = ("Skip to content", "Home", "News", "Sport", "Weather", "Opinion", "Newsletters", "Search", "Menu")
BOTTOM = (
    "Share this article",
    "Facebook",
    "Twitter",
    "Most popular",
    "Council budget: what you need to know",
    "Sign up for our newsletter",
    "Enter your email to subscribe",
    "Privacy policy",
    "© 2024 Orrin Courier. All rights reserved.",
)
TEASER = (
    "Ferry operator raises fares for second time this year",
    "Passengers on the island route will pay a tenth more from the first of May, the company announced in a short statement.",
    "The Orrin CourierJonas Feld",
)


def dump(*, teaser: bool = True, gap: str = "\n\n") -> str:
    """The page without tags."""
    body = list(BODY)
    if teaser:
        body.insert(3, "\n".join(TEASER))
    head = [
        f"{TITLE} - The Orrin Courier",
        "\n".join(TOP),
        TITLE,
        STANDFIRST,
        "By Lena Okafor March 5, 2024 6:40 PM",
        CAPTION,
    ]
    return gap.join([*head, *body, "\n".join(BOTTOM)])


def html(*, extra: str = "") -> str:
    """The page with tags."""
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
    menu = "".join(f'<li><a href="/{item}">{item}</a></li>' for item in TOP)
    foot = "".join(f"<p>{item}</p>" for item in BOTTOM)
    return f"""<!DOCTYPE html><html lang="en-GB"><head><title>{TITLE} | The Orrin Courier</title>
<meta property="og:site_name" content="The Orrin Courier"><meta name="author" content="Lena Okafor">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{TITLE}", "datePublished": "2024-03-05T18:40:00+01:00",
"author": {{"@type": "Person", "name": "Lena Okafor"}}}}</script><script>var tracker = "never shown";</script></head>
<body><nav><ul>{menu}</ul></nav><main><article><h1>{TITLE}</h1><p class="lede">{STANDFIRST}</p>
<figure><img src="x.jpg"><figcaption>{CAPTION}</figcaption></figure>{paragraphs}{extra}</article></main><footer>{foot}</footer></body></html>"""
