"""A headline and a line of source words for an event; nothing is written anew."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from framing.events.profiles import Profile
from framing.model import Excerpt, Role

SUMMARY_CHARS = 320
"""A longer sentence is no summary line."""


def headline_of(members: Sequence[Profile]) -> str:
    """The headline nearest to all members' titles and leads, or the first words of the most central article."""
    titled = [profile for profile in members if profile.article.title.strip()]
    if not titled:
        return " ".join(members[0].passages[0].text.split()[:14]) if members[0].passages else members[0].article.id
    centre = np.sum([profile.title + profile.lead for profile in members], axis=0)
    best = max(titled, key=lambda profile: (float(profile.title @ centre), profile.article.id))
    return best.article.title.strip()


def summary_of(members: Sequence[Profile]) -> Excerpt:
    """The lead sentence nearest to all members' leads, with its place."""
    centre = np.sum([profile.lead for profile in members], axis=0)
    options = [
        (float(vector @ centre), passage)
        for profile in members
        for vector, passage in zip(profile.vectors[:5], profile.passages[:5], strict=True)
        if passage.role is not Role.HEADLINE and 40 <= len(passage.text) <= SUMMARY_CHARS
    ]
    fallback = [(0.0, members[0].passages[0])]
    passage = max(options or fallback, key=lambda option: (option[0], option[1].id))[1]
    return Excerpt(passage.id, passage.span.start, passage.span.end, passage.text)
