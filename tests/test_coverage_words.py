"""How sure the sentences on coverage are: no surer than the positions."""

from __future__ import annotations

import datetime as dt

import pytest

from finder.circle import Counted, Figures, Gain, Share, Way
from finder.coverage_words import bounds_text, gain_text, gains_text, nothing_text, rounded_down
from finder.facility import Kind
from finder.geo import Point


def figures(people: float | None = None, **unlocated: int) -> Figures:
    left_out = {Kind[name]: many for name, many in unlocated.items()}
    return Figures(
        way=Way.FOOT,
        monday=dt.date(2026, 11, 30),
        is_ordinary=True,
        counted=Counted(exact=1, rough=0, without_hours=0, unlocated=left_out),
        cells=1,
        area_km2=1.0,
        by_area=(),
        people=people,
    )


SHARE = Share(certain=0.1, counted=0.2, possible=0.3)


def test_where_every_position_is_known_the_bounds_hold_without_a_condition() -> None:
    found = figures()
    assert bounds_text(found, SHARE) == "实际在第一个数和 30.0% 之间。"
    assert nothing_text(found) == "肯定够不着"
    assert gains_text(found).endswith("所以增加的至少有这么多。")
    assert "至少多 2.3 平方公里" in gain_text(found, Gain(Point(39.9, 116.7), 2.3), ())


def test_a_facility_without_a_position_may_be_anywhere_and_every_bound_says_so() -> None:
    found = figures(LIBRARY=2)
    condition = "在没有位置的 2 处都不在附近的前提下"
    assert bounds_text(found, SHARE) == f"实际不少于第一个数；{condition}，不超过 30.0%。"
    assert nothing_text(found) == "按已知位置够不着"
    assert f"{condition}，增加的至少有这么多" in gains_text(found)
    said = gain_text(found, Gain(Point(39.9, 116.7), 2.3), ())
    assert "按已知位置多 2.3 平方公里" in said
    assert "至少" not in said


@pytest.mark.parametrize(
    ("gain", "people", "words"),
    [
        (2.39, None, "多 2.3 平方公里"),
        (2.3 - 1e-12, None, "多 2.3 平方公里"),
        (0.0625, None, "多 0.06 平方公里"),
        (7.99, 10.0, "多 7 人"),
    ],
)
def test_a_gain_is_rounded_down(gain: float, people: float | None, words: str) -> None:
    found = figures(people)
    assert gain_text(found, Gain(Point(39.9, 116.7), gain), ()).endswith(words)


def test_a_number_is_cut_and_not_rounded_up() -> None:
    assert rounded_down(0.199, 2) == 0.19
    assert rounded_down(0.3, 1) == 0.3
