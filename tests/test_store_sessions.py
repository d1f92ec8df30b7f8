"""Sessions end: after an hour without use, after twelve in any case, and when told to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from finder import store
from finder.errors import ConflictError
from finder.settings import Settings
from finder.store import Account, Database
from tests.made_up import moment

NOW = moment("2026-11-24T08:00")


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = store.connect(settings.database_path)
    yield database
    database.close()


@pytest.fixture
def account(database: Database) -> Account:
    return store.add_account(database, "测试甲", store.EDITOR, "hash", NOW, "terminal:test")


def at(minutes: float) -> dt.datetime:
    return NOW + dt.timedelta(minutes=minutes)


def is_on(database: Database, token: str, minutes: float) -> bool:
    return store.session_account(database, token, at(minutes)) is not None


def test_an_unused_session_ends_after_an_hour(database: Database, account: Account) -> None:
    token = store.start_session(database, account, NOW)
    assert store.session_account(database, token, at(0.5)) == account
    assert not is_on(database, token, 60)
    other = store.start_session(database, account, NOW)
    assert is_on(database, other, 59.9)
    assert is_on(database, other, 59.9 + 59.9)


def test_a_session_in_use_ends_after_twelve_hours(database: Database, account: Account) -> None:
    token = store.start_session(database, account, NOW)
    for minutes in range(30, 12 * 60, 30):
        assert is_on(database, token, minutes)
    assert not is_on(database, token, 12 * 60)


def test_a_clock_that_was_ahead_and_is_set_back_lengthens_no_session(
    database: Database, account: Account
) -> None:
    ahead = store.start_session(database, account, at(60 * 24 * 365))
    assert not is_on(database, ahead, 0)
    usual = store.start_session(database, account, NOW)
    assert is_on(database, usual, 59)
    # The clock is set back by half an hour, and the session is used no more.
    assert is_on(database, usual, 29)
    assert not is_on(database, usual, 89)
    # A step of a few seconds, as clocks are set every day, ends nothing.
    assert is_on(database, store.start_session(database, account, at(1)), 0)


def test_the_token_itself_is_kept_nowhere(
    database: Database, account: Account, settings: Settings
) -> None:
    tokens = [store.start_session(database, account, NOW) for _ in range(3)]
    assert len(set(tokens)) == 3
    database.conn.execute("pragma wal_checkpoint(truncate)")
    held = settings.database_path.read_bytes()
    assert all(len(token) >= 43 and token.encode() not in held for token in tokens)


def test_reading_pages_writes_once_a_minute_at_most(database: Database, account: Account) -> None:
    token = store.start_session(database, account, NOW)
    written = database.conn.total_changes
    for second in range(0, 59, 5):
        assert is_on(database, token, second / 60)
    assert database.conn.total_changes == written
    assert is_on(database, token, 1)
    assert database.conn.total_changes == written + 1


def test_no_session_starts_for_an_account_that_was_changed_meanwhile(
    database: Database, account: Account
) -> None:
    store.set_password(database, account.name, "other", NOW, "terminal:test")
    with pytest.raises(ConflictError, match="刚刚改过"):
        store.start_session(database, account, NOW)
    store.remove_account(database, account.name, NOW, "terminal:test")
    with pytest.raises(ConflictError, match="刚刚改过"):
        store.start_session(database, account, NOW)


def test_a_session_that_was_ended_stays_ended(database: Database, account: Account) -> None:
    token = store.start_session(database, account, NOW)
    store.end_session(database, token)
    assert not is_on(database, token, 0)
    store.end_session(database, token)


def test_sessions_of_old_are_cleared_away(database: Database, account: Account) -> None:
    store.start_session(database, account, NOW)
    store.start_session(database, account, at(90))
    rows = list(database["sessions"].rows)
    assert [row["started_at"] for row in rows] == [store.stamp(at(90))]


@pytest.mark.parametrize("token", ["", "x", "\0", "é" * 1000])
def test_a_token_that_nobody_was_given_belongs_to_nobody(database: Database, token: str) -> None:
    assert not is_on(database, token, 0)
