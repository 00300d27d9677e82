"""Which language a message asks for by name, and which it says that it does not speak."""

from bot.intents.guards import DENIES, REFUSES_LANGUAGE, TURNS
from bot.intents.utterance import Utterance

_REFUSES = DENIES | REFUSES_LANGUAGE
_NEAR = 4
"""Words between a refusal and the language that it refuses."""


def asked_locale(said: Utterance) -> str | None:
    """The locale that a message names: the last one said, but none that it refuses or does not understand."""
    shapes = said.shapes
    places = {name: shapes.spans[f"{name}_lang"][-1][0] for name in ("fr", "ar", "arq") if shapes.has(f"{name}_lang")}
    if not places:
        return None
    if shapes.has("not_understand"):
        start = shapes.spans["not_understand"][0][0]
        foreign = min(places, key=lambda name: (places[name] < start, places[name]))
        places.pop(foreign)
        if not places:
            return "ar" if foreign == "fr" else "fr"
    wanted = {name: at for name, at in places.items() if not _is_refused(said, at)}
    return max(wanted, key=lambda name: wanted[name]) if wanted else None


def _is_refused(said: Utterance, at: int) -> bool:
    """Whether a no, or a verb that is denied (`ma na3refch`), stands before the language, and nothing turns it."""
    before = said.tokens[max(0, at - _NEAR) : at]
    turned = max((n for n, token in enumerate(before) if token.form in TURNS), default=-1)
    return any(token.form in _REFUSES or _is_denied(token.form) for token in before[turned + 1 :])


def _is_denied(form: str) -> bool:
    return len(form) > 4 and (
        (form.startswith(("ma", "na", "n")) and form.endswith(("ch", "sh"))) or (form[0] in "من" and form.endswith("ش"))
    )
