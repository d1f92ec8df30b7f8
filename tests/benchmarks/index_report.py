"""The part `index`: which ways there are, and their tables."""

from __future__ import annotations

from collections.abc import Sequence

from finder.holidays import official_calendar
from tests.benchmarks import ctree, postgis
from tests.benchmarks.arrays import CKDTREE, NUMPY
from tests.benchmarks.index import CASES, Measured, measure
from tests.benchmarks.lists import made_up
from tests.benchmarks.loops import FIRST_IDEA, LOOP
from tests.benchmarks.ours import OURS
from tests.benchmarks.report import Report
from tests.benchmarks.rtree import RTREE
from tests.benchmarks.tables import figure, ratio, table
from tests.benchmarks.timing import percentile
from tests.benchmarks.ways import LeftOut, Way

SIZES = (100, 10_000, 100_000)
ALL_SIZES = (*SIZES, 1_000_000)


def all_ways(postgres: str) -> tuple[list[Way], list[LeftOut]]:
    """Return every way that can be measured here, and the others with their reason."""
    every: list[Way | LeftOut] = [
        OURS,
        ctree.way(),
        CKDTREE,
        NUMPY,
        RTREE,
        postgis.way(postgres),
        LOOP,
        FIRST_IDEA,
    ]
    ways = [one for one in every if isinstance(one, Way)]
    return ways, [one for one in every if isinstance(one, LeftOut)]


def run(report: Report, sizes: Sequence[int], postgres: str, questions: int) -> None:
    """Measure every way with lists of these sizes, each quick way with so many questions."""
    calendar = official_calendar()
    ways, left_out = all_ways(postgres)
    for one in left_out:
        report.leave_out(one.name, one.reason)
    every: dict[int, dict[str, Measured]] = {}
    for size in sizes:
        found = every[size] = {}
        for shape in ("dense", "sparse"):
            for new in measure(made_up(size, shape, questions), ways, calendar, report.differences):
                known = found.setdefault(new.name, new)
                known.seconds |= new.seconds
                known.minute_s |= new.minute_s
        _show(report, size, list(found.values()))
    report.show("p50 of ours, and the others as multiples of it", _summary(every))


def _show(report: Report, size: int, found: Sequence[Measured]) -> None:
    names = [case.name for case in CASES]
    base = next((one for one in found if one.name == OURS.name), None)
    limit = next((one for one in found if one.name == ctree.NAME), None)
    report.show(
        f"{size:,} facilities: p50 / p99 of a question in µs",
        table(["", *names], [[one.name, *(_times(one, name) for name in names)] for one in found]),
    )
    report.show(
        f"{size:,} facilities: p50 as a multiple of ours, and of the limit",
        table(
            ["", *names],
            [
                [
                    one.name,
                    *(
                        f"{ratio(_p50(one, name), _p50(base, name))} "
                        f"/ {ratio(_p50(one, name), _p50(limit, name))}"
                        for name in names
                    ),
                ]
                for one in found
            ],
        ),
    )
    report.show(
        f"{size:,} facilities: to build and to hold; first question of a minute in ms",
        table(
            ["", "build s", "MB", *names],
            [
                [
                    one.name,
                    figure(one.build_s),
                    figure(one.bytes_held / 1e6),
                    *(
                        figure(None if name not in one.minute_s else one.minute_s[name] * 1e3)
                        for name in names
                    ),
                ]
                for one in found
            ],
        ),
    )
    for one in found:
        for name in names:
            if one.seconds.get(name):
                report.record(
                    "index",
                    size=size,
                    case=name,
                    way=one.name,
                    questions=len(one.seconds[name]),
                    p50_us=percentile(one.seconds[name], 0.5) * 1e6,
                    p99_us=percentile(one.seconds[name], 0.99) * 1e6,
                    minute_ms=one.minute_s.get(name, 0.0) * 1e3,
                    build_s=one.build_s,
                    bytes_held=one.bytes_held,
                )


def _summary(every: dict[int, dict[str, Measured]]) -> str:
    """Return the lists on a weekday, and the largest at night over a country, as Markdown."""
    columns = [(f"{size:,}", found, CASES[0].name) for size, found in every.items()]
    largest = max(every)
    columns.append((f"{largest:,} sparse, night", every[largest], CASES[-1].name))
    names = list(dict.fromkeys(name for found in every.values() for name in found))
    lines = [["", *(title for title, _, _ in columns)], ["---"] * (len(columns) + 1)]
    for name in names:
        cells: list[str] = []
        for _, found, case in columns:
            base, own = _p50(found.get(OURS.name), case), _p50(found.get(name), case)
            is_ours = name == OURS.name and base is not None
            cells.append(f"{figure(base and base * 1e6)} µs" if is_ours else ratio(own, base))
        lines.append([name, *cells])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _p50(one: Measured | None, case: str) -> float | None:
    if one is None or not one.seconds.get(case):
        return None
    return percentile(one.seconds[case], 0.5)


def _times(one: Measured, case: str) -> str:
    taken = one.seconds.get(case)
    if not taken:
        return "–"
    shown = figure(percentile(taken, 0.5) * 1e6)
    # Of a handful of questions there is no 99th in 100.
    return f"{shown} / {figure(percentile(taken, 0.99) * 1e6)}" if len(taken) >= 40 else shown
