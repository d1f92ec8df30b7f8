"""Bytes of a CSV file: every encoding and order that people send, every way to be wrong."""

from __future__ import annotations

import csv
import datetime as dt
import gc
import io
import random
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from functools import _lru_cache_wrapper
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.csvfile import Contents, contents
from finder.facility import COLUMNS, Facility
from finder.file_limits import WEB
from finder.geo import Datum
from tests.made_up import csv_text

GOOD = {
    "id": "jia",
    "name": "甲馆",
    "kind": "library",
    "lat": "39.9",
    "lon": "116.7",
    "datum": "",
    "accuracy_m": "",
    "opening_hours": "Mo-Su 09:00-17:00",
    "special_hours": "",
    "wheelchair": "",
    "phone": "",
    "website": "",
    "verified_on": "",
    "notice": "",
}


def read(*rows: dict[str, str]) -> Contents:
    return contents(csv_text(rows).encode())


def read_text(text: str) -> Contents:
    return contents(text.encode())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_real_list_is_the_same_in_every_encoding(
    csv_path: Path, facilities: tuple[Facility, ...], encoding: str
) -> None:
    found = contents(csv_path.read_bytes().decode().encode(encoding))
    assert (found.facilities, found.problems) == (facilities, ())


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("gbk", b""),
        ("gb18030", b""),
    ],
)
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_encodings_and_line_ends_make_no_difference(
    encoding: str, mark: bytes, line_end: str
) -> None:
    text = csv_text([GOOD]).replace("\r\n", line_end)
    assert contents(mark + text.encode(encoding)) == read(GOOD)


def test_headers_may_be_chinese_and_in_any_order(
    csv_path: Path, facilities: tuple[Facility, ...]
) -> None:
    chinese = {column.name: str(column.metadata["chinese"]) for column in fields(Facility)}
    order = list(COLUMNS)
    random.Random(7).shuffle(order)
    rows = [
        {chinese[name]: row[name] for name in order}
        for row in csv.DictReader(io.StringIO(csv_path.read_text("utf-8"), newline=""))
    ]
    found = read(*rows)
    assert (found.facilities, found.problems) == (facilities, ())


def test_only_the_required_columns_must_be_there() -> None:
    found = read_text("类型,编号,名称\n图书馆,jia,甲馆\n")
    assert not found.problems
    (jia,) = found.facilities
    assert (jia.id, jia.name, jia.kind, jia.opening_hours, jia.position) == (
        "jia",
        "甲馆",
        "图书馆",
        "",
        None,
    )


def test_blanks_round_a_cell_are_not_part_of_it() -> None:
    found = read_text("id , name,kind\n jia ,　甲馆 , library\t\n")
    assert [(one.id, one.name, one.kind) for one in found.facilities] == [
        ("jia", "甲馆", "library")
    ]


def test_a_cell_keeps_its_commas_quotes_lines_and_wide_blanks() -> None:
    notice = '甲，乙, "丙"\r\n第二行\n　全角\t\xa0'
    (found,) = read({**GOOD, "notice": notice}).facilities
    # Spreadsheets keep no other line break inside a cell than the line feed.
    assert found.notice == notice.strip().replace("\r\n", "\n")


def test_blank_rows_are_passed_over_but_counted() -> None:
    found = read_text("id,name,kind\n\njia,甲馆,library\n,,\nyi,乙馆,错\n\n , ,\n")
    assert [one.id for one in found.facilities] == ["jia"]
    assert [problem.row for problem in found.problems] == [5]


def test_an_unknown_column_is_reported_and_harmless() -> None:
    found = read({**GOOD, "备注": "测试"})
    assert [one.id for one in found.facilities] == ["jia"]
    first = found.warnings[0]
    assert (first.row, first.column, first.value) == (1, "备注", "备注")
    assert "备注" in str(found.warnings[0].message)


def test_hours_may_be_chinese_or_osm_in_both_columns() -> None:
    found = read(
        {
            **GOOD,
            "opening_hours": "周二至周日9:00-17:00，周一闭馆",
            "special_hours": "2026 Dec 24 off",
        },
        {
            **GOOD,
            "id": "yi",
            "opening_hours": "Tu-Su 09:00-17:00; Mo off",
            "special_hours": "2026-12-24 闭馆",
        },
    )
    assert found.problems == ()
    jia, yi = found.facilities
    assert jia.rules == yi.rules
    assert jia.opening_hours == "周二至周日9:00-17:00，周一闭馆"


def test_what_is_probably_a_mistake_in_the_hours_is_a_warning() -> None:
    hours = 'Mo-Fr 08:30-18:00; Tu-Su 18:00-22:00 open "二层"; PH off'
    found = read({**GOOD, "opening_hours": hours})
    assert len(found.facilities) == 1
    assert [(one.row, one.column) for one in found.warnings] == [(2, "opening_hours")]
    assert "Mo-Fr 08:30-18:00" in str(found.warnings[0].message)


