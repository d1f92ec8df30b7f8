"""The coming closures, special hours and holidays of all facilities as one calendar (RFC 5545)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from icalendar import Calendar as Feed
from icalendar import Event

from finder.calendar_feed import made_at
from finder.errors import Gettext, sentence
from finder.exceptional import Dates, Why, exceptional
from finder.facility import Facility
from finder.hours import ZONE, Interval, State
from finder.hours.stretches import ONE_DAY
from finder.naming import facility_name
from finder.origin import Origin
from finder.wording import clock_text, spans_text

PATH = "/closures.ics"


def closures_calendar(origin: Origin) -> Iterator[bytes]:
    """Yield the calendar: an event for dates in a row, over whole days; none keeps anybody busy.

    The last tells from when on nobody knows the holidays, so that there is always one.
    """
    title = sentence("通州公共文化设施：闭馆和节假日安排").text(origin.gettext)
    feed = Feed()
    feed.add("prodid", "-//public-facility-finder//closures//ZH")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("name", title)
    feed.add("x-wr-calname", title)
    feed.add("x-wr-timezone", str(ZONE))
    feed.add("url", origin.page("/"))
    feed.add("refresh-interval", ONE_DAY, parameters={"VALUE": "DURATION"})
    feed.add("x-published-ttl", "P1D")
    made = made_at(origin.first, origin.listing.published_at)
    for facility, dates in exceptional(origin.listing.facilities, origin.first, origin.calendar):
        feed.add_component(_event(facility, dates, made, origin))
    feed.add_component(_unpublished(made, origin))
    yield bytes(feed.to_ical())


def _unpublished(made: dt.datetime, origin: Origin) -> Event:
    """Return the event of the first date whose holidays nobody has published."""
    event, gettext = Event(), origin.gettext
    first = origin.calendar.known_until + ONE_DAY
    page = origin.page("/holidays")
    title = sentence("%(date)s 起的节假日安排未公布", date=first.isoformat())
    event.add("uid", f"unpublished-{first:%Y%m%d}@{page.split('/')[2]}")
    event.add("dtstamp", made)
    event.add("dtstart", first)
    event.add("dtend", first + ONE_DAY)
    event.add("summary", title.text(gettext))
    why = sentence(
        "放假安排公布到 %(until)s；此后的节假日，这份日历里没有，公布后会补上。",
        until=origin.calendar.known_until.isoformat(),
    )
    event.add("description", f"{why.text(gettext)}\n{page}")
    event.add("url", page)
    event.add("status", "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    event.add("categories", ["holiday", "unknown"])
    return event


def _event(facility: Facility, dates: Dates, made: dt.datetime, origin: Origin) -> Event:
    event, name = Event(), facility_name(facility, origin.language)
    page = origin.page(f"/facilities/{facility.id}")
    event.add("uid", f"exception-{dates.first:%Y%m%d}-{facility.id}@{page.split('/')[2]}")
    event.add("dtstamp", made)
    event.add("dtstart", dates.first)
    event.add("dtend", dates.last + ONE_DAY)
    event.add("summary", f"{name} {dates_text(dates, origin.gettext)}")
    festival = origin.gettext(dates.festival) if dates.festival else ""
    lines = [festival, dates.note, page]
    event.add("description", "\n".join(line for line in lines if line))
    event.add("url", page)
    event.add("status", "TENTATIVE" if _unknown(dates) else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("categories", [dates.why.value, dates.state.value])
    return event


def dates_text(dates: Dates, gettext: Gettext) -> str:
    """Return what holds on exceptional dates, in a few words."""
    if dates.state is State.CLOSED:
        is_notice = dates.why is Why.NOTICE
        return (sentence("临时闭馆") if is_notice else sentence("闭馆")).text(gettext)
    unsure = sentence("是否开放不确定")
    if dates.state is State.UNKNOWN:
        return (unsure if dates.why is Why.NOTICE else sentence("节假日时间未确认")).text(gettext)
    openings, last_entries = _openings(dates)
    said = [sentence("开放 %(hours)s", hours=spans_text(openings, gettext))]
    said += [sentence("%(last)s 停止入馆", last=clock_text(minute)) for minute in last_entries]
    words = [part.text(gettext) for part in said]
    if unknown := _unknown(dates):
        words.append(f"{spans_text(unknown, gettext)} {unsure.text(gettext)}")
    return sentence("；").text(gettext).join(words)


def _openings(dates: Dates) -> tuple[tuple[Interval, ...], list[int]]:
    """Return the times from opening to closing, and the minutes of last entry."""
    found: list[Interval] = []
    last_entries: list[int] = []
    for part in dates.intervals:
        if part.is_after_last_entry:
            last_entries.append(part.start_min)
            if found and found[-1].end_min == part.start_min:
                found[-1] = replace(found[-1], end_min=part.end_min)
                continue
            part = replace(part, note="")
        if part.state is State.OPEN:
            found.append(part)
    return tuple(found), last_entries


def _unknown(dates: Dates) -> tuple[Interval, ...]:
    return tuple(part for part in dates.intervals if part.state is State.UNKNOWN)
