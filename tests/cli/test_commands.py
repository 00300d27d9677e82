"""The operators' commands on a real database: what they print, what they change, and how they end."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from sqlalchemy import make_url

from tests.cli.conftest import AMINA, Run, Talked, Typed, told


def _sql(database: str, statement: str, *values: Any) -> list[Any]:
    async def run() -> list[Any]:
        address = make_url(database).set(drivername="postgresql").render_as_string(hide_password=False)
        connection = await asyncpg.connect(address)
        try:
            return [tuple(row) for row in await connection.fetch(statement, *values)]
        finally:
            await connection.close()

    return asyncio.run(run())


@pytest.fixture
def talked(database: str, talked: Talked) -> str:
    """The demo, and a customer who has asked for two pizzas; the database's address."""
    talked("salam, nheb 2 pizza margarita")
    return database


def _park(database: str) -> str:
    """Park the letter of the talk as a poisoned one would be; its id."""
    rows = _sql(database, "UPDATE mailbox SET status = 'parked', attempts = 4, error = 'Boom: x' RETURNING id")
    return str(rows[0][0])


def test_the_schema_is_checked_and_upgraded(elsewhere: Any, empty_database: str, monkeypatch: Any) -> None:
    monkeypatch.setenv("BOT_DATABASE_URL", empty_database)
    run: Run = Typed().type
    assert run("db", "check").exit_code == 1
    refused = run("sessions", "show", AMINA)
    assert refused.exit_code == 1
    assert "resto-bot db upgrade" in str(refused.exception)
    assert run("db", "upgrade").exit_code == 0
    assert told(run("db", "check", "--json")) == {"ok": True, "differences": []}
    _sql(empty_database, "ALTER TABLE tickets ADD COLUMN odd text")
    differs = run("db", "check")
    assert differs.exit_code == 1
    assert differs.stdout == "+ column tickets.odd: text, default -, identity -, generated -\n"


def test_a_session_is_shown_by_phone_and_by_id(run: Run, talked: str) -> None:
    (session,) = told(run("sessions", "show", AMINA, "--json"))
    assert session["state"] == "carting"
    assert session["memory"]["basket"]
    assert session["turns"][-1]["to_state"] == "carting"
    text = run("sessions", "show", session["id"][:13]).stdout
    assert f"customer session {session['id']}" in text
    assert "browsing → carting (greet, add_item)" in text
    for written in ("0661000001", "+213661000001", "00213661000001", "213661000001", "0661 00 00 01", "661000001"):
        assert told(run("sessions", "show", written, "--json"))[0]["id"] == session["id"], written
    assert run("sessions", "show", "213699999999").exit_code == 1
    assert run("sessions", "show", "%").exit_code == 1


def test_why_the_bot_answered_so_is_told_from_either_message(run: Run, talked: str) -> None:
    ((heard,),) = _sql(talked, "SELECT payload->>'key' FROM mailbox")
    ((sent,),) = _sql(talked, "SELECT provider_id FROM outbox")
    text = run("sessions", "why", heard).stdout
    assert run("sessions", "why", sent).stdout == text
    for piece in (
        "«salam, nheb 2 pizza margarita»",
        "greet, add_item",
        "browsing → carting",
        'slots, read over today\'s menu: {"items": [{"item": "P01", "qty": 2',
        "in arq (arabizi)",
        "context: ",
        "tokens: salam",
        "or ",
        "Total",
    ):
        assert piece in text
    (turn,) = told(run("sessions", "why", heard, "--json"))
    assert turn["why"]["layer"] == "rules"
    assert [token["form"] for token in turn["seen"]["tokens"]][:3] == ["salam", ",", "nheb"]
    assert turn["seen"]["alternatives"]
    assert [one["event"] for one in turn["seen"]["events"]] == ["greet", "add_item"]
    assert turn["replies"]
    assert run("sessions", "why", "wamid.nobody").exit_code == 1


def test_a_dead_message_is_shown_replayed_and_dropped(run: Run, talked: str) -> None:
    _sql(talked, "UPDATE outbox SET status = 'dead', error = 'Refused: no', error_code = 131026")
    (one,) = told(run("outbox", "list", "--status", "dead", "--json"))
    assert told(run("outbox", "list", "--status", "sent", "--json")) == []
    assert "131026" in run("outbox", "list").stdout
    assert told(run("outbox", "show", one["id"][:18], "--json"))["error_code"] == 131026
    assert told(run("outbox", "replay", one["id"], "--json")) == {"ok": True, "id": one["id"]}
    assert _sql(talked, "SELECT status, attempts, error FROM outbox") == [("pending", 0, None)]
    assert run("outbox", "replay", one["id"]).exit_code == 1
    assert run("outbox", "drop", one["id"]).exit_code == 0
    assert _sql(talked, "SELECT status FROM outbox") == [("dropped",)]
    assert run("outbox", "show", "ffff").exit_code == 1
    assert run("outbox", "list", "--status", "lost").exit_code == 2


