"""What residents say is wrong: a queue, in which nothing is about whoever said it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields

import sqlite_utils

from finder.errors import ConflictError, NotFoundError, Problem, sentence
from finder.store.acts import record, stamp
from finder.store.database import row_numbered, table, writing
from finder.store.lists import version

NEW, DONE, SPAM = "new", "done", "spam"


@dataclass(frozen=True, slots=True)
class Report:
    """One message of a resident.

    Args:
        number: counted up from 1.
        facility: the id.
        kind: what is wrong, e.g. `hours`.
        text: in the resident's words; may be blank.
        flag: why to be careful: `link`; blank if nothing is known.
        at: when, ISO 8601 in UTC.
        version: the version that was published then.
        state: `new`, `done` or `spam`.
        done_by: the account that dealt with it; blank while it is new.
        done_at: when, ISO 8601 in UTC; blank while it is new.
    """

    number: int
    facility: str
    kind: str
    text: str
    flag: str
    at: str
    version: int | None
    state: str
    done_by: str
    done_at: str


_COLUMNS = ", ".join(column.name for column in fields(Report))


def add_report(
    database: sqlite_utils.Database,
    facility: str,
    kind: str,
    text: str,
    when: dt.datetime,
    flag: str = "",
) -> None:
    """Put a message into the queue.

    Raises:
        ConflictError: the same is in the queue already, so that nothing need be sent.
    """
    with writing(database):
        reports = table(database, "reports")
        same = [facility, kind, text, NEW]
        if reports.count_where("facility = ? and kind = ? and text = ? and state = ?", same):
            message = sentence("同样的话已经有人说过，正在等工作人员处理。")
            hint = sentence("不用再发一次；如果情况不同，请写得具体一些。")
            raise ConflictError(Problem(message, hint, column="text", value=text))
        current = version(database)
        reports.insert(
            {
                "facility": facility,
                "kind": kind,
                "text": text,
                "flag": flag,
                "at": stamp(when),
                "version": current.number if current else None,
                "state": NEW,
                "done_by": "",
                "done_at": "",
            }
        )


def reports(
    database: sqlite_utils.Database, state: str = NEW, limit: int = 50, before: int | None = None
) -> tuple[Report, ...]:
    """Return the messages in a state, newest first.

    Args:
        before: only those with a smaller number.
    """
    where, values = "state = ?", [state]
    if before is not None:
        where, values = f"{where} and number < ?", [state, str(before)]
    rows = table(database, "reports").rows_where(
        where, values, order_by="number desc", select=_COLUMNS, limit=limit
    )
    return tuple(Report(**row) for row in rows)


def new_reports_count(database: sqlite_utils.Database) -> int:
    """Return how many messages wait."""
    return int(table(database, "reports").count_where("state = ?", [NEW]))


def settle_report(
    database: sqlite_utils.Database, number: int, state: str, when: dt.datetime, account: str
) -> None:
    """Take a message out of the queue, or put it back as new, and write that down.

    Raises:
        NotFoundError: there is none of this number.
        ConflictError: somebody else has done so already.
    """
    with writing(database):
        held = table(database, "reports")
        found = row_numbered(database, "reports", number, _COLUMNS)
        if found is None:
            message = sentence("没有第 %(number)d 条留言。", number=number)
            hint = sentence("请从留言列表里选择。")
            raise NotFoundError(Problem(message, hint, column="report", value=str(number)))
        if found["state"] == state:
            message = sentence("第 %(number)d 条留言已经处理过了。", number=number)
            raise ConflictError(Problem(message, sentence("请看最新的留言列表。")))
        done = {"done_by": account, "done_at": stamp(when)}
        if state == NEW:
            done = {"done_by": "", "done_at": ""}
        held.update(number, {"state": state, **done})
        record(database, when, account, f"report-{state}", f"{number} {found['facility']}")