# (column, value, what the message says); the message names the value unless that is invisible.
WRONG_CELLS = [
    ("id", "", "不能留空"),
    ("name", "", "不能留空"),
    ("kind", "", "不能留空"),
    ("id", "甲馆", "甲馆"),
    ("id", "Jia", "Jia"),
    ("id", "jia馆", "jia馆"),
    ("id", "-jia", "-jia"),
    ("id", "jia--guan", "jia--guan"),
    ("id", "../jia", "../jia"),
    ("id", "jia", "第 2 行已经用过"),
    ("kind", "馆", "馆"),
    ("kind", "Library", "Library"),
    ("lat", "北纬39.9", "北纬39.9"),
    ("lat", "116.7", "116.7 超出 ±90 度"),
    ("lat", "nan", "nan"),
    ("lat", "3_9", "3_9"),
    ("lon", "东经116.7", "东经116.7"),
    ("lon", "1167", "1167 超出 ±180 度"),
    ("lat", "", "一半"),
    ("lon", "", "一半"),
    ("datum", "gps", "gps"),
    ("datum", "WGS84", "WGS84"),
    ("accuracy_m", "3公里", "3公里"),
    ("accuracy_m", "-5", "-5"),
    ("accuracy_m", "1.5", "1.5"),
    ("accuracy_m", "1234567", "1234567"),
    ("opening_hours", "Mo-Fr 25:70-26:00", "25:70"),
    ("opening_hours", "Feb 30 09:00-17:00", "Feb 30"),
    ("opening_hours", "Mo 09:00-17:00 ???", "?"),
    ("opening_hours", "Xx 09:00-17:00", "Xx"),
    ("opening_hours", 'Mo 09:00-17:00 open "七层', "引号没有配对"),
    ("opening_hours", '"七层"', "七层"),
    ("special_hours", "2026 Nov 31 off", "Nov 31"),
    ("special_hours", "Dec 24 off", "Dec 24 off"),
    ("wheelchair", "maybe", "maybe"),
    ("phone", "无", "无"),
    ("phone", "call me", "call me"),
    ("website", "www.example.org", "www.example.org"),
    ("website", "javascript:alert(1)", "javascript:alert(1)"),
    ("website", 'http://x"onclick="', 'http://x"onclick="'),
    ("verified_on", "2026-02-30", "2026-02-30"),
    ("verified_on", "20260131", "20260131"),
    ("verified_on", "2026年1月", "2026年1月"),
    ("name", "甲\u200b馆", "“名称”里有看不见的控制字符"),
    ("name", "甲\u202e馆", "“名称”里有看不见的控制字符"),
    ("notice", "甲\x1b[2J", "“提示”里有看不见的控制字符"),
]


@pytest.mark.parametrize(("column", "value", "says"), WRONG_CELLS)
def test_a_wrong_cell_is_reported_with_row_column_value_and_a_way_out(
    column: str, value: str, says: str
) -> None:
    wrong = {**GOOD, "id": "yi", column: value}
    found = read(GOOD, wrong, {**GOOD, "id": "bing"})
    assert [one.id for one in found.facilities] == ["jia", "bing"]
    (problem,) = found.problems
    assert (problem.row, problem.column, problem.value) == (3, column, value)
    assert says in str(problem.message)
    assert str(problem.hint)


def test_everything_that_is_wrong_is_reported_at_once() -> None:
    found = read(
        {**GOOD, "id": "甲", "lat": "x", "lon": "y"}, {**GOOD, "kind": "错", "phone": "无"}
    )
    assert [(one.row, one.column) for one in found.problems] == [
        (2, "id"),
        (2, "lat"),
        (2, "lon"),
        (3, "kind"),
        (3, "phone"),
    ]
    assert found.facilities == ()


@pytest.mark.parametrize("datum", ["", *Datum])
def test_every_datum_is_taken(datum: str) -> None:
    assert not read({**GOOD, "datum": datum}).problems


PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")


