"""The same page objects as JSON: search and entries, and the description of both (OpenAPI 3.1)."""

from typing import Any

from flask import Blueprint, Response, g, jsonify, request

from kb import __version__
from kb.kinds import KINDS
from kb.library import FACETS, SearchPage
from kb.web.pages.entry import held_or_404
from kb.web.pages.search import request_of
from kb.web.render import speaker
from kb.web.site import site

blueprint = Blueprint("api", __name__, url_prefix="/api")


@blueprint.get("/v1/search")
def search() -> Response:
    """Results as JSON; the parameters are those of /search, plus lang=en."""
    asked, notes = request_of(request.args, speaker())
    found = speaker().library.search(asked, speaker().today)
    return jsonify(search_json(found, notes))


@blueprint.get("/v1/entries/<kind>/<path:rest>")
def entry(kind: str, rest: str) -> Response:
    """An entry as its kind declares it."""
    held = held_or_404(speaker(), f"{kind}/{rest}")
    return jsonify(
        entry=held.entry.model_dump(mode="json"),
        url=_url(held.entry.page),
        version=held.sha256,
        number=held.number,
    )


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """What this interface takes and gives."""
    return jsonify(description())


def search_json(found: SearchPage, notes: list[str]) -> dict[str, Any]:
    """A page of results as plain values."""
    return {
        "q": found.request.q,
        "page": found.request.page,
        "pages": found.pages,
        "total": found.total,
        "share": found.share,
        "places": list(found.places),
        "meant": found.meant,
        "instead_of": found.instead_of,
        "notes": notes,
        "hits": [_hit(hit) for hit in found.hits],
        "elsewhere": [_hit(hit) for hit in found.elsewhere],
        "facets": {
            name: [{"value": v.value, "count": v.count, "chosen": v.chosen} for v in values]
            for name, values in found.facets.items()
        },
    }


def _hit(hit: Any) -> dict[str, Any]:
    brief = hit.brief
    return {
        "id": brief.id,
        "kind": brief.kind,
        "jurisdiction": brief.jurisdiction,
        "title": brief.title(g.language),
        "summary": brief.summary(g.language),
        "snippet": "".join(piece.text for piece in hit.snippet),
        "url": _url(brief.page),
        "checked": brief.checked.isoformat(),
    }


def _url(page: str) -> str:
    base = site().settings.base_url.rstrip("/") or request.host_url.rstrip("/")
    return base + speaker().link(page)


def description() -> dict[str, Any]:
    """The OpenAPI document; the schemas of entries are those of the kinds."""
    schemas: dict[str, Any] = {}
    for kind in KINDS:
        schema = kind.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
        schemas.update(schema.pop("$defs", {}))
        schemas[kind.__name__] = schema
    schemas["Error"] = _object(
        {"error": _text(), "message": _text(), "details": _list(_text()), "status": {"type": "integer"}}
    )
    schemas["Hit"] = _object(
        {n: _text() for n in ("id", "kind", "title", "summary", "snippet", "url", "checked")}
        | {"jurisdiction": {"type": ["string", "null"]}}
    )
    count = _object({"value": _text(), "count": {"type": "integer"}, "chosen": {"type": "boolean"}})
    schemas["SearchPage"] = _object(
        {n: _text() for n in ("q", "share", "meant", "instead_of")} | {n: {"type": "integer"} for n in ("page", "pages", "total")}
        | {n: _list(_text()) for n in ("places", "notes")} | {n: _list(_ref("Hit")) for n in ("hits", "elsewhere")}
        | {"facets": {"type": "object", "additionalProperties": _list(count)}}
    )  # fmt: skip
    held = _object(
        {
            "entry": {"oneOf": [_ref(kind.__name__) for kind in KINDS]},
            "url": _text(),
            "version": _text(),
            "number": {"type": "integer"},
        }
    )
    query = [_parameter(n, "query") for n in ("q", *FACETS, "page", "anywhere", "lang")]
    path = [
        {"name": "kind", "in": "path", "required": True, "schema": {"enum": [k.kind for k in KINDS]}},
        {"name": "path", "in": "path", "required": True, "schema": _text(), "example": "us/patent-act"},
    ]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "海外知识产权纠纷应对知识库",
            "version": __version__,
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "paths": {
            "/api/v1/search": {"get": _operation("search", query, _ref("SearchPage"), ("414", "503"))},
            "/api/v1/entries/{kind}/{path}": {"get": _operation("entry", path, held, ("404", "503"))},
        },
        "components": {"schemas": schemas},
    }


def _operation(
    name: str, parameters: list[dict[str, Any]], schema: dict[str, Any], errors: tuple[str, ...]
) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    failed = {
        code: {"description": "error", "content": {"application/json": {"schema": _ref("Error")}}} for code in errors
    }
    return {
        "operationId": name,
        "parameters": parameters,
        "responses": {"200": {"description": "ok", "content": content}, **failed},
    }


def _parameter(name: str, where: str) -> dict[str, Any]:
    return {"name": name, "in": where, "required": False, "schema": _text()}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _text() -> dict[str, Any]:
    return {"type": "string"}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}
