"""The picture of a week: a square an hour, told apart by lightness, and nothing but attributes."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from finder.circle import Share
from finder.heat_map import DARK, LIGHT, Palette, heat_map
from finder.levels import LEVELS, level, level_texts
from finder.settings import RESOURCES
from finder.translations import catalogue
from finder.weeks import WEEK_HOURS

SVG = "{http://www.w3.org/2000/svg}"
# A level for each, in turn.
SAMPLES = (0.0, 0.003, 0.03, 0.07, 0.2, 0.3, 0.6, 0.9)
WEEK = [
    Share(SAMPLES[hour % 8] / 2, SAMPLES[hour % 8], SAMPLES[hour % 8]) for hour in range(WEEK_HOURS)
]


def lightness(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def squares(svg: str) -> list[ElementTree.Element]:
    """Return the two squares of each hour, in order."""
    nodes = ElementTree.fromstring(svg).iter(f"{SVG}rect")  # noqa: S314 - our own picture
    return [one for one in nodes if one.get("rx")][: 2 * WEEK_HOURS]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_hour_has_a_frame_and_a_middle_of_the_colours_of_its_shares(palette: Palette) -> None:
    found = squares(heat_map(WEEK, "测试", palette))
    for hour, share in enumerate(WEEK):
        frame, middle = found[2 * hour], found[2 * hour + 1]
        assert frame.get("fill") == palette.levels[level(share.counted)]
        assert middle.get("fill") == palette.levels[level(share.certain)]
        assert float(middle.get("width", "")) < float(frame.get("width", ""))


def test_the_days_are_rows_and_the_hours_columns() -> None:
    places = [
        (float(one.get("y", "")), float(one.get("x", "")))
        for one in squares(heat_map(WEEK, "测试"))[::2]
    ]
    assert places == sorted(places)
    assert len({y for y, _ in places}) == 7
    assert len({x for _, x in places}) == 24


def test_nothing_in_it_is_a_style_a_script_or_of_another_address() -> None:
    root = ElementTree.fromstring(heat_map(WEEK, "测试"))  # noqa: S314 - our own picture
    tags = Counter(one.tag.removeprefix(SVG) for one in root.iter())
    assert set(tags) == {"svg", "title", "g", "rect", "text"}
    names = {name for one in root.iter() for name in one.attrib}
    assert not names & {"style", "class", "href", "onclick"}


def test_the_same_figures_are_the_same_bytes_on_any_day() -> None:
    assert heat_map(WEEK, "测试") == heat_map(WEEK, "测试")


def test_a_week_without_anything_is_drawn_too() -> None:
    nothing = [Share(0.0, 0.0, 0.0)] * WEEK_HOURS
    assert {one.get("fill") for one in squares(heat_map(nothing, "测试"))} == {LIGHT.levels[0]}


def test_its_words_are_in_the_language_of_the_reader_and_its_name_is_no_markup() -> None:
    root = ElementTree.fromstring(  # noqa: S314 - our own picture
        heat_map(WEEK, "<b>&测试", LIGHT, catalogue("en"))
    )
    assert root.findtext(f"{SVG}title") == "<b>&测试"
    texts = [one.text for one in root.iter(f"{SVG}text")]
    assert {"Mon", "23", "none", "75% or more"} <= set(texts)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_each_level_differs_in_lightness_for_those_who_see_no_colours(palette: Palette) -> None:
    shades = [lightness(one) for one in palette.levels]
    assert shades in (sorted(shades), sorted(shades, reverse=True))
    assert len(shades) == LEVELS == len(level_texts())
    for one, other in pairwise(shades):
        assert (max(one, other) + 0.05) / (min(one, other) + 0.05) > 1.15


def test_the_page_has_the_same_colours() -> None:
    sheet = (RESOURCES / "static" / "coverage.css").read_text("utf-8")
    light, dark = sheet.split("prefers-color-scheme: dark", 1)
    for part, palette in ((light, LIGHT), (dark, DARK)):
        for number, colour in enumerate(palette.levels):
            assert f"--level-{number}: {colour};" in part


@pytest.mark.parametrize(
    ("share", "number"),
    [
        (0, 0),
        (1e-9, 1),
        (0.0099, 1),
        (0.01, 2),
        (0.05, 3),
        (0.1, 4),
        (0.25, 5),
        (0.5, 6),
        (0.75, 7),
    ],
)
def test_a_level_starts_with_its_lower_edge(share: float, number: int) -> None:
    assert level(share) == number
