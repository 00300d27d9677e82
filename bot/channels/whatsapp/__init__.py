"""WhatsApp's Cloud API: webhooks taken apart, messages fitted and shaped, answers understood. Pure."""

from collections.abc import Mapping

from bot.channels import Call, Limits, Sent, Signature
from bot.channels._meta import signature_state
from bot.channels.checking import violations
from bot.channels.fitting import fit
from bot.channels.whatsapp import answers, inbound, outbound
from bot.messages import Json, Outgoing, Parsed


class WhatsApp:
    """The WhatsApp channel."""

    name = inbound.CHANNEL
    remote = True
    limits: Limits = outbound.LIMITS

    def signature(self, body: bytes, headers: Mapping[str, str], secrets: tuple[str, ...]) -> Signature:
        """Whether one of the app secrets signed exactly these bytes."""
        return signature_state(body, headers, secrets)

    def parse(self, body: Json) -> Parsed:
        """Every message and status of a batch of any size; whatever makes no sense is a `Reject`."""
        return inbound.parse(body)

    def fit(self, outgoing: Outgoing) -> tuple[Outgoing, ...]:
        """Reply buttons, else lists, else numbered lines; long text goes ahead."""
        return fit(outgoing, self.limits)

    def violations(self, outgoing: Outgoing) -> list[str]:
        """What WhatsApp would refuse in a fitted message."""
        return violations(outgoing, self.limits)

    def request(self, outgoing: Outgoing, *, account: str, recipient: str, outbox_id: str) -> Call:
        """`account` = phone number id, `recipient` = phone digits or BSUID."""
        return outbound.request(outgoing, account=account, recipient=recipient, outbox_id=outbox_id)

    def answer(self, status: int, body: Json | None) -> Sent:
        """The wamid, or a `SendError` by Meta's error code."""
        return answers.answer(status, body)
