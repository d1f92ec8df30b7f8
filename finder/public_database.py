"""The published list as a SQLite file that can be given to anybody, for Datasette and the like.

The finder's own database holds accounts, sessions and messages beside the list; this one does not.
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from finder.errors import Problem, QueryError, sentence
from finder.exceptional import Dates, exceptional
from finder.facility import Facility, Kind
from finder.feed import CREDITS, intervals
from finder.filing import placed, prepared
from finder.holidays import Calendar
from finder.hours import State
from finder.store import PublicTable, Version, write_public
from finder.translations import catalogue
from finder.wording import hours_text

_EXCEPTION = ("facility", "first", "last", "state", "why", "festival", "note", "open", "unknown")
_TEXTS = ("services", "wheelchair", "phone", "website", "notice", "source", "verified_on")


def export_public(
    path: Path,
    own: Path,
    facilities: Sequence[Facility],
    version: Version,
    calendar: Calendar,
    today: dt.date,
) -> None:
    """Write the public database of a version at `path`, in the place of what is there.

    Args:
        own: the finder's own database, which is never replaced.

    Raises:
        QueryError: `path` is the finder's own database.
        StorageError: it cannot be written; what is there is as before.
    """
    if path.resolve() == own.resolve():
        message = sentence("“%(value)s”是程序自己的数据库，不能当作导出的文件。", value=str(path))
        hint = sentence("请写另一个文件名，例如 open-data.db。")
        raise QueryError(Problem(message, hint, column="sqlite", value=str(path)))
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "public.db"
        write_public(made, _tables(facilities, version, calendar, today))
        placed(prepared(path, made.read_bytes()), path)


def _tables(
    facilities: Sequence[Facility], version: Version, calendar: Calendar, today: dt.date
) -> Iterator[PublicTable]:
    chinese, english = catalogue("zh"), catalogue("en")
    yield PublicTable(
        "about", {"key": str, "value": str}, ("key",), _about(version, calendar, today)
    )
    yield PublicTable(
        "kinds",
        {"id": str, "name": str, "name_en": str},
        ("id",),
        ((kind.value, kind.label.text(chinese), kind.label.text(english)) for kind in Kind),
    )
    yield PublicTable(
        "facilities",
        {
            **dict.fromkeys(("id", "name", "name_en", "kind", "town", "address"), str),
            "lat": float,
            "lon": float,
            "accuracy_m": int,
            **dict.fromkeys(("opening_hours", "special_hours", "rule", "hours_text"), str),
            **dict.fromkeys(_TEXTS, str),
        },
        ("id",),
        map(_facility, facilities),
        {"kind": "kinds"},
    )
    yield PublicTable(
        "services",
        {"facility": str, "service": str},
        ("facility", "service"),
        ((one.id, name) for one in facilities for name in dict.fromkeys(one.service_names)),
        {"facility": "facilities"},
    )
    yield PublicTable(
        "days",
        {"date": str, "kind": str, "festival": str},
        ("date",),
        ((date.isoformat(), day.kind.value, day.festival) for date, day in calendar.days.items()),
    )
    yield PublicTable(
        "exceptions",
        dict.fromkeys(_EXCEPTION, str),
        ("facility", "first"),
        _exceptions(facilities, calendar, today),
        {"facility": "facilities"},
    )


def _about(
    version: Version, calendar: Calendar, today: dt.date
) -> Iterator[tuple[str, str | None]]:
    yield "version", str(version.number)
    yield "published_at", version.published_at
    yield "exceptions_from", today.isoformat()
    yield "days_known_until", calendar.known_until.isoformat()
    yield "days_source", calendar.source
    yield "credits", "; ".join(CREDITS)
    # Nobody has stated one.
    yield "licence", None


def _facility(one: Facility) -> tuple[object, ...]:
    lat, lon = one.position or (None, None)
    values = (
        one.id,
        one.name,
        one.name_en,
        one.kind_key.value,
        one.town,
        one.address,
        None if lat is None else round(lat, 6),
        None if lon is None else round(lon, 6),
        one.error_m,
        one.opening_hours,
        one.special_hours,
        str(one.rules),
        hours_text(one.rules) if one.has_hours else None,
        *(getattr(one, name) for name in _TEXTS),
    )
    return tuple(None if value == "" else value for value in values)


def _exceptions(
    facilities: Sequence[Facility], calendar: Calendar, today: dt.date
) -> Iterator[tuple[object, ...]]:
    for facility, dates in exceptional(facilities, today, calendar):
        yield (
            facility.id,
            dates.first.isoformat(),
            dates.last.isoformat(),
            dates.state.value,
            dates.why.value,
            dates.festival or None,
            dates.note or None,
            *(_times(dates, state) for state in (State.OPEN, State.UNKNOWN)),
        )


def _times(dates: Dates, state: State) -> str | None:
    """Return when exceptional dates are open, or unknown, as `closures.json` has it."""
    found = intervals(dates, state)
    return json.dumps(found, ensure_ascii=False) if found else None
