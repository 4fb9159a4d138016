"""Whether an outlet could have known a fact when its article was published.

Publication dates are read as intervals: a date without a time stands for the whole of its day, and a
time without an offset is read as UTC, so nobody is called late on a guess.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from framing.model import Article

Moment = tuple[datetime, datetime]
"""Earliest and latest instant, both in UTC."""


def published(article: Article) -> Moment | None:
    """When the article came out, as an interval of instants; None where unknown or not an ISO 8601 date."""
    text = article.published.strip()
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    try:
        if len(text) <= 10:
            return moment.replace(tzinfo=UTC), moment.replace(tzinfo=UTC) + timedelta(days=1)
        instant = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        return instant, instant
    except OverflowError:
        return None


def first_reported(articles: Iterable[Article]) -> Moment | None:
    """Interval of the first report among `articles`; None where any date is missing (an undated one may be first)."""
    moments = [published(article) for article in articles]
    known = [moment for moment in moments if moment is not None]
    if not known or len(known) < len(moments):
        return None
    return min(moment[0] for moment in known), min(moment[1] for moment in known)


def could_have_known(article: Article, first: Moment | None, grace_hours: float) -> bool:
    """False only where `article` surely came out before the first report plus the grace period."""
    own = published(article)
    if own is None or first is None:
        return True
    return own[1] >= first[0] + timedelta(hours=grace_hours)
