"""`framing diff --codebook`: checked before anything is read, and the lens comes with it."""

from __future__ import annotations

import pytest

from framing.cli.compare import with_codebooks
from framing.config import Settings
from framing.errors import SettingsError


def test_a_codebook_brings_the_lens_that_uses_it() -> None:
    chosen = with_codebooks(Settings(lenses=("labels",)), ["entman"])
    assert (chosen.codebooks, chosen.lenses) == (("entman",), ("labels", "frames"))


def test_the_lens_is_not_named_twice() -> None:
    assert with_codebooks(Settings(lenses=("frames",)), ["policy"]).lenses == ("frames",)


def test_a_codebook_that_is_not_there_is_named() -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.toml: cannot be read"):
        with_codebooks(Settings(), ["nowhere.toml"])
