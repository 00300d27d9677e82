"""Forgeries of every kind, and the handshake."""

import hashlib
import hmac
import json

import pytest

from bot.channels._meta import challenge, meta_bytes, signature, signature_state
from bot.channels.whatsapp import WhatsApp
from bot.errors import BadPayload

SECRET = "the app's secret"
BODY = meta_bytes({"text": "طلب é 🍕", "url": "https://example.org/a"})
TRUE = signature(BODY, SECRET)
HEX = TRUE.removeprefix("sha256=")
SHA1 = "sha1=" + hmac.new(SECRET.encode(), BODY, hashlib.sha1).hexdigest()


def state(
    value: str | None, body: bytes = BODY, secrets: tuple[str, ...] = (SECRET,), name: str = "X-Hub-Signature-256"
):
    return signature_state(body, {} if value is None else {name: value}, secrets)


def test_the_signature_is_the_hmac_of_the_bytes():
    assert "sha256=" + hmac.new(SECRET.encode(), BODY, hashlib.sha256).hexdigest() == TRUE


def test_bytes_are_escaped_as_meta_escapes_them():
    assert meta_bytes({"a": "é/ع"}) == b'{"a":"\\u00e9\\/\\u0639"}'


@pytest.mark.parametrize("name", ["X-Hub-Signature-256", "x-hub-signature-256", "X-HUB-SIGNATURE-256"])
def test_a_true_signature_is_taken_whatever_the_case_of_its_header(name):
    assert state(TRUE, name=name) == "ok"


@pytest.mark.parametrize("secrets", [(SECRET, "old"), ("old", SECRET), ("", SECRET)])
def test_any_of_several_secrets_will_do(secrets):
    assert state(TRUE, secrets=secrets) == "ok"


@pytest.mark.parametrize(
    "value",
    [
        "",
        HEX,
        "sha256=",
        "sha256=" + HEX[:-1],
        TRUE + "0",
        TRUE + "\n",
        " " + TRUE,
        TRUE + " ",
        "sha256=" + HEX.upper(),
        "SHA256=" + HEX,
        "sha1=" + HEX,
        SHA1,
        "sha256=" + "0" * 64,
        "sha256=" + "g" * 64,
        "sha256=" + "٠" * 64,
        "sha256=" + HEX[::-1],
        TRUE + "," + TRUE,
        signature(BODY, "another secret"),
        signature(BODY, ""),
        signature(b"", SECRET),
        "sha256=é" + HEX[1:],
    ],
)
def test_a_forged_signature_is_refused(value):
    assert state(value) == "invalid"


def test_a_missing_signature_is_told_apart():
    assert state(None) == "missing"
    assert state(SHA1, name="X-Hub-Signature") == "missing"


@pytest.mark.parametrize("secrets", [(), ("",), ("", "")])
def test_without_a_secret_nothing_is_genuine(secrets):
    assert state(signature(BODY, ""), secrets=secrets) == "invalid"


@pytest.mark.parametrize("body", [BODY + b" ", BODY[:-1], BODY.replace(b"\\/", b"/"), b""])
def test_other_bytes_are_not_what_was_signed(body):
    assert state(TRUE, body=body) == "invalid"


def test_parsing_and_dumping_again_breaks_the_signature():
    again = json.dumps(json.loads(BODY), separators=(",", ":"), ensure_ascii=False).encode()
    assert state(TRUE, body=again) == "invalid"


def test_whatsapp_is_signed_as_meta_signs():
    assert WhatsApp().signature(BODY, {"x-hub-signature-256": TRUE}, (SECRET,)) == "ok"
    assert WhatsApp().signature(BODY, {"x-hub-signature-256": SHA1}, (SECRET,)) == "invalid"
    assert WhatsApp().signature(BODY, {}, (SECRET,)) == "missing"


def test_two_signatures_are_none():
    headers = {"X-Hub-Signature-256": TRUE, "x-hub-signature-256": "sha256=" + "0" * 64}
    assert signature_state(BODY, headers, (SECRET,)) == "invalid"


def handshake(mode: str = "subscribe", token: str = "verify", answer: str = "<1158>"):
    return {"hub.mode": mode, "hub.verify_token": token, "hub.challenge": answer}


def test_the_handshake_echoes_the_challenge():
    assert challenge(handshake(), "verify") == "<1158>"


@pytest.mark.parametrize("token", ["Verify", "verify ", "é"])
def test_a_wrong_verify_token_gets_nothing(token):
    assert challenge(handshake(token=token), "verify") is None


def test_an_empty_setting_verifies_nobody():
    assert challenge(handshake(token="x"), "") is None


@pytest.mark.parametrize("query", [{}, handshake(mode="other"), handshake(token=""), handshake(answer="")])
def test_a_malformed_handshake_says_so(query):
    with pytest.raises(BadPayload):
        challenge(query, "verify")