def test_a_parked_letter_is_listed_retried_and_dropped(run: Run, talked: str) -> None:
    letter = _park(talked)
    assert [one["id"] for one in told(run("letters", "list", "--json"))] == [letter]
    assert "Boom: x" in run("letters", "list").stdout
    assert run("letters", "retry", letter).exit_code == 0
    assert _sql(talked, "SELECT status, attempts FROM mailbox") == [("waiting", 0)]
    assert run("letters", "drop", letter).exit_code == 1
    _park(talked)
    assert run("letters", "drop", letter[:13]).exit_code == 0
    assert _sql(talked, "SELECT status FROM mailbox") == [("dropped",)]


def test_a_restaurant_is_set_up_from_nothing(run: Run, database: str) -> None:
    tenant = told(run("tenants", "create", "phare", "--json"))
    assert told(run("tenants", "create", "phare", "--json")) == tenant
    place = told(run("restaurants", "create", "Le Phare", "--tenant", "phare", "--locale", "ar", "--json"))
    assert place["timezone"] == "Africa/Algiers"
    account = ("accounts", "add", "whatsapp", "42", "--restaurant", "Le Phare")
    assert "old" not in run(*account, "--token", "old").stdout
    assert run(*account, "--token", "-", says="fresh\n").exit_code == 0
    assert _sql(database, "SELECT token, place_id FROM channel_accounts") == [("fresh", UUID(place["id"]))]
    member = told(run("staff", "add", "0550 11 22 33", "--role", "owner", "--name", "Zed", "--json"))
    assert (member["phone"], member["restaurant"]) == ("213550112233", "Le Phare")
    assert _sql(database, "SELECT kind, state FROM sessions") == [("staff", "ready")]
    assert member["locale"] == "ar", "the restaurant's"
    again = ("staff", "add", "0550112233", "--role", "admin", "--json")
    assert [told(run(*again, *more))["locale"] for more in ((), ("--locale", "arq"), ())] == ["ar", "arq", "arq"]
    assert _sql(database, "SELECT locale FROM sessions") == [("arq",)]
    assert run("staff", "add", "0550112233", "--role", "admin", "--locale", "en").exit_code == 2


def test_what_cannot_be_set_up_is_refused(run: Run, talked: str) -> None:
    assert run("restaurants", "create", "X", "--tenant", "nobody").exit_code == 1
    assert run("restaurants", "create", "X", "--tenant", "demo", "--timezone", "Mars/Base").exit_code == 2
    assert run("staff", "add", "12", "--role", "owner").exit_code == 2
    assert run("staff", "add", "0550112233", "--role", "king").exit_code == 2
    assert run("accounts", "add", "fax", "1", "--restaurant", "Dar Zitoun", "--token", "x").exit_code == 2
    told(run("tenants", "create", "other", "--json"))
    told(run("restaurants", "create", "Autre", "--tenant", "other", "--json"))
    assert run("staff", "add", "0550112233", "--role", "owner").exit_code == 1
    taken = run("accounts", "add", "whatsapp", "100000000000001", "--restaurant", "Autre", "--token", "x")
    assert taken.exit_code == 2
    assert _sql(talked, "SELECT token FROM channel_accounts WHERE channel = 'whatsapp'") == [("demo-token",)]


def test_the_demo_can_be_seeded_again(run: Run, database: str) -> None:
    assert run("demo", "seed").exit_code == 0
    _sql(database, "UPDATE menu_items SET price_cents = 1 WHERE code = 'P01'")
    assert run("demo", "seed").exit_code == 0
    assert _sql(database, "SELECT price_cents FROM menu_items WHERE code = 'P01'") == [(1,)]
    assert _sql(database, "SELECT count(*) FROM menu_items") == [(13,)]


def _bad(result: Any) -> set[str]:
    import json

    return {one["check"] for one in json.loads(result.stdout)["checks"] if not one["ok"]}


