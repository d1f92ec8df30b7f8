"""Lists with proposals: whole, unchanged but for what is proposed, and honest about it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.csvfile import contents
from finder.facility import COLUMNS
from finder.geo import Datum, Point
from finder.lookups import Found
from finder.proposals import (
    REMARK,
    address_text,
    middle,
    outcome,
    proposal_bytes,
    to_look_up,
    with_source,
)
from tests.made_up import csv_text, facility

CREDIT = "© 测试"
DOOR = Found(Point(39.95, 116.75), Datum.WGS84, 50, "测试路1号")
NOWHERE = facility(lat="", lon="", address="测试路1号")


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_nothing_proposed_changes_nothing(csv_path: Path) -> None:
    data = csv_path.read_bytes()
    same = proposal_bytes(data, {})
    assert contents(same) == contents(data)
    assert rows(same) == rows(data)


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "编号": st.uuids().map(str),
                "经办": st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8),
                "名称": st.sampled_from(["甲馆", "乙馆", ""]),
                "类型": st.sampled_from(["图书馆", "错"]),
            }
        ),
        min_size=1,
        max_size=5,
        unique_by=lambda row: row["编号"],
    )
)
def test_columns_that_we_do_not_know_and_rows_with_problems_stay(
    given_rows: list[dict[str, str]],
) -> None:
    data = csv_text(given_rows).encode()
    first = given_rows[0]["编号"]
    changed = rows(proposal_bytes(data, {first: {"lat": "39.9", REMARK: "测试"}}))
    assert [{name: row[name] for name in given_rows[0]} for row in changed] == given_rows
    assert [row["lat"] for row in changed] == ["39.9"] + [""] * (len(given_rows) - 1)
    assert changed[0][REMARK] == "测试"


def test_a_row_of_another_length_and_a_blank_one_stay_where_they_are() -> None:
    data = "id,name,kind\n\njia,甲馆\nyi,乙馆,library\n".encode()
    lines = proposal_bytes(data, {"yi": {"lat": "39.9"}}).decode("utf-8-sig").splitlines()
    assert lines == ["id,name,kind,lat", "", "jia,甲馆", "yi,乙馆,library,39.9"]


def test_only_the_first_of_two_rows_with_one_id_is_changed() -> None:
    data = "id,name,kind,lat\njia,甲馆,library,\njia,乙馆,library,\n".encode()
    assert [row["lat"] for row in rows(proposal_bytes(data, {"jia": {"lat": "39.9"}}))] == [
        "39.9",
        "",
    ]


def test_added_rows_stand_at_the_end_with_columns_of_their_own() -> None:
    data = b"name,kind,id\nA,library,a\n"
    added = {"id": "yi", "name": "乙馆", "kind": "museum", "lat": "39.9", REMARK: "测试"}
    new = rows(proposal_bytes(data, {}, [added]))
    assert new[-1] == added
    assert list(new[0]) == ["name", "kind", "id", "lat", REMARK]


def test_what_has_an_address_and_no_position_is_looked_up() -> None:
    rough = facility(id="yi", accuracy_m="3000", address="测试路2号")
    exact = facility(id="bing", address="测试路3号")
    without = facility(id="ding", lat="", lon="")
    aside = facility(id="wu", lat="", lon="", address="（一层）")
    every = (NOWHERE, rough, exact, without, aside)
    assert to_look_up(every) == (NOWHERE,)
    assert to_look_up(every, with_rough=True) == (NOWHERE, rough)


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("测试路1号（一层）", "测试路1号"),
        ("测试路1号(甲 (乙) 内)", "测试路1号(甲 内)"),
        (" 测试路\n 1号 ", "测试路 1号"),
    ],
)
def test_a_service_is_not_asked_for_what_stands_in_brackets(address: str, asked: str) -> None:
    assert address_text(facility(address=address)) == asked


def test_a_position_comes_with_its_error_its_source_and_a_remark() -> None:
    result = outcome(NOWHERE, DOOR, Point(39.9, 116.7), CREDIT)
    assert result.changes == {
        "lat": "39.950000",
        "lon": "116.750000",
        "datum": "wgs84",
        "accuracy_m": "50",
        "source": "测试；坐标：© 测试，由地址查得，未核实",
        REMARK: "由地址查得“测试路1号”，误差约 50 米，请核对。",
    }


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (None, "没有找到“测试路1号”"),
        (Found(Point(31.2, 121.4), Datum.WGS84, 50, "别处"), "公里外的“别处”"),
        (Found(Point(39.95, 116.75), Datum.WGS84, None, "测试区"), "只找到大概的“测试区”"),
    ],
)
def test_what_is_far_or_vague_is_reported_and_not_proposed(found: Found | None, words: str) -> None:
    result = outcome(NOWHERE, found, Point(39.9, 116.7), CREDIT)
    assert result.changes == {}
    assert words in str(result.remark)


def test_a_position_in_another_datum_stays_in_it() -> None:
    found = Found(Point(39.95, 116.75), Datum.BD09, 50, "门址")
    result = outcome(NOWHERE, found, Point(39.9, 116.7), CREDIT)
    assert (result.changes["lat"], result.changes["datum"]) == ("39.950000", "bd09")


@pytest.mark.parametrize(("error_m", "proposed"), [("51", True), ("50", False)])
def test_a_rough_position_gives_way_only_to_a_better_one(error_m: str, proposed: bool) -> None:
    row = facility(accuracy_m=error_m, address="测试路1号")
    assert bool(outcome(row, DOOR, None, CREDIT).changes) is proposed


def test_the_middle_of_a_list_is_not_moved_by_one_slip() -> None:
    every = [facility(lat=lat) for lat in ("39.8", "39.9", "40.0", "-39.9", "")]
    assert middle([facility(lat="", lon="")]) is None
    assert middle(every[:3]) == pytest.approx((39.9, 116.7))
    assert middle(every[:4]) == pytest.approx((39.85, 116.7))


def test_a_source_is_not_named_twice() -> None:
    assert with_source("", "甲") == "甲"
    assert with_source("甲；乙", "乙") == "甲；乙"
    assert with_source("甲", "乙") == "甲；乙"


def test_a_proposal_is_a_list_without_new_problems(csv_path: Path) -> None:
    data = csv_path.read_bytes()
    changes = outcome(NOWHERE, DOOR, None, CREDIT).changes
    proposed = contents(proposal_bytes(data, {"smart-space-02": changes}))
    assert proposed.problems == ()
    assert [one.column for one in proposed.warnings if one.column == REMARK] == [REMARK]
    (one,) = [one for one in proposed.facilities if one.id == "smart-space-02"]
    assert (one.position, one.error_m) == (Point(39.95, 116.75), 50)
    assert REMARK not in COLUMNS
