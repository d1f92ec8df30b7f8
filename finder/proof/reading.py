"""What stands on a page, read from its HTML as a browser shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from finder.hours import DAY_MIN
from finder.proof.lines import Run

_ROW = re.compile(r'<li class="facility rank-(\d)" data-id="([^"]*)">(.*?)</li>', re.DOTALL)
_TEXT = re.compile(r'<span class="text">(.*?)</span>', re.DOTALL)
_GROUP = re.compile(r'<section class="group rank-\d"[^>]*>(.*?)</section>', re.DOTALL)
_NUMBER = re.compile(r'<span class="number">(\d+)</span>')
_HEADING = re.compile(r'<h1 id="answer">.*?(\d+).*?</h1>', re.DOTALL)
_RANK = re.compile(r'<article class="detail facility-page rank-(\d)">')
_BADGE = re.compile(r'<p class="badge big">.*?</span>(.*?)</p>', re.DOTALL)
_WEEK = re.compile(r'<table class="week">(.*?)</table>', re.DOTALL)
_CELL = re.compile(r"<td>(.*?)</td>", re.DOTALL)
_LINE = re.compile(r'<span class="line ([a-z-]+)">(.*?)</span>(?=\s*(?:<span class="line|$))', re.S)
_HOURS = re.compile(r"(\d+):(\d\d)–(\d+):(\d\d)")
_CLOCK = re.compile(r"(\d+):(\d\d)")
_TAG = re.compile(r"<[^>]*>")

# What a week's table says of a minute: the rank (0 open, 1 past last entry, 2 unknown, 3 closed),
# and the note of what newcomers get to.
Told = tuple[int, str]
_RANKS = {"open": 0, "unknown": 2, "closed": 3}
_SHUT: Told = (3, "")
_AROUND = "24 小时开放"


@dataclass(frozen=True, slots=True)
class Row:
    """A facility of the list page: in which group it stands, what its row says."""

    facility_id: str
    group: int
    rank: int
    text: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """The list page.

    Args:
        count: the number in its heading.
        counts: the number in each group's heading.
    """

    rows: tuple[Row, ...]
    count: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A date of a week's table: what it says from 0 to 1440, without gaps."""

    told: list[Run[object]]


def list_page(html: str) -> ListPage:
    """Return what the list page says."""
    groups = _GROUP.findall(html)
    rows = [
        Row(unescape(facility_id), group, int(rank), _plain(_first(_TEXT, inside)))
        for group, part in enumerate(groups)
        for rank, facility_id, inside in _ROW.findall(part)
    ]
    counts = tuple(int(_first(_NUMBER, part)) for part in groups)
    return ListPage(tuple(rows), int(_first(_HEADING, html) or -1), counts)


def badge(html: str) -> tuple[int, str]:
    """Return rank and text of the badge of a facility's page."""
    return int(_first(_RANK, html) or -1), _plain(_first(_BADGE, html))


def week(html: str) -> list[Day]:
    """Return the dates of the week's table on a facility's page; none where it has no hours."""
    return [_day(cell) for cell in _CELL.findall(_first(_WEEK, html))]


def _day(cell: str) -> Day:
    minutes: list[Told] = [_SHUT] * (2 * DAY_MIN)
    ends: dict[int, int] = {}
    for kind, inside in _LINE.findall(cell):
        text = _plain(inside)
        if kind == "last-entry":
            for found in _CLOCK.findall(text):
                shut = _minute(*found)
                end = min((end for start, end in ends.items() if start <= shut < end), default=shut)
                minutes[shut:end] = [(1, "")] * (end - shut)
            continue
        hours = _HOURS.match(text)
        start, end = _span(hours) if hours else (0, DAY_MIN)
        note = text[hours.end() :] if hours else text.removeprefix(_AROUND)
        rank = _RANKS[kind]
        if rank == 3:
            # The note of what is closed: all that no other line speaks of.
            continue
        if rank == 0:
            ends[start] = end
        minutes[start:end] = [(rank, "" if rank else note.strip())] * (end - start)
    return Day(
        [
            (minute, one)
            for minute, one in enumerate(minutes[:DAY_MIN])
            if minute == 0 or minutes[minute - 1] != one
        ]
    )


def _span(hours: re.Match[str]) -> tuple[int, int]:
    return _minute(hours[1], hours[2]), _minute(hours[3], hours[4])


def _minute(hour: str, minute: str) -> int:
    return int(hour) * 60 + int(minute)


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""


def _plain(html: str) -> str:
    return unescape(_TAG.sub("", html)).strip()
