"""What OpenStreetMap knows and the list does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.csvfile import contents
from finder.facility import Facility
from finder.geo import Point
from finder.overpass import Element
from finder.proposals import REMARK, proposal_bytes
from finder.suggestions import Suggestions, plain_name, suggestions
from tests.made_up import facility

# 0.001 degrees of latitude are 111 metres.
HERE = Point(39.9, 116.7)


def element(
    name: str = "测试图书馆", lat: float = 39.9, number: int = 1, error_m: int = 50, **tags: str
) -> Element:
    given = {name.replace("__", ":"): value for name, value in tags.items()}
    known = {"amenity": "library", "name": name, **given}
    return Element("node", number, known, Point(lat, 116.7), error_m)


def suggest(rows: list[Facility], *elements: Element) -> Suggestions:
    return suggestions(rows, elements)


def only_row(*elements: Element) -> dict[str, str]:
    (row,) = suggest([], *elements).added
    return dict(row)


def test_what_the_list_lacks_becomes_a_row_with_its_source_and_unconfirmed() -> None:
    row = only_row(
        element(
            name__en="Test Library",
            opening_hours="Mo-Su 09:00-17:00; PH off",
            wheelchair="limited",
            phone="+86 10 1234 5678",
            website="http://e.org",
            addr__street="测试路",
            addr__housenumber="1",
        )
    )
    assert row == {
        "id": "osm-node-1",
        "name": "测试图书馆",
        "name_en": "Test Library",
        "kind": "library",
        "address": "测试路1号",
        "lat": "39.900000",
        "lon": "116.700000",
        "datum": "wgs84",
        "accuracy_m": "50",
        "opening_hours": "Mo-Su 09:00-17:00; PH off",
        "wheelchair": "limited",
        "phone": "+86 10 1234 5678",
        "website": "http://e.org",
        "source": "© OpenStreetMap contributors (ODbL) node/1",
        REMARK: "",
    }
    assert "verified_on" not in row


@pytest.mark.parametrize(
    ("tag", "column", "value"),
    [
        ("opening_hours", "opening_hours", "Mo-Fr sunrise-sunset"),
        ("opening_hours", "opening_hours", "see website"),
        ("wheelchair", "wheelchair", "designated"),
        ("phone", "phone", "ask inside"),
        ("website", "website", "e.org"),
        ("addr:full", "address", "=HYPERLINK(1)"),
        ("name:en", "name_en", "+1+1"),
    ],
)
def test_what_we_cannot_read_goes_into_the_remark_that_readers_never_see(
    tag: str, column: str, value: str
) -> None:
    plain = element()
    row = only_row(replace(plain, tags={**plain.tags, tag: value}))
    assert row[column] == ""
    assert value in row[REMARK]
    assert value not in "".join(cell for name, cell in row.items() if name != REMARK)


@pytest.mark.parametrize("name", ["", " ", "=cmd()", "+1", "-1", "@x", "甲\x07馆", "ª@°¡", "????"])
def test_what_has_no_name_that_could_stand_in_a_spreadsheet_is_skipped(name: str) -> None:
    assert suggest([], element(name)) == Suggestions({}, (), (), 0, 1)


@pytest.mark.parametrize(
    "name", ["北京市通州区测试图书馆", "测试图书馆（总馆）", "通州区测试图书馆", "测试 图书馆"]
)
def test_a_row_without_a_position_gets_that_of_its_name(name: str) -> None:
    row = facility(name=name, lat="", lon="")
    found = suggest([row], element())
    assert found.added == ()
    (changes,) = found.changes.values()
    assert (changes["lat"], changes["accuracy_m"]) == ("39.900000", "50")
    assert changes["source"].startswith("测试；坐标：© OpenStreetMap contributors (ODbL) node/1")
    assert changes[REMARK]


def test_a_rough_position_gives_way_to_a_better_one_within_its_error() -> None:
    rough = facility(name="测试图书馆", accuracy_m="3000")
    assert list(suggest([rough], element(lat=39.91)).changes) == ["jia"]
    far = suggest([rough], element(lat=39.95))
    assert far.changes == {}
    assert "离它 5552 米" in far.added[0][REMARK]
    assert suggest([rough], element(error_m=3000)).changes == {}


def test_what_the_list_has_already_is_counted_and_left_alone() -> None:
    row = facility(name="测试图书馆")
    assert suggest([row], element(lat=39.901)) == Suggestions({}, (), (), 1, 0)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (facility(name="测试图书馆"), "同名，但离它 1110 米"),
        (facility(name="测试图书馆分馆"), "名称像 jia（测试图书馆分馆）"),
        (facility(name="测试图书馆分馆", lat="", lon=""), "名称像 jia"),
        (facility(name="甲馆", lat="39.9103"), "只有 33 米"),
    ],
)
def test_a_doubtful_match_is_a_row_with_a_remark_and_changes_nothing(
    row: Facility, words: str
) -> None:
    found = suggest([row], element(lat=39.91))
    assert found.changes == {}
    (added,) = found.added
    assert words in added[REMARK]
    assert [words in str(one.text) for one in found.remarks] == [True]


def test_two_rows_of_one_name_are_both_in_doubt() -> None:
    rows = [facility(name="测试图书馆", lat="", lon="", id=id_) for id_ in ("jia", "yi")]
    found = suggest(rows, element())
    assert found.changes == {}
    assert "jia" in found.added[0][REMARK]
    assert "yi" in found.added[0][REMARK]


def test_the_second_of_two_points_of_one_name_does_not_move_the_row_again() -> None:
    row = facility(name="测试图书馆", lat="", lon="")
    found = suggest([row], element(), element(lat=39.95, number=2))
    assert found.changes["jia"]["lat"] == "39.900000"
    assert "同名，可能就是它" in found.added[0][REMARK]


def test_a_facility_that_is_drawn_twice_is_one_row() -> None:
    found = suggest([], element(), element(lat=39.901, number=2), element(lat=39.95, number=3))
    assert [row["id"] for row in found.added] == ["osm-node-1", "osm-node-3"]


def test_a_name_that_is_only_the_district_stays() -> None:
    assert plain_name("北京市通州区") != ""
    assert plain_name("通州区图书馆") == plain_name("北京通州区 图书馆（总馆）")


_TAGS = ("opening_hours", "phone", "website", "wheelchair", "name:en", "addr:full")
_TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)


@given(
    st.lists(
        st.fixed_dictionaries(
            {"name": _TEXTS},
            optional=dict.fromkeys(_TAGS, _TEXTS),
        ),
        max_size=4,
    )
)
def test_whatever_people_draw_the_proposal_is_a_list_without_problems(
    tags: list[dict[str, str]],
) -> None:
    drawn = [
        Element("way", number, {"tourism": "museum", **one}, Point(39.0 + number, 116.7), 50)
        for number, one in enumerate(tags)
    ]
    found = suggest([facility()], *drawn)
    data = "id,name,kind,lat,lon\njia,甲馆,library,39.9,116.7\n".encode()
    proposed = contents(proposal_bytes(data, found.changes, found.added))
    assert proposed.problems == ()
    assert len(proposed.facilities) == 1 + len(found.added)
    assert len(found.added) + found.known + found.skipped == len(drawn)


def test_the_real_list_recognises_itself(facilities: tuple[Facility, ...], csv_path: Path) -> None:
    drawn = [
        Element("node", number, {"amenity": "library", "name": one.name}, one.position, 50)
        for number, one in enumerate(facilities)
        if one.position and not one.error_m
    ]
    found = suggestions(facilities, drawn)
    assert found.known + found.skipped == len(drawn)
    assert (found.added, found.changes) == ((), {})
    assert contents(proposal_bytes(csv_path.read_bytes(), {}, found.added)).problems == ()


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\u2028", "\ud800"])
def test_signs_that_nobody_sees_spoil_no_proposal(sign: str) -> None:
    tags = {"tourism": "museum", "name": "甲馆", "opening_hours": f"9{sign}", "phone": sign}
    found = suggest([facility(id="yi", name="乙馆")], Element("way", 1, tags, Point(39, 116.7), 50))
    data = "id,name,kind,lat,lon\nyi,乙馆,library,39.9,116.7\n".encode()
    assert contents(proposal_bytes(data, found.changes, found.added)).problems == ()
    assert len(found.added) == 1
