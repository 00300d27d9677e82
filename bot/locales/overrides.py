"""A business's own wordings: what may be written, and the catalogue with them laid over ours. Pure.

The built-in wording says which variables there are and what they hold; an own wording may order them anew, leave some
out and say everything else. What it may not do is refused when it is written, with a sentence that says why.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from bot.errors import TextRefused, WordsError
from bot.locales.catalogue import FORMS, Catalogue, Text
from bot.locales.kinds import Kind
from bot.locales.labels import is_label, twin
from bot.locales.template import Template, pieces, whole
from bot.messages import Locale

LONGEST = 2000
BUTTON, HINT = 20, 72
"""UTF-16 units: what every platform shows of a button's title, of a row's second line."""
HINTS = ("customer.changing.qty", "customer.changing.qty_options", "customer.dish.plus")
FORM = re.compile(r"\s*(zero|one|two|few|many|other)\s*[:=]\s*(\S.*)")
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
UNSEEN = frozenset(("Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"))
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs, to Unicode, that show nothing."""
ROOM = {Kind.COUNT: 3, Kind.MONEY: 8, Kind.NUMBER: 5, Kind.TIME: 5}
"""Units that a value takes on a button; names are shortened by the channel."""
Forms = Mapping[str, str]
Wordings = Iterable[tuple[str, Locale, Forms]]


def find(catalogue: Catalogue, name: str) -> str:
    """The key that is meant: whole, or without its file's name; TextRefused when there is none, or more than one."""
    asked = name.strip().strip(".").lower()
    for key in catalogue.texts:
        if asked == key.lower():
            return key
    ends = [key for key in catalogue.texts if key.lower().endswith(f".{asked}")]
    if any(asked == key.lower().partition(".")[2] for key in ends):
        # Somebody who writes `line` may mean the one of any folder, not the one that has no folder.
        if len(ends) == 1:
            return ends[0]
        choices = ", ".join(ends)
        raise TextRefused(
            "ambiguous", f"{name[:60]!r} may be any of {choices}; say it whole", entry=name[:60], choices=choices
        )
    near = get_close_matches(asked, [key.partition(".")[2] for key in catalogue.texts], 3, 0.5)
    if not near:
        raise TextRefused("key", f"there is no text {name[:60]!r}", entry=name[:60])
    choices = ", ".join(near)
    raise TextRefused(
        "key_near", f"there is no text {name[:60]!r}; near it: {choices}", entry=name[:60], choices=choices
    )


def written(text: str) -> dict[str, str]:
    """What a person typed as forms: a text, or one line `form: text` for each plural form."""
    lines = [line for line in text.split("\n") if line.strip()]
    found = [FORM.fullmatch(line) for line in lines]
    if lines and all(found):
        return {match[1]: match[2].strip() for match in found if match}
    return {"other": text.strip()}


def checked(catalogue: Catalogue, key: str, locale: Locale, forms: Forms) -> tuple[Text, tuple[str, ...]]:
    """An own wording ready to be said, and the variables that it leaves out; TextRefused when it cannot be used."""
    leaf = catalogue.leaves[key]
    counted = leaf.count in leaf.kinds
    if set(forms) != {"other"} and not (counted and set(forms) == set(FORMS[locale])):
        if not counted:
            raise TextRefused("no_forms", "it has no plural forms")
        needs = ", ".join(FORMS[locale])
        raise TextRefused("forms", f"it takes the plural forms {needs}, or one text", choices=needs)
    ready = {form: _writable(text, leaf.kinds) for form, text in forms.items()}
    for text in ready.values():
        _alone(text, leaf.kinds)
    done = leaf.text(key, locale, ready if len(ready) > 1 else ready["other"])
    for template in done.forms.values():
        _fits(key, template)
    return done, _left_out(catalogue, key, locale, done)


