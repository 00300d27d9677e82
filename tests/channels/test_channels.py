"""Recorded payloads, one table for every channel; a channel without recordings fails.

A recording is a whole webhook (`body`), or one change's `value`, `message` or `status`, which is then wrapped in the
platform's envelope. `means`, `statuses` and `rejects` list everything that comes out, in order; an entry names the
fields that matter.
"""

import json
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.channels import Channel
from bot.channels.terminal import Terminal
from bot.channels.whatsapp import WhatsApp
from bot.messages import Inbound, Status
from bot.web.graph import envelope

CHANNELS: dict[str, Channel] = {channel.name: channel for channel in (WhatsApp(), Terminal())}
HERE = Path(__file__).parent
ACCOUNT = "100000000000001"
CONTACT = {"profile": {"name": "Amel"}, "wa_id": "213550111222"}


def recordings() -> Iterator[Any]:
    for name in CHANNELS:
        for file in sorted((HERE / name).glob("*.toml")):
            for recording in tomllib.loads(file.read_text("utf-8"))["received"]:
                yield pytest.param(name, recording, id=f"{name}-{file.stem}-{recording['title']}")


def body_of(recording: dict[str, Any]) -> Any:
    if "body" in recording:
        return json.loads(recording["body"])
    if "value" in recording:
        return envelope(ACCOUNT, **json.loads(recording["value"]))
    if "status" in recording:
        return envelope(ACCOUNT, statuses=[json.loads(recording["status"])])
    return envelope(ACCOUNT, contacts=[CONTACT], messages=[json.loads(recording["message"])])


def plain(found: Inbound | Status, name: str) -> Any:
    """One field of what was understood, as TOML can write it."""
    if name in ("ids", "phone", "name"):
        value = getattr(found.sender, name) if isinstance(found, Inbound) else None
    elif name in ("place", "media"):
        piece = getattr(found, name)
        value = {field: getattr(piece, field) for field in piece.__dataclass_fields__}
        value = {field: member for field, member in value.items() if member != "" and member is not False}
    else:
        value = getattr(found, name)
    return list(value) if isinstance(value, tuple) else "" if value is None else value


def agree(found: Sequence[Inbound | Status], expected: list[dict[str, Any]]) -> bool:
    """Whether as many came out as expected, each with the fields named."""
    assert [
        {field: plain(one, field) for field in wanted} for one, wanted in zip(found, expected, strict=False)
    ] == expected
    return len(found) == len(expected)


RECORDINGS = list(recordings())


def test_every_channel_has_recordings():
    assert {param.values[0] for param in RECORDINGS} == set(CHANNELS)


@pytest.mark.parametrize(("name", "recording"), RECORDINGS)
def test_a_recording_means_what_it_says(name: str, recording: dict[str, Any]):
    parsed = CHANNELS[name].parse(body_of(recording))
    assert [reject.reason for reject in parsed.rejects] == recording.get("rejects", [])
    assert agree(parsed.messages, recording.get("means", []))
    assert agree(parsed.statuses, recording.get("statuses", []))


@pytest.mark.parametrize(("name", "recording"), RECORDINGS)
def test_whatever_comes_out_can_be_stored_and_routed(name: str, recording: dict[str, Any]):
    parsed = CHANNELS[name].parse(body_of(recording))
    for message in parsed.messages:
        assert (message.channel, bool(message.account), bool(message.key)) == (name, True, True)
        assert message.sender.ids
        assert message.at.tzinfo is not None
        json.dumps(message.extra, allow_nan=False).encode()
    json.dumps([reject.raw for reject in parsed.rejects], allow_nan=False).encode()
