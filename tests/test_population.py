"""A population file: what is read, and everything that can be wrong with one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.errors import FileError
from finder.file_limits import TERMINAL
from finder.geo import Point
from finder.population import MOST_PROBLEMS, Population, population

GOOD = "lat,lon,people\n39.9,116.7,1200\n39.91,116.71,0\n"
READ = Population((Point(39.9, 116.7), Point(39.91, 116.71)), (1200.0, 0.0))


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        GOOD.replace("\n", "\r\n"),
        GOOD.replace(",", ";"),
        GOOD.replace(",", "\t"),
        GOOD.replace("lat,lon,people", " LAT ,Lon,People"),
        GOOD.replace("lat,lon,people", "纬度,经度,人口"),
        GOOD.replace("lat,lon,people", "纬度,经度,人数"),
        "测试,people,lon,lat\n甲,1200,116.7,39.9\n\n , , ,\n乙,0,116.71,39.91\n",
        '"lat","lon","people"\n"39.9","116.7","1200.0"\n39.91,116.71,0',
    ],
)
def test_the_columns_may_stand_anywhere_and_the_cells_be_parted_in_other_ways(text: str) -> None:
    assert population(text.encode()) == READ


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_of_a_spreadsheet_is_read(encoding: str) -> None:
    text = GOOD.replace("lat,lon,people", "纬度,经度,人口")
    assert population(text.encode(encoding)) == READ


@pytest.mark.parametrize(
    ("text", "row", "words"),
    [
        ("lat,lon\n39.9,116.7\n", 1, "表头要有一列“people”。"),
        ("lat,lat,lon,people\n", 1, "表头要有一列“lat”。"),
        ("lat,lon,people\n39.9,116.7,many\n", 2, "“many”不是人数。"),
        ("lat,lon,people\n39.9,116.7,-3\n", 2, "“-3”不是人数。"),
        ("lat,lon,people\n39.9,116.7,nan\n", 2, "“nan”不是人数。"),
        ("lat,lon,people\n39.9,116.7,inf\n", 2, "“inf”不是人数。"),
        ("lat,lon,people\n39.9,116.7,1_000\n", 2, "“1_000”不是人数。"),
        ("lat,lon,people\n39.9,116.7\n", 2, "“”不是人数。"),
        ("lat,lon,people\n39.9,116.7,1\n95,116.7,5\n", 3, "lat 的值 95 超出 ±90 度。"),
        ("lat,lon,people\n\n39.9,东,5\n", 3, "lon 的值“东”不是数字。"),
        ("lat,lon,people\n", None, "人口文件里没有一个人。"),
        ("lat,lon,people\n39.9,116.7,0\n", None, "人口文件里没有一个人。"),
        ('lat,lon,people\n39.9,116.7,"5\n', 2, "这一行读不出来，可能是引号没有成对。"),
    ],
)
def test_what_is_wrong_is_one_sentence_with_its_row(text: str, row: int | None, words: str) -> None:
    with pytest.raises(FileError) as caught:
        population(text.encode())
    (problem,) = caught.value.problems
    assert str(problem.message) == words
    assert problem.row == row
    assert str(problem.hint)


def test_an_empty_file_lacks_every_column() -> None:
    with pytest.raises(FileError) as caught:
        population(b"")
    assert [one.column for one in caught.value.problems] == ["lat", "lon", "people"]


def test_a_picture_is_no_population() -> None:
    with pytest.raises(FileError, match="这是图片"):
        population(b"\x89PNG\r\n\x1a\n")


def test_of_a_file_that_is_all_wrong_the_first_rows_are_named() -> None:
    text = "lat,lon,people\n" + "39.9,116.7,x\n" * 500
    with pytest.raises(FileError) as caught:
        population(text.encode())
    assert [one.row for one in caught.value.problems] == list(range(2, MOST_PROBLEMS + 2))


def test_a_file_that_is_too_big_is_refused_with_the_limit() -> None:
    few = replace(TERMINAL, rows=2, size_bytes=60)
    assert population(GOOD.encode(), few) == READ
    with pytest.raises(FileError, match="超过 2 行"):
        population(GOOD.encode() + b"39.9,116.7,1\n", few)
    with pytest.raises(FileError, match="超过 60 字节"):
        population(GOOD.encode() * 2, few)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_the_bytes_it_is_a_population_or_a_sentence(data: bytes) -> None:
    try:
        found = population(data)
    except FileError as error:
        assert all(str(one.message) for one in error.problems)
    else:
        assert len(found.positions) == len(found.people)
        assert sum(found.people) > 0
