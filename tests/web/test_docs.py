"""The description of the HTTP interface is what the application really serves."""

from importlib.metadata import version
from typing import Any

from aiohttp.test_utils import TestClient, TestServer

from bot import bootstrap
from bot.settings import load
from bot.web import docs
from bot.web.app import build
from bot.web.keys import Context
from storage.unit import Storage

METHODS = ("get", "post", "put", "patch", "delete")


def _context(storage: Storage) -> Context:
    parts = bootstrap.assemble(load({"META_APP_SECRET": "one"}), storage)
    return Context(parts.settings, storage, parts.world, parts.intake, parts.bell, dict(bootstrap.CHANNELS))


def _refs(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if "$ref" in value else set()
        return own.union(*(_refs(v) for v in value.values()))
    return set().union(*(_refs(v) for v in value)) if isinstance(value, list) else set()


async def test_exactly_what_is_served_is_described(storage: Storage) -> None:
    app = build(_context(storage))
    served = {
        (route.method.lower(), route.resource.canonical)
        for route in app.router.routes()
        if route.resource is not None and route.method != "HEAD"
    }
    paths = docs.description(["whatsapp"])["paths"]
    described = {(method, path) for path, methods in paths.items() for method in methods if method in METHODS}
    assert described == served


async def test_the_description_and_the_page_are_served(storage: Storage) -> None:
    async with TestClient(TestServer(build(_context(storage)))) as client:
        answer = await client.get("/v1/openapi.json")
        assert await answer.json() == docs.description(["whatsapp"])
        page = await client.get("/docs")
        text = await page.text()
    assert page.content_type == "text/html"
    assert all(path in text for path in docs.description(["whatsapp"])["paths"])
    assert "http" not in text.replace("X-Hub-Signature-256", "")


def test_the_description_is_whole() -> None:
    document = docs.description(["whatsapp"])
    schemas = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert _refs(document) == schemas
    assert document["info"]["version"] == version("resto-bot")
    assert document["openapi"].startswith("3.1")


def test_what_stands_in_the_description_is_text_on_the_page() -> None:
    document = docs.description(["whatsapp"])
    document["info"]["description"] = "<script>alert(1)</script>"
    assert "<script>" not in docs.page(document)
