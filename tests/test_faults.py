"""What the whole server does when something breaks: real processes, files, disks and clocks.

The table in docs/operating.md says the same in words. Those that take long are marked so: `make
prove-faults` runs all of them.
"""

from __future__ import annotations

import datetime as dt
import http.client
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

import pytest

from finder.hours import ZONE
from finder.settings import RESOURCES
from tests.running import FINDER, LIST, Running, environment, running, started
from tests.test_watching import comes

NAMES = ["甲馆（测试）", "乙馆（测试）", "丙馆（测试）", "丁馆（测试）"]
NEAR = "/api/near?lat=39.9&lon=116.7&limit=10"
RENAMED = LIST.replace("甲馆", "新馆")
DOUBT = "名单暂时不能更新"
CLOCK_DOUBT = "服务器的时钟不对"


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a first start has made what every start needs."""
    folder = tmp_path_factory.mktemp("warm")
    with running(folder):
        pass
    return folder


@pytest.fixture
def folder(warm: Path, tmp_path: Path) -> Path:
    """A folder of a server's own."""
    own = tmp_path / "server"
    shutil.copytree(warm, own)
    (own / "output").unlink()
    return own


def is_renamed(server: Running) -> bool:
    return server.names()[0] == "新馆（测试）"


def test_a_killed_worker_costs_no_request_but_those_that_it_was_answering(folder: Path) -> None:
    failed: list[tuple[float, float]] = []
    answered: list[float] = []
    stopped = threading.Event()

    def goes_on() -> bool:
        before = len(answered)
        time.sleep(0.1)
        return len(answered) > before + 5

    def ask(server: Running) -> None:
        while not stopped.is_set():
            begun = time.monotonic()
            try:
                assert server.get(NEAR)[0] == 200
                answered.append(begun)
            except (OSError, http.client.HTTPException):
                failed.append((begun, time.monotonic()))

    with running(folder, workers=2) as server:
        clients = [threading.Thread(target=ask, args=(server,)) for _ in range(8)]
        for client in clients:
            client.start()
        killed: list[tuple[float, float]] = []
        try:
            for _ in range(2):
                victim = server.workers()[0]
                assert comes(goes_on)
                before = time.monotonic()
                os.kill(victim, signal.SIGKILL)
                assert comes(lambda victim=victim: victim not in server.workers())  # type: ignore[misc]
                killed.append((before, time.monotonic()))
                assert comes(lambda: len(server.workers()) == 2)
                assert comes(goes_on)
        finally:
            stopped.set()
            for client in clients:
                client.join()
        # Each client has one request on its way when a worker dies.
        assert len(failed) <= 2 * len(clients)
        for begun, ended in failed:
            assert any(begun <= dead and ended >= before for before, dead in killed)
        assert "finder_workers 2.0" in server.get("/metrics")[1]
        assert "finder_worker_starts_total 4.0" in server.get("/metrics")[1]


@pytest.mark.long
def test_a_locked_database_delays_what_is_published_and_no_reader(folder: Path) -> None:
    with running(folder) as server:
        with closing(sqlite3.connect(server.database, isolation_level=None)) as other:
            other.execute("begin exclusive")
            server.list_path.write_text(RENAMED, encoding="utf-8")
            for _ in range(5):
                assert server.names() == NAMES
                assert server.get("/readyz")[0] == 200
                time.sleep(0.4)
            other.execute("rollback")
        assert comes(lambda: is_renamed(server))


def overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"\xff" * path.stat().st_size)


def scramble(path: Path) -> None:
    """Leave the first page of the file alone, as a bad sector does."""
    with closing(sqlite3.connect(path)) as other:
        other.execute("pragma wal_checkpoint(truncate)")
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))


@pytest.mark.parametrize("damage", [overwrite, pytest.param(scramble, marks=pytest.mark.long)])
def test_a_damaged_database_leaves_the_list_and_readers_are_told(
    damage: Callable[[Path], None], folder: Path
) -> None:
    with running(folder) as server:
        damage(server.database)
        assert comes(lambda: DOUBT in server.get("/")[1])
        assert server.names() == NAMES
        assert DOUBT in server.get("/facilities/guan-1")[1]
        status, text = server.get("/readyz")
        assert (status, "坏了" in text, '"ok":false' in text) == (503, True, True)
        assert "finder_ready 0.0" in server.get("/metrics")[1]
        time.sleep(1.1)
        # Once, though it is looked at twice a second.
        assert server.output().count("坏了") == 1


@pytest.mark.long
@pytest.mark.parametrize("damage", [overwrite, scramble])
def test_a_damaged_database_is_named_at_the_start_and_can_be_moved_away(
    damage: Callable[[Path], None], folder: Path
) -> None:
    damage(folder / "data" / "finder.sqlite")
    done = started(folder)
    assert (done.returncode, "移走再启动" in done.stderr, "Traceback" in done.stderr) == (
        1,
        True,
        False,
    )
    for one in (folder / "data").glob("finder.sqlite*"):
        one.unlink()
    with running(folder) as server:
        assert server.names() == NAMES
        assert DOUBT not in server.get("/")[1]