def test_a_healthy_installation_is_called_healthy(run: Run, talked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_SECRET_KEY", "hush-hush")
    monkeypatch.setenv("META_APP_SECRET", "hush-hush")
    result = run("doctor")
    assert result.exit_code == 0, result.stdout
    assert "hush" not in result.stdout
    assert "BOT_SECRET_KEY=****" in result.stdout


def test_what_today_reads_otherwise_is_said(run: Run, talked: str) -> None:
    _sql(talked, """UPDATE turns SET events = replace(events::text, '"add_item"', '"checkout"')::jsonb""")
    _sql(talked, """UPDATE turns SET events = replace(events::text, '"greet"', '"thanks"')::jsonb""")
    ((heard,),) = _sql(talked, "SELECT payload->>'key' FROM mailbox")
    text = run("sessions", "why", heard).stdout
    assert "read over today's menu: greet, add_item\n" in text
    assert "slots" not in text


def test_the_doctor_says_that_the_demo_sends_to_its_simulator(run: Run, talked: str, monkeypatch: Any) -> None:
    monkeypatch.setenv("BOT_ENV", "development")
    text = run("doctor").stdout
    assert "GRAPH_API_URL=https://graph.facebook.com (not used: `serve --demo` (`make run`) sends to the sim" in text
    assert "ok   GRAPH_API_URL: not set: `serve --demo` (`make run`) sends to the simulator in its own" in text
    shown = told(run("doctor", "--json"))
    assert shown["settings"]["GRAPH_API_URL"] == "https://graph.facebook.com"
    monkeypatch.setenv("GRAPH_API_URL", "http://127.0.0.1:1")
    assert "simulator in its own" not in run("doctor").stdout
    monkeypatch.delenv("GRAPH_API_URL")
    monkeypatch.setenv("BOT_ENV", "production")
    assert "simulator in its own" not in run("doctor").stdout


def test_the_doctor_finds_what_is_wrong_and_says_what_to_do(run: Run, talked: str) -> None:
    assert _bad(run("doctor", "--json")) == {"BOT_SECRET_KEY", "META_APP_SECRET"}
    _park(talked)
    _sql(talked, "UPDATE outbox SET status = 'dead'")
    later = datetime.now(UTC).replace(year=2100)
    _sql(
        talked, "UPDATE channel_accounts SET paused_until = $1, paused_why = 'token' WHERE channel = 'whatsapp'", later
    )
    result = run("doctor", "--json")
    assert result.exit_code == 1
    assert _bad(result) >= {"parked letters", "dead messages", "paused accounts", "whatsapp 100000000000001"}
    assert "resto-bot letters list" in run("doctor").stdout


def test_the_doctor_finds_a_database_that_is_not_there(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = f"postgresql+asyncpg://bot:hush@127.0.0.1:1/{uuid4().hex}"
    monkeypatch.setenv("BOT_DATABASE_URL", nowhere)
    result = run("doctor")
    assert result.exit_code == 1
    assert "BAD  database" in result.stdout
    assert "hush" not in result.stdout


def test_the_doctor_finds_a_wrong_setting(alone: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_PROT", "8080")
    result = alone("doctor")
    assert result.exit_code == 1
    assert "BOT_PORT" in result.stdout


def test_the_doctor_says_what_is_set_for_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_REDIS_URL", "redis://:hush@cache:6379/0")
    told = run("doctor").stdout
    assert "BOT_REDIS_URL: not used by this version" in told
    assert "hush" not in told


def test_the_doctor_starts_nothing(alone: Run, elsewhere: Any) -> None:
    assert alone("doctor").exit_code == 1
    assert not (elsewhere / "var").exists()


@pytest.mark.parametrize("command", [("db", "check"), ("db", "upgrade"), ("outbox", "list"), ("serve",)])
@pytest.mark.parametrize(
    ("address", "code", "remedy"),
    [
        ("postgresql://bot:hush@127.0.0.1:1/x", 1, "see that BOT_DATABASE_URL names a server that runs"),
        ("postgresql://bot:hush@a..b/x", 1, "see that BOT_DATABASE_URL names a server that runs"),
        ("postgresql://bot:hush@127.0.0.1:1/x?ssl=hush", 1, "see that BOT_DATABASE_URL names a server that runs"),
        ("mysql://bot:hush@x", 2, "must be like postgresql+asyncpg://"),
        ("nonsense", 2, "must be like postgresql+asyncpg://"),
        ("postgresql://bot:hush@h:port/x", 2, "must be like postgresql+asyncpg://"),
        ("postgresql://bot:hush@h/x?connect_timeout=3", 2, "no parameters but asyncpg's"),
        ("postgresql://bot:hush@/x?host=a:1&host=b", 2, "write each as host=NAME:PORT"),
    ],
)
def test_a_database_that_is_not_there_is_one_sentence_with_its_remedy(
    elsewhere: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: tuple[str, ...],
    address: str,
    code: int,
    remedy: str,
) -> None:
    from bot import cli

    for name, value in (("BOT_DATABASE_URL", address), ("BOT_SECRET_KEY", "key"), ("META_APP_SECRET", "app")):
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.argv", ["resto-bot", *command])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == code
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert remedy in told
    assert "hush" not in told
    found = Typed().type("doctor")
    assert found.exit_code == 1
    assert remedy in found.stdout
    assert "hush" not in found.stdout.partition("BAD")[2]


def test_our_errors_are_one_sentence(run: Run, monkeypatch: Any, capsys: pytest.CaptureFixture[str]) -> None:
    from bot import cli

    monkeypatch.setattr("sys.argv", ["resto-bot", "outbox", "show", "ffff"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    assert capsys.readouterr().err.count("\n") == 1
