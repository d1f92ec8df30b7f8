"""The shared store: a real PostgreSQL server that is there, refuses, is frozen or is gone."""

from __future__ import annotations

import sys
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor

import psycopg
import psycopg.sql
import pytest

from finder import store
from finder.errors import SettingsError, UnreachableError
from finder.shared import Entry, connected, digests, entry, hand_in, head, linked
from finder.shared.link import LOCK, asked
from finder.store import Version
from tests.postgres import PASSWORD, WRITTEN, Server


def version(number: int, data: bytes) -> Version:
    base = number - 1 or None
    at = "2026-11-24T12:00:00+00:00"
    return Version(number, store.digest_of(data), "c", at, "甲", "publish", 7, base, 1)


FIRST, SECOND = version(1, b"1"), version(2, b"\0\xff2")


def test_a_version_comes_back_as_it_was_put_in_but_for_its_upload(shared: str) -> None:
    with linked(shared) as link:
        assert link is not None
        assert head(link) is None
        assert hand_in(link, None, Entry(FIRST, "名单.csv", b"1")) is None
        assert hand_in(link, FIRST, Entry(SECOND, "a\0b", b"\0\xff2")) is None
    with linked(shared) as link:
        assert link is not None
        assert digests(link) == {1: FIRST.digest, 2: SECOND.digest}
        first, second = entry(link, 1), entry(link, 2)
        assert head(link) == second.version
    assert (first.version.account, first.version.upload, first.version.base) == ("甲", None, None)
    assert (first.detail, first.data) == ("名单.csv", b"1")
    assert (second.detail, second.data, second.version.base) == ("ab", b"\0\xff2", 1)


@pytest.mark.parametrize("before", [None, version(1, b"another"), SECOND])
def test_a_version_takes_the_place_only_of_the_one_that_it_was_made_from(
    shared: str, before: Version | None
) -> None:
    with linked(shared) as link:
        assert link is not None
        hand_in(link, None, Entry(FIRST, "", b"1"))
        other = hand_in(link, before, Entry(SECOND, "", b"\0\xff2"))
        assert other is not None
        assert other.digest == FIRST.digest
        assert digests(link) == {1: FIRST.digest}


def test_the_table_is_made_once_however_many_come_first(shared: str) -> None:
    start = threading.Barrier(6)

    def come(_: int) -> None:
        start.wait()
        connected(shared).close()

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(come, range(6))) == [None] * 6


def test_whoever_may_only_use_the_table_need_not_be_able_to_make_one(shared: str) -> None:
    connected(shared).close()
    with psycopg.connect(shared, autocommit=True) as owner:
        owner.execute("drop role if exists guest")
        owner.execute("create role guest login password 'guest'")
        owner.execute("grant select, insert on versions to guest")
    with linked(shared.replace(f"finder:{WRITTEN}", "guest:guest")) as link:
        assert link is not None
        assert hand_in(link, None, Entry(FIRST, "", b"1")) is None


def test_other_bytes_than_were_put_in_are_not_served(shared: str) -> None:
    with linked(shared) as link:
        assert link is not None
        hand_in(link, None, Entry(FIRST, "", b"1"))
        link.connection.execute("update versions set data = 'x'")
        with pytest.raises(UnreachableError, match="第 1 版不完整"):
            entry(link, 1)
        with pytest.raises(UnreachableError, match="第 9 版不完整"):
            entry(link, 9)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ((WRITTEN, "falsch"), "password authentication failed"),
        (("/test_", "/nirgends_"), "does not exist"),
        (("127.0.0.1:", "127.0.0.1:1"), "用不了"),
        (("finder:", "niemand:"), "authentication failed"),
        (("127.0.0.1", "nowhere.invalid"), "nowhere.invalid"),
        ((f":{WRITTEN}@", "@"), "no password"),
        ((WRITTEN, "ge%zzheim2"), "percent-encoded"),
        (("/test_", "/x?password=geheim2&sslmode=strange&dbname="), "strange"),
        (("/test_", "/x?password=ge+heim2%zz&dbname="), "invalid percent-encoded"),
    ],
    ids=[
        "password",
        "database",
        "port",
        "role",
        "host",
        "without a password",
        "code",
        "parameters",
        "code of a parameter",
    ],
)
def test_a_store_that_cannot_be_used_is_named_without_the_password(
    shared: str, change: tuple[str, str], words: str
) -> None:
    with pytest.raises(UnreachableError, match=words) as told:
        connected(shared.replace(*change))
    assert "共享库" in str(told.value)
    # What a log would have of it as well.
    shown = "".join(traceback.format_exception(told.value))
    for secret in (PASSWORD, WRITTEN, "falsch", "heim2"):
        assert secret not in shown


