"""What residents will see differently once a list is published, and when.

Both lists are asked the same question of every minute to come; nothing is decided here.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from finder.answer import JsonObject, iso
from finder.answers_ahead import Answer, Side, answers, differing, side_of
from finder.errors import Gettext, Sentence, sentence, untranslated
from finder.facility import Facility
from finder.flips import Dates, Flip, grouped_texts
from finder.forecast import FORECAST_DAYS
from finder.holidays import Calendar
from finder.hours import ZONE, State
from finder.hours.words_days import listed
from finder.progress import COMPARING, Progress, silent, told

__all__ = [
    "Flip",
    "facility_flips",
    "facility_texts",
    "flips_object",
    "simulation",
    "simulation_headline",
    "simulation_summary",
]

_STATES = {
    State.OPEN: sentence("开放"),
    State.CLOSED: sentence("闭馆"),
    State.UNKNOWN: sentence("未知"),
}


def simulation(
    before: Sequence[Facility],
    after: Sequence[Facility],
    first: dt.datetime,
    calendar: Calendar,
    days: int = FORECAST_DAYS,
    calendar_before: Calendar | None = None,
    gettext: Gettext = untranslated,
    *,
    brief: bool = False,
    progress: Progress = silent,
) -> tuple[Flip, ...]:
    """Return the stretches in which residents will get another answer, facility by facility.

    They are in the order of the new list, what is gone last.

    Args:
        first: the moment of publishing, aware; the last stretch ends with the last of `days`
            dates, of which the first is that of `first`.
        calendar_before: the holiday calendar of the list before; None where it is the same.
        brief: of a facility that is in one list only, give the first stretch alone, up to midnight
            at most. `simulation_summary` tells no more of it, and a new list has millions.
    """
    old_calendar = calendar_before or calendar
    start = minute_of(first)

    # Many facilities of a large list share their hours with others.
    @cache
    def line(side: Side | None, is_new: bool, days: int) -> tuple[Answer, ...]:
        return answers(side, start, days, calendar if is_new else old_calendar, gettext)

    @cache
    def spans(old: Side | None, new: Side | None) -> tuple[_Span, ...]:
        is_short = brief and (old is None or new is None)
        length = 1 if is_short else days
        lines = line(old, False, length), line(new, True, length)
        found = _merged(_span(*pair) for pair in differing(*lines))
        return found[:1] if is_short else found

    found: list[Flip] = []
    for old, new, facility in told(_pairs(before, after), COMPARING, len(after), progress):
        sides = (side_of(old), side_of(new))
        if sides[0] != sides[1] or old_calendar is not calendar:
            found += [Flip(facility, *span) for span in spans(*sides)]
    return tuple(found)


def minute_of(moment: dt.datetime) -> dt.datetime:
    """Return the minute of an aware moment on the clocks of Beijing."""
    return moment.astimezone(ZONE).replace(second=0, microsecond=0)


def _pairs(
    before: Sequence[Facility], after: Sequence[Facility]
) -> Iterator[tuple[Facility | None, Facility | None, Facility]]:
    """Yield each facility as it was, as it will be, and the one of them to name."""
    old = {one.id: one for one in before}
    new = {one.id for one in after}
    yield from ((old.get(one.id), one, one) for one in after)
    yield from ((one, None, one) for one in before if one.id not in new)


# The fields of a flip but for its facility.
_Span = tuple[dt.datetime, dt.datetime, State | None, State | None, str, str]


def _span(was: Answer, now: Answer) -> _Span:
    """Return a stretch with the short words, unless only the long ones differ."""
    differ = (was.state, was.short) != (now.state, now.short)
    texts = (was.short, now.short) if differ else (was.text, now.text)
    return was.start, was.end, was.state, now.state, *texts


def _merged(spans: Iterator[_Span]) -> tuple[_Span, ...]:
    """Return `spans` with neighbours joined that say the same."""
    out: list[_Span] = []
    for span in spans:
        if out and out[-1][1] == span[0] and out[-1][2:] == span[2:]:
            span = (out.pop()[0], *span[1:])
        out.append(span)
    return tuple(out)


def flips_object(flips: Sequence[Flip]) -> list[JsonObject]:
    """Return flips as JSON, each with its moments as ISO 8601."""
    return [
        {
            "id": flip.facility.id,
            "name": flip.facility.name,
            "start": iso(flip.start),
            "end": iso(flip.end),
            "before": flip.before.value if flip.before else None,
            "after": flip.after.value if flip.after else None,
            "before_text": flip.before_text,
            "after_text": flip.after_text,
        }
        for flip in flips
    ]


# --- in words ------------------------------------------------------------------------------------


def simulation_summary(
    flips: Sequence[Flip],
    first: dt.datetime,
    days: int = FORECAST_DAYS,
    gettext: Gettext = untranslated,
    limit: int | None = None,
) -> tuple[str, ...]:
    """Return how much will differ in one sentence, then a line for each way in which it will.

    Args:
        first, days: as given to the simulation.
        limit: tell of so many facilities at most, and of how many more there are; None for all.
    """
    lines = [simulation_headline(flips, days, gettext)]
    dates = Dates(minute_of(first), days)
    groups = facility_flips(flips)
    for facility, own in groups[:limit]:
        lines += [
            sentence("%(name)s：%(what)s", name=facility.name, what=text).text(gettext)
            for text in facility_texts(own, dates, gettext)
        ]
    if limit is not None and len(groups) > limit:
        more = sentence("另有 %(count)d 处设施没有列出。", count=len(groups) - limit)
        lines.append(more.text(gettext))
    return tuple(lines)


def facility_flips(flips: Sequence[Flip]) -> list[tuple[Facility, tuple[Flip, ...]]]:
    """Return the flips of each facility; those first whose state differs, then added ones last."""
    own: dict[str, list[Flip]] = {}
    for flip in flips:
        own.setdefault(flip.facility.id, []).append(flip)
    return sorted(
        ((some[0].facility, tuple(some)) for some in own.values()),
        key=lambda pair: (_is_partial(pair[1][0]), not any(one.is_of_state for one in pair[1])),
    )


def _is_partial(flip: Flip) -> bool:
    """Whether the facility is in one list only."""
    return flip.before is None or flip.after is None


def facility_texts(
    flips: tuple[Flip, ...], dates: Dates, gettext: Gettext = untranslated
) -> tuple[str, ...]:
    """Return what will differ for one facility, a text for each way."""
    first = flips[0]
    if first.before is None:
        return (sentence("新增，现在是“%(text)s”", text=first.after_text).text(gettext),)
    if first.after is None:
        return (sentence("不再列出（现在是“%(text)s”）", text=first.before_text).text(gettext),)
    return grouped_texts(flips, dates, gettext)


def simulation_headline(
    flips: Sequence[Flip], days: int = FORECAST_DAYS, gettext: Gettext = untranslated
) -> str:
    """Return how much will differ, in one sentence with figures."""
    parts = [*_turned(flips), *_noted(flips)]
    added = {flip.facility.id for flip in flips if flip.before is None}
    removed = {flip.facility.id for flip in flips if flip.after is None}
    parts += [sentence("新增 %(count)d 处", count=len(added))] if added else []
    parts += [sentence("删去 %(count)d 处", count=len(removed))] if removed else []
    if not parts:
        same = sentence("发布后 %(days)d 天内，读者看到的开放情况与现在完全一样。", days=days)
        return same.text(gettext)
    first, *others = parts
    for other in others:
        first = sentence("%(one)s；%(other)s", one=first, other=other)
    return sentence("发布后 %(days)d 天内：%(what)s。", days=days, what=first).text(gettext)


def _turned(flips: Sequence[Flip]) -> Iterator[Sentence]:
    turned = [flip for flip in flips if flip.is_of_state and not _is_partial(flip)]
    if not turned:
        return
    kinds = Counter((flip.before, flip.after) for flip in turned)
    yield sentence(
        "%(facilities)d 处设施、%(count)d 个时段的开放状态会改变（%(kinds)s）",
        facilities=len({flip.facility.id for flip in turned}),
        count=len(turned),
        kinds=listed(
            _turn(was, now, count) for (was, now), count in kinds.most_common() if was and now
        ),
    )


def _turn(before: State, after: State, count: int) -> Sentence:
    was, now = _STATES[before], _STATES[after]
    return sentence("%(before)s变%(after)s %(count)d 个", before=was, after=now, count=count)


def _noted(flips: Sequence[Flip]) -> Iterator[Sentence]:
    noted = [flip for flip in flips if not flip.is_of_state]
    if noted:
        yield sentence(
            "%(facilities)d 处设施、%(count)d 个时段状态不变，说明改变（如开放部分、停止入馆）",
            facilities=len({flip.facility.id for flip in noted}),
            count=len(noted),
        )
