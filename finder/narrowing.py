"""What a question asks besides where and when, in a form that an index can keep answers by."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from finder.facility import Kind
from finder.geo import Point
from finder.hours import ZONE
from finder.matching import terms
from finder.search import Query


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a question asks of each facility; it can be a key.

    Args:
        kinds, services, towns: as in the question.
        wanted: the terms of a text.
        walk: from where and when somebody sets out who wants to be let in on arrival.
    """

    kinds: tuple[Kind, ...] = ()
    services: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    walk: tuple[Point, dt.datetime] | None = None


def narrowing(query: Query) -> Narrowing:
    """Return what a question asks besides where and when."""
    walk = (query.position, minute_of(query.when)) if query.arriving and query.position else None
    return Narrowing(query.kinds, query.services, query.towns, terms(query.text), walk)


def settled(query: Query) -> Query:
    """Return the same question without a walk where no way is known: what counts then is now."""
    if query.position is None and query.arriving:
        return replace(query, open_only=True, arriving=False)
    return query


def minute_of(when: dt.datetime) -> dt.datetime:
    """Return the minute of a moment, in Asia/Shanghai."""
    return when.astimezone(ZONE).replace(second=0, microsecond=0)