def _writable(text: str, kinds: Mapping[str, Kind]) -> str:
    """The text as it is kept: composed, without what surrounds it, its variables as the catalogue writes them."""
    if len(text) > LONGEST:
        raise TextRefused("long", f"it has {len(text)} characters, at most {LONGEST} are possible", limit=LONGEST)
    if CONTROLS.search(text):
        raise TextRefused("controls", "it holds invisible control characters")
    text = unicodedata.normalize("NFC", text).strip()
    if not _visible(text):
        raise TextRefused("empty", "nothing of it can be seen; to have the built-in wording again, reset it")
    try:
        parts = whole(text)
    except WordsError:
        raise TextRefused(
            "braces", "its braces are not in order: write {name}, with nothing else between the braces"
        ) from None
    unknown = [name for name in parts[1::2] if name.lower() not in kinds]
    if unknown:
        name, allowed = f"{{{unknown[0][:40]}}}", ", ".join(f"{{{name}}}" for name in sorted(kinds))
        if not allowed:
            raise TextRefused("unknown_none", f"{name} is no variable of this text; it has none", name=name)
        raise TextRefused(
            "unknown", f"{name} is no variable of this text; it has {allowed}", name=name, choices=allowed
        )
    return "".join(f"{{{part.lower()}}}" if at % 2 else part for at, part in enumerate(parts))


def _visible(text: str) -> bool:
    shown = unicodedata.normalize("NFKC", text)
    return any(unicodedata.category(char) not in UNSEEN and char not in BLANK for char in shown)


def _alone(text: str, kinds: Mapping[str, Kind]) -> None:
    """Lines of their own, which nothing isolates, stand beside nothing."""
    for line in text.split("\n"):
        parts = pieces(line)
        held = [name for name in parts[1::2] if kinds[name] is Kind.LINES]
        if held and (len(parts) > 3 or "".join(parts[::2]).strip()):
            name = f"{{{held[0]}}}"
            raise TextRefused("alone", f"{name} must stand alone on its line", choices=name)


def limit(key: str) -> int:
    """How many units a text may take; 0 where the channel finds room for whatever it says."""
    if is_label(key):
        return BUTTON
    return HINT if key in HINTS else 0


def _fits(key: str, template: Template) -> None:
    most = limit(key)
    if not most:
        return
    if "\n" in "".join(template.parts[::2]):
        raise TextRefused("line", "it must be one line")
    bare = "".join(template.parts[::2] if template.alone else template.framed[::2])
    needs = len(bare.encode("utf-16-le")) // 2 + sum(ROOM.get(kind, 0) for _, _, kind in template.places)
    if needs > most:
        raise TextRefused("long", f"it takes {needs} characters, at most {most} fit here", limit=most)


def _left_out(catalogue: Catalogue, key: str, locale: Locale, text: Text) -> tuple[str, ...]:
    """The variables of our wording that this one does not say; those that people must see cannot be left out."""
    ours = catalogue.texts[key][locale].names
    if needed := catalogue.leaves[key].needed & (ours - text.always):
        names = ", ".join(f"{{{name}}}" for name in sorted(needed))
        raise TextRefused("missing", f"it must say {names}", choices=names)
    return tuple(sorted(ours - text.names))


def worded(catalogue: Catalogue, wordings: Wordings) -> tuple[Catalogue, dict[tuple[str, Locale], str]]:
    """The catalogue with these wordings over it, and why some could not be used: a later version may want others.

    Each locale says its own wording if there is one, else ours; ours has every locale, so nothing falls further.
    """
    texts, refused = usable(catalogue, wordings)
    return _told_apart(catalogue, texts, refused), refused


def usable(
    catalogue: Catalogue, wordings: Wordings
) -> tuple[dict[tuple[str, Locale], Text], dict[tuple[str, Locale], str]]:
    """The wordings that can be said, each for itself, and why the others cannot."""
    texts: dict[tuple[str, Locale], Text] = {}
    refused: dict[tuple[str, Locale], str] = {}
    for key, locale, forms in wordings:
        try:
            if key not in catalogue.texts:
                raise TextRefused("key", "there is no such text any more", entry=key)
            texts[key, locale] = checked(catalogue, key, locale, forms)[0]
        except TextRefused as error:
            refused[key, locale] = str(error)
    return texts, refused


def same(key: str, other: str) -> TextRefused:
    """Why a button cannot be called this."""
    return TextRefused("same", f"{key} would read the same as {other}", entry=key, choices=other)


def _told_apart(
    catalogue: Catalogue, texts: dict[tuple[str, Locale], Text], refused: dict[tuple[str, Locale], str]
) -> Catalogue:
    """The catalogue with these texts over it, without buttons that read like another; leaving one out may show more."""
    while True:
        said = catalogue.over(texts) if texts else catalogue
        found = ((key, locale, twin(catalogue, said, key, locale)) for key, locale in texts)
        alike = next((each for each in found if each[2]), None)
        if alike is None:
            return said
        key, locale, other = alike
        del texts[key, locale]
        refused[key, locale] = str(same(key, other))