def test_the_server_looks_soon_whether_a_silent_machine_is_still_there(shared: str) -> None:
    with linked(shared) as link:
        assert link is not None
        for name, value in (("idle", "5"), ("interval", "5"), ("count", "3")):
            found = link.connection.execute(f"show tcp_keepalives_{name}").fetchone()
            assert found == (value,)


def test_a_link_does_not_show_its_password(shared: str) -> None:
    link = connected(shared)
    link.close()
    assert PASSWORD not in repr(link)
    assert WRITTEN not in repr(link)
    assert link.name.startswith("127.0.0.1:")


def test_the_server_allows_a_long_list_the_time_that_its_sender_waits(shared: str) -> None:
    with linked(shared) as link, psycopg.connect(shared) as other:
        assert link is not None
        link.connection.execute("set statement_timeout = '500ms'")
        other.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        later = threading.Timer(1.5, other.rollback)
        later.start()
        assert hand_in(link, None, Entry(FIRST, "", b"1")) is None
        later.join()
        assert entry(link, 1).data == b"1"
        assert link.connection.execute("show statement_timeout").fetchone() == ("500ms",)


def test_a_server_that_is_frozen_is_waited_for_only_so_long(
    postgresql: Server, shared: str
) -> None:
    with linked(shared) as link:
        assert link is not None
        with (
            postgresql.frozen(),
            pytest.raises(UnreachableError, match="1 秒里没有回答"),
            asked(link, 1),
        ):
            link.connection.execute("select 1")


def test_a_connection_that_is_cut_changes_nothing(shared: str) -> None:
    with linked(shared) as link, psycopg.connect(shared, autocommit=True) as other:
        assert link is not None
        other.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
        with pytest.raises(UnreachableError, match="名单没有变"):
            hand_in(link, None, Entry(FIRST, "", b"1"))
        assert other.execute("select count(*) from versions").fetchone() == (0,)


def test_a_connection_that_is_cut_at_the_commit_is_said_to_have_an_unknown_end(
    shared: str,
) -> None:
    with linked(shared) as link, psycopg.connect(shared, autocommit=True) as other:
        assert link is not None
        # A constraint that is checked at the end ends the session there.
        other.execute(
            "create function die() returns trigger language plpgsql as"
            " $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$"
        )
        other.execute(
            "create constraint trigger die after insert on versions"
            " deferrable initially deferred for each row execute function die()"
        )
        with pytest.raises(UnreachableError, match="还不知道第 1 版有没有发布"):
            hand_in(link, None, Entry(FIRST, "", b"1"))


def test_nothing_is_linked_where_a_machine_is_alone() -> None:
    for address in ("", "none"):
        with linked(address) as link:
            assert link is None


def test_without_the_library_it_is_said_how_to_install_it(
    shared: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(SettingsError, match=r'pip install "psycopg\[binary\]"'):
        connected(shared)


def test_of_two_who_hand_in_at_once_one_is_told_whatever_the_server_isolates(shared: str) -> None:
    with psycopg.connect(shared, autocommit=True) as owner:
        name = psycopg.sql.Identifier(owner.info.dbname)
        owner.execute(
            psycopg.sql.SQL(
                "alter database {} set default_transaction_isolation to 'serializable'"
            ).format(name)
        )
    start = threading.Barrier(4)

    def attempt(_: int) -> bool:
        with linked(shared) as link:
            assert link is not None
            start.wait()
            return hand_in(link, None, Entry(FIRST, "", b"1")) is None

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attempt, range(4))) == [False, False, False, True]
