"""Asks the real server for minutes what residents ask, at half of what it can: `make soak`.

wrk asks; meanwhile a changed list is published every twenty seconds, and answers are compared with
those of the evaluator in this process. Errors, wrong answers, times and memory are printed.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from finder import answer, store
from finder.csvfile import contents
from finder.facility import COLUMNS, Facility
from finder.geo import Point
from finder.holidays import official_calendar
from finder.hours import ZONE
from finder.publishing import Publisher, publish
from finder.search import Query, find
from finder.settings import RESOURCES
from tests.browsing import served

READERS = 16
PUBLISH_S = 20
CHECK_S = 0.25
_MIX = Path(__file__).with_suffix(".lua")


@dataclass
class Checked:
    """What the comparison has found."""

    answers: int = 0
    published: int = 0
    wrong: list[str] = field(default_factory=list)


def main() -> None:
    """Print what the server did under load; exit code 1 if anything of it was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("wrk is needed; on Debian or Ubuntu: apt-get install wrk")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "facilities.csv"
        shutil.copyfile(RESOURCES / "data" / "facilities.csv", path)
        with served(folder, chosen.workers, FINDER_CSV=str(path)) as address:
            is_wrong = _soaked(address, folder, chosen.seconds)
    sys.exit(1 if is_wrong else 0)


def _soaked(address: str, folder: Path, seconds: int) -> bool:
    most = _asked(address, 5, 0)
    per_second = most["requests"] / most["seconds"]
    # So many readers, each of whom asks again after the pause.
    pause_ms = round(READERS / (per_second / 2) * 1000)
    print(f"at most {per_second:.0f} a second; now half of that for {seconds} s")
    before = _memory_mb(folder)
    command = _command(address, seconds, pause_ms)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as load:  # noqa: S603 - ours
        checked = _compared(address, folder, load)
        found = json.loads(load.communicate()[0].splitlines()[-1])
    found["per_second"] = round(found["requests"] / found["seconds"])
    print(json.dumps(found))
    print(f"compared {checked.answers} answers, published {checked.published} lists")
    print(f"memory of each worker in MB: {before} at the start, {_memory_mb(folder)} at the end")
    for one in checked.wrong[:20]:
        print(f"wrong: {one}")
    return bool(checked.wrong or found["bad"] or found["broken"])


def _command(address: str, seconds: int, pause_ms: int) -> list[str]:
    load = ["wrk", "-t1", f"-c{READERS}", f"-d{seconds}s", "-s", str(_MIX), address]
    return [*load, "--", str(pause_ms)]


def _asked(address: str, seconds: int, pause_ms: int) -> dict[str, float]:
    command = _command(address, seconds, pause_ms)
    output = subprocess.check_output(command, text=True)  # noqa: S603 - ours
    found: dict[str, float] = json.loads(output.splitlines()[-1])
    return found


def _compared(address: str, folder: Path, load: subprocess.Popen[str]) -> Checked:
    """Publish and compare until the load ends."""
    chance, checked = random.Random(6), Checked()  # noqa: S311 - no secret
    facilities = contents((folder / "facilities.csv").read_bytes()).facilities
    next_s = time.monotonic() + PUBLISH_S
    while load.poll() is None:
        if time.monotonic() >= next_s:
            facilities = _published(folder, checked.published)
            checked.published += 1
            next_s += PUBLISH_S
        _compare(address, facilities, chance, checked)
        time.sleep(CHECK_S)
    return checked


def _published(folder: Path, number: int) -> tuple[Facility, ...]:
    """Publish a list that differs from the one before in every row, and return it."""
    path = folder / "facilities.csv"
    rows = contents((RESOURCES / "data" / "facilities.csv").read_bytes())
    date = dt.date(2026, 1, 1) + dt.timedelta(days=number)
    changed = [replace(one, verified_on=date.isoformat()) for one in rows.facilities]
    lines = [list(COLUMNS), *([getattr(one, name) for name in COLUMNS] for one in changed)]
    data = _csv(lines)
    with closing(store.connect(folder / "finder.sqlite")) as database:
        now = dt.datetime.now(dt.UTC)
        current = store.version(database)
        sent = store.add_upload(database, data, "list.csv", now, "测试")
        base = current.number if current else 0
        publish(database, path, sent.number, Publisher("测试", now, base))
    return contents(data).facilities


def _csv(lines: list[list[str]]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file).writerows(lines)
    return file.getvalue().encode()


def _compare(
    address: str, facilities: tuple[Facility, ...], chance: random.Random, checked: Checked
) -> None:
    """Ask for a position now or at some moment, and compare the whole answer."""
    position = Point(round(chance.uniform(39.7, 40), 6), round(chance.uniform(116.5, 116.9), 6))
    path = f"/api/near?lat={position.lat}&lon={position.lon}&limit=1000"
    if chance.random() < 0.5:
        moment = dt.datetime(2026, 1, 1, tzinfo=ZONE) + dt.timedelta(
            minutes=chance.randrange(365 * 24 * 60)
        )
        path += f"&at={moment:%Y-%m-%dT%H:%M}"
    with urllib.request.urlopen(address + path, timeout=30) as reply:  # noqa: S310 - our own
        found = json.load(reply)
    query = Query(dt.datetime.fromisoformat(found["at"]), position)
    results = find(facilities, query, official_calendar())
    checked.answers += 1
    if found != json.loads(json.dumps(answer.near_object(query, results))):
        checked.wrong.append(path)
    now = dt.datetime.now(ZONE)
    if "&at=" not in path and not 0 <= (now - query.when).total_seconds() < 90:
        checked.wrong.append(f"{path} at {query.when}")


def _memory_mb(folder: Path) -> list[int]:
    """Return the resident memory of every worker of the server that uses the folder."""
    own = f"FINDER_DATA={folder}".encode()
    servers = {
        int(path.name): int(_status(path, "PPid"))
        for path in Path("/proc").glob("[0-9]*")
        if own in _read(path / "environ")
    }
    return [
        int(_status(Path(f"/proc/{process}"), "VmRSS")) // 1024
        for process, parent in servers.items()
        if parent in servers
    ]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _status(path: Path, name: str) -> str:
    for line in _read(path / "status").decode().splitlines():
        if line.startswith(f"{name}:"):
            return line.split()[1]
    return "0"


if __name__ == "__main__":
    main()
