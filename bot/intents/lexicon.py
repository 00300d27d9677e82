"""The language's own words: which concepts stand where in an utterance (longest phrase wins)."""

from collections.abc import Container, Sequence
from typing import NamedTuple

from bot.intents.data import entries, table
from bot.intents.guards import EXACT, SAME, STREETS, STRICT
from bot.intents.normalise import clean, is_arabic, key
from bot.intents.tokens import Token, tokens
from bot.intents.words import Found, Words

ARTICLES = frozenset({"la", "le", "les", "l", "el", "al"})
"""Phrases are found with or without these."""
INDEFINITE = frozenset({"un", "une", "des", "du", "de", "d"})


class Hit(NamedTuple):
    """A concept on tokens `start` up to `end`; `layer` is the least sure layer among its words."""

    concept: str
    start: int
    end: int
    layer: str


Node = dict[str, "Node | tuple[str, ...]"]
_REMEMBERED = 8192
_ENDS = "\0"
_LANGUAGES = frozenset(("fr_lang", "ar_lang", "arq_lang"))
"""Beside the word for a street these are its name."""
_ASKED_OF_YOU = ("want_more", "want", "remove", "show")
"""Concepts whose Darija verbs are also asked of somebody, with the prefix of `you`."""
_LAYERS = ("exact", "key", "stem", "fuzzy")


class Lexicon:
    """Every concept's spellings, compiled into a tree of word ids."""

    def __init__(self) -> None:
        found: dict[tuple[str, ...], set[str]] = {}
        self._ids: dict[str, str] = dict(SAME)
        concepts = {name: entries(text) for name, text in table("concepts").items()}
        self._listed = {form for phrases in concepts.values() for phrase in phrases for form in _forms(phrase)}
        for name, phrases in concepts.items():
            for phrase in phrases:
                found.setdefault(self._phrase(phrase), set()).add(name)
        self._add_you(concepts)
        self.words = Words(self._ids, self._reachable(concepts), least=6, verbs=True)
        self._exact = {form: Found(name, "exact", 1.0) for form, name in self.words.exact.items()}
        self._sure: dict[str, bool] = {}
        self._rests: dict[str, Found | None] = {}
        self.tree: Node = {}
        for ids, names in found.items():
            self._plant(ids, names)

    def _add_you(self, concepts: dict[str, list[str]]) -> None:
        """What is asked of somebody in so many words: `ممكن تنحيلي`, `t9der tzidli`."""
        for name in _ASKED_OF_YOU:
            for phrase in concepts[name]:
                forms = _forms(phrase)
                if len(forms) == 1 and len(forms[0]) >= 3 and forms[0][0].isalnum():
                    you = f"{'ت' if is_arabic(forms[0]) else 't'}{forms[0]}"
                    self._ids.setdefault(you, self._id(forms[0]))

    def _phrase(self, phrase: str) -> tuple[str, ...]:
        return tuple(self._id(form) for form in _forms(phrase))

    def _id(self, form: str) -> str:
        """Spellings with the same key share an id, also without their article, unless short or to be kept apart."""
        if form not in self._ids:
            word = form if form in EXACT else self._bare(form)
            shape = key(word)
            sure = len(word) < 4 or len(shape) < 2 or word in EXACT or not word[0].isalnum()
            self._ids[form] = SAME.get(word) or (f"={word}" if sure else shape)
        return self._ids[form]

    def _bare(self, form: str) -> str:
        """The word without its article when that is a listed word too."""
        rest = form[2:] if form.startswith("ال") else form[1:] if form.startswith("l") and len(form) > 4 else ""
        return rest if len(rest) >= 3 and (rest in self._listed or form.startswith("ال")) else form

    def _reachable(self, concepts: dict[str, list[str]]) -> set[str]:
        """The ids that a misspelling may reach: none of those that confirm, pay, cancel, clear or hand over."""
        strict = {word for name in STRICT for phrase in concepts[name] for word in self._phrase(phrase)}
        return set(self._ids.values()) - strict

    def _plant(self, ids: tuple[str, ...], names: set[str]) -> None:
        node = self.tree
        for name in ids:
            below = node.setdefault(name, {})
            assert isinstance(below, dict)
            node = below
        node[_ENDS] = tuple(sorted(names))

    def word(self, form: str) -> Found | None:
        """The id of a word of the language, misspellings within the guard rails included."""
        return self.words.find(form)

    def known(self, form: str) -> bool:
        """Whether a word is surely a word of the language."""
        if form not in self._sure:
            if len(self._sure) >= _REMEMBERED:
                self._sure.clear()
            found = self.words.find(form, nearly=False)
            self._sure[form] = found is not None and (found.layer != "stem" or len(form) > 5)
        return self._sure[form]

    def hits(self, pieces: Sequence[Token], menu: Container[str] = ()) -> list[Hit]:
        """Every concept in the utterance, by position; a phrase hides the shorter ones inside it.

        Words that `menu` holds as written count here only as written.
        """
        stream = [(at, token) for at, token in enumerate(pieces) if _counts(token)]
        exact, find = self._exact, self.words.find
        found = [
            exact[token.form] if token.form in exact else None if token.form in menu else find(token.form)
            for _, token in stream
        ]
        out: list[Hit] = []
        covered = 0
        for place, word in enumerate(found):
            if word is None:
                continue
            end, names = self._longest(found, place) if word.id in self.tree else (place, ())
            if not names and (other := self._stemmed(stream[place][1].form, found[place])):
                end, names = place + 1, self._ends(other)
            if names and end > covered:
                layer = max((hit.layer for hit in found[place:end] if hit), key=_LAYERS.index)
                span = stream[place][0], stream[end - 1][0] + 1
                street = place > 0 and stream[place - 1][1].form in STREETS
                out.extend(Hit(name, *span, layer) for name in names if not (street and name in _LANGUAGES))
                covered = end
        return out

    def _stemmed(self, form: str, found: Found | None) -> Found | None:
        """A word that a longer phrase lists with its preposition, read without it."""
        if not found or found.layer != "exact":
            return None
        if form not in self._rests:
            self._rests[form] = self.words.stemmed(form)
        return self._rests[form]

    def _ends(self, word: Found) -> tuple[str, ...]:
        node = self.tree.get(word.id)
        names = node.get(_ENDS) if isinstance(node, dict) else None
        return names if isinstance(names, tuple) else ()

    def meant(self, form: str) -> tuple[str, ...]:
        """The concepts that a word has by itself, as written."""
        hit = self.words.sure(form)
        return self._ends(hit) if hit else ()

    def _longest(self, found: Sequence[Found | None], place: int) -> tuple[int, tuple[str, ...]]:
        node, best, at = self.tree, (place, tuple[str, ...]()), place
        while at < len(found):
            word = found[at]
            below = node.get(word.id) if word else None
            if not isinstance(below, dict):
                break
            node, at = below, at + 1
            names = node.get(_ENDS)
            if isinstance(names, tuple):
                best = (at, names)
        return best


def _forms(phrase: str) -> list[str]:
    """The words of an entry that count."""
    forms = [token.form for token in tokens(clean(phrase)) if token.kind != "sign" or token.form in "+?"]
    return [form for form in forms if form not in ARTICLES] or forms


def _counts(token: Token) -> bool:
    if token.kind == "word":
        return token.form not in ARTICLES
    return token.kind in ("emoji", "number") or token.form in ("+", "?")
