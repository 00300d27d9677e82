"""`sessions`: where somebody stands, and why the bot answered as it did."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

import typer

from bot.cli import common
from bot.cli.output import AsJson, answer, migrated
from bot.errors import NotFound
from bot.handlers.facts import menu_of
from bot.handlers.listening import AWAITED
from bot.intents import Context, MenuGrammar, Recogniser
from bot.intents.numbers import phone
from bot.machines.customer import Customer
from storage import ops, places
from storage.ops import Rows

app = typer.Typer(help="Conversations.", no_args_is_help=True)
JSON_COLUMNS = frozenset(("memory", "offer", "why", "events", "effects", "replies", "payload"))
Data = dict[str, Any]


@app.command()
def show(
    who: Annotated[str, typer.Argument(metavar="ID", help="The beginning of a session's id, or a phone.")],
    turns: Annotated[int, typer.Option(min=0, help="How many of the last turns.")] = 5,
    as_json: AsJson = False,
) -> None:
    """State, memory, timers and last turns of a session, or of all sessions of a phone number."""
    found = common.run(_show(who, turns))
    answer(found, (line for one in found for line in _session(one)), as_json=as_json)


@app.command()
def why(
    message: Annotated[str, typer.Argument(metavar="MESSAGE_ID", help="WhatsApp's id (wamid…) of either side.")],
    as_json: AsJson = False,
) -> None:
    """Why the bot answered so: what it understood and why, from where to where, what it did and said."""
    found = common.run(_why(message))
    answer(found, (line for one in found for line in explained(one)), as_json=as_json)


async def _show(who: str, most: int) -> list[Data]:
    async with migrated() as desk, desk.storage.read() as reader:
        found = plain(await ops.sessions(reader.raw, who, phone(who) or who.removeprefix("+").removeprefix("00")))
        for one in found:
            tenant, ident = UUID(one["tenant_id"]), UUID(one["id"])
            one["letters"] = plain(await ops.letters(reader.raw, tenant, ident))
            one["turns"] = plain(await ops.turns(reader.raw, tenant, ident, most))[::-1]
    if not found:
        raise NotFound(f"no session begins with {who}, and nobody with this phone has one")
    return found


async def _why(message: str) -> list[Data]:
    async with migrated() as desk, desk.storage.read() as reader:
        found = plain(await ops.why(reader.raw, message))
        for turn in found:
            if turn["kind"] == "said" and turn["session"] == "customer" and turn["payload"].get("text"):
                rows = await places.menu(reader.raw, UUID(turn["tenant_id"]), UUID(turn["place_id"]))
                turn["seen"] = _seen(turn, MenuGrammar(menu_of(*rows)), Recogniser())
    if not found:
        raise NotFound(f"no turn belongs to the message {message}")
    return found


def _seen(turn: Mapping[str, Any], grammar: MenuGrammar, recogniser: Recogniser) -> Data:
    """Tokens, concepts, alternatives and slots of what was said, read again over today's menu.

    The journal keeps no slots, nor the basket of that moment; a button says its slots itself.
    """
    text, state = turn["payload"]["text"], turn["from_state"]
    context = Context(Customer.contexts.get(state, "any"), awaited=AWAITED.get(state, ""))
    meant = {event["event"] for event in turn["events"]}
    seen = recogniser.explain(text, context, grammar, meant)
    if turn["payload"]["kind"] == "text":
        reading = recogniser.read(text, context, grammar)
        seen["events"] = [{"event": event.name, "slots": dict(event.slots)} for event in reading.events]
    return seen


def plain(rows: Rows) -> list[Data]:
    """Rows as values that JSON knows."""
    return [{k: _plain(k, v) for k, v in row.items()} for row in rows]


def _plain(name: str, value: Any) -> Any:
    if name in JSON_COLUMNS:
        return json.loads(value)
    return value if isinstance(value, int | str | None) else str(value)


def _session(one: Mapping[str, Any]) -> Iterator[str]:
    who = " · ".join(
        filter(None, (one["name"], one["phone"], one["address"] if one["address"] != one["phone"] else ""))
    )
    yield f"{one['kind']} session {one['id']}"
    yield f"  {who} on {one['channel']} {one['account']} ({one['place']})"
    yield f"  state {one['state']} since {one['updated_at']}, answers in {one['chosen'] or one['locale']}"
    yield f"  machine {one['machine']}, version {one['version']}"
    for name, value in one["memory"].items():
        yield f"  memory {name} = {json.dumps(value, ensure_ascii=False)}"
    for choice in one["offer"].get("choices", ()):
        yield f"  offers {choice['label']} → {choice['event']}"
    for letter in one["letters"]:
        failed = f", failed {letter['attempts']}×: {letter['error']}" if letter["error"] else ""
        yield f"  {letter['status']} {letter['kind']} {letter['name']} due {letter['due_at']}{failed}"
    for turn in one["turns"]:
        moved = f"{turn['from_state']} → {turn['to_state']}"
        yield f"  {turn['at']} {moved} ({_events(turn)}) {turn['message_key']}".rstrip()


def _events(turn: Mapping[str, Any]) -> str:
    return ", ".join(event["event"] for event in turn["events"] if event["event"] != "arrive") or "nothing"


def explained(turn: Mapping[str, Any]) -> Iterator[str]:
    """One turn of the journal as lines for a person."""
    reason = dict(turn["why"])
    locale, language, score = (reason.pop(name, None) for name in ("locale", "language", "score"))
    yield f"turn {turn['id']} at {turn['at']}, session {turn['session_id']}"
    yield f"  heard       {_heard(turn)}"
    if language is not None:
        yield f"  understood  {_events(turn)} (language {language}, score {score})"
    for name, value in reason.items():
        yield f"    {name}: {json.dumps(value, ensure_ascii=False)}"
    yield from _told(turn.get("seen", {}))
    yield f"  state       {turn['from_state']} → {turn['to_state']}"
    yield from _moves(turn["events"], list(turn.get("seen", {}).get("events", ())))
    for effect in turn["effects"]:
        yield f"  did         {effect['effect']} → {effect['outcome'] or 'done'}"
    yield f"  answered in {turn['locale']}" + (f" ({locale})" if locale else "")
    for reply in turn["replies"] or ["(nothing)"]:
        yield from (f"    │ {line}" for line in reply.split("\n"))


def _moves(events: Sequence[Mapping[str, Any]], read: list[Data]) -> Iterator[str]:
    """What each event did, with the slots that its words have when they are read today."""
    if read and not {one["event"] for one in read} & {event["event"] for event in events}:
        yield f"    read over today's menu: {', '.join(one['event'] for one in read)}"
    for event in events:
        taken = "" if event["taken"] else ", not taken there"
        yield f"    {event['event']}: {event['from']} → {event['to']}{taken}"
        again = next((one for one in read if one["event"] == event["event"]), None)
        if again:
            read.remove(again)
            told = json.dumps(again["slots"], ensure_ascii=False) if again["slots"] else "none"
            yield f"      slots, read over today's menu: {told}"


def _told(seen: Mapping[str, Any]) -> Iterator[str]:
    if seen:
        yield f"    context: {seen['context']}"
        yield f"    tokens: {' '.join(token['form'] for token in seen['tokens'])}"
    for other in seen.get("alternatives", ()):
        yield f"    or {other['intent']} ({other['score']}): {other['by']}"


def _heard(turn: Mapping[str, Any]) -> str:
    if turn["kind"] != "said":
        return f"{turn['kind']} {turn['name']} {json.dumps(turn['payload'], ensure_ascii=False)}"
    payload = turn["payload"]
    tapped = f" (tapped {payload['choice']})" if payload.get("choice") else ""
    return f"{payload['kind']} «{payload.get('text', '')}»{tapped}"
