"""What belongs together in a notice: the hours, closings and exceptions of the same days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import Enum

from finder.errors import HoursError, Sentence, sentence
from finder.hours.rules import DateSpan, TimeSpan
from finder.hours.zh_statements import Days, Half, Statement
from finder.hours.zh_tokens import Source

ASK_DAYS = sentence("请写明是哪几天，例如 周二至周日9:00-17:00。")
ASK_SEASON = sentence("请在每个季节里把星期和时间写全。")
ASK_HOLIDAY = sentence("请写明法定节假日是否开放、几点开放，例如 法定节假日9:00-17:00。")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a day that is open, with its note."""

    start_min: int
    end_min: int
    note: str = ""


@dataclass
class Group:
    """The hours of some days, in some dates, of the facility or of parts of it.

    Args:
        days: None where none are named: all that nothing else is said of.
        entries: the statements of last entry.
        shut: the statements of what parts are closed, and when.
        last_count: how many blocks the last statement gave.
        no_lunch: the statement in brackets that these hours go on at noon.
        opens_min: when it opens, where closing has not been said yet.
    """

    statement: Statement
    days: Days | None
    dates: tuple[DateSpan, ...] = ()
    parts: tuple[str, ...] = ()
    blocks: list[Block] = field(default_factory=list)
    entries: list[Statement] = field(default_factory=list)
    shut: list[Statement] = field(default_factory=list)
    last_count: int = 0
    no_lunch: Statement | None = None
    opens_min: int | None = None
    trailing: bool = False

    def add(self, times: tuple[TimeSpan, ...], source: Source, end: int) -> None:
        """Put `times` after those that it has.

        Raises:
            HoursError: they overlap or go back in time, as 下午 left out would make them.
        """
        for span in times:
            if self.blocks and span.start_min < self.blocks[-1].end_min:
                raise source.because(
                    self.statement.start,
                    end,
                    sentence(
                        "“%(value)s”里的时间前后重叠或倒退。",
                        value=source.words(self.statement.start, end),
                    ),
                    sentence("请按先后次序写，并写明每段时间是哪几天；下午请写 14:00。"),
                )
            self.blocks.append(Block(span.start_min, span.end_min))
        self.last_count = len(times)


@dataclass(frozen=True, slots=True)
class Closing:
    """Days, or a half or some time of them, that are closed.

    Args:
        bound: it stands with a season and may be of that season only.
    """

    statement: Statement
    days: Days | None
    note: str = ""
    half: Half | None = None
    bound: bool = False
    times: tuple[TimeSpan, ...] = ()


class Holiday(Enum):
    """What a notice says of public holidays, hours of their own aside."""

    UNSAID = "unsaid"
    USUAL = "usual"  # as the same weekday, and open where a weekday's closing does not hold
    OFF = "off"
    ANNOUNCED = "announced"  # announced later


@dataclass
class Notice:
    """A notice sorted into groups, closings and exceptions.

    Args:
        exempted: how many of the closings do not hold on public holidays.
        hours_excepted: the statement that the hours do not hold on them.
        within: of the holidays only those on the days that are open otherwise are.
        rest_closed: dates of which nothing is said are closed.
        festival_announced: the hours of a festival are announced later; as long as nothing is said
            of public holidays they are unknown anyway.
        since: from when on the hours hold.
    """

    source: Source
    groups: list[Group] = field(default_factory=list)
    parts: list[Group] = field(default_factory=list)
    special: list[Group] = field(default_factory=list)
    closings: list[Closing] = field(default_factory=list)
    special_closings: list[Statement] = field(default_factory=list)
    lunches: list[Closing] = field(default_factory=list)
    no_lunch: Statement | None = None
    lunch_unsaid: Statement | None = None
    usual_days: list[Statement] = field(default_factory=list)
    open_days: Statement | None = None
    holiday: Holiday = Holiday.UNSAID
    holiday_statement: Statement | None = None
    exempted: int = 0
    hours_excepted: Statement | None = None
    within: bool = False
    all_year: Statement | None = None
    rest_closed: bool = False
    festival_announced: Statement | None = None
    since: Statement | None = None

    @property
    def exempt(self) -> bool:
        """Whether the weekly closing does not hold on public holidays."""
        return bool(self.exempted)

    def refused(self, statement: Statement, message: Sentence, hint: Sentence) -> HoursError:
        """Return the error that `message` says of the words of `statement`."""
        return self.source.because(statement.start, statement.end, message, hint)

    def unclear(self, statement: Statement, hint: Sentence) -> HoursError:
        """Return the error that it is not certain what `statement` speaks of."""
        value = self.source.words(statement.start, statement.end)
        return self.refused(statement, sentence("“%(value)s”说得不够清楚。", value=value), hint)

    def contradicts(self, statement: Statement) -> HoursError:
        """Return the error that `statement` contradicts the rest."""
        value = self.source.words(statement.start, statement.end)
        return self.refused(
            statement,
            sentence("“%(value)s”与前后文不一致。", value=value),
            sentence("请核对，每一天只写一次。"),
        )


def check_weekdays(notice: Notice, said: Statement) -> None:
    """Refuse a weekday that the dates with a year of `said` do not have.

    Raises:
        HoursError: with the words of `said`.
    """
    if said.days is None or said.days.general:
        return
    found: set[int] = set()
    for span in said.dates:
        first, last = dt.date(*span.start), span.last_day
        found |= {(first.weekday() + step) % 7 for step in range(min((last - first).days, 6) + 1)}
    if not said.days.weekdays <= found:
        raise notice.contradicts(said)


def last_group(notice: Notice) -> Group | None:
    """Return the group whose first statement is the last of all."""
    every = [*notice.groups, *notice.parts, *notice.special]
    return max(every, key=lambda group: group.statement.start, default=None)
