"""What a Chinese notice states, one statement after the other, before it becomes rules."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum

from finder.hours.rules import DateSpan, TimeSpan

ALL_WEEK = frozenset(range(7))
WORKING_WEEK = frozenset(range(5))
WEEKEND = frozenset({5, 6})


class Gap(IntEnum):
    """How strongly a statement is set apart from the one before it."""

    NONE = 0
    COMMA = 1
    STOP = 2


class Kind(Enum):
    """What a statement says."""

    OPEN = "open"  # the days, dates and parts are open at `times`
    OPEN_DAYS = "open days"  # the days are open, at times said elsewhere
    CLOSED = "closed"  # the days, or `times` of them, or a `half` of them, are closed
    OPEN_HALF = "open half"  # a `half` of the days is open, the other is not
    USUAL = "usual"  # the days are open as others are
    EXCEPT = "except"  # the statement before does not hold on the days
    SAVE = "save"  # the statement after does not hold on the days
    ALL_YEAR = "all year"  # nothing closes it in the year
    LAST_ENTRY = "last entry"  # from `minute`, or `before_min` before closing
    LUNCH = "lunch"  # `times` closed at midday; without times: it is closed then
    NO_LUNCH = "no lunch"  # not closed at midday
    ONLY = "only"  # the hours before are those of `parts`
    OPENS = "opens"  # at `minute`
    CLOSES = "closes"  # at `minute`
    EXTEND = "extend"  # the usual hours go on until `minute`
    NOTICE = "notice"  # the days are announced later
    REASON = "reason"  # why it is closed, or the festival for which
    SINCE = "since"  # the hours hold from `dates` on
    ASIDE = "aside"  # what a visitor must do (`note`), or what changes nothing


class Half(Enum):
    """A half of a day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


@dataclass(frozen=True, slots=True)
class Days:
    """The days that a statement names.

    Args:
        weekdays: 0 is Monday.
        every: every day (每天), without naming one.
        holidays: public holidays too.
        statutory: they are called 法定 or 国家, so that 节假日 cannot mean weekends.
        within: the holidays are those inside the weekdays (含节假日), not besides them.
        workdays: working days of the official calendar.
        nths: only the n-th of the month (1 to 5, -1 the last) of the single weekday.
    """

    weekdays: frozenset[int] = frozenset()
    every: bool = False
    holidays: bool = False
    statutory: bool = False
    within: bool = False
    workdays: bool = False
    nths: tuple[int, ...] = ()

    @property
    def general(self) -> bool:
        """Whether it is the whole week, which what is said of single days overrides."""
        return self.every or self.weekdays == ALL_WEEK

    @property
    def only_holidays(self) -> bool:
        return self.holidays and not (self.weekdays or self.every or self.workdays)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement, with the place of its words and how it is set apart.

    Args:
        start, end: its words, 0-based.
        depth: how many brackets it stands in.
        dates: a season, or, with years, an exception; `yearly` if 每年 stands before it or it is
            called a season; without dates, 全年.
        heads: the dates stand before the days, as a heading of what follows.
        trailing: the days or dates stand in brackets after the times.
        always: it says 24小时 or 全天, without a time.
        all_day: it says 全天 alone.
        festival: the note is the name of a festival.
        rest: it says 其余时间, of days and of seasons.
        room: the room, or rooms, that head the whole notice.
    """

    kind: Kind
    start: int
    end: int
    gap: Gap = Gap.NONE
    depth: int = 0
    days: Days | None = None
    dates: tuple[DateSpan, ...] = ()
    yearly: bool = False
    heads: bool = False
    trailing: bool = False
    times: tuple[TimeSpan, ...] = ()
    parts: tuple[str, ...] = ()
    half: Half | None = None
    minute: int = 0
    before_min: int = 0
    note: str = ""
    always: bool = False
    all_day: bool = False
    festival: bool = False
    rest: bool = False
    room: str = ""

    @property
    def dated(self) -> bool:
        """Whether it speaks of dates of a named year."""
        return bool(self.dates) and bool(self.dates[0].start[0])
