"""Python's cycle collector, told to look less often while thousands of articles pass through.

It walks over all young objects after every 700 new ones, and over everything now and then. Articles and passages
are trees, freed as soon as they are let go of; what cycles there are, in parsers of web pages, can wait.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

YOUNG = 50_000
"""New objects before a look at the young ones: a few megabytes."""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Inside, the collector looks at young objects only every YOUNG; what is there already is not looked at again.

    The caller's thresholds come back at the end, and so do the objects, unless the caller had put some aside itself.
    """
    before = gc.get_threshold()
    ours = not gc.get_freeze_count()
    if ours:
        gc.freeze()
    if before[0]:  # zero: the caller has turned it off
        gc.set_threshold(max(YOUNG, before[0]), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        if ours:
            gc.unfreeze()
