"""What a terminal without bidi gets: Arabic joined and in visual order, choices numbered, lines as they come."""

import asyncio
import io
import os
from pathlib import Path

import pytest

from bot.cli.screen import Screen, direction, typed, visual

FSI, PDI = "\u2068", "\u2069"


def test_arabic_letters_are_joined_and_ordered() -> None:
    assert visual("سلام", "R") == "ﻡﻼﺳ"
    assert visual("2 بيتزا", "R") == "ﺍﺰﺘﻴﺑ 2"


def test_latin_and_prices_keep_their_own_order() -> None:
    assert visual(f"{FSI}Pizza thon{PDI} بيتزا {FSI}850 DA{PDI}", "R") == "850 DA ﺍﺰﺘﻴﺑ Pizza thon"
    assert visual(f"Total : {FSI}1400 DA{PDI}", "L") == "Total : 1400 DA"


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("[1] بيتزا", "ﺍﺰﺘﻴﺑ [1]"),
        (f"«سلام» ({FSI}ok (yes){PDI})", "(ok (yes)) «ﻡﻼﺳ»"),
    ],
)
def test_brackets_are_turned(line: str, seen: str) -> None:
    assert visual(line, "R") == seen


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("سلام abc", "R"),
        ("abc سلام", "L"),
        (f"{FSI}Pizza{PDI} سلام", "R"),
        (f"{FSI}P01{PDI} · 700", None),
        ("12 ✅", None),
    ],
)
def test_what_stands_between_isolates_decides_no_direction(text: str, base: str | None) -> None:
    assert direction(text) == base


def _shown(message: dict[str, object], *, raw: bool = False) -> str:
    out = io.StringIO()
    Screen(raw=raw, out=out).show(message)
    return out.getvalue()


def test_choices_have_numbers_sections_and_hints() -> None:
    choices = [
        {"number": 1, "id": "a", "title": "Thon", "hint": "850 DA", "section": "Pizzas"},
        {"number": 2, "id": "b", "title": "Eau", "section": "Boissons"},
    ]
    shown = _shown({"text": "Quoi ?", "choices": choices, "asks": "location"})
    assert shown.split("\n") == [
        *("Quoi ?", "— Pizzas —", "[1] Thon · 850 DA", "— Boissons —", "[2] Eau", "(/pin LATITUDE LONGITUDE)", "", "")
    ]


def test_a_line_of_values_only_follows_the_message() -> None:
    line = f"{FSI}P01{PDI} {FSI}بيتزا{PDI} · {FSI}700 دج{PDI}"
    shown = _shown({"text": f"القائمة\n{line}"})
    assert shown.split("\n")[1] == "ﺝﺩ 700 · ﺍﺰﺘﻴﺑ P01"


def test_raw_leaves_everything_as_it_is() -> None:
    text = f"سلام {FSI}Pizza{PDI}"
    assert _shown({"text": text}, raw=True).startswith(text)


async def test_lines_come_from_a_pipe_as_they_are_typed() -> None:
    read, write = os.pipe()
    lines: asyncio.Queue[str] = asyncio.Queue()

    async def pump() -> None:
        async for line in typed(read):
            lines.put_nowait(line)

    task = asyncio.create_task(pump())
    os.write(write, "un\nس".encode()[:4])
    assert await lines.get() == "un"
    os.write(write, "س\r\nlast".encode()[1:])
    assert await lines.get() == "س"
    os.close(write)
    assert await lines.get() == "last"
    await task
    os.close(read)


async def test_lines_come_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "said.txt"
    path.write_text("a\n\nb", "utf-8")
    with path.open() as file:
        assert [line async for line in typed(file.fileno())] == ["a", "", "b"]
