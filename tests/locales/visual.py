"""How a template stands on a phone's screen: its words, and its values as blocks among them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.locales.catalogue import Catalogue
from bot.locales.kinds import Kind
from bot.locales.render import Renderer
from bot.locales.template import Template
from bot.locales.values import Clock, Day, Lines, Money, Say, Value
from bot.messages import LOCALES, Locale
from tests.locales.uax9 import levels, order, visual

RENDERER = Renderer(Catalogue.bundled())
COUNTED = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}
HOSTILE = (
    "بيتزا أربعة أجبان", "Pizza quatre fromages", "P01", "#1001", "1400", "٣٤٥", "05 50 12 34 56", "12:30–13:30",
    "-50 %", "بوراك باللحم (2)", "Bourek viande (2)", "(نصف", "moitié)", ")(", "] [", "«Chez Lamia»", "!؟", "...", "🍕",
    "حي 1200 مسكن, Bt B, رقم 4", "Cité 5 Juillet حي النصر 12", "שלום 7", "a+b=ب", "المجموع: 0 دج", "Total : 0 DA",
    "\u202eevil", "\u202dعكس\u202c", "\u2067rli", "\u2066lri", "\u2068fsi", "a\u2069b\u2069\u2069",
    "\u200fx\u200e", "x\ny",
)  # fmt: skip
CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
CALM: dict[Locale, str] = {"fr": "mot", "ar": "كلمة", "arq": "kelma"}


@dataclass(frozen=True)
class Case:
    """One plural form of one key in one locale."""

    key: str
    locale: Locale
    form: str

    @property
    def template(self) -> Template:
        return RENDERER.catalogue.texts[self.key][self.locale].forms[self.form]


def cases() -> list[Case]:
    """Every template that has variables."""
    texts = RENDERER.catalogue.texts
    every = (Case(key, locale, form) for key in texts for locale in LOCALES for form in texts[key][locale].forms)
    return [case for case in every if case.template.places]


def values_of(of: Kind, said: str, number: int) -> Value:
    """A value of this kind, as hostile as it can be."""
    at = datetime(2026, 8, 24, 7, 5, tzinfo=UTC)
    others: dict[Kind, Value] = {
        Kind.COUNT: number,
        Kind.MONEY: Money(-1_234_550 if number % 2 else 140_000),
        Kind.TIME: Clock(at),
        Kind.DAY: Day(date(2026, 8, 24)),
        Kind.LINES: Lines((Say("common.yes"), Say("common.no"))),
    }
    return others.get(of, said)


def filled(case: Case, said: str, only: str = "") -> dict[str, Value]:
    """Values for all variables: this hostile one everywhere, or in one place among calm ones."""
    leaf = RENDERER.catalogue.leaves[case.key]
    calm = CALM[case.locale]
    given = {n: values_of(of, said if only in ("", n) else calm, len(said)) for n, of in leaf.kinds.items()}
    if leaf.count in leaf.kinds:
        given[leaf.count] = COUNTED[case.form] if case.locale == "ar" or case.form != "other" else 2
    return given


Mark = tuple[str, int]
"""What a character belongs to: a value, or with an empty name the place of a literal."""
Line = list[tuple[str, Mark]]


def lines(case: Case, given: dict[str, Value], bare: int = 0) -> list[Line]:
    """What is said, line by line, each character with what it belongs to; the value at `bare` loses its isolates.

    Lines of their own, which stand beside nothing, are left out.
    """
    template = case.template
    all_of: Line = []
    for at, part in enumerate(template.framed):
        if at % 2:
            all_of += [(char, (part, at)) for char in _spelt(given[part], case.locale)]
        else:
            cut = {0} if bare and at == bare + 1 else {len(part) - 1} if bare and at == bare - 1 else set()
            all_of += [(char, ("", at * 1000 + n)) for n, char in enumerate(part) if n not in cut]
    out: list[Line] = [[]]
    for char, mark in all_of:
        if char == "\n":
            out.append([])
        else:
            out[-1].append((char, mark))
    kinds = {name: of for _, name, of in template.places}
    return [line for line in out if not any(name and kinds[name] is Kind.LINES for _, (name, _) in line)]


def _spelt(value: Value, locale: Locale) -> str:
    if isinstance(value, Lines):
        return "\n".join(RENDERER.say(line, locale) for line in value.of)
    return RENDERER.label(value, locale)


@dataclass(frozen=True)
class Shown:
    """One line on a screen, from left to right."""

    blocks: tuple[Mark, ...]
    """What stands there: literals one by one, a value once for every piece that it is torn into."""
    turned: frozenset[int]
    """The literals that run from the right, and so are mirrored where they are brackets."""
    values: tuple[tuple[Mark, str], ...]
    """The values as they read."""


def shown(line: Line) -> Shown:
    """The line as UAX #9 orders it."""
    text = "".join(char for char, _ in line)
    row = order(text)
    deep, _ = levels(text)
    blocks = [line[at][1] for at in row]
    torn = tuple(mark for n, mark in enumerate(blocks) if not n or not mark[0] or mark != blocks[n - 1])
    turned = frozenset(line[at][1][1] for at in row if not line[at][1][0] and deep[at] % 2)
    said: dict[Mark, str] = {}
    for at in row:
        if line[at][1][0]:
            said[line[at][1]] = said.get(line[at][1], "") + line[at][0]
    return Shown(torn, turned, tuple(sorted(said.items())))


def faults(line: Line, calm: Shown) -> list[str]:
    """What a reader would stumble over: a value torn or disordered, words around it that have moved."""
    now = shown(line)
    found = []
    for mark, read in now.values:
        alone = visual("".join(char for char, owner in line if owner == mark))
        if any(char in CONTROLS for char, owner in line if owner == mark):
            found.append(f"{mark[0]} brings controls that turn what it says")
        if now.blocks.count(mark) != 1:
            found.append(f"{mark[0]} is torn apart")
        elif read != alone:
            found.append(f"{mark[0]} reads {read!r}, not {alone!r}")
    if now.blocks != calm.blocks or now.turned != calm.turned:
        found.append("what stands around has moved")
    return found
