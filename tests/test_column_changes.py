"""What changed in one facility, a plain sentence for each column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.changes import change_texts, changes
from finder.facility import COLUMNS
from finder.geo import Datum, from_wgs84
from finder.translations import catalogue
from tests.made_up import JIA, facility


def texts(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Return what is said of the made-up facility with some columns so before and so after."""
    found = changes([facility(**before)], [facility(**after)])
    return [text for change in found.changed for text in change_texts(change)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            {"phone": "010-1234567"},
            {"phone": "010-7654321"},
            ["电话：010-1234567 → 010-7654321"],
        ),
        ({}, {"phone": "010-7654321"}, ["电话：填上了 010-7654321"]),
        ({"notice": "测试"}, {}, ["提示：删去了 测试"]),
        ({}, {"kind": "图书馆"}, ["类型：写法改了，意思不变"]),
        ({}, {"kind": "博物馆"}, ["类型：图书馆 → 博物馆"]),
        ({"wheelchair": "yes"}, {"wheelchair": "no"}, ["无障碍：可以 → 不可以"]),
        ({}, {"wheelchair": "limited"}, ["无障碍：未知 → 部分可以"]),
        (
            {"services": "借阅;自习"},
            {"services": "自习;展览"},
            ["服务：增加展览", "服务：去掉借阅"],
        ),
        ({"services": "借阅;自习"}, {"services": "自习; 借阅"}, ["服务：写法改了，意思不变"]),
        ({}, {"lat": "39.904683"}, ["位置向北移动了 520 米"]),
        ({}, {"lon": "116.6"}, ["位置向西移动了 8552 米"]),
        ({}, {"lat": "39.8", "lon": "116.9"}, ["位置向东南移动了 20.4 公里"]),
        ({}, {"lat": "39.90", "lon": "116.700", "datum": "wgs84"}, ["坐标的写法改了，位置不变"]),
        ({}, {"lat": "", "lon": ""}, ["位置：删去了（以前是 39.90000, 116.70000）"]),
        (
            {"lat": "", "lon": ""},
            {},
            ["位置：以前没有，现在是 39.90000, 116.70000"],
        ),
        (
            {"lat": "", "lon": ""},
            {"lat": "", "lon": "", "datum": "gcj02"},
            ["坐标系的写法改了，仍然没有位置"],
        ),
        (
            {},
            {"accuracy_m": "500"},
            ["位置就在门口 → 位置为大致地点，误差约 500 米"],
        ),
        (
            {"accuracy_m": "500"},
            {"accuracy_m": "501"},
            ["位置误差（米）：500 → 501"],
        ),
        (
            {},
            {"opening_hours": "每天9:00-17:00，法定节假日照常开放"},
            ["开放时间：写法改了，意思不变"],
        ),
        (
            {},
            {"opening_hours": "Mo-Su,PH 09:00-18:00", "special_hours": "2026 Dec 24 off"},
            ["每天、法定节假日闭馆时间 17:00 → 18:00", "新增特殊时间：2026年12月24日闭馆"],
        ),
    ],
)
def test_each_column_is_told_in_a_sentence(
    before: dict[str, str], after: dict[str, str], expected: list[str]
) -> None:
    assert texts(before, after) == expected


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_the_same_place_in_another_datum_did_not_move(datum: Datum) -> None:
    assert JIA.position
    given = from_wgs84(JIA.position, datum)
    after = {"lat": f"{given.lat:.7f}", "lon": f"{given.lon:.7f}", "datum": datum.value}
    assert texts({}, after) == ["坐标的写法改了，位置不变"]


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_a_move_by_the_shift_of_a_datum_asks_for_the_datum(datum: Datum) -> None:
    assert JIA.position
    given = from_wgs84(JIA.position, datum)
    moved = {"lat": f"{given.lat:.6f}", "lon": f"{given.lon:.6f}"}
    for said in (texts({}, moved), texts(moved, {})):
        assert len(said) == 1
        assert said[0].endswith("米；这正好是两种坐标系的差，请看看“坐标系”一栏写对了没有")
    assert "坐标系" not in texts({}, {"lat": "39.904683"})[0]


@given(
    st.sampled_from([name for name in COLUMNS if name != "id"]),
    st.sampled_from(["", "39.9", "test", "2026-01-02"]),
)
def test_whatever_column_changed_something_is_said(column: str, value: str) -> None:
    allowed = {
        "kind": "museum",
        "lat": "39.95",
        "lon": "116.75",
        "datum": "gcj02",
        "accuracy_m": "100",
        "opening_hours": "Mo 09:00-10:00",
        "special_hours": "2026 Dec 24 off",
        "wheelchair": "yes",
        "verified_on": "2026-01-02",
    }
    after = facility(**{column: allowed.get(column, value)})
    found = changes([JIA], [after])
    if after == JIA:
        assert found.is_empty
        return
    (change,) = found.changed
    assert column in change.columns
    for language in ("zh", "en"):
        assert all(change_texts(change, catalogue(language)))
        assert change_texts(change, catalogue(language))


def test_of_long_texts_only_what_differs_is_told() -> None:
    long = "一二三四五六七八九十" * 6
    after = long[:30] + "改" + long[31:]
    (said,) = texts({"source": long}, {"source": after})
    assert said == "来源：…" + long[20:41] + "… → …" + after[20:41] + "…"
    (said,) = texts({"source": long}, {"source": long + "完"})
    assert said == "来源：…一二三四五六七八九十 → …一二三四五六七八九十完"


@given(st.text("甲乙丙", min_size=1, max_size=90), st.text("甲乙丙", min_size=1, max_size=90))
def test_what_is_told_of_two_texts_differs_where_they_do(before: str, after: str) -> None:
    for said in texts({"source": before}, {"source": after}):
        was, now = said.removeprefix("来源：").split(" → ")
        assert was != now
        assert was.strip("…") in before
        assert now.strip("…") in after
