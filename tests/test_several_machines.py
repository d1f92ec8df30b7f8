"""Two and three real servers with data folders of their own serve the same list."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from finder import create_app, store
from finder.errors import ConflictError, StorageError
from finder.following import follow
from finder.publishing import Publisher, publish
from finder.settings import Settings
from tests.conftest import NOW
from tests.oracle.shared_crashes import prove
from tests.postgres import PASSWORD, WRITTEN, Server
from tests.staff import post, signed_in
from tests.test_publishing import CHANGED, TEN, sent
from tests.test_watching import comes


@dataclass
class Machine:
    """A server and its folder."""

    folder: Path
    shared: str
    port: int = 0

    @property
    def list_path(self) -> Path:
        return self.folder / "list.csv"

    def get(self, path: str) -> Any:
        address = f"http://127.0.0.1:{self.port}{path}"
        with urllib.request.urlopen(address, timeout=20) as answer:
            return json.load(answer)

    def number(self) -> int:
        return int(self.get("/healthz")["version"])

    def name(self, facility: str) -> str:
        """Return the name of a facility as residents read it."""
        return str(self.get(f"/api/facilities/{facility}")["name"])

    def publish(self, text: str, account: str = "甲", base: int | None = None) -> store.Version:
        """Publish as a worker of this machine does."""
        with closing(store.connect(self.folder / "finder.sqlite")) as own:
            author = Publisher(account, NOW, self.number() if base is None else base)
            return publish(own, self.list_path, sent(own, text), author, shared=self.shared)

    def output(self) -> str:
        return (self.folder / "output").read_text(encoding="utf-8")

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "FINDER_DATA": str(self.folder),
            "FINDER_CSV": str(self.list_path),
            "FINDER_SHARED": self.shared,
            "FINDER_TILES": "none",
        }

    def finder(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        """Run the terminal of this machine."""
        command = [sys.executable, "-m", "finder", *words]
        return subprocess.run(
            command, env=self.environment(), capture_output=True, timeout=60, check=False
        )


@contextmanager
def serving(folder: Path, shared: str, workers: int = 1) -> Iterator[Machine]:
    """Run `finder serve`."""
    folder.mkdir(exist_ok=True)
    machine = Machine(folder, shared)
    if not machine.list_path.exists():
        machine.list_path.write_text(TEN, encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        machine.port = probe.getsockname()[1]
    command = [sys.executable, "-m", "finder", "serve", "--port", str(machine.port)]
    command += ["--workers", str(workers)]
    with (
        (folder / "output").open("ab") as output,
        subprocess.Popen(
            command, env=machine.environment(), stdout=output, stderr=output
        ) as server,
    ):
        try:
            assert comes(lambda: answers(machine) or server.poll() is not None)
            assert server.poll() is None, machine.output()
            yield machine
        finally:
            server.terminate()
            server.wait(timeout=20)


def answers(machine: Machine) -> bool:
    try:
        return machine.number() > 0
    except (urllib.error.URLError, ConnectionError):
        return False


def served_alone(folder: Path, text: str) -> Machine:
    """Return a machine that has published a list before it was to share anything."""
    machine = Machine(folder, "")
    machine.list_path.write_text(text, encoding="utf-8")
    with closing(store.connect(folder / "finder.sqlite")) as database:
        follow(database, machine.list_path, NOW)
    return machine


@pytest.fixture(scope="module")
def pair(
    postgresql: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Machine, Machine]]:
    folder, shared = tmp_path_factory.mktemp("machines"), postgresql.new_database()
    with ExitStack() as stack:
        one, two = (
            stack.enter_context(serving(folder / name, shared, 2)) for name in ("one", "two")
        )
        yield one, two
    for machine in (one, two):
        for secret in (PASSWORD, WRITTEN):
            assert secret not in machine.output()


def same_everywhere(machines: tuple[Machine, ...], number: int) -> bool:
    """Return whether all serve a version, and it lies on every disk."""
    if any(machine.number() != number for machine in machines):
        return False
    return len({machine.list_path.read_bytes() for machine in machines}) == 1


def test_what_is_published_on_one_machine_is_served_by_the_other(
    pair: tuple[Machine, Machine],
) -> None:
    one, two = pair
    one.publish(CHANGED)
    assert comes(lambda: two.name("guan-3") == "第三馆（测试）")
    two.publish(TEN)
    assert comes(lambda: one.name("guan-3") == "第3馆（测试）")
    assert comes(lambda: same_everywhere(pair, two.number()))


def test_a_change_by_hand_on_one_machine_is_served_by_the_other(
    pair: tuple[Machine, Machine],
) -> None:
    one, two = pair
    two.list_path.write_text(TEN.replace("第7馆", "七馆"), encoding="utf-8")
    assert comes(lambda: one.name("guan-7") == "七馆（测试）")
    assert comes(lambda: same_everywhere(pair, two.number()))


def test_the_terminal_publishes_to_all_machines(
    pair: tuple[Machine, Machine], tmp_path: Path
) -> None:
    one, two = pair
    file = tmp_path / "new.csv"
    file.write_text(TEN.replace("第8馆", "八馆"), encoding="utf-8")
    done = one.finder("publish", str(file), "--yes")
    assert done.returncode == 0, done.stderr.decode()
    assert comes(lambda: two.name("guan-8") == "八馆（测试）")


def test_of_two_machines_that_publish_at_once_exactly_one_wins(
    pair: tuple[Machine, Machine],
) -> None:
    for turn in range(3):
        base = max(machine.number() for machine in pair)
        assert comes(lambda base=base: same_everywhere(pair, base))  # type: ignore[misc]
        start = threading.Barrier(2)

        def attempt(machine: Machine, turn: int = turn, base: int = base) -> str:
            mine = TEN.replace("第3馆", f"{machine.folder.name}-{turn}")
            start.wait()  # noqa: B023 - used in this turn only
            try:
                machine.publish(mine, machine.folder.name, base)
            except ConflictError as error:
                return str(error)
            return ""

        with ThreadPoolExecutor(2) as pool:
            told = sorted(pool.map(attempt, pair))
        assert told[0] == ""
        assert f"现在发布的是第 {base + 1} 版" in told[1]
        assert comes(lambda base=base: same_everywhere(pair, base + 1))  # type: ignore[misc]


def test_residents_see_nothing_of_a_store_that_stops_and_staff_are_told(
    pair: tuple[Machine, Machine], postgresql: Server
) -> None:
    one, two = pair
    base = max(machine.number() for machine in pair)
    assert comes(lambda: same_everywhere(pair, base))
    stopped, asked = threading.Event(), []

    def ask(machine: Machine) -> None:
        while not stopped.is_set():
            asked.append(len(machine.get("/api/facilities.geojson?at=2026-11-24T20:00")))

    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(ask, machine) for machine in pair]
        try:
            postgresql.stop()
            try:
                with pytest.raises(StorageError, match="名单没有变"):
                    one.publish(CHANGED, base=base)
                two.list_path.write_text(TEN.replace("第9馆", "九馆"), encoding="utf-8")
                assert comes(lambda: "waits" in two.output())
                assert one.number() == two.number() == base
            finally:
                postgresql.start()
            assert comes(lambda: same_everywhere(pair, base + 1))
        finally:
            stopped.set()
        for one_thread in running:
            one_thread.result()
    assert asked
    assert one.name("guan-9") == "九馆（测试）"
    for machine in pair:
        # Once by each worker.
        assert machine.output().count("用不了") <= 2


def test_a_machine_that_joins_late_takes_the_list_of_the_others(
    pair: tuple[Machine, Machine], tmp_path: Path
) -> None:
    one, _ = pair
    with serving(tmp_path / "three", one.shared) as three:
        assert three.number() == one.number()
        assert three.list_path.read_bytes() == one.list_path.read_bytes()


def test_a_machine_with_a_history_of_its_own_does_not_start(
    pair: tuple[Machine, Machine], tmp_path: Path
) -> None:
    one, _ = pair
    machine = served_alone(tmp_path, TEN.replace("第1馆", "别馆"))
    machine.shared = one.shared
    done = machine.finder("serve", "--port", "0")
    assert done.returncode == 1
    assert "不是同一份名单" in done.stderr.decode()
    assert "给数据文件夹改名" in done.stderr.decode()
    for secret in (PASSWORD, WRITTEN):
        assert secret not in done.stderr.decode() + done.stdout.decode()


def test_a_machine_with_a_wrong_password_starts_with_what_it_has(
    shared: str, tmp_path: Path
) -> None:
    served_alone(tmp_path, TEN)
    with serving(tmp_path, shared.replace(WRITTEN, "falsch")) as cut_off:
        assert cut_off.name("guan-3") == "第3馆（测试）"
    assert "用不了" in cut_off.output()
    assert "falsch" not in cut_off.output()


def test_a_machine_whose_store_is_nowhere_starts_with_what_it_has(tmp_path: Path) -> None:
    served_alone(tmp_path, TEN)
    shared = "postgresql://finder:geheim@nowhere.invalid/finder"
    app = create_app(Settings(tmp_path / "list.csv", tmp_path, shared=shared), lambda: NOW)
    found = app.test_client().get("/api/facilities/guan-3").get_json()
    assert found["name"] == "第3馆（测试）"


def test_staff_who_publish_without_the_store_are_told_so(tmp_path: Path) -> None:
    served_alone(tmp_path, TEN)
    shared = "postgresql://finder:geheim@127.0.0.1:1/finder"
    app = create_app(Settings(tmp_path / "list.csv", tmp_path, shared=shared), lambda: NOW)
    app.testing = True
    with closing(store.connect(tmp_path / "finder.sqlite")) as database:
        sent(database, CHANGED)
    client = signed_in(app)
    told = post(client, "/staff/uploads/1/publish", base="1")
    assert told.status_code == 503
    assert "共享库 127.0.0.1:1/finder 用不了" in told.text
    assert "geheim" not in told.text
    acts = {"until": "today", "reason": "测试"}
    assert post(client, "/staff/facilities/guan-1/closure", **acts).status_code == 503
    assert post(client, "/staff/facilities/guan-1/confirmation").status_code == 503
    assert client.get("/api/facilities/guan-3").get_json()["name"] == "第3馆（测试）"


def test_the_page_that_refuses_shows_what_the_other_machine_has_published(
    shared: str, tmp_path: Path
) -> None:
    clients = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "list.csv").write_text(TEN, encoding="utf-8")
        chosen = Settings(csv_path=folder / "list.csv", data_folder=folder, shared=shared)
        app = create_app(chosen, clock=lambda: NOW)
        app.testing = True
        with closing(store.connect(chosen.database_path)) as database:
            for text in (CHANGED, TEN.replace("第5馆", "五馆")):
                sent(database, text)
        clients.append(signed_in(app, name=name))
    one, two = clients
    assert post(one, "/staff/uploads/1/publish", base="1").status_code == 303
    refused = post(two, "/staff/uploads/2/publish", base="1")
    assert refused.status_code == 409
    assert "现在发布的是第 2 版（one）" in refused.text
    assert "第三馆（测试）" in two.get("/api/facilities/guan-3").text


def test_machines_killed_at_any_moment_end_with_the_same_versions(shared: str) -> None:
    assert prove(shared, rounds=2, seed=8) == []
