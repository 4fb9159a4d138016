"""The results of a corpus as flat tables, for pandas and CSV: outlets, kinds, profiles, events, facts, omissions, origins.

Tables by outlet carry the number of events behind every figure; the others have one row an event, a fact and
outlet, an omission, or an origin, so that any other figure can be counted from them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeAlias

from framing.errors import MissingExtra, SettingsError
from framing.events import Event
from framing.model import Comparison, Same, Strength
from framing.store.comparing import comparisons
from framing.store.corpus import Corpus
from framing.store.groups import events, outlets_of, span_of
from framing.store.stats import kind_of, kind_table, outlet_table, profile_table, usable

if TYPE_CHECKING:
    import pandas as pd

Row: TypeAlias = dict[str, Any]
Compared: TypeAlias = tuple[Event, Comparison]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def frame(corpus: Corpus, name: str) -> pd.DataFrame:
    """A table of TABLES. Raises SettingsError for a name that is none, MissingExtra where pandas is absent."""
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingExtra("tables as pandas frames", "corpus") from error
    return pd.DataFrame(list(rows(corpus, name)))


def rows(corpus: Corpus, name: str) -> Iterator[Row]:
    """The rows of a table, of equal keys; comparisons are in memory one at a time where the table allows it."""
    if name not in TABLES:
        raise SettingsError(f"table {name!r}: use one of {', '.join(TABLES)}")
    return iter(TABLES[name](corpus))


def to_csv(given: Iterable[Row]) -> str:
    """Rows as CSV with a heading line; cells that a spreadsheet would run are made text."""
    out = io.StringIO()
    writer: csv.DictWriter[str] | None = None
    for row in given:
        if writer is None:
            writer = csv.DictWriter(out, list(row), lineterminator="\n")
            writer.writeheader()
        writer.writerow({key: _harmless(value) for key, value in row.items()})
    return out.getvalue()


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def flat(record: Mapping[str, Any]) -> Row:
    """A row with a share's parts as columns of their own: `stated`, `stated_low`, `stated_high`, `stated_facts`."""
    out: Row = {}
    for key, value in record.items():
        if isinstance(value, Mapping):
            out[key] = value["value"]
            out |= {f"{key}_{part}": value[part] for part in ("low", "high")}
            out |= {f"{key}_facts": value["of"], f"{key}_events": value["events"]}
        else:
            out[key] = value
    return out


def _by_outlet(make: Callable[[Iterable[Comparison]], Sequence[Any]]) -> Callable[[Corpus], Iterator[Row]]:
    def table(corpus: Corpus) -> Iterator[Row]:
        return (flat(asdict(row)) for row in make(usable(corpus)))

    return table


def _usable(corpus: Corpus) -> Iterator[Compared]:
    """Comparisons whose articles are not of different events."""
    return (pair for pair in comparisons(corpus, largest_first=False) if pair[1].event.same is not Same.NO)


def _events(corpus: Corpus) -> Iterator[Row]:
    """Every event, also of one article; the counts are empty where its accounts have not been compared."""
    compared = {each.id: _counts(result) for each, result in comparisons(corpus, largest_first=False)}
    empty = dict.fromkeys(("same", "claims", "conflicts", "omissions", "strong_omissions", "origins"))
    for each in events(corpus):
        first, last = span_of(corpus, each)
        told = outlets_of(corpus, each)
        yield {
            "event": each.id, "label": each.label, "first": first, "last": last, "articles": len(each.articles),
            "outlets": len(told), "told_by": ", ".join(told), "cohesion": each.cohesion,
            **compared.get(each.id, empty),
        }  # fmt: skip


def _counts(result: Comparison) -> Row:
    return {
        "same": result.event.same.value,
        "claims": sum(fact.is_claim for fact in result.facts),
        "conflicts": len(result.conflicts),
        "omissions": len(result.omissions),
        "strong_omissions": sum(each.strength is Strength.STRONG for each in result.omissions),
        "origins": len(result.origins),
    }


def _facts(corpus: Corpus) -> Iterator[Row]:
    """One row a fact and outlet: what state the fact is in there."""
    for each, result in _usable(corpus):
        outlet = _outlets(result)
        for fact in result.facts:
            about = {
                "event": each.id, "fact": fact.id, "text": result.passage(fact.canonical).text,
                "kind": kind_of(result, fact), "claim": fact.is_claim, "salience": fact.salience,
                "origins": fact.origins,
            }  # fmt: skip
            for cell in fact.cells:
                yield {**about, "outlet": outlet[cell.article], "article": cell.article, "state": cell.state.value}


def _omissions(corpus: Corpus) -> Iterator[Row]:
    """One row an omission, the weightiest of an event first."""
    for each, result in _usable(corpus):
        outlet = _outlets(result)
        facts = {fact.id: fact for fact in result.facts}
        for omission in result.omissions:
            passage = result.passage(omission.passage)
            yield {
                "event": each.id, "fact": omission.fact, "kind": kind_of(result, facts[omission.fact]),
                "text": passage.text, "told_by": outlet[passage.article_id], "missing_in": outlet[omission.missing_in],
                "article": omission.missing_in, "state": omission.state.value, "probability": omission.probability,
                "strength": omission.strength.value, "weight": omission.weight, "reason": omission.reason,
            }  # fmt: skip


def _origins(corpus: Corpus) -> Iterator[Row]:
    """One row a shared origin: an agency's copy or a release that several outlets print."""
    for each, result in _usable(corpus):
        outlet = _outlets(result)
        for origin in result.origins:
            told = sorted({outlet[name] for name in origin.articles})
            yield {
                "event": each.id, "origin": origin.id, "agency": origin.agency, "outlets": len(told),
                "told_by": ", ".join(told), "passages": len(origin.passages), "evidence": origin.evidence,
            }  # fmt: skip


def _outlets(result: Comparison) -> dict[str, str]:
    return {article.id: article.outlet or article.id for article in result.articles}


TABLES: dict[str, Callable[[Corpus], Iterator[Row]]] = {
    "outlets": _by_outlet(outlet_table),
    "kinds": _by_outlet(kind_table),
    "profiles": _by_outlet(profile_table),
    "events": _events,
    "facts": _facts,
    "omissions": _omissions,
    "origins": _origins,
}