@pytest.mark.parametrize(
    ("data", "row", "column", "says"),
    [
        (b"", None, None, "空的"),
        (b"\xef\xbb\xbf", None, None, "空的"),
        (b"\r\n , \r\n\r\n", None, None, "空的"),
        (b"id,name,kind\r\n", 1, None, "只有表头"),
        (b"id,name,kind\r\n\r\n,,\r\n", 1, None, "只有表头"),
        (PNG, None, None, "图片"),
        (b"PK\x03\x04\x14\x00\x06\x00" + bytes(20), None, None, "已损坏"),
        (b"id,name,kind\njia,\0,library\n", None, None, "不是文字"),
        (b"\xff\xfe\x00", None, None, "不是文字"),  # half a character
        (b"\xff\xff\xff", None, None, "不是文字"),
        ("id,name,kind\n".encode("utf-32"), None, None, "不是文字"),
        (b'id,name,kind\njia,"A,library\n', 2, None, "没有配对"),
        (b'id,name,kind\njia,"A"B,library\n', 2, None, "没有配对"),
        (b"id,name,kind\njia,A\n", 2, None, "2 格，表头有 3 列"),
        (b"id,name,kind\nyi,B,library\njia,A,library,x\n", 3, None, "4 格，表头有 3 列"),
        (b"id,name\njia,A\n", 1, "kind", "类型"),
        (b"name,kind\nA,library\n", 1, "id", "编号"),
        (b"id,id,name,kind\njia,jia,A,library\n", 1, "id", "两次"),
        ("id,编号,name,kind\njia,jia,A,library\n".encode(), 1, "id", "编号"),
        (b"a" * (WEB.size_bytes + 1), None, None, str(WEB.size_bytes)),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_file_that_cannot_be_taken_says_why(
    data: bytes, row: int | None, column: str | None, says: str
) -> None:
    found = contents(data)
    (problem,) = found.problems
    assert (problem.row, problem.column) == (row, column)
    assert says in str(problem.message)
    assert str(problem.hint)


def is_whole(found: Contents) -> bool:
    """Return whether every facility's values can be had, and every problem can be shown."""
    for one in found.facilities:
        _ = one.position, one.rules, one.kind_key, one.error_m, one.verified_date
    for problem in (*found.problems, *found.warnings):
        assert str(problem.message)
        assert problem.as_dict()
    return True


@given(st.binary(max_size=300))
def test_no_bytes_raise(data: bytes) -> None:
    assert is_whole(contents(data))


@given(st.text(max_size=300), st.sampled_from(["utf-8", "utf-16", "gb18030"]))
def test_no_text_raises(text: str, encoding: str) -> None:
    assert is_whole(contents(text.encode(encoding, errors="replace")))


CELL = st.one_of(
    st.sampled_from([value for _, value, _ in WRONG_CELLS] + list(GOOD.values())),
    st.text(max_size=8),
)


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(GOOD, CELL)), min_size=1, max_size=4))
def test_no_cells_raise_and_no_facility_is_half_right(rows: list[dict[str, str]]) -> None:
    data = csv_text(rows).encode(errors="replace")
    found = contents(data)
    assert is_whole(found)
    assert len(found.facilities) + len({one.row for one in found.problems}) <= max(1, len(rows))


# Rows that one cell makes odd, and what is odd about them.
ODD_CELLS = st.sampled_from(
    [
        ("phone", "105694671700"),
        ("phone", "1.05E+10"),
        ("lat", "91"),
        ("lat", ""),
        ("lon", "abc"),
        ("name", "#N/A"),
        ("name", "????馆"),
        ("name", "閫氬窞鍖哄浘涔﹂"),
        ("name", "甲\x07馆"),
        ("notice", "甲\ufffd"),
        ("opening_hours", "0.375"),
        ("opening_hours", "周一至周五9:00-5:00"),
        ("opening_hours", "看情况"),
        ("special_hours", "看情况"),
        ("special_hours", "2026年12月24日闭馆"),
        ("kind", "没有"),
        ("verified_on", "2099-01-01"),
        ("verified_on", "5/12/2023"),
        ("id", "A"),
        ("town", "'=甲"),
        ("address", "设备检修设备"),
    ]
)
PLAIN = {
    **dict.fromkeys(COLUMNS, ""),
    "kind": "library",
    "lat": "39.9",
    "lon": "116.7",
    "accuracy_m": "100",
    "opening_hours": "Mo-Su,PH 09:00-17:00",
}


@given(st.lists(st.none() | ODD_CELLS, min_size=1, max_size=12))
def test_what_is_said_of_a_row_does_not_depend_on_the_rows_before_it(
    odd: list[tuple[str, str] | None],
) -> None:
    rows = [
        {**PLAIN, "id": f"a-{at}", "name": f"甲馆{at}", **dict([cell] if cell else [])}
        for at, cell in enumerate(odd)
    ]
    today = dt.date(2026, 11, 24)
    together = contents(csv_text(rows).encode(), today)
    for number, row in enumerate(rows, start=2):
        if sum(row["id"] == one["id"] or row["name"] == one["name"] for one in rows) > 1:
            continue
        alone = contents(csv_text([row]).encode(), today)
        for all_rows, one_row in (
            (together.problems, alone.problems),
            (together.warnings, alone.warnings),
        ):
            of_row = [problem for problem in all_rows if problem.row == number]
            assert of_row == [replace(problem, row=number) for problem in one_row]


def test_two_threads_that_check_at_once_say_what_each_would_alone() -> None:
    def file(mark: str) -> bytes:
        cells = ["周一至周五9:00-5:00", "Mo-Xx 09:00", "Mo-Su 09:00-17:00", "0.375"]
        rows = [
            {**PLAIN, "id": f"{mark}-{at}", "name": f"{mark}{at}", "opening_hours": cells[at % 4]}
            for at in range(40)
        ]
        return csv_text(rows).encode()

    files = [file("a"), file("b"), file("a"), file("b")]
    expected = [contents(data) for data in files]
    assert all(len(one.problems) == 30 for one in expected)
    caches = [
        one
        for one in gc.get_objects()
        if isinstance(one, _lru_cache_wrapper) and (one.__module__ or "").startswith("finder.")
    ]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(25):
            # As in a process that has just begun.
            for cached in caches:
                cached.cache_clear()
            with ThreadPoolExecutor(2) as pool:
                assert list(pool.map(contents, files)) == expected
    finally:
        sys.setswitchinterval(interval)
