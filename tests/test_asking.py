"""Parameters as people type them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder import asking
from finder.errors import QueryError
from finder.facility import Kind
from finder.geo import Point
from finder.listing import listing
from tests.made_up import facility, moment

NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-11-28T23:00", "2026-11-28T23:00"),
        ("2026-11-28T23:00+08:00", "2026-11-28T23:00"),
        ("2026-11-28T23:00 08:00", "2026-11-28T23:00"),  # an unescaped plus
        ("2026-11-28T15:00Z", "2026-11-28T23:00"),
        ("2026-11-28T10:00-05:00", "2026-11-28T23:00"),
        ("2026-11-28T23:00:00+0800", "2026-11-28T23:00"),
        ("2026-11-28T23:00:00 0800", "2026-11-28T23:00"),
        ("2026-11-28 23:00", "2026-11-28T23:00"),
        ("20261128T2300", "2026-11-28T23:00"),
        ("2026-11-28", "2026-11-28T00:00"),
        ("  2026-11-28T23:00  ", "2026-11-28T23:00"),
        ("2000-01-01T00:00", "2000-01-01T00:00"),
        ("2199-12-31T23:59", "2199-12-31T23:59"),
        ("", "2026-11-24T20:00"),
        (" ", "2026-11-24T20:00"),
    ],
)
def test_a_moment_is_on_the_clocks_of_beijing_and_blank_is_now(text: str, meant: str) -> None:
    found = asking.moment(text, NOW)
    assert found == moment(meant)
    assert found.isoformat() == f"{meant}:00+08:00"


@pytest.mark.parametrize(
    "text",
    [
        "now",
        "今晚",
        "23:00",
        "2026-11-31T10:00",
        "2026-02-29T10:00",
        "2026-11-28T25:00",
        "2026-11-28T23:60",
        "2026/11/28 23:00",
        "28.11.2026",
        "1764342000",
        "1999-12-31T23:59",
        "2200-01-01T00:00",
        "0001-01-01T00:00+14:00",
        "9999-12-31T23:59-12:00",
        "２０２６-11-28T23:00",
        "2026-11-28T23:00+99:00",
    ],
)
def test_what_is_no_moment_is_refused_by_its_value(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        asking.moment(text, NOW)
    (problem,) = caught.value.problems
    assert (problem.column, problem.value) == ("at", text)
    assert text in str(problem.message)
    assert "2026-11-28T23:00+08:00" in str(problem.hint)


@given(st.text(max_size=30))
def test_any_text_is_a_moment_or_a_query_error(text: str) -> None:
    try:
        found = asking.moment(text, NOW)
    except QueryError:
        return
    assert found.utcoffset() is not None


def test_a_position_needs_both_numbers() -> None:
    assert asking.position("39.9", "116.7") == Point(39.9, 116.7)


@pytest.mark.parametrize(
    ("lat", "lon", "columns"),
    [
        ("", "", ["lat", "lon"]),
        ("39.9", "", ["lon"]),
        (" ", "116.7", ["lat"]),
        ("北", "116.7", ["lat"]),
        ("", "东", ["lat", "lon"]),
        ("91", "181", ["lat", "lon"]),
        ("nan", "inf", ["lat", "lon"]),
    ],
)
def test_a_bad_position_is_a_query_error_with_every_bad_part(
    lat: str, lon: str, columns: list[str]
) -> None:
    with pytest.raises(QueryError) as caught:
        asking.position(lat, lon)
    assert [problem.column for problem in caught.value.problems] == columns


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", ()),
        (" , ,", ()),
        ("library", (Kind.LIBRARY,)),
        ("图书馆", (Kind.LIBRARY,)),
        ("museum, 文化馆", (Kind.MUSEUM, Kind.CULTURE_CENTRE)),
    ],
)
def test_kinds_are_keys_or_chinese_names_between_commas(text: str, meant: tuple[Kind, ...]) -> None:
    assert asking.kinds(text) == meant


@pytest.mark.parametrize(
    "text", ["pub", "Library", "library,pub", "图书馆、博物馆", "library museum"]
)
def test_an_unknown_kind_is_refused_with_the_list_of_kinds(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        asking.kinds(text)
    (problem,) = caught.value.problems
    assert problem.column == "kind"
    assert problem.value in text
    assert problem.value in str(problem.message)
    assert all(kind.value in str(problem.hint) for kind in Kind)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1", True),
        ("true", True),
        ("YES", True),
        (" 1 ", True),
        ("0", False),
        ("False", False),
        ("no", False),
        ("", False),
    ],
)
def test_yes_and_no_have_a_few_spellings(text: str, meant: bool) -> None:
    assert asking.yes_no(text, "open") is meant


@pytest.mark.parametrize("text", ["2", "maybe", "是", "on", "-1"])
def test_neither_yes_nor_no_is_refused(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        asking.yes_no(text, "open")
    (problem,) = caught.value.problems
    assert (problem.column, problem.value) == ("open", text)
    assert text in str(problem.message)


@pytest.mark.parametrize(
    ("text", "meant"), [("", 20), (" ", 20), ("1", 1), (" 7 ", 7), ("007", 7), ("1000", 1000)]
)
def test_a_limit_is_a_whole_number_or_the_default(text: str, meant: int) -> None:
    assert asking.limit(text) == meant


@pytest.mark.parametrize(
    "text", ["0", "-1", "1001", "1.5", "ten", "1e2", "１", "99999", "+5", "1 0"]
)
def test_another_limit_is_refused(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        asking.limit(text)
    (problem,) = caught.value.problems
    assert (problem.column, problem.value) == ("limit", text)
    assert text in str(problem.message)
    assert "1000" in str(problem.hint)


OFFERED = listing(
    "",
    (
        facility(services="借阅;自习", town="宋庄镇"),
        facility(services="自习;展览", town="台湖镇"),
        facility(services="", town=""),
    ),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        (" , ", ()),
        ("自习", ("自习",)),
        (" 展览 , 借阅 ", ("展览", "借阅")),
        ("无障碍", ("无障碍",)),
    ],
)
def test_services_are_those_that_some_facility_offers(text: str, found: tuple[str, ...]) -> None:
    assert asking.services(text, OFFERED.offered) == found


def test_an_unknown_service_is_told_which_there_are() -> None:
    with pytest.raises(QueryError) as caught:
        asking.services("借阅,洗车", OFFERED.offered)
    (problem,) = caught.value.problems
    assert (problem.column, problem.value) == ("service", "洗车")
    assert str(problem.message) == "没有“洗车”这项服务。"
    assert str(problem.hint) == "可用的服务：借阅、自习、展览、无障碍。"


def test_towns_are_those_of_the_facilities() -> None:
    assert asking.towns("", OFFERED.towns) == ()
    assert asking.towns("台湖镇,宋庄镇", OFFERED.towns) == ("台湖镇", "宋庄镇")
    with pytest.raises(QueryError) as caught:
        asking.towns("宋庄", OFFERED.towns)
    (problem,) = caught.value.problems
    assert (problem.column, problem.value) == ("town", "宋庄")
    assert str(problem.hint) == "可用的镇街：宋庄镇、台湖镇。"


def test_a_search_text_may_have_a_hundred_characters() -> None:
    assert asking.search_text("  tsg ") == "tsg"
    assert asking.search_text(" " + "书" * 100 + " ") == "书" * 100
    with pytest.raises(QueryError) as caught:
        asking.search_text("书" * 101)
    (problem,) = caught.value.problems
    assert (problem.column, problem.value) == ("q", "书" * 101)
    assert str(problem.hint) == "请写 100 个字以内。"
