"""Two machines and the store that they share come to the same versions, or say why not."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from finder import store
from finder.errors import ConflictError, StorageError, UnreachableError
from finder.following import follow
from finder.joining import _bring, handed_in, join
from finder.progress import silent
from finder.publishing import Publisher, publish, rollback
from finder.shared import linked
from tests.conftest import NOW
from tests.faults import room_for
from tests.postgres import PASSWORD
from tests.test_publishing import AUTHOR, CHANGED, SHORT, TEN, WRONG, names, sent

OTHER = TEN.replace("第5馆", "五馆")
GONE = "postgresql://finder:geheim@127.0.0.1:1/finder"


@dataclass
class Machine:
    """A data folder and a list."""

    database: store.Database
    path: Path
    shared: str

    def follow(self) -> store.Version:
        return follow(self.database, self.path, NOW, shared=self.shared)

    def publish(self, text: str, author: Publisher = AUTHOR) -> store.Version:
        upload = sent(self.database, text)
        return publish(self.database, self.path, upload, author, shared=self.shared)

    def history(self) -> list[tuple[int, str, str, str, str]]:
        """Return what must be the same everywhere, newest first."""
        details = {act.version: act.detail for act in store.acts(self.database, of_list=True)}
        return [
            (one.number, one.digest, one.account, one.act, details[one.number])
            for one in store.versions(self.database)
        ]

    def lies_on_disk(self) -> str:
        return self.path.read_text(encoding="utf-8")


@pytest.fixture
def machines(tmp_path: Path, shared: str) -> Iterator[tuple[Machine, Machine]]:
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        path = tmp_path / name / "名单（测试）.csv"
        path.write_text(TEN, encoding="utf-8")
        made.append(Machine(store.connect(tmp_path / name / "finder.sqlite"), path, shared))
    yield made[0], made[1]
    for machine in made:
        machine.database.close()


def test_what_one_machine_publishes_the_other_has_with_its_act_and_its_file(
    machines: tuple[Machine, Machine],
) -> None:
    one, two = machines
    one.follow(), two.follow()
    one.publish(CHANGED)
    rollback(one.database, one.path, 1, replace(AUTHOR, base=2), shared=one.shared)
    two.publish(OTHER, replace(AUTHOR, account="乙", base=two.follow().number))
    one.follow()
    assert one.history() == two.history()
    assert [act[2:] for act in one.history()] == [
        ("乙", "publish", "名单.csv"),
        ("甲", "rollback", "1"),
        ("甲", "publish", "名单.csv"),
        ("", "file", "名单（测试）.csv"),
    ]
    assert one.lies_on_disk() == two.lies_on_disk() == OTHER
    assert names(one.database) == names(two.database)


def test_the_first_machine_brings_its_versions_and_a_new_one_takes_them_before_its_own_file(
    machines: tuple[Machine, Machine],
) -> None:
    one, two = machines
    alone = replace(one, shared="")
    alone.follow()
    alone.publish(CHANGED)
    one.follow()
    two.follow()
    assert one.history() == two.history()
    # Its own file was the first version, so that nothing is lost.
    assert two.lies_on_disk() == CHANGED
    assert [act.act for act in store.acts(two.database)] == ["publish", "file"]


def test_a_new_machines_own_list_is_neither_published_nor_lost(
    machines: tuple[Machine, Machine],
) -> None:
    one, two = machines
    one.follow()
    two.path.write_text(OTHER, encoding="utf-8")
    assert two.follow().number == 1
    assert two.lies_on_disk() == OTHER
    known = store.disk(two.database)
    assert known is not None
    assert "照更早的版本改的" in str(known.problems)
    (kept,) = store.uploads(two.database)
    assert store.upload_bytes(two.database, kept.number).decode() == OTHER
    one.publish(CHANGED)
    two.follow()
    assert two.lies_on_disk() == CHANGED


def test_a_new_machine_without_a_list_is_given_one(machines: tuple[Machine, Machine]) -> None:
    one, two = machines
    one.follow()
    two.path.unlink()
    two.follow()
    assert two.lies_on_disk() == TEN


def test_of_two_new_machines_that_start_at_once_one_makes_the_first_version(
    machines: tuple[Machine, Machine],
) -> None:
    for number, machine in enumerate(machines):
        machine.path.write_text(TEN.replace("第5馆", f"馆{number}"), encoding="utf-8")
    start = threading.Barrier(2)

    def begin(machine: Machine) -> str:
        start.wait()
        return machine.follow().digest

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(begin, machines))) == 1
    assert machines[0].history() == machines[1].history()


def test_of_two_machines_that_publish_at_once_one_is_told_of_the_other(
    machines: tuple[Machine, Machine],
) -> None:
    for machine in machines:
        machine.follow()
    for base in range(1, 6):
        start = threading.Barrier(2)

        def attempt(machine: Machine, base: int = base, start: threading.Barrier = start) -> str:
            account = machine.path.parent.name
            text = TEN.replace("第3馆", f"{account}{base}")
            start.wait()
            try:
                machine.publish(text, Publisher(account, NOW, base))
            except ConflictError as error:
                return str(error)
            return ""

        with ThreadPoolExecutor(2) as pool:
            told = sorted(pool.map(attempt, machines))
        assert told[0] == ""
        assert f"现在发布的是第 {base + 1} 版" in told[1]
        for machine in machines:
            machine.follow()
        assert machines[0].history() == machines[1].history()
        assert machines[0].lies_on_disk() == machines[1].lies_on_disk()


def test_a_list_that_was_compared_with_an_older_version_is_refused_at_the_other_machine(
    machines: tuple[Machine, Machine],
) -> None:
    one, two = machines
    one.follow(), two.follow()
    one.publish(CHANGED)
    with pytest.raises(ConflictError, match="现在发布的是第 2 版（甲）"):
        two.publish(OTHER)
    # So that the page that says so shows what it was compared with.
    assert names(two.database)[3] == "第三馆（测试）"


def test_a_machine_that_died_after_handing_in_finds_its_version_again(
    machines: tuple[Machine, Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = machines
    one.follow()

    def die(*given: Any) -> None:
        handed_in(*given)
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        # The last step before the commit.
        broken.setattr("finder.publishing.handed_in", die)
        with pytest.raises(KeyboardInterrupt):
            one.publish(CHANGED)
    assert [version[0] for version in one.history()] == [1]
    assert one.follow().number == 2
    two.follow()
    assert one.history() == two.history()
    assert one.lies_on_disk() == two.lies_on_disk() == CHANGED


def test_a_machine_with_another_history_is_refused_and_nothing_is_touched(
    machines: tuple[Machine, Machine],
) -> None:
    one, two = machines
    one.follow()
    one.publish(CHANGED)
    alone = replace(two, shared="")
    alone.follow()
    alone.publish(OTHER)
    before = two.history()
    with pytest.raises(
        ConflictError, match=r"第 2 版和共享库 .* 里的第 2 版不是同一份名单"
    ) as told:
        two.follow()
    assert "给数据文件夹改名" in str(told.value)
    assert PASSWORD not in str(told.value)
    with pytest.raises(ConflictError, match="不是同一份名单"):
        two.publish(CHANGED, replace(AUTHOR, base=2))
    assert two.history() == before
    assert two.lies_on_disk() == OTHER
    # It is as it was without the store, too.
    assert alone.follow().number == 2


def test_a_store_restored_from_an_old_copy_is_brought_what_it_lacks(
    machines: tuple[Machine, Machine],
) -> None:
    one, two = machines
    one.follow(), two.follow()
    one.publish(CHANGED)
    one.publish(OTHER, replace(AUTHOR, base=2))
    with psycopg.connect(one.shared) as connection:
        connection.execute("delete from versions where number > 1")
    one.follow()
    two.follow()
    assert two.follow().number == 3
    assert one.history() == two.history()


def test_a_change_by_hand_goes_to_the_other_machines(machines: tuple[Machine, Machine]) -> None:
    one, two = machines
    one.follow(), two.follow()
    one.path.write_text(CHANGED, encoding="utf-8")
    assert one.follow().number == two.follow().number == 2
    assert two.lies_on_disk() == CHANGED
    assert two.history()[0][3] == "file"


def test_a_change_by_hand_never_undoes_what_another_machine_has_published(
    machines: tuple[Machine, Machine],
) -> None:
    one, two = machines
    one.follow(), two.follow()
    two.path.write_text(OTHER, encoding="utf-8")
    one.publish(CHANGED)
    assert two.follow().number == 2
    known = store.disk(two.database)
    assert known is not None
    assert "现在发布的是第 2 版（甲）" in str(known.problems)
    assert two.lies_on_disk() == OTHER
    assert store.upload_bytes(two.database, 1).decode() == OTHER
    # Who changes it once more has been told, and means it.
    both = CHANGED.replace("第5馆", "五馆")
    two.path.write_text(both, encoding="utf-8")
    assert two.follow().number == 3
    one.follow()
    assert one.lies_on_disk() == both


def test_without_the_store_a_machine_serves_what_it_has_and_nothing_is_published(
    machines: tuple[Machine, Machine], caplog: pytest.LogCaptureFixture
) -> None:
    one, _ = machines
    one.follow()
    cut_off = replace(one, shared=GONE)
    with caplog.at_level(logging.ERROR):
        assert cut_off.follow().number == 1
    assert "用不了" in caplog.text
    with pytest.raises(StorageError, match="名单没有变"):
        cut_off.publish(CHANGED)
    one.path.write_text(CHANGED, encoding="utf-8")
    assert cut_off.follow().number == 1
    assert one.follow().number == 2
    assert "geheim" not in caplog.text


def test_a_new_machine_does_not_start_a_history_of_its_own_without_the_store(
    machines: tuple[Machine, Machine],
) -> None:
    cut_off = replace(machines[0], shared=GONE)
    with pytest.raises(UnreachableError):
        cut_off.follow()
    assert store.version(cut_off.database) is None


def test_a_machine_whose_setting_was_forgotten_publishes_nothing_until_it_is_said_to_be_alone(
    machines: tuple[Machine, Machine],
) -> None:
    one, _ = machines
    one.follow()
    alone = replace(one, shared="")
    with pytest.raises(ConflictError, match="没有设置 FINDER_SHARED") as told:
        alone.publish(CHANGED)
    assert PASSWORD not in str(told.value)
    with pytest.raises(ConflictError, match="没有设置 FINDER_SHARED"):
        alone.follow()
    replace(one, shared="none").follow()
    assert alone.publish(CHANGED).number == 2
    # What it has made alone is brought when it comes back.
    assert one.follow().number == 2


def test_a_machine_whose_versions_came_a_moment_too_late_for_the_empty_store_says_so(
    machines: tuple[Machine, Machine],
) -> None:
    one, two = machines
    replace(one, shared="").follow()
    two.path.write_text(OTHER, encoding="utf-8")
    replace(two, shared="").follow()
    with linked(one.shared) as link:
        assert link is not None
        join(one.database, link)
        with pytest.raises(ConflictError, match="不是同一份名单"):
            # The store was empty when the second looked.
            _bring(two.database, link, None, silent)


def test_a_full_disk_after_handing_in_is_said_as_what_it_is(
    machines: tuple[Machine, Machine],
) -> None:
    one, two = machines
    one.follow(), two.follow()
    upload = sent(one.database, CHANGED)
    one.database.execute("pragma wal_checkpoint(truncate)")
    with room_for(4_000), pytest.raises(StorageError, match="第 2 版已经发布到共享库"):
        publish(one.database, one.path, upload, AUTHOR, shared=one.shared)
    assert one.follow().number == two.follow().number == 2
    assert one.history() == two.history()
    assert one.lies_on_disk() == two.lies_on_disk() == CHANGED


def test_a_list_that_this_machines_checker_refuses_is_not_served(
    machines: tuple[Machine, Machine],
) -> None:
    one, two = machines
    one.follow(), two.follow()
    wrong = WRONG.encode()
    with store.writing(one.database):
        store.add_version(one.database, wrong, (), NOW, "甲", "publish")
    with linked(one.shared) as link:
        join(one.database, link)
    assert two.follow().number == 1
    with pytest.raises(StorageError, match=r"通不过本机的检查(.|\n)*澡堂"):
        two.publish(CHANGED)
    assert len(names(two.database)) == 10


def test_a_late_machine_has_the_rows_of_the_newest_version_only(
    machines: tuple[Machine, Machine],
) -> None:
    one, two = machines
    one.follow()
    for base, text in enumerate((CHANGED, OTHER, SHORT), start=1):
        one.publish(text, replace(AUTHOR, base=base, removed=3))
    two.follow()
    assert names(two.database) == names(one.database)
    assert one.history() == two.history()
    for number in (1, 2, 3, 4):
        assert store.version_bytes(one.database, number) == store.version_bytes(
            two.database, number
        )


def test_several_workers_of_a_machine_take_in_a_version_once(
    machines: tuple[Machine, Machine],
) -> None:
    one, two = machines
    one.follow(), two.follow()
    one.publish(CHANGED)
    start = threading.Barrier(4)

    def work(_: int) -> int:
        with closing(store.connect(two.path.parent / "finder.sqlite")) as own:
            start.wait()
            return follow(own, two.path, NOW, shared=two.shared).number

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(work, range(4))) == {2}
    assert one.history() == two.history()
    assert two.lies_on_disk() == CHANGED
