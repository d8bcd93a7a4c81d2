"""What public pages stand on: the library alone. Caching, JSON, health."""

import pytest

from kb.errors import Unavailable
from kb.kinds import KINDS
from kb.store import Store
from tests.conftest import NOW, World
from tests.web.client import Client
from tests.web.test_pages import PATHS


def test_public_pages_answer_with_the_database_taken_away(world: World):
    world.bring_in()
    world.sync()
    world.store.close()
    (world.settings.instance / "store.db").rename(world.settings.instance / "gone")
    client = Client(world.app())
    for path in PATHS:
        client.get(path)
    assert client.json("/api/v1/search?q=337")["total"] > 0
    assert client.json("/readyz") == {"ready": True, "number": 14}
    with pytest.raises(Unavailable):
        Store(world.settings.store_url).number()


def test_before_the_library_is_built_the_site_says_so(world: World):
    answer = world.app().test_client().get("/cases")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "正在本机建立" in answer.get_data(as_text=True)
    assert world.app().test_client().get("/readyz").status_code == 503
    assert world.app().test_client().get("/healthz").status_code == 200


def test_a_page_is_kept_until_something_changes(world: World):
    world.bring_in()
    world.sync()
    app = world.app()
    client = app.test_client()
    first = client.get("/cases")
    again = client.get("/cases", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert first.headers["Cache-Control"] == "public, max-age=60"
    world.store.withdraw("case/2021-scooter", author="e", message="", at=NOW)
    world.sync()
    changed = client.get("/cases", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert "尚未收录" in changed.get_data(as_text=True)


def test_pages_are_compressed_where_the_reader_takes_it(client: Client):
    answer = client.client.get("/cases", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert "Content-Encoding" not in client.client.get("/cases").headers


def test_search_as_json_is_the_same_page(client: Client):
    body = client.json("/api/v1/search?q=337&kind=case&lang=en")
    assert body["total"] == len(body["hits"]) == 1
    hit = body["hits"][0]
    assert hit["title"] == "标题case text"
    assert hit["url"].endswith("/en/cases/2021-scooter")
    page = client.get("/en/search?q=337&kind=case")
    assert [a.get_text() for a in page.select(".hit h3 a")] == [hit["title"]]


@pytest.mark.parametrize("kind", [k.kind for k in KINDS])
def test_an_entry_as_json_is_its_kind(client: Client, kind: str, built: World):
    id_ = next(b.id for b in built.library().briefs() if b.kind == kind)
    body = client.json(f"/api/v1/entries/{id_}")
    assert set(body) == {"entry", "url", "version", "number"}
    model = next(k for k in KINDS if k.kind == kind)
    assert model.model_validate(body["entry"]) == built.library().get(id_).entry


def test_the_description_of_the_api_describes_what_is_there(client: Client, built: World):
    described = client.json("/api/openapi.json")
    rules = {rule.rule for rule in built.app().url_map.iter_rules() if rule.rule.startswith("/api/v1")}
    assert len(described["paths"]) == len(rules) == 2
    body = client.json("/api/v1/search?q=337")
    assert set(described["components"]["schemas"]["SearchPage"]["properties"]) == set(body)
    assert set(described["components"]["schemas"]["Hit"]["properties"]) == set(body["hits"][0])
    assert "Case" in described["components"]["schemas"]


def test_suggestions_lead_to_pages(client: Client):
    rows = client.json("/suggest?q=%E7%BE%8E")
    assert {"text": "美国", "url": "/countries/us"} in rows
    english = client.json("/en/suggest?q=temporary")
    assert {"text": "temporary restraining order", "url": ""} in english