@pytest.mark.parametrize("what", ["database", pytest.param("folder", marks=pytest.mark.long)])
def test_a_database_that_is_deleted_is_made_anew_from_the_list_on_disk(
    what: str, folder: Path
) -> None:
    with running(folder) as server:
        server.list_path.write_text(RENAMED, encoding="utf-8")
        assert comes(lambda: is_renamed(server))
        if what == "folder":
            shutil.rmtree(server.data)
        else:
            for one in server.data.glob("finder.sqlite*"):
                one.unlink()
        assert is_renamed(server)
        assert comes(lambda: server.json("/readyz").get("version") == 1)
        assert is_renamed(server)
        assert comes(lambda: DOUBT not in server.get("/")[1])
        assert "the database was gone" in server.output()


FAULTY_LISTS = {
    "cut": LIST.encode()[:-40],
    "wrong": LIST.replace("library", "澡堂", 1).encode(),
    "empty": b"",
    "no text": bytes(range(256)) * 4,
    "header alone": LIST.splitlines()[0].encode(),
}


@pytest.mark.parametrize(
    "names",
    [("cut",), pytest.param(("wrong", "empty", "no text", "header alone"), marks=pytest.mark.long)],
)
def test_a_list_that_is_damaged_on_disk_is_not_served(names: tuple[str, ...], folder: Path) -> None:
    with running(folder) as server:
        for name in names:
            before = server.output().count(str(server.list_path))

            def is_said(before: int = before) -> bool:
                return server.output().count(str(server.list_path)) > before

            server.list_path.write_bytes(FAULTY_LISTS[name])
            assert comes(is_said), name
            assert server.names() == NAMES, name
            assert server.get("/readyz")[0] == 200
        server.list_path.unlink()
        assert comes(lambda: "读不出来" in server.output())
        server.list_path.mkdir()
        time.sleep(1.5)
        assert server.names() == NAMES
        server.list_path.rmdir()
        # Excel's other encoding is no fault.
        server.list_path.write_bytes(RENAMED.encode("gbk"))
        assert comes(lambda: is_renamed(server))


@pytest.mark.long
def test_a_list_that_is_replaced_while_it_is_read_is_served_whole(folder: Path) -> None:
    lists = [LIST.replace("馆", f"馆{number}") for number in range(40)]
    with running(folder) as server:
        for text in lists:
            # In two parts, as a slow copy writes.
            with server.list_path.open("w", encoding="utf-8") as file:
                file.write(text[:150])
                file.flush()
                time.sleep(0.02)
                file.write(text[150:])
            assert len(server.names()) == 4
        assert comes(lambda: server.names()[0] == "甲馆39（测试）")


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """Put a disk of 4 MB where `folder` is; whether that could be done."""
    whole = folder.with_name("whole")
    shutil.move(folder, whole)
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    is_mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    shutil.copytree(whole, folder, dirs_exist_ok=True)
    try:
        yield is_mounted
    finally:
        if is_mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def full(server: Running, is_mounted: bool) -> Iterator[None]:
    """Leave no room: on the disk itself, or else for any file of the server's processes."""
    if is_mounted:
        filler = server.data / "filler"
        with suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(b"\0" * 4096)
        yield
        filler.unlink()
        return
    processes = [server.server.pid, *server.workers()]
    before = resource.prlimit(server.server.pid, resource.RLIMIT_FSIZE)
    for pid in processes:
        # More than the log, less than a page of the database.
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4000, before[1]))
    yield
    for pid in processes:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("is_real", [True, pytest.param(False, marks=pytest.mark.long)])
def test_a_full_disk_delays_what_is_published_and_no_reader(is_real: bool, folder: Path) -> None:
    with ExitStack() as stack:
        is_mounted = is_real and stack.enter_context(small_disk(folder / "data"))
        server = stack.enter_context(running(folder))
        with full(server, is_mounted):
            server.list_path.write_text(RENAMED, encoding="utf-8")
            assert comes(lambda: "没有存下来" in server.output())
            for path in ("/", NEAR, "/facilities/guan-1", "/readyz", "/metrics", "/staff/sign-in"):
                assert server.get(path)[0] == 200, path
            assert server.names() == NAMES
            time.sleep(1.5)
            assert server.output().count("没有存下来") == 1
        assert comes(lambda: is_renamed(server))


# The server with a clock that reads a file: the factory takes a clock, and nothing else is changed.
CLOCKED = """
import datetime as dt, pathlib, sys
import finder
from finder.cli import main
made, path = finder.create_app, pathlib.Path(sys.argv.pop(1))
finder.create_app = lambda: made(clock=lambda: dt.datetime.fromisoformat(path.read_text()))
main()
"""


