"""Frozen records to plain JSON values and back, by their type annotations.

Not pickle: a corpus is handed from one person to another, and unpickling runs what it is told to.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Record = TypeVar("Record")


def to_plain(value: Any) -> Any:
    """Dataclasses to objects, enums to their values, tuples to lists; raises TypeError on anything else odd."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if isinstance(value, tuple | list):
        return [to_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): to_plain(each) for key, each in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(to_plain(each) for each in value)
    if hasattr(value, "item"):  # a numpy scalar
        return value.item()
    raise TypeError(f"a {type(value).__name__} has no plain form")


def from_plain(kind: type[Record], plain: Any) -> Record:
    """The record of class `kind` that `to_plain` made `plain` of. Raises ValueError, TypeError, KeyError."""
    value: Record = _build(kind, plain)
    return value


def _build(kind: Any, plain: Any) -> Any:
    origin, parts = get_origin(kind), get_args(kind)
    if kind is Any:
        return plain
    if origin in (Union, types.UnionType):
        return None if plain is None else _build(next(part for part in parts if part is not types.NoneType), plain)
    if origin is tuple:
        if len(parts) == 2 and parts[1] is Ellipsis:
            return tuple(_build(parts[0], each) for each in plain)
        return tuple(_build(part, each) for part, each in zip(parts, plain, strict=True))
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return {key: _build(parts[1], each) for key, each in plain.items()}
    if is_dataclass(kind):
        record: Any = kind
        hints = _hints(record)
        return record(**{name: _build(hints[name], each) for name, each in plain.items()})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(plain)
    return float(plain) if kind is float else plain


@lru_cache(maxsize=128)
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
