"""Frozen records to plain JSON values and back, by their type hints."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from framing.errors import MalformedInput

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """Dataclasses as objects, tuples as lists, enums as their values. NumPy scalars become Python numbers."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_plain(item) for item in value]
    return value.item() if hasattr(value, "item") and not isinstance(value, str) else value


def from_plain(kind: type[T], value: Any) -> T:
    """The record of type `kind` that `to_plain` wrote. Raises MalformedInput where the shape does not fit."""
    try:
        built: T = _build(kind, value)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise MalformedInput(f"not a stored {kind.__name__}: {error}") from error
    return built


@lru_cache(maxsize=256)
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _build(kind: Any, value: Any) -> Any:
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{name: _build(hints[name], item) for name, item in value.items()})
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        return _build(next(a for a in arguments if a is not type(None)), value)
    if origin is tuple:
        inner = arguments if arguments[-1] is not Ellipsis else (arguments[0],) * len(value)
        return tuple(_build(a, item) for a, item in zip(inner, value, strict=True))
    if origin in (list, dict) or (isinstance(origin, type) and issubclass(origin, Mapping)):
        if isinstance(value, list):
            return [_build(arguments[0], item) for item in value]
        return {key: _build(arguments[1], item) for key, item in value.items()}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return float(value) if kind is float and isinstance(value, int) else value
