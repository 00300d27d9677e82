"""What the HTTP interface is: the OpenAPI description as it stands in openapi.json, and a page that people can read."""

import html
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.web.keys import CONTEXT

DESCRIPTION = Path(__file__).with_name("openapi.json")
STYLE = Path(__file__).with_name("static") / "docs.css"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
}


def description(platforms: Iterable[str]) -> dict[str, Any]:
    """The OpenAPI document of a server of these platforms."""
    document: dict[str, Any] = json.loads(DESCRIPTION.read_text("utf-8"))
    document["paths"]["/v1/inbound/{channel}"]["parameters"][0]["schema"]["enum"] = list(platforms)
    return document


def routes() -> list[web.RouteDef]:
    """`/v1/openapi.json` and `/docs`."""
    return [web.get("/v1/openapi.json", machine_readable), web.get("/docs", readable)]


async def machine_readable(request: web.Request) -> web.Response:
    """The OpenAPI document."""
    return web.json_response(description(_platforms(request)), headers={"X-Content-Type-Options": "nosniff"})


async def readable(request: web.Request) -> web.Response:
    """The same for people; nothing is loaded from elsewhere."""
    return web.Response(text=page(description(_platforms(request))), content_type="text/html", headers=HEADERS)


def _platforms(request: web.Request) -> list[str]:
    return [name for name, channel in request.app[CONTEXT].channels.items() if channel.remote]


def page(document: Mapping[str, Any]) -> str:
    """The OpenAPI document as one HTML page."""
    info = document["info"]
    parts = [f"<h1>{_text(info['title'])} {_text(info['version'])}</h1>", *_paragraphs(info["description"])]
    for tag in document["tags"]:
        parts.append(f"<h2>{_text(tag['description'])}</h2>")
        parts += _sections(document["paths"], tag["name"])
    body = "\n".join(parts)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{_text(info["title"])}</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{STYLE.read_text("utf-8")}</style>'
        f'</head><body><main>{body}<p><a href="/v1/openapi.json">The same as OpenAPI</a></p></main></body></html>'
    )


def _sections(paths: Mapping[str, Any], tag: str) -> Iterator[str]:
    for path, methods in paths.items():
        for method, operation in methods.items():
            if method != "parameters" and tag in operation["tags"]:
                yield _section(method.upper(), path, operation, methods.get("parameters", []))


def _section(method: str, path: str, operation: Mapping[str, Any], shared: list[Any]) -> str:
    answers = [(code, answer.get("description", "")) for code, answer in operation["responses"].items()]
    given = [(p["name"], p.get("description", "")) for p in (*shared, *operation.get("parameters", ()))]
    told = "".join(_paragraphs(operation.get("description", "")))
    asked = f"<p>Takes</p>{_table(given)}" if given else ""
    return (
        f"<section><h3><b>{method}</b>{_text(path)}</h3><p><strong>{_text(operation['summary'])}</strong></p>"
        f"{told}{asked}<p>Answers</p>{_table(answers)}</section>"
    )


def _table(rows: list[tuple[str, str]]) -> str:
    cells = "".join(f"<tr><td>{_text(name)}</td><td>{_text(told)}</td></tr>" for name, told in rows)
    return f"<table>{cells}</table>"


def _paragraphs(text: str) -> list[str]:
    return [f"<p>{_text(part)}</p>" for part in text.split("\n\n") if part]


def _text(text: str) -> str:
    return html.escape(str(text))
