"""How fast a file is checked, compared, published and written; `make bench-files`.

Each line is measured in a process of its own, in which nothing is known from before, and held
against Python's `csv.reader` reading the same bytes there: a ratio hardly depends on the machine.
Goal: 100,000 rows are checked and published in 20 s; a million in the same proportion. (The real
list has 28 different hours in 95 rows.)
"""

from __future__ import annotations

import argparse
import csv
import gc
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from finder import store
from finder.csvfile import contents
from finder.file_limits import TERMINAL
from finder.following import follow
from finder.holidays import official_calendar
from finder.publishing import Publisher, checked, publish
from finder.review import review
from finder.sheet import Sheet, csv_bytes
from finder.xlsxfile import xlsx_bytes
from tests.conftest import NOW
from tests.made_up import csv_text

_ROOT = Path(__file__).resolve().parent.parent.parent


class Line(NamedTuple):
    """What is measured: an act on a file of so many rows with so many different hours."""

    act: str
    rows: int
    different: int


LINES = (
    *(Line(act, 5_000, 300) for act in ("check", "check xlsx", "publish", "write", "write xlsx")),
    Line("check", 5_000, 5_000),
    *(Line(act, 100_000, 300) for act in ("check", "publish", "compare", "write")),
    *(Line(act, 100_000, 5_000) for act in ("check", "publish")),
)
MILLION = tuple(Line(act, 1_000_000, 300) for act in ("check", "publish"))


def rows_csv(rows: int, different: int) -> bytes:
    """Return made-up facilities in the district with so many different opening hours."""
    clocks = [f"{minute // 60}:{minute % 60:02d}" for minute in range(6 * 60, 22 * 60)]
    hours = [
        f"周二至周日{clocks[number // 100]}-{clocks[400 + number % 100]}，周一闭馆"
        for number in range(different)
    ]
    return csv_text(
        [
            {
                "id": f"guan-{number}",
                "name": f"测试{number}馆",
                "kind": "图书馆",
                "address": f"测试路{number}号",
                "lat": f"{39.8 + number % 4_999 / 50_000:.5f}",
                "lon": f"{116.6 + number % 4_001 / 40_000:.5f}",
                "opening_hours": hours[number % different],
                "special_hours": "2026年12月24日闭馆（设备检修）",
                "phone": "010-56946717",
                "verified_on": "2023/12/5",
                "notice": "测试",
            }
            for number in range(rows)
        ]
    ).encode()


# --- in a process of its own ---------------------------------------------------------------------


@contextmanager
def measured(taken: list[float]) -> Iterator[None]:
    """Add the seconds that the block takes, the way that the commands at the terminal work."""
    gc.collect()
    gc.disable()
    start = time.perf_counter()
    yield
    taken.append(time.perf_counter() - start)
    gc.enable()


def check(data: bytes, taken: list[float]) -> None:
    with measured(taken):
        contents(data, limits=TERMINAL)


def check_xlsx(data: bytes, taken: list[float]) -> None:
    check(xlsx_bytes(_sheet_of(data)), taken)


def write(data: bytes, taken: list[float]) -> None:
    sheet = _sheet_of(data)
    with measured(taken):
        csv_bytes(sheet)


def write_xlsx(data: bytes, taken: list[float]) -> None:
    sheet = _sheet_of(data)
    with measured(taken):
        xlsx_bytes(sheet)


def compare(data: bytes, taken: list[float]) -> None:
    """The difference of two lists and its simulation; a row in a hundred has other hours."""
    lines = data.splitlines(keepends=True)
    lines[1::100] = [line.replace("设备检修".encode(), "停电".encode()) for line in lines[1::100]]
    before, after = (contents(one, limits=TERMINAL).facilities for one in (data, b"".join(lines)))
    with measured(taken):
        found = review(before, after, NOW, official_calendar())
    assert len(found.changes.changed) == len(lines[1::100])


def publish_file(data: bytes, taken: list[float]) -> None:
    """Everything from the bytes on: checked, compared with a list of one row, published."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_bytes(b"".join(data.splitlines(keepends=True)[:2]))
        with closing(store.connect(Path(folder) / "finder.sqlite")) as database:
            current = follow(database, path, NOW).number
            with measured(taken):
                sent = store.add_upload(database, data, "list.csv", NOW, "甲")
                found = checked(data)
                before = store.facilities(database)
                review(before, found.facilities, NOW, official_calendar(), brief=True)
                author = Publisher("甲", NOW, current)
                publish(database, path, sent.number, author, found)
            assert store.facilities_count(database) == len(found.facilities)


ACTS: dict[str, Callable[[bytes, list[float]], None]] = {
    "check": check,
    "check xlsx": check_xlsx,
    "compare": compare,
    "publish": publish_file,
    "write": write,
    "write xlsx": write_xlsx,
}


def _sheet_of(data: bytes) -> Sheet:
    found = contents(data, limits=TERMINAL)
    assert found.sheet
    return found.sheet


def measure(line: Line, path: Path) -> None:
    """Print the seconds of one act and of the plain reader, and the peak of memory in megabytes."""
    data = path.read_bytes()
    plain: list[float] = []
    for _ in range(3):
        with measured(plain):
            count = sum(1 for _row in csv.reader(io.StringIO(data.decode(), newline="")))
    assert count == line.rows + 1
    taken: list[float] = []
    ACTS[line.act](data, taken)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps([taken[0], min(plain), peak / 1024]))


# --- the table -----------------------------------------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--million", action="store_true", help="only a million rows: 10 minutes")
    parser.add_argument("--one", nargs=4, metavar=("ACT", "ROWS", "DIFFERENT", "FILE"))
    chosen = parser.parse_args()
    if chosen.one:
        act, rows, different, path = chosen.one
        measure(Line(act, int(rows), int(different)), Path(path))
        return
    head = ("rows", "hours", "seconds", "rows/s", "MB", "× csv.reader")
    print(f"{'':12}" + "{:>10}{:>7}{:>9}{:>9}{:>7}{:>14}".format(*head))
    with tempfile.TemporaryDirectory() as folder:
        for line in MILLION if chosen.million else LINES:
            _print_line(line, Path(folder) / f"{line.rows}-{line.different}.csv")


def _print_line(line: Line, path: Path) -> None:
    if not path.exists():
        path.write_bytes(rows_csv(line.rows, line.different))
    command = [sys.executable, "-m", __spec__.name, "--one", *map(str, line), str(path)]
    runs = [
        json.loads(subprocess.run(command, cwd=_ROOT, check=True, capture_output=True).stdout)
        for _ in range(2 if line.rows <= 5_000 else 1)
    ]
    taken_s, plain_s, peak_mb = min(runs)
    speed, ratio = line.rows / taken_s, taken_s / plain_s
    print(
        f"{line.act:12}{line.rows:>10,}{line.different:>7,}{taken_s:>9.2f}{speed:>9,.0f}"
        f"{peak_mb:>7.0f}{ratio:>14.0f}"
    )


if __name__ == "__main__":
    main()
