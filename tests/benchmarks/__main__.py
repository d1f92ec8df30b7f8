"""Everything that is measured, in one run: `make bench`.

Each part can be run alone; what is not installed is left out, with a line that says so. The exit
code is 1 if an answer is another than that of the plain evaluator and the plain geodesic.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import cold, index_report, load
from tests.benchmarks.report import Report
from tests.benchmarks.timing import header

PARTS = ("index", "http", "cold", "pages")


def main(arguments: argparse.Namespace) -> int:
    """Run the parts and return the exit code."""
    report = Report()
    print(" · ".join(f"{name} {value}" for name, value in header().items()))
    parts: dict[str, Callable[[], None]] = {
        "index": lambda: index_report.run(
            report, arguments.size, arguments.postgres, arguments.questions
        ),
        "http": lambda: load.run(report),
        "cold": lambda: cold.run(report),
        "pages": lambda: _weigh(report, bool(arguments.part)),
    }
    for name in arguments.part or PARTS:
        parts[name]()
    if arguments.json:
        report.write(arguments.json)
    for difference in report.differences:
        print(f"Wrong: {difference}", file=sys.stderr)
    print(f"\n{len(report.differences)} answers that are wrong.")
    return 1 if report.differences else 0


def _weigh(report: Report, is_asked_for: bool) -> None:
    """Weigh the pages, which takes minutes and real Chromium."""
    if not is_asked_for:
        report.leave_out("pages", "they take minutes; make weigh, or PART=pages")
    elif not Path("/usr/bin/chromium").exists():
        report.leave_out("pages", "Chromium is not installed")
    else:
        subprocess.run([sys.executable, "-m", "tooling.weight"], check=True)


def _parts(text: str) -> list[str]:
    names = text.split(",") if text else []
    if unknown := set(names) - set(PARTS):
        raise argparse.ArgumentTypeError(f"no part is called {', '.join(sorted(unknown))}")
    return names


def _sizes(text: str) -> tuple[int, ...]:
    if text == "all":
        return index_report.ALL_SIZES
    return tuple(int(one) for one in text.split(",")) if text else index_report.SIZES


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "--part", type=_parts, default="", help=f"parted by commas: {', '.join(PARTS)}"
    )
    parser.add_argument(
        "--size", type=_sizes, default="", help="numbers of facilities by commas, or all"
    )
    parser.add_argument("--postgres", default="", help="postgresql://… of a server with PostGIS")
    parser.add_argument("--questions", type=int, default=400, help="in each case of the index")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    sys.exit(main(parser.parse_args()))
