"""What staff read besides the sentences of the residents' pages: acts, columns, moments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields

from finder.errors import Gettext, Problem, Sentence, sentence, untranslated
from finder.facility import Facility
from finder.hours import ZONE
from finder.wording import weekday_name

_ACTS = {
    "publish": sentence("发布上传的文件"),
    "rollback": sentence("退回到以前的版本"),
    "file": sentence("直接改文件"),
    "closure": sentence("临时闭馆"),
    "confirm": sentence("核实开放时间"),
    "upload": sentence("上传文件"),
    "refused": sentence("直接改的文件没有通过检查"),
    "sign-in": sentence("登录"),
    "sign-in-failed": sentence("登录没有成功"),
    "sign-in-stopped": sentence("登录试得太多，暂停一阵"),
    "sign-out": sentence("退出"),
    "account-added": sentence("建立账号"),
    "account-role": sentence("改角色"),
    "account-password": sentence("改密码"),
    "account-removed": sentence("删去账号"),
    "report-done": sentence("处理了留言"),
    "report-spam": sentence("把留言当作垃圾信息"),
    "report-new": sentence("把留言放回去"),
}
_TITLES = {column.name: str(column.metadata["chinese"]) for column in fields(Facility)}


@dataclass(frozen=True, slots=True)
class RowGroup:
    """The same problem in several rows, the first of them as it is.

    Args:
        rows: where, as a person reads it: 2、3、9–12; blank where it is in no row.
    """

    problem: Problem
    rows: str


def row_groups(problems: Iterable[Problem]) -> tuple[RowGroup, ...]:
    """Return problems with those said once that are the same but for the row and the value."""
    first: dict[tuple[object, str, str], Problem] = {}
    rows: dict[tuple[object, str, str], list[int]] = {}
    for problem in problems:
        key = (problem.column, str(problem.message), str(problem.hint))
        first.setdefault(key, problem)
        rows.setdefault(key, []).extend([problem.row] if problem.row else [])
    return tuple(RowGroup(problem, _ranges(rows[key])) for key, problem in first.items())


def _ranges(numbers: list[int]) -> str:
    """Return ascending numbers, runs of three and more drawn together."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    shown = (
        [f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(number) for number in run] for run in runs
    )
    return "、".join(word for words in shown for word in words)


def act_name(act: str, gettext: Gettext = untranslated) -> str:
    """Return what an act is called; one without a name is its key."""
    known: Sentence | None = _ACTS.get(act)
    return known.text(gettext) if known else act


def column_name(column: str | int | None) -> str:
    """Return what staff call a column; one that the list does not know is as they wrote it."""
    return _TITLES.get(str(column), "" if column is None else str(column))


def when_text(stamp: str, gettext: Gettext = untranslated) -> str:
    """Return a moment of the database on the clocks of Beijing: 2026-11-24 周二 20:00."""
    when = dt.datetime.fromisoformat(stamp).astimezone(ZONE)
    return f"{when:%Y-%m-%d} {weekday_name(when, gettext)} {when:%H:%M}"
