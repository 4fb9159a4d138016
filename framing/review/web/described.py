"""The routes in OpenAPI 3.1, for programs and for tests that try every field: served to administrators."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from framing.review.accounts import Coder, Rank
from framing.review.items import KINDS, LABELS
from framing.review.queue import Order
from framing.review.web.app import Desk

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "string", "pattern": "^[0-9]{1,9}$"}
YES: Schema = {"type": "string", "enum": ["yes"]}
ITEM: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
COMMENT: Schema = {"type": "string", "maxLength": 5000}
KIND: Schema = {"type": "string", "enum": ["", *KINDS]}
WISHES: Schema = {"order": {"type": "string", "enum": list(Order)}, "kind": KIND, "seed": WHOLE}
BOOKS: Schema = {"type": "string", "pattern": "^([0-9]{1,9}(,[0-9]{1,9})*)?$"}
MEANING: Schema = {"lens": TEXT, "frame": TEXT, "comment": COMMENT, "books": BOOKS}
LABEL: Schema = {"type": "string", "enum": ["skip", *(label for labels in LABELS.values() for label in labels)]}
DECISION: Schema = {
    "label": LABEL, "seen": WHOLE, "request": {"type": "string", "maxLength": 40}, "seconds": TEXT, "flagged": YES,
    **MEANING,
}  # fmt: skip
SIDES: Schema = {"a": TEXT, "b": TEXT, "a_start": WHOLE, "a_end": WHOLE, "b_start": WHOLE, "b_end": WHOLE}
FINDING_KINDS = ["link:same", "link:partial", "link:none", "difference:accept", "difference:reject"]

QUERIES: dict[str, Schema] = {
    "/": WISHES,
    "/next": {**WISHES, "last": ITEM},
    "/items/{item}": {**WISHES, "last": ITEM, "added": YES},
    "/enter": {"token": TEXT},
}
FORMS: dict[str, Schema] = {
    "/login": {"name": TEXT, "password": TEXT},
    "/logout": {},
    "/items/{item}": {**DECISION, **WISHES},
    "/items/{item}/undo": WISHES,
    "/findings": {"kind": {"type": "string", "enum": FINDING_KINDS}, **SIDES, **MEANING, "back": TEXT},
    "/adjudicate/{item}": DECISION,
    "/coders": {"name": TEXT, "password": TEXT, "rank": {"type": "string", "enum": list(Rank)}},
    "/coders/{coder}/retire": {},
    "/assign": {"kind": {"type": "string", "enum": list(KINDS)}, "size": WHOLE, "seed": WHOLE, "unaided": YES},
}
NEEDED: dict[str, list[str]] = {
    "/login": ["name", "password"],
    "/items/{item}": ["label", "seen"],
    "/adjudicate/{item}": ["label", "seen"],
    "/findings": ["kind", *SIDES],
    "/coders": ["name", "password"],
    "/assign": ["size"],
}
PAGES = (
    "/", "/next", "/done", "/items/{item}", "/codebook", "/help", "/adjudicate", "/adjudicate/{item}", "/agreement",
    "/coders", "/login", "/enter", "/healthz", "/openapi.json",
)  # fmt: skip
OPEN = ("/login", "/enter", "/healthz")
ANSWERS = {
    "200": "The page.",
    "303": "Done, or log in first; where to go on is in `Location`.",
    "400": "Not done; the page says why.",
    "401": "Log in first, or name and password do not fit.",
    "403": "Not for this account, or from another site, or a link that was used.",
    "404": "No such item for this account.",
    "409": "Decided in another window meanwhile; the page shows both.",
    "413": "Too large.",
    "429": "Too many attempts.",
}


def openapi(_desk: Desk, _request: Request, _coder: Coder) -> Response:
    """The document."""
    return JSONResponse(document())


def document() -> dict[str, Any]:
    """Every path that the application answers, with fields and answers."""
    from framing import __version__

    paths: dict[str, dict[str, Any]] = {}
    for path in PAGES:
        paths.setdefault(path, {})["get"] = _operation(path, QUERIES.get(path, {}))
    for path, fields in FORMS.items():
        paths.setdefault(path, {})["post"] = _operation(path, {}, fields)
    return {
        "openapi": "3.1.0",
        "info": {"title": "framing review", "version": __version__},
        "components": {"securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": "framing_session"}}},
        "paths": paths,
    }


def _operation(path: str, query: Schema, form: Schema | None = None) -> dict[str, Any]:
    parameters = [{"name": name, "in": "query", "required": False, "schema": schema} for name, schema in query.items()]
    if "{item}" in path:
        parameters.append({"name": "item", "in": "path", "required": True, "schema": ITEM})
    if "{coder}" in path:
        schema = {"type": "integer", "minimum": 0, "maximum": 999_999_999}
        parameters.append({"name": "coder", "in": "path", "required": True, "schema": schema})
    kinds = ["text/html", "text/plain", *(["application/json"] if path == "/openapi.json" else [])]
    found: dict[str, Any] = {
        "parameters": parameters,
        "responses": {
            code: {"description": words, **({} if code == "303" else {"content": {kind: {} for kind in kinds}})}
            for code, words in ANSWERS.items()
        },
    }
    if path not in OPEN:
        found["security"] = [{"session": []}]
    if form is not None:
        body = {"type": "object", "properties": form, "required": NEEDED.get(path, []), "additionalProperties": False}
        found["requestBody"] = {
            "required": bool(form),
            "content": {"application/x-www-form-urlencoded": {"schema": body}},
        }
    return found
