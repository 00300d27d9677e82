"""The picture of a machine is one SVG that can be read: every state a box of its own, every way under its events."""

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest

from bot.cli.machines import PLANS
from bot.machines.drawing import home_of, ways_of
from bot.machines.picture import LETTER, Box, picture, placed

SVG = "{http://www.w3.org/2000/svg}"
Rect = tuple[float, float, float, float]


def _rect(box: Box) -> Rect:
    return box.x, box.y, box.right, box.y + box.height


def _meet(one: Rect, other: Rect) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _drawn(name: str) -> ElementTree.Element:
    return ElementTree.fromstring(picture({name: PLANS[name]}))


def _texts(root: ElementTree.Element) -> list[tuple[Rect, str]]:
    found: list[tuple[Rect, str]] = []
    for text in root.iter(f"{SVG}text"):
        x, y, said = int(text.attrib["x"]), int(text.attrib["y"]), str(text.text)
        found.append(((x, y - 10, x + LETTER * len(said), y + 3), said))
    return found


@pytest.mark.parametrize("name", PLANS)
def test_every_state_has_a_box_that_meets_no_other(name: str) -> None:
    boxes = placed(PLANS[name], 0)
    assert set(boxes) == PLANS[name].states
    for (one, first), (other, second) in combinations(boxes.items(), 2):
        assert not _meet(_rect(first), _rect(second)), f"{one} lies on {other}"


@pytest.mark.parametrize("name", PLANS)
def test_what_is_drawn_is_what_was_placed(name: str) -> None:
    drawn = {tuple(int(one.attrib[k]) for k in ("x", "width", "height")) for one in _drawn(name).iter(f"{SVG}rect")
             if one.get("class") == "state"}  # fmt: skip
    assert drawn == {(box.x, box.width, box.height) for box in placed(PLANS[name], 0).values()}


@pytest.mark.parametrize("name", PLANS)
def test_no_words_stand_on_others_and_all_stand_on_the_page(name: str) -> None:
    root = _drawn(name)
    page = (0.0, 0.0, float(root.attrib["width"]), float(root.attrib["height"]))
    texts = _texts(root)
    for (one, first), (other, second) in combinations(texts, 2):
        assert not _meet(one, other), f"{first} stands on {second}"
    for at, said in texts:
        assert at[2] <= page[2], said
        assert at[3] <= page[3], said


@pytest.mark.parametrize("name", PLANS)
def test_every_way_has_its_events_and_its_arrow(name: str) -> None:
    ways, root = ways_of(PLANS[name]), _drawn(name)
    told: dict[str, str] = {}
    for group in root.iter(f"{SVG}g"):
        label = group.find(f"{SVG}text")
        told[str(group.findtext(f"{SVG}title"))] = str(label.text) if label is not None else ""
    for (source, target), events in ways.items():
        assert told[f"{source} to {target}"] == ", ".join(sorted(events))
        assert told[f"to {target}"] == ""
    assert len(told) == len(ways) + len({target for _, target in ways})


@pytest.mark.parametrize("name", PLANS)
def test_no_line_runs_through_a_box(name: str) -> None:
    boxes = placed(PLANS[name], 0)
    for source, box in boxes.items():
        for y in (box.entry, *box.outs.values()):
            assert box.y < y < box.y + box.height
            assert not [
                other for other, each in boxes.items() if other != source and each.y <= y <= each.y + each.height
            ]
    root = _drawn(name)
    trunks = [int(x) for path in root.iter(f"{SVG}path") for x in re.findall(r"M(\d+) \d+V", path.attrib["d"])]
    assert all(x > box.right for x in trunks for box in boxes.values())
    assert len(set(trunks)) == len(trunks)
    labels = [text for group in root.iter(f"{SVG}g") for text in _texts(group)]
    assert labels
    assert all(at[2] <= min(trunks) for at, _ in labels)


def test_a_state_stands_as_far_right_as_it_is_steps_from_the_start() -> None:
    boxes = placed(PLANS["order"], 0)
    assert next(iter(boxes)) == home_of(PLANS["order"])
    assert boxes["NEW"].x < boxes["ACCEPTED"].x == boxes["CANCELLED"].x < boxes["IN_PROGRESS"].x < boxes["READY"].x


def test_every_event_is_named_and_all_machines_fit_in_one_picture() -> None:
    together = picture(PLANS)
    words = set(re.findall(r"\w+", together))
    for plan in PLANS.values():
        assert plan.states | set(plan.order) <= words
    assert ElementTree.fromstring(together).tag == f"{SVG}svg"
    assert picture(dict(PLANS)) == together
