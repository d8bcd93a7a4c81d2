"""For machines that watch: /healthz, /readyz, /metrics, /robots.txt."""

from flask import Blueprint, Response, jsonify

from kb.errors import Unavailable
from kb.web.site import site

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return jsonify(ok=True)


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """200 while the library answers, with its publication number, whatever the store does."""
    try:
        number = site().library.number()
    except Unavailable:
        return jsonify(ready=False), 503
    return jsonify(ready=True, number=number), 200


@blueprint.get("/metrics")
def metrics() -> Response:
    """Counts of this node's library in the Prometheus text format; needs the token of the settings."""
    stats = site().library.stats()
    lines = [f"kb_publication_number {stats['number']}"]
    lines += [f'kb_entries{{kind="{kind}"}} {count}' for kind, count in stats["kinds"].items()]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


metrics.action = "metrics.read"  # type: ignore[attr-defined]


@blueprint.get("/robots.txt")
def robots() -> Response:
    """What crawlers may read."""
    return Response(
        "User-agent: *\nDisallow: /search\nDisallow: /en/search\nDisallow: /suggest\n", mimetype="text/plain"
    )
