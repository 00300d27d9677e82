"""Texts and messages made to break limits: Arabic, emoji of many code points, isolates, words without end."""

from hypothesis import strategies as st

from bot.messages import Button, Outgoing

SCRAPS = [
    "pizza",
    "Rez-de-chaussée",
    "e\u0301",
    "طلبك",
    "بيتزا مارغريتا",
    "١٢٣",
    "700\u00a0DA",
    "10\u202f000 DA",
    "👨‍👩‍👧‍👦",
    "🇩🇿🇫🇷",
    "👩🏽‍❤️‍💋‍👨🏿",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "각ᄀ",
    "क्षि",
    "\u2068Margherita\u2069",
    "\u2068",
    "\u2069",
    "\u2067",
    "\u2066",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "\t",
    "\u2028",
    "\0",
    "\x1b",
    "\u200f",
    "\u200d",
    "\ufe0f",
    "z" * 90,
    "ض" * 90,
    "😀" * 40,
    "q" * 5000,
    "a" + "\u0301" * 700,
    "1. ",
    "(1/2)",
]
scraps = st.one_of(st.sampled_from(SCRAPS), st.text(max_size=12))
lines = st.lists(scraps, max_size=6).map("".join)
phrases = st.lists(scraps, max_size=12).map(" ".join)


@st.composite
def texts(draw: st.DrawFn, most: int = 20_000) -> str:
    """Up to `most` characters: a few phrases, repeated as often as it takes."""
    some = draw(st.lists(phrases, max_size=8))
    gap = draw(st.sampled_from([" ", "\n", "\n\n", ""]))
    return (gap.join(some) * draw(st.sampled_from([1, 1, 1, 1, 2, 5, 20, 400])))[:most]


labels = st.one_of(
    lines, st.sampled_from(["Oui", "Non", "Menu du jour", "", " "]), phrases.map(lambda text: text[:120])
)
sections = st.one_of(st.just(""), st.sampled_from(["Pizzas", "Boissons", "Une section dont le nom est long"]), lines)


@st.composite
def outgoings(draw: st.DrawFn) -> Outgoing:
    """Any message, with 0 to 40 choices of distinct ids."""
    count = draw(st.one_of(st.integers(0, 4), st.integers(0, 40)))
    stem = draw(st.sampled_from(["s", "s" * 198, "s" * 260]))
    ids = [f"{stem}{number:02d}" for number in range(count)]
    label, hint, section = (draw(st.sampled_from([kind, st.just("")])) for kind in (labels, labels, sections))
    buttons = tuple(Button(ident, draw(label), draw(hint), draw(section)) for ident in ids)
    text = draw(texts())
    return Outgoing(text, buttons, draw(st.booleans()), draw(st.one_of(st.just("Voir"), lines)), draw(st.booleans()))
