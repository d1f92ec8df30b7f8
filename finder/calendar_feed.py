"""When a facility is open, as a calendar that a phone can subscribe to (iCalendar, RFC 5545)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from icalendar import Calendar as Feed
from icalendar import Event, vText

from finder.errors import Gettext, Problem, SettingsError, sentence, untranslated
from finder.facility import Facility
from finder.holidays import Calendar
from finder.hours import ZONE, Cause, Stretch
from finder.hours.stretches import ONE_DAY
from finder.openings import Opening, openings_during, unknown_stretches
from finder.wording import hours_text, verified_text, why_unknown

FEED_DAYS = 28
_REFRESH = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Said:
    """What every event of a feed is made with."""

    facility: Facility
    name: str
    address: str
    first: dt.date
    made: dt.datetime
    gettext: Gettext


def calendar_feed(
    facility: Facility,
    first: dt.date,
    calendar: Calendar,
    address: str,
    name: str = "",
    gettext: Gettext = untranslated,
    published_at: str = "",
) -> bytes:
    """Return the calendar of `FEED_DAYS` days from `first` on, as UTF-8.

    An event is an opening, or a time of which nobody knows; none makes its reader busy. What runs
    on from the day before is the first event: somebody may look at night.

    Args:
        address: the facility's page, absolute; it is the events' address and part of their ids.
        name: what the facility is called in the reader's language; its Chinese name if blank.
        published_at: when the list was published (ISO 8601); blank if nobody knows.

    Raises:
        SettingsError: there are no time-zone data, without which no calendar can be written.
    """
    if not isinstance(ZONE, ZoneInfo):
        message = sentence("服务器缺少时区资料，日历给不了。")
        raise SettingsError(Problem(message, sentence("请安装 Python 的 tzdata。")))
    said = _Said(
        facility,
        name or facility.name,
        address,
        first,
        made_at(first, published_at),
        gettext,
    )
    feed = Feed()
    feed.add("prodid", "-//public-facility-finder//opening hours//ZH")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    # icalendar does not know these two for text, whose line breaks and commas must be escaped.
    title = vText(sentence("%(name)s 开放时间", name=said.name).text(gettext))
    feed.add("name", title)
    feed.add("x-wr-calname", title)
    feed.add("x-wr-timezone", str(ZONE))
    feed.add("url", address)
    feed.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    feed.add("x-published-ttl", "P1D")
    for opening in openings_during(facility.rules, first, FEED_DAYS, calendar):
        feed.add_component(_open_event(opening, said))
    for number in range(FEED_DAYS):
        date = first + dt.timedelta(days=number)
        for stretch in unknown_stretches(facility.rules, date, calendar):
            feed.add_component(_unknown_event(stretch, said))
    feed.add_missing_timezones(first_date=first, last_date=first + 2 * FEED_DAYS * ONE_DAY)
    return bytes(feed.to_ical())


def made_at(first: dt.date, published_at: str) -> dt.datetime:
    """Return of when events are; those of a new list are newer than the day's first ones."""
    midnight = dt.datetime.combine(first, dt.time(), ZONE)
    when = max(midnight, dt.datetime.fromisoformat(published_at)) if published_at else midnight
    return when.astimezone(dt.UTC)


def _open_event(opening: Opening, said: _Said) -> Event:
    around = sentence("24 小时开放").text(said.gettext) if opening.is_whole_day else ""
    words = [said.name, around, opening.note]
    event = _event(opening.start, opening.end, opening.is_whole_day, words, said)
    lines = []
    if opening.last_entry:
        clock = f"{opening.last_entry:%H:%M}".removeprefix("0")
        lines.append(sentence("%(last)s 停止入馆", last=clock).text(said.gettext))
    event.add("description", "\n".join([*lines, *_sources(said)]))
    return event


def _unknown_event(stretch: Stretch, said: _Said) -> Event:
    texts = {
        Cause.NO_HOURS: sentence("开放时间未知"),
        Cause.RULE: sentence("是否开放不确定"),
    }
    text = texts.get(stretch.interval.cause, sentence("节假日时间未确认")).text(said.gettext)
    is_whole_day = stretch.end - stretch.start == ONE_DAY
    event = _event(stretch.start, stretch.end, is_whole_day, [said.name, text], said)
    event["status"] = "TENTATIVE"
    why = why_unknown(stretch, said.gettext)
    event.add("description", "\n".join([why, *_sources(said)]))
    return event


def _event(
    start: dt.datetime, end: dt.datetime, is_whole_day: bool, words: list[str], said: _Said
) -> Event:
    facility, event = said.facility, Event()
    mark = start.strftime("%Y%m%d" if is_whole_day else "%Y%m%dT%H%M")
    event.add("uid", f"{mark}-{facility.id}@{said.address.split('/')[2]}")
    event.add("dtstamp", said.made)
    event.add("dtstart", start.date() if is_whole_day else start)
    event.add("dtend", end.date() if is_whole_day else end)
    event.add("summary", " ".join(word for word in words if word))
    event.add("location", facility.address or " ".join(filter(None, (facility.town, said.name))))
    # A representative point may be kilometres off: nobody is to be sent there.
    if facility.position and not facility.error_m:
        event.add("geo", (facility.position.lat, facility.position.lon))
    event.add("url", said.address)
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def _sources(said: _Said) -> list[str]:
    """Return the lines below every event: the hours in words, and who confirmed them when."""
    facility = said.facility
    return [
        hours_text(facility.rules, said.gettext),
        verified_text(facility.verified_date, said.first, said.gettext),
        said.address,
    ]
