"""The published list, and what depends on nothing but it: worked out once for each version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from finder.facility import Facility, Kind
from finder.geo import Point
from finder.holidays import Calendar
from finder.search import STEP_FREE, Query, Result, find, offered_services, without_position

if TYPE_CHECKING:
    from finder.index import Index
    from finder.store import Version

# A list of at most so many answers in a millisecond without an index, and needs no numpy in memory.
MOST_PLAIN = 300

# A list of more is not sent whole to a phone: its page asks the server instead.
MOST_ON_PHONE = 1000

# What people look for first; other services follow in the order of how often they are offered.
FIRST_SERVICES = ("自习", "借阅", "展览", "活动")


@dataclass(frozen=True, slots=True)
class Network:
    """A kind of which some facilities have no position yet.

    Args:
        count, located: how many there are, and how many of them have a position.
        source: where the number comes from.
    """

    kind: Kind
    count: int
    located: int
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """A published list.

    Args:
        key: another one for every list that is published, and the same in every process.
        facilities: in the order of the file.
        by_id: the same by their ids.
        networks: the kinds that have rows without a position.
        kinds: those of which a facility has a position.
        services: those that can be chosen, in the order in which they are shown.
        offered: all services that somebody offers, and `STEP_FREE`.
        towns: those in which there is a facility, in the order of the file.
        unlocated: how many of each kind have no position.
        index: for a list of more than `MOST_PLAIN`; see `indexed`.
        published_at: when, ISO 8601 in UTC; blank for a list that is no version.
        doubt: why it may be wrong by now, a key of `finder.doubt`; blank if nothing says so.
    """

    key: str
    facilities: tuple[Facility, ...]
    by_id: Mapping[str, Facility]
    networks: tuple[Network, ...]
    kinds: tuple[Kind, ...]
    services: tuple[str, ...]
    offered: tuple[str, ...]
    towns: tuple[str, ...]
    unlocated: Mapping[Kind, int]
    index: Index | None = None
    published_at: str = ""

    @property
    def number(self) -> int | None:
        """The number of its version; None for a list that is no version."""
        return int(self.key.partition("-")[0]) if self.published_at else None

    doubt: str = ""

    @property
    def is_long(self) -> bool:
        """Whether it is too long to be sent to a phone as a whole."""
        return len(self.facilities) > MOST_ON_PHONE

    @property
    def middle(self) -> Point | None:
        """Where half of the facilities are on each side; None if none has a position."""
        found = [one.position for one in self.facilities if one.position]
        return Point(*map(median, zip(*found, strict=True))) if found else None


@dataclass(frozen=True, slots=True)
class Shown:
    """The first facilities of an answer.

    Args:
        results: as `finder.search.find` returns them.
        counts: how many there are of each rank, whether they are among the first or not.
    """

    results: tuple[Result, ...]
    counts: tuple[int, ...]


def key_of(version: Version | None) -> str:
    """Return the key of a published version; blank before the first."""
    return f"{version.number}-{version.digest}" if version else ""


def listing(key: str, facilities: tuple[Facility, ...], published_at: str = "") -> Listing:
    """Return the listing of a list, everything that a request asks of its rows read."""
    for one in facilities:
        # Read once and kept by the facility itself.
        _ = one.rules, one.position, one.kind_key
    offered = dict.fromkeys(name for one in facilities for name in offered_services(one))
    return Listing(
        key=key,
        facilities=facilities,
        by_id={one.id: one for one in facilities},
        networks=networks(facilities),
        kinds=located_kinds(facilities),
        services=choosable_services(facilities),
        offered=tuple(offered | {STEP_FREE: None}),
        towns=tuple(dict.fromkeys(one.town for one in facilities if one.town)),
        unlocated=without_position(facilities),
        published_at=published_at,
    )


def indexed(found: Listing, calendar: Calendar) -> Listing:
    """Return a listing with the index that it needs, if it needs one."""
    if len(found.facilities) <= MOST_PLAIN:
        return found
    # numpy takes a tenth of a second and 20 MB, which a short list need not pay.
    from finder.index import Index

    return replace(found, index=Index(found.facilities, calendar))


def doubted(found: Listing, doubt: str) -> Listing:
    """Return a listing whose answers say that they are doubtful; they are other answers."""
    return replace(found, key=f"{found.key}-{doubt}", doubt=doubt) if doubt else found


def find_in(listing: Listing, query: Query, calendar: Calendar) -> tuple[Result, ...]:
    """Return what `finder.search.find` returns, by the index if there is one."""
    if listing.index is None:
        return find(listing.facilities, query, calendar)
    return listing.index.find(query)


def shown_in(listing: Listing, query: Query, calendar: Calendar, most: int) -> Shown:
    """Return the first `most` facilities that answer a question, and how many there are."""
    if listing.index is None:
        found = find_in(listing, query, calendar)
        counts = Counter(one.rank for one in found)
        return Shown(found[:most], tuple(counts[rank] for rank in range(4)))
    return Shown(listing.index.find(replace(query, limit=most)), listing.index.counts(query))


def networks(facilities: Collection[Facility]) -> tuple[Network, ...]:
    """Return the kinds that have rows without a position, with the source most of them name."""
    counts = Counter(one.kind_key for one in facilities)
    sources: dict[Kind, Counter[str]] = {}
    for one in facilities:
        if one.position is None:
            sources.setdefault(one.kind_key, Counter())[one.source] += 1
    return tuple(
        Network(kind, counts[kind], counts[kind] - named.total(), named.most_common(1)[0][0])
        for kind in Kind
        if (named := sources.get(kind))
    )


def located_kinds(facilities: Iterable[Facility]) -> tuple[Kind, ...]:
    """Return the kinds of which a facility has a position."""
    present = {one.kind_key for one in facilities if one.position is not None}
    return tuple(kind for kind in Kind if kind in present)


def choosable_services(facilities: Iterable[Facility]) -> tuple[str, ...]:
    """Return the services that can be asked for: what people look for first, then the common."""
    offered: Counter[str] = Counter()
    step_free = False
    for one in facilities:
        offered.update(one.service_names)
        step_free = step_free or STEP_FREE in offered_services(one)
    first = [name for name in FIRST_SERVICES if offered[name]]
    others = [name for name, count in offered.most_common() if count > 1 and name not in first]
    return (*first, *others, *((STEP_FREE,) if step_free else ()))