def test_a_clock_that_jumps_is_followed_and_one_that_cannot_be_right_is_said(folder: Path) -> None:
    clock = folder / "clock"
    hours = LIST.replace("00:00-24:00", "09:00-17:00")
    (folder / "list" / "list.csv").write_text(hours, encoding="utf-8")
    today = dt.datetime.now(ZONE).date()

    def turn(days: int, time_of_day: str) -> str:
        """Set the clock, and return its date."""
        date = (today + dt.timedelta(days=days)).isoformat()
        clock.with_suffix(".new").write_text(f"{date}T{time_of_day}+08:00")
        clock.with_suffix(".new").replace(clock)
        return date

    turn(1, "10:00:00")
    with running(folder, command=(sys.executable, "-c", CLOCKED, str(clock))) as server:
        for days, time_of_day, state in [
            (1, "10:00:00", "open"),
            (1, "18:00:30", "closed"),
            (2, "10:00:00", "open"),
            (300, "03:00:00", "closed"),
            (1, "16:59:59", "open"),
            (1, "17:00:00", "closed"),
            (1, "10:00:00", "open"),
        ]:
            date = turn(days, time_of_day)
            assert {one["state"] for one in server.json(NEAR)["results"]} == {state}, date
            assert server.json("/api/forecast.json")["made_at"][:10] == date
            assert server.get("/readyz")[0] == 200, date
        turn(-3000, "10:00:00")
        assert CLOCK_DOUBT in server.get("/")[1]
        assert CLOCK_DOUBT in server.get("/facilities/guan-1")[1]
        assert server.get("/readyz")[0] == 503
        turn(1, "10:00:00")
        assert CLOCK_DOUBT not in server.get("/")[1]
        assert server.get("/readyz")[0] == 200
        assert "Traceback" not in server.output()


@pytest.mark.long
def test_without_time_zone_data_the_time_is_still_that_of_beijing(folder: Path) -> None:
    hidden = folder / "hidden" / "tzdata"
    hidden.mkdir(parents=True)
    (hidden / "__init__.py").write_text("")
    settings = {"PYTHONTZPATH": "", "PYTHONPATH": str(hidden.parent)}
    asked = f"{NEAR}&at=2026-11-24T01:00:00Z"
    with running(folder) as server:
        expected = server.get(asked)
    command = [sys.executable, "-c", "import zoneinfo; zoneinfo.ZoneInfo('Asia/Shanghai')"]
    assert subprocess.run(
        command, env=environment(folder, **settings), capture_output=True
    ).returncode
    with running(folder, settings=settings) as server:
        assert server.get(asked) == expected
        for path in ("/", "/facilities/guan-1", "/api/forecast.json", "/holidays"):
            assert server.get(path)[0] == 200, path
        status, text = server.get("/facilities/guan-1.ics")
        assert (status, "tzdata" in text) == (503, True)
        assert '"at":"2026-11-24T09:00:00+08:00"' in expected[1]


def bound() -> tuple[str, ...]:
    """Return what makes even root obey the permissions of files."""
    if os.geteuid():
        return ()
    return ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all")


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nobody write into a folder or to what is in it."""
    found = [folder, *folder.iterdir()]
    modes = [(one, one.stat().st_mode) for one in found]
    for one, mode in modes:
        one.chmod(mode & ~0o222)
    yield
    for one, mode in modes:
        one.chmod(mode)


@pytest.mark.long
def test_a_data_folder_that_becomes_read_only_leaves_the_list(folder: Path) -> None:
    command = (*bound(), *FINDER)
    with running(folder, command=command) as server:
        with read_only(server.data):
            server.list_path.write_text(RENAMED, encoding="utf-8")
            assert comes(lambda: "readonly database" in server.output())
            for path in ("/", NEAR, "/facilities/guan-1", "/metrics", "/staff/sign-in"):
                assert server.get(path)[0] == 200, path
            assert server.names() == NAMES
            assert server.output().count("readonly database") == 1
        assert comes(lambda: is_renamed(server))
    with read_only(server.data):
        with running(folder, command=command) as server:
            assert is_renamed(server)
        server.list_path.write_text(LIST, encoding="utf-8")
        done = started(folder, command=command)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "数据文件夹的权限" in done.stderr


@pytest.mark.long
def test_a_shared_store_that_is_nowhere_is_a_figure_and_no_reason_not_to_be_ready(
    folder: Path,
) -> None:
    settings = {"FINDER_SHARED": "postgresql://finder:geheim@127.0.0.1:1/finder"}
    with running(folder, settings=settings) as server:
        assert comes(lambda: server.json("/readyz").get("shared_store") == "unreachable")
        assert server.get("/readyz")[0] == 200
        assert "finder_shared_store_reachable 0.0" in server.get("/metrics")[1]
        assert "geheim" not in server.output()


@pytest.mark.parametrize(
    "missing",
    [
        "vendor/leaflet.markercluster.js",
        *(
            pytest.param(name, marks=pytest.mark.long)
            for name in ("vendor", "vendor/leaflet.js", "vendor/icons/icon-maskable-180.png")
        ),
    ],
)
def test_a_start_without_the_npm_files_says_what_to_do(missing: str, tmp_path: Path) -> None:
    for part in ("finder", "templates", "static", "data"):
        shutil.copytree(RESOURCES / part, tmp_path / part)
    gone = tmp_path / "static" / missing
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    done = started(tmp_path / "server", program=tmp_path)
    assert done.returncode == 1, done.stderr
    assert "static/vendor" in done.stderr
    assert "make run" in done.stderr
    assert "Traceback" not in done.stderr
