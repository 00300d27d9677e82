"""A live chat as a conversation file that the tests' player reads (docs/conversations.md)."""

import json
from collections.abc import Sequence
from pathlib import Path

from bot.locales.render import plain


class Recording:
    """Writes every turn as it ends, so that a chat that is broken off is kept."""

    def __init__(self, path: Path, who: str, phone: str) -> None:
        """`who` is the player's name for the person; a customer is introduced with his phone."""
        self.path, self.who = path, who
        title = path.stem.replace("_", " ").replace("-", " ").capitalize()
        people = f"\n[people]\n{who} = {{ phone = {_quoted(phone)} }}\n" if who == "customer" else ""
        path.write_text(f"title = {_quoted(title)}\n{people}", "utf-8")

    def turn(self, act: str, value: str, heard: Sequence[str]) -> None:
        """What the person did (`says`, `taps`) and every line that he heard."""
        lines = [line for text in heard for line in plain(text).split("\n") if line.strip()]
        hears = ["hears = [", *(f"    {_quoted(line.strip())}," for line in lines), "]"] if lines else ["silent = true"]
        acted = f"{act} = {value}" if act == "sends" else f"{act} = {_quoted(value)}"
        self._add("[[turn]]", f"who = {_quoted(self.who)}", acted, *hears)

    def unasked(self, text: str) -> None:
        """Something that came by itself: it depends on others, so it is kept as a comment."""
        lines = plain(text).split("\n")
        self._add("# came by itself:", *(f"#   {line}".rstrip() for line in lines))

    def _add(self, *lines: str) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write("\n" + "\n".join(lines) + "\n")


def _quoted(text: str) -> str:
    """A TOML basic string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
