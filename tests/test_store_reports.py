"""The queue of what residents say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from finder import store
from finder.errors import ConflictError, NotFoundError
from finder.settings import Settings
from finder.store import Database
from tests.made_up import moment

NOW = moment("2026-11-24T20:00")


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = store.connect(settings.database_path)
    yield database
    database.close()


def add(database: Database, text: str, kind: str = "hours", facility: str = "jia") -> None:
    store.add_report(database, facility, kind, text, NOW)


def texts(database: Database, state: str = store.NEW) -> list[str]:
    return [one.text for one in store.reports(database, state)]


def test_messages_come_newest_first_and_are_all_new(database: Database) -> None:
    for text in ("一", "二", "三"):
        add(database, text)
    assert texts(database) == ["三", "二", "一"]
    assert store.new_reports_count(database) == 3
    assert [one.text for one in store.reports(database, limit=1, before=3)] == ["二"]


def test_a_message_holds_what_was_said_and_nothing_about_who(database: Database) -> None:
    store.add_report(database, "jia", "hours", "二层关门", NOW, "link")
    assert store.reports(database) == (
        store.Report(
            1, "jia", "hours", "二层关门", "link", "2026-11-24T12:00:00+00:00", None,
            store.NEW, "", "",
        ),
    )  # fmt: skip
    assert store.acts(database) == ()


def test_the_same_message_waits_once_and_may_come_again_when_it_was_dealt_with(
    database: Database,
) -> None:
    add(database, "二层关门")
    with pytest.raises(ConflictError, match="同样的话已经有人说过"):
        add(database, "二层关门")
    for other in (("二层关门了", "hours", "jia"), ("二层关门", "other", "jia")):
        add(database, *other)
    add(database, "二层关门", facility="yi")
    store.settle_report(database, 1, store.DONE, NOW, "测试甲")
    add(database, "二层关门")
    assert store.new_reports_count(database) == 4


@pytest.mark.parametrize("state", [store.DONE, store.SPAM])
def test_a_message_that_is_dealt_with_says_by_whom_and_can_be_put_back(
    database: Database, state: str
) -> None:
    add(database, "一")
    later = NOW + dt.timedelta(hours=1)
    store.settle_report(database, 1, state, later, "测试甲")
    (found,) = store.reports(database, state)
    assert (found.state, found.done_by) == (state, "测试甲")
    assert found.done_at == "2026-11-24T13:00:00+00:00"
    assert texts(database) == []
    store.settle_report(database, 1, store.NEW, later, "测试乙")
    (again,) = store.reports(database)
    assert (again.done_by, again.done_at) == ("", "")
    assert [(act.account, act.act, act.detail) for act in store.acts(database)] == [
        ("测试乙", "report-new", "1 jia"),
        ("测试甲", f"report-{state}", "1 jia"),
    ]


def test_two_who_deal_with_the_same_message_do_so_once(database: Database) -> None:
    add(database, "一")
    store.settle_report(database, 1, store.DONE, NOW, "测试甲")
    with pytest.raises(ConflictError, match="第 1 条留言已经处理过了"):
        store.settle_report(database, 1, store.DONE, NOW, "测试乙")
    assert len(store.acts(database)) == 1


def test_a_message_that_is_not_there_is_said(database: Database) -> None:
    with pytest.raises(NotFoundError, match="没有第 7 条留言"):
        store.settle_report(database, 7, store.DONE, NOW, "测试甲")
    with pytest.raises(NotFoundError):
        store.settle_report(database, 10**40, store.DONE, NOW, "测试甲")
