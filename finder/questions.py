"""What the parameters of the API ask, and the answer to its commonest question as text."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from threading import Lock

from werkzeug.datastructures import MultiDict

from finder import asking
from finder.answer import Parts, near_text
from finder.errors import Problem, sentence
from finder.facility import Facility
from finder.holidays import Calendar
from finder.hours import Status
from finder.interface import NEAR
from finder.listing import Listing, find_in
from finder.search import Group, Query, groups, in_order
from finder.translations import catalogue

# Now, in two languages, and a few other moments that are asked for over and over.
_MOST_MOMENTS = 4
_MOST_QUESTIONS = 32


class Moments:
    """The parts of answers that do not depend on where somebody is.

    Threads may share it.
    """

    def __init__(self) -> None:
        self._parts: OrderedDict[object, Parts] = OrderedDict()
        self._groups: OrderedDict[object, tuple[Group, ...]] = OrderedDict()
        self._lock = Lock()

    def parts(self, key: str, when: dt.datetime, language: str) -> Parts:
        """Return what is known so far of one moment of the list `key`."""
        with self._lock:
            found = self._parts.setdefault((key, when, language), Parts())
            self._parts.move_to_end((key, when, language))
            while len(self._parts) > _MOST_MOMENTS:
                self._parts.popitem(last=False)
            return found

    def groups(self, listing: Listing, query: Query, calendar: Calendar) -> tuple[Group, ...]:
        """Return `finder.search.groups` of a list; of the last questions without looking again."""
        asked = listing.key, replace(query, position=None, limit=None)
        with self._lock:
            found = self._groups.get(asked)
        if found is None:
            found = groups(listing.facilities, query, calendar)
            with self._lock:
                self._groups[asked] = found
                while len(self._groups) > _MOST_QUESTIONS:
                    self._groups.popitem(last=False)
        return found


def parameters(
    args: MultiDict[str, str], names: tuple[str, ...], reading: asking.Reading
) -> dict[str, str]:
    """Return the named parameters of an address and `lang`, blank where not given.

    `reading` remembers that there is another one, or that one is given twice.
    """
    known = (*names, "lang")
    for name in args:
        if name not in known:
            message = sentence("没有“%(value)s”这个参数。", value=name)
            hint = sentence("可用的参数：%(known)s。", known=tuple(known))
            reading.problems.append(Problem(message, hint, column=name, value=args[name]))
        elif len(args.getlist(name)) > 1:
            message = sentence("参数“%(value)s”给了不止一次。", value=name)
            reading.problems.append(Problem(message, sentence("请只给一次。"), column=name))
    given = {name: args.get(name, "") for name in names}
    return given | {"lang": reading.of("zh", asking.language, args.get("lang", ""))}


def only(args: MultiDict[str, str], *names: str) -> dict[str, str]:
    """Return the named parameters of an address and `lang`, blank where not given.

    Raises:
        QueryError: there is another one, or one is given twice.
    """
    reading = asking.Reading()
    given = parameters(args, names, reading)
    reading.end()
    return given


def narrowed(
    given: dict[str, str], listing: Listing, now: dt.datetime, reading: asking.Reading
) -> Query:
    """Return what the parameters of `NARROWING` ask; `reading` remembers what is not understood."""
    return Query(
        when=reading.of(now, asking.moment, given["at"], now),
        open_only=reading.of(False, asking.yes_no, given["open"], "open"),
        arriving=reading.of(False, asking.yes_no, given["arriving"], "arriving"),
        kinds=reading.of((), asking.kinds, given["kind"]),
        text=reading.of("", asking.search_text, given["q"]),
        services=reading.of((), asking.services, given["service"], listing.offered),
        towns=reading.of((), asking.towns, given["town"], listing.towns),
    )


def near_answer(
    args: MultiDict[str, str],
    listing: Listing,
    now: dt.datetime,
    calendar: Calendar,
    moments: Moments,
) -> tuple[str, bool]:
    """Return the JSON of `/api/near`, and whether it was asked of a moment that is named.

    Raises:
        QueryError: with every parameter that cannot be understood.
    """
    reading = asking.Reading()
    given = parameters(args, NEAR.parameters, reading)
    query = replace(
        narrowed(given, listing, now, reading),
        position=reading.of(None, asking.position, given["lat"], given["lon"]),
        limit=reading.of(asking.DEFAULT_LIMIT, asking.limit, given["limit"]),
    )
    reading.end()
    parts = moments.parts(listing.key, query.when, given["lang"])
    found = _found(query, listing, calendar, moments)
    text = near_text(query, found, calendar, parts, catalogue(given["lang"]))
    return text, bool(given["at"].strip())


def _found(
    query: Query, listing: Listing, calendar: Calendar, moments: Moments
) -> Iterator[tuple[Facility, Status, float | None]]:
    """Yield what `finder.search.find` finds; what is not asked for, the arrivals, is left out."""
    if listing.index is None and not query.arriving:
        standing = moments.groups(listing, query, calendar)
        yield from islice(in_order(standing, query.position), query.limit)
    else:
        for one in find_in(listing, query, calendar):
            yield one.facility, one.status, one.distance_m
