"""Values that were compared, in words: `[12, inf) dead` reads `at least 12 dead`."""

from __future__ import annotations

import re

from framing.report.strings import say

_INTERVAL = re.compile(r"[\[(](?P<low>-?inf|-?[\d.,e+]+), (?P<high>-?inf|-?[\d.,e+]+)[\])]")


def value_words(value: str) -> str:
    """A compared value without the brackets of intervals; other values as they are."""

    def said(match: re.Match[str]) -> str:
        low, high = match["low"], match["high"]
        if low == high:
            return low
        if high == "inf":
            return say("value.least", low=low)
        return say("value.most", high=high) if low == "-inf" else say("value.between", low=low, high=high)

    return _INTERVAL.sub(said, value)
