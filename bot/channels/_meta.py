"""What Meta's platforms share: the handshake, the signature over raw bytes, the shape of a webhook and of an error."""

import hmac
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.channels import Signature
from bot.channels.reading import clean, string, table, whole
from bot.errors import BadPayload
from bot.messages import Json, Reject

HEADER = "x-hub-signature-256"
_SIGNATURE = re.compile(r"sha256=([0-9a-f]{64})", re.ASCII)


def challenge(query: Mapping[str, str], token: str) -> str | None:
    """What to answer Meta's GET handshake with, verbatim; None when the verify token is wrong.

    Raises BadPayload when it is no handshake (a parameter is missing or the mode is not "subscribe").
    """
    mode, given, answer = (query.get(f"hub.{name}", "") for name in ("mode", "verify_token", "challenge"))
    if mode != "subscribe" or not given or not answer:
        raise BadPayload("no hub.mode=subscribe with hub.verify_token and hub.challenge")
    same = hmac.compare_digest(given.encode("utf-8", "replace"), token.encode("utf-8", "replace"))
    return answer if same and token else None


def signature(body: bytes, secret: str) -> str:
    """The value of X-Hub-Signature-256 for exactly these bytes."""
    return "sha256=" + hmac.digest(secret.encode(), body, "sha256").hex()


def signature_state(body: bytes, headers: Mapping[str, str], secrets: tuple[str, ...]) -> Signature:
    """Whether one of the secrets signed exactly these bytes; every secret is tried, in constant time.

    Only Meta's own form is accepted: `sha256=` and 64 lower-case hexadecimal digits. An empty secret signs nothing.
    """
    given = [value for name, value in headers.items() if name.lower() == HEADER]
    if not given:
        return "missing"
    if len(given) > 1 or not _SIGNATURE.fullmatch(given[0]):
        return "invalid"
    matches = [hmac.compare_digest(signature(body, secret), given[0]) for secret in secrets if secret]
    return "ok" if any(matches) else "invalid"


def meta_bytes(body: Json) -> bytes:
    """JSON as Meta writes and signs it: compact, non-ASCII as lower-case escapes, slashes escaped."""
    return json.dumps(body, ensure_ascii=True, separators=(",", ":")).replace("/", "\\/").encode("ascii")


def pieces(parent: Mapping[str, Json], name: str, rejects: list[Reject]) -> Iterator[dict[str, Json]]:
    """The objects of an array that may be missing; whatever is no object is rejected under the array's name."""
    found = parent.get(name)
    if found is None:
        return
    for piece in found if isinstance(found, list) else [found]:
        if isinstance(found, list) and isinstance(piece, dict):
            yield piece
        else:
            rejects.append(Reject(name, piece))


def entries(body: Json, expected: str, rejects: list[Reject]) -> Iterator[dict[str, Json]]:
    """The entries of a webhook of one kind of object, cleaned for storage; anything else is rejected whole."""
    tidy = clean(body)
    if not isinstance(tidy, dict) or tidy.get("object") != expected:
        rejects.append(Reject("object", tidy))
        return
    yield from pieces(tidy, "entry", rejects)


@dataclass(frozen=True, slots=True)
class Fault:
    """An error as the Graph API reports it; `code` None when it named none."""

    code: int | None
    subcode: int = 0
    details: str = ""
    transient: bool = False


def fault(error: Json) -> Fault | None:
    """Read the `error` object of an answer, or one of a webhook's `errors`; None when it is no such thing."""
    if not isinstance(error, dict):
        return None
    data = error.get("error_data")
    candidates = (data, table(data).get("details"), error.get("title"), error.get("message"))
    details = next((text for text in candidates if isinstance(text, str) and text), "")
    code, subcode = whole(error.get("code")), whole(error.get("error_subcode")) or 0
    return Fault(code, subcode, details, error.get("is_transient") is True)


def reason(name: Json) -> str:
    """A stranger's word fit for a label that metrics count by: a short identifier, or "?"."""
    text = string(name)
    return text if re.fullmatch(r"[a-z0-9_]{1,48}", text, re.ASCII) else "?"
