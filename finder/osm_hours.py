"""Opening hours as OpenStreetMap writes them, where they mean the same to its readers.

Its grammar is that of the canonical text, but its readers part with us in a few points: they have
no `WD`, take silence about holidays for ordinary days, and cut a night at the next day's rule. What
cannot be said there for certain is left out, with the reason.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from dataclasses import dataclass, replace

from finder.errors import Sentence, sentence
from finder.hours import DAY_MIN, Rule, Rules, State
from finder.hours.rules import DateSpan, Join, WeekdaySpan

# The most characters that a tag of OpenStreetMap holds.
LONGEST = 255

_EVERY_DAY = (WeekdaySpan(0, 6),)
# 2026 Sep 20-Oct 10
_SPAN = re.compile(r"((\d{4}) [A-Z][a-z]{2} \d\d)-([A-Z][a-z]{2} \d\d)")
# Another meaning for days off than that of the days around them.
_UNSURE = Rule(holidays=True, state=State.UNKNOWN, note="节假日时间未确认")


@dataclass(frozen=True, slots=True)
class OsmHours:
    """The value of `opening_hours`, or why there is none.

    Args:
        text: "" where it cannot be said.
        reason: why not; None where it can, or where nobody knows the hours.
    """

    text: str
    reason: Sentence | None = None


def osm_hours(rules: Rules, today: dt.date) -> OsmHours:
    """Return what OpenStreetMap may be told of some rules; exceptions that are over are not."""
    if not rules.ordinary and not rules.special:
        return OsmHours("")
    special = tuple(rule for rule in rules.special if not _is_over(rule, today))
    ordinary = tuple(rule for rule in rules.ordinary if not _is_over(rule, today))
    reason = _why_not(Rules(ordinary, special))
    if reason:
        return OsmHours("", reason)
    said = tuple(map(_as_read_there, (*ordinary, *special)))
    if not rules.speaks_of_holidays:
        sure = next((n for n, one in enumerate(said) if one.confirms_holidays), len(said))
        if not all(one.confirms_holidays for one in said[sure:]):
            reason = sentence("节假日开不开，要看是哪一天，OSM 里写不清楚")
            return OsmHours("", reason)
        if not said[0].always:
            said = (*said[:sure], _UNSURE, *said[sure:])
    text = _with_years(str(Rules(said)))
    if len(text) > LONGEST:
        return OsmHours("", sentence("写出来超过 %(most)d 个字符", most=LONGEST))
    return OsmHours(text)


def _why_not(rules: Rules) -> Sentence | None:
    """Return what of some rules OpenStreetMap has no word for, or reads as something else."""
    every = (*rules.ordinary, *rules.special)
    if not rules.ordinary:
        return sentence("平常的开放时间未知")
    if any(rule.workdays for rule in every):
        return sentence("按调休后的工作日开放，OSM 没有这种写法")
    late = any(span.end_min > DAY_MIN for rule in every for span in rule.spans)
    if late and not (len(every) == 1 and (every[0].holidays or every[0].always)):
        return sentence("过了半夜的时间会被第二天的规则截断")
    if any(rule.join is Join.ELSE for rule in every):
        return sentence("有“||”的规则，各家软件读法不同")
    if any(_is_misread(span) for rule in every for span in rule.dates) or any(
        map(_is_refused, every, (None, *every))
    ):
        return sentence("有的日期会被读成别的日子")
    return None


def _as_read_there(rule: Rule) -> Rule:
    """Return a rule of the same meaning that readers there take for it.

    One without days would be laid over those before it, and after `2026 May` they look for a day.
    """
    if rule.dates:
        return replace(rule, dates=tuple(map(_in_days, rule.dates)))
    if rule.always or rule.years or rule.weeks or rule.weekdays or rule.holidays:
        return rule
    return replace(rule, weekdays=_EVERY_DAY)


def _in_days(span: DateSpan) -> DateSpan:
    """Return whole months of named years as days."""
    year, month, _ = span.end
    if not span.whole_months or not year:
        return span
    return DateSpan(span.start, (year, month, monthrange(year, month)[1]))


def _with_years(text: str) -> str:
    """Return a text with the year at both ends of a span of days, which readers there ask for."""
    # Every other part is a note.
    parts = text.split('"')
    parts[::2] = [_SPAN.sub(r"\1-\2 \3", part) for part in parts[::2]]
    return '"'.join(parts)


def _is_over(rule: Rule, today: dt.date) -> bool:
    """Return whether all that a rule speaks of is past."""
    if not rule.is_dated:
        return False
    if rule.dates:
        ends = [span.end for span in rule.dates if span.end[0]]
        return len(ends) == len(rule.dates) and max(ends) < (today.year, today.month, today.day)
    return max(span.last for span in rule.years) < today.year


def _is_refused(rule: Rule, before: Rule | None) -> bool:
    """Return whether the reference implementation cannot read a rule after another one."""
    if before and before.always and rule.join is Join.ADD:
        return True
    return bool(rule.dates) and any(span.nths for span in rule.weekdays)


def _is_misread(span: DateSpan) -> bool:
    """Return whether the reference implementation loses a span.

    It loses a season that ends the day before it starts, and days of February up to its end.
    """
    if not span.start[0] and span.start > span.end:
        # Counted in a leap year.
        following = dt.date(2000, span.end[1], 1) + dt.timedelta(days=span.end[2])
        if (following.month, following.day) == span.start[1:]:
            return True
    in_february = span.start[:2] == span.end[:2] and span.end[1] == 2
    return not span.whole_months and in_february and span.end[2] >= 28
