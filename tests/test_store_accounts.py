"""Accounts: one for each name, and an end to their sessions whenever they change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest

from finder import store
from finder.errors import AccountError, NotFoundError
from finder.settings import Settings
from finder.store import Database
from tests.made_up import moment

NOW = moment("2026-11-24T20:00")


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = store.connect(settings.database_path)
    yield database
    database.close()


def add(database: Database, name: str, role: str = store.EDITOR) -> store.Account:
    return store.add_account(database, name, role, "hash", NOW, "terminal:test")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  测试甲 ", "测试甲"),
        ("Zoe\u0308 T.", "Zo\u00eb T."),
        ("ａｂ", "ａｂ"),
        ("x" * 40, "x" * 40),
    ],
)
def test_a_name_is_kept_trimmed_and_in_one_form(database: Database, given: str, kept: str) -> None:
    assert add(database, given).name == kept
    assert [one.name for one in store.accounts(database)] == [kept]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "空的"),
        (" \u3000 ", "空的"),
        ("x" * 41, "有 41 个字符"),
        ("a\u200bb", "看不见的字符"),
        ("a\nb", "看不见的字符"),
        ("a\u202eb", "看不见的字符"),
        ("terminal:root", "冒号"),
        ("terminal：root", "冒号"),
    ],
)
def test_a_name_that_could_deceive_is_refused(database: Database, name: str, words: str) -> None:
    with pytest.raises(AccountError, match=words):
        add(database, name)
    assert store.accounts(database) == ()


@pytest.mark.parametrize("other", ["test", "TEST", "ｔｅｓｔ", " Test "])
def test_two_names_that_look_the_same_are_one(database: Database, other: str) -> None:
    add(database, "Test")
    with pytest.raises(AccountError, match="已经有名叫“Test”的账号"):
        add(database, other)
    found = store.account_named(database, other)
    assert found is not None
    assert found.name == "Test"


def test_a_role_is_one_of_two(database: Database) -> None:
    with pytest.raises(AccountError, match="没有“admin”这个角色"):
        add(database, "测试甲", "admin")
    assert not add(database, "测试甲").may_publish
    assert add(database, "测试乙", store.PUBLISHER).may_publish


CHANGES: list[Callable[[Database], None]] = [
    lambda database: store.set_role(database, "测试甲", store.PUBLISHER, NOW, "terminal:test"),
    lambda database: store.set_password(database, "测试甲", "other", NOW, "terminal:test"),
    lambda database: store.remove_account(database, "测试甲", NOW, "terminal:test"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_ends_the_sessions_of_its_account_alone(
    database: Database, change: Callable[[Database], None]
) -> None:
    mine = store.start_session(database, add(database, "测试甲"), NOW)
    other = store.start_session(database, add(database, "测试乙"), NOW)
    change(database)
    assert store.session_account(database, mine, NOW) is None
    assert store.session_account(database, other, NOW) is not None


def test_every_change_is_written_down_with_who_made_it(database: Database) -> None:
    add(database, "测试甲")
    for change in CHANGES:
        change(database)
    assert [(act.account, act.act, act.detail) for act in store.acts(database)] == [
        ("terminal:test", "account-removed", "测试甲"),
        ("terminal:test", "account-password", "测试甲"),
        ("terminal:test", "account-role", "测试甲 publisher"),
        ("terminal:test", "account-added", "测试甲 editor"),
    ]


@pytest.mark.parametrize("change", CHANGES)
def test_an_account_that_is_not_there_cannot_be_changed(
    database: Database, change: Callable[[Database], None]
) -> None:
    with pytest.raises(NotFoundError, match="没有名叫“测试甲”的账号"):
        change(database)
    assert store.acts(database) == ()


def test_a_renewed_hash_ends_no_session_and_never_undoes_a_new_password(
    database: Database,
) -> None:
    held = add(database, "测试甲")
    token = store.start_session(database, held, NOW)
    store.renew_hash(database, held, "newer hash")
    newer = store.session_account(database, token, NOW)
    assert newer is not None
    assert [newer.name, newer.password] == [held.name, "newer hash"]
    store.set_password(database, "测试甲", "changed", NOW, "terminal:test")
    store.renew_hash(database, newer, "late")
    assert [one.password for one in store.accounts(database)] == ["changed"]


def test_a_removed_name_given_again_is_nobodys_old_session(database: Database) -> None:
    token = store.start_session(database, add(database, "测试甲"), NOW)
    store.remove_account(database, "测试甲", NOW + dt.timedelta(seconds=1), "terminal:test")
    add(database, "测试甲", store.PUBLISHER)
    assert store.session_account(database, token, NOW) is None
