"""`doctor` tries each account's token against the Graph API that is configured, and never the demo's."""

import json
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from tests.cli.conftest import Run, Talked, told

PHONE = "555000111222333"
REFUSED = {"error": {"message": "Error validating access token", "code": 190, "type": "OAuthException"}}


class Graph(BaseHTTPRequestHandler):
    """Answers as the test says, and keeps what it was asked."""

    asked: list[tuple[str, str]]
    answer: tuple[int, Any]

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["Authorization"]))
        status, body = self.answer
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode() if body is not None else b"<html>sorry</html>")

    def log_message(self, *args: Any, **_: Any) -> None:
        """Nothing is printed."""


@pytest.fixture
def graph(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Graph]]:
    """A Graph API of its own for one test, and the settings that lead to it."""
    handler = type("Handler", (Graph,), {"asked": [], "answer": (200, {"id": PHONE})})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("GRAPH_API_URL", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("BOT_SECRET_KEY", "hush")
    monkeypatch.setenv("META_APP_SECRET", "hush")
    yield handler
    server.shutdown()
    server.server_close()


@pytest.fixture
def account(run: Run) -> None:
    """A restaurant with a number and a token of its own."""
    for line in (
        ("tenants", "create", "dar"),
        ("restaurants", "create", "Chez Lamia", "--tenant", "dar"),
        ("accounts", "add", "whatsapp", PHONE, "--restaurant", "Chez Lamia", "--token", "EAAsecret"),
    ):
        assert run(*line).exit_code == 0


def finding(result: Any) -> dict[str, Any]:
    """What was found of the account's token; the token itself is never told."""
    assert "EAAsecret" not in result.stdout
    (found,) = [one for one in json.loads(result.stdout)["checks"] if one["check"].startswith("token")]
    return dict(found)


def test_a_token_that_meta_takes_is_ok(run: Run, account: None, graph: type[Graph]) -> None:
    result = run("doctor", "--json")
    assert result.exit_code == 0, result.stdout
    assert finding(result) == {"check": f"token whatsapp {PHONE}", "ok": True, "told": "ok", "remedy": ""}
    assert graph.asked == [(f"/v25.0/{PHONE}?fields=id", "Bearer EAAsecret")]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((401, REFUSED), "refused (code 190)"),
        ((400, {"error": {"message": "x", "code": 100, "error_subcode": 33}}), "refused (code 100)"),
        ((403, None), "refused (HTTP 403)"),
        ((200, {}), "refused (HTTP 200)"),
        ((503, None), "unreachable (HTTP 503)"),
    ],
)
def test_what_meta_says_is_told(run: Run, account: None, graph: type[Graph], answer: Any, words: str) -> None:
    graph.answer = answer
    result = run("doctor", "--json")
    assert result.exit_code == 1
    assert finding(result)["told"] == words
    assert finding(result)["remedy"]


def test_nobody_there_is_told(run: Run, account: None, graph: type[Graph], monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    monkeypatch.setenv("GRAPH_API_URL", f"http://127.0.0.1:{port}")
    result = run("doctor", "--json")
    assert result.exit_code == 1
    assert finding(result)["told"].startswith("unreachable (")


def test_the_demo_is_not_tried(run: Run, talked: Talked, graph: type[Graph]) -> None:
    talked("salam")
    result = run("doctor", "--json")
    assert result.exit_code == 0, result.stdout
    assert "not tried" in finding(result)["told"]
    assert graph.asked == []
    assert told(result)["ok"]
