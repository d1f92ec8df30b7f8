"""Whether a facility is still open when somebody gets there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from finder.errors import Gettext, Sentence, sentence, untranslated
from finder.holidays import Calendar
from finder.hours import Rules, State, Status, status_at

# Who has at most so long left after arriving is told how long.
SHORT_STAY_MIN = 60

_SENTENCES = {
    "plain": sentence("步行约 %(minutes)d 分钟"),
    "left": sentence("步行约 %(minutes)d 分钟，到达时还开 %(left)d 分钟"),
    "before": sentence("步行约 %(minutes)d 分钟，到达前闭馆"),
    "last_entry": sentence("步行约 %(minutes)d 分钟，到达时已停止入馆"),
    "opens": sentence("步行约 %(minutes)d 分钟，到达时已开放"),
}


@dataclass(frozen=True, slots=True)
class Arrival:
    """What somebody finds who sets out for a facility.

    Args:
        minutes: how long they are on the way.
        leaving: the status when they set out.
        status: the status when they get there.
    """

    minutes: int
    leaving: Status
    status: Status

    @property
    def left_min(self) -> int | None:
        """Minutes from the arrival to closing; None if it is not open then, or has no end."""
        if self.status.state is not State.OPEN or self.status.until is None:
            return None
        return int((self.status.until - self.status.when).total_seconds()) // 60

    @property
    def admits(self) -> bool | None:
        """Whether they can go in: open and before last entry; None where that is unknown."""
        return None if self.status.state is State.UNKNOWN else self.status.admits


def arrival(rules: Rules, leaving: Status, minutes: int, calendar: Calendar) -> Arrival:
    """Return what somebody finds who sets out at `leaving.when` and is `minutes` on the way."""
    when = leaving.when + dt.timedelta(minutes=minutes)
    return Arrival(minutes, leaving, status_at(rules, when, calendar))


def arrival_text(found: Arrival, gettext: Gettext = untranslated) -> str:
    """Return how long the walk is, and what to know of the arrival."""
    case = _case(found)
    return _text(case, found.minutes, found.left_min if case == "left" else None, gettext)


# There are few: a walk of three hours has 180 minutes, and the last hour 60.
@lru_cache(maxsize=8192)
def _text(case: str, minutes: int, left_min: int | None, gettext: Gettext) -> str:
    values = (("minutes", minutes), ("left", left_min))
    return Sentence(_SENTENCES[case].message, values).text(gettext)


def arrival_templates(gettext: Gettext = untranslated) -> dict[str, str]:
    """Return the sentences with `%(minutes)d` and `%(left)d` still open, for a page's script.

    The keys, the first that holds: `left` where newcomers can go in at the arrival and at most
    `SHORT_STAY_MIN` minutes are left then; `opens` where they can at the arrival but could not
    when setting out; `last_entry` where it is open at the arrival but admits nobody; `before`
    where it is open when setting out and closed at the arrival; `plain` otherwise.
    """
    return {name: gettext(words.message) for name, words in _SENTENCES.items()}


def _case(found: Arrival) -> str:
    """Return the key of the sentence that says most; `arrival_templates` describes them."""
    then, left_min = found.status, found.left_min
    if then.admits:
        if left_min is not None and left_min <= SHORT_STAY_MIN:
            return "left"
        return "plain" if found.leaving.admits else "opens"
    if then.state is State.OPEN:
        return "last_entry"
    closes = found.leaving.state is State.OPEN and then.state is State.CLOSED
    return "before" if closes else "plain"
