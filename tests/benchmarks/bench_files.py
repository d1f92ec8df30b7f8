"""How fast a file is checked, published and written; `make bench-files`, not in `make test`.

Goal on one core: a CSV file of 5,000 rows with 300 different hours is checked in 2 s, and published
in 1 s by a process that has checked it (`known`). (The real
list has 28 in 95 rows.) Nothing is known from before: the caches are emptied each time.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from finder import rowcheck, store
from finder.csvfile import contents
from finder.following import follow
from finder.geo import distance_m
from finder.hours import read_hours
from finder.hours.evaluation import day_intervals
from finder.hours.zh import read_chinese
from finder.publishing import Publisher, publish
from finder.sheet import Sheet, csv_bytes
from finder.xlsxfile import xlsx_bytes
from tests.conftest import NOW
from tests.made_up import csv_text

ROWS = 5_000


def rows_csv(different: int) -> bytes:
    """Return made-up facilities in the district with so many different opening hours."""
    clocks = [f"{minute // 60}:{minute % 60:02d}" for minute in range(6 * 60, 22 * 60)]
    hours = [
        f"周二至周日{clocks[number // 100]}-{clocks[400 + number % 100]}，周一闭馆"
        for number in range(different)
    ]
    rows = [
        {
            "id": f"guan-{number}",
            "name": f"测试{number}馆",
            "kind": "图书馆",
            "address": f"测试路{number}号",
            "lat": f"{39.8 + number / 50_000:.5f}",
            "lon": f"{116.6 + number / 40_000:.5f}",
            "opening_hours": hours[number % different],
            "special_hours": "2026年12月24日闭馆（设备检修）",
            "phone": "010-56946717",
            "verified_on": "2023/12/5",
            "notice": "测试",
        }
        for number in range(ROWS)
    ]
    return csv_text(rows).encode()


def sheet_of(different: int) -> Sheet:
    found = contents(rows_csv(different))
    assert len(found.facilities) == ROWS
    assert found.sheet
    return found.sheet


def forget() -> None:
    """Empty the caches, so that a file is new each time."""
    hours = (read_hours, read_chinese, day_intervals)
    for cached in (*hours, distance_m, rowcheck._lint, rowcheck._hours_problems):
        cached.cache_clear()


@pytest.mark.parametrize("different", [300, ROWS])
@pytest.mark.parametrize("form", [csv_bytes, xlsx_bytes])
def test_check_5000_rows(benchmark: Any, form: Callable[[Sheet], bytes], different: int) -> None:
    data = form(sheet_of(different))
    found = benchmark.pedantic(contents, (data,), setup=forget, rounds=3)
    assert len(found.facilities) == ROWS


@pytest.mark.parametrize("is_known", [True, False], ids=["known", "not known"])
def test_publish_5000_rows(benchmark: Any, tmp_path: Path, is_known: bool) -> None:
    path = tmp_path / "list.csv"
    data = rows_csv(300)
    path.write_bytes(data)
    with closing(store.connect(tmp_path / "finder.sqlite")) as database:
        current = follow(database, path, NOW).number

        def uploaded() -> tuple[tuple[Any, ...], dict[str, Any]]:
            nonlocal current
            changed = data.replace("测试1馆".encode(), f"测试{current}次馆".encode())
            sent = store.add_upload(database, changed, "list.csv", NOW, "甲")
            forget()
            if is_known:
                contents(changed)
            author = Publisher("甲", NOW, current)
            current += 1
            return (database, path, sent.number, author), {}

        benchmark.pedantic(publish, setup=uploaded, rounds=3)
        assert [one.number for one in store.versions(database)] == [4, 3, 2, 1]


@pytest.mark.parametrize("form", [csv_bytes, xlsx_bytes])
def test_write_5000_rows(benchmark: Any, form: Callable[[Sheet], bytes]) -> None:
    benchmark.pedantic(form, (sheet_of(300),), rounds=3)
