"""Whatever is sent: an answer, soon, and JSON-able."""

import json
from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intents import Context, MenuGrammar, Recogniser, reply_locale
from tests.intents.demo_menu import demo_menu

RECOGNISER = Recogniser()
RECOGNISER.warm()
GRAMMAR = MenuGrammar(demo_menu())
CONTEXTS = st.sampled_from(
    [
        "start",
        "browse",
        "cart",
        "qty",
        "checkout_mode",
        "address",
        "slot",
        "payment",
        "proof",
        "confirm_order",
        "confirm_cancel",
        "confirm_clear",
        "tracking",
        "post_delivery",
        "any",
        "options",
        "table",
        "phone",
        "driver_idle",
        "driver_offer",
        "driver_active",
        "otp",
    ]
)
WORDS = st.sampled_from(
    [
        "la",
        "pas",
        "2",
        "3",
        "x2",
        "pizza",
        "tacos",
        "thon",
        "4",
        "fromages",
        "sans",
        "avec",
        "extra",
        "olives",
        "frites",
        "dedans",
        "zid",
        "wahda",
        "bla",
        "b",
        "machi",
        "au",
        "lieu",
        "de",
        "annuler",
        "oui",
        "non",
        "w",
        "et",
        ",",
        "+",
        "P01",
        "X01",
        "R01",
        "n°",
        "table",
        "0550123456",
        "20h",
        "da",
        "alef",
        "زوج",
        "بيتزا",
        "لا",
        "بلا",
        "صلصة",
        "و",
        "؟",
        "🍕",
        "✅",
        "LANG",
        "FR",
    ]
)
SECONDS = 0.25


@given(st.text(max_size=300), CONTEXTS)
def test_any_text_is_read(text: str, context: str) -> None:
    reading = RECOGNISER.read(text, Context(context), GRAMMAR)
    assert reading.events
    assert 0 <= reading.score <= 1


@settings(max_examples=300)
@given(st.lists(WORDS, max_size=12).map(" ".join), CONTEXTS)
def test_any_words_of_the_trade_are_read(text: str, context: str) -> None:
    reading = RECOGNISER.read(text, Context(context, basket=("P01", "D01")), GRAMMAR)
    json.dumps([[event.name, dict(event.slots)] for event in reading.events])
    json.dumps(dict(reading.why))
    for event in reading.events:
        for item in event.slots.get("items", ()):
            assert item["item"] is None or item["item"] in GRAMMAR.codes
            assert item.get("qty", 1) >= (event.name == "add_item")


@settings(max_examples=100)
@given(st.lists(WORDS, max_size=12).map(" ".join), CONTEXTS)
def test_reading_is_a_function(text: str, context: str) -> None:
    assert RECOGNISER.read(text, Context(context), GRAMMAR) == RECOGNISER.read(text, Context(context), GRAMMAR)


@given(st.text(max_size=60), st.sampled_from(["fr", "arq-Latn", "mixed", "none", "ar"]), st.booleans())
def test_the_reply_locale_is_always_one_of_three(text: str, language: str, pending: bool) -> None:
    answer = reply_locale(text, language, question_pending=pending)  # type: ignore[arg-type]
    assert answer.locale in ("fr", "ar", "arq")


def test_long_texts_take_bounded_time() -> None:
    for piece in ("1 ", "la ", "pizza ", "x2 ", "sans ", "زوج ", "3 pas 2 ", "é", "😂", "a'b'"):
        start = process_time()
        RECOGNISER.read(piece * 8000, Context("browse"), GRAMMAR)
        assert process_time() - start < SECONDS, piece
