"""What is odd about positions and names when the whole list is looked at."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from finder.chords import arc_m, spot
from finder.errors import Problem, sentence
from finder.facility import Facility
from finder.geo import Datum, Point, to_wgs84
from finder.places import Place, places
from finder.settings import RESOURCES

# Two doors of one address are nearer to each other than that.
SAME_ADDRESS_M = 300.0
_DEGREE_M = 111_195.0


def list_warnings(facilities: Sequence[Facility], rows: Mapping[str, int]) -> Iterator[Problem]:
    """Yield what is probably a mistake: far from every town, or the same as another row."""
    for facility in facilities:
        if facility.position and not _is_near_a_town(facility.position):
            yield from _far(facility, rows[facility.id])
    yield from _same_names(facilities, rows)
    yield from _same_positions(facilities, rows)
    yield from _same_addresses(facilities, rows)


@cache
def _towns() -> tuple[Place, ...]:
    return tuple(
        place for place in places(RESOURCES / "data" / "places.csv") if place.kind == "town"
    )


@cache
def margin_m() -> float:
    """Return how far from every town a facility may be: as far as neighbouring towns are apart.

    So the limit comes from the towns' positions alone; no boundary is drawn.
    """
    # Asked for once: two threads that are the first may each have read towns of their own.
    spots = [spot(town.position) for town in _towns()]
    return max(min(arc_m(one, *other) for other in spots if other is not one) for one in spots)


@cache
def _town_positions() -> tuple[Point, ...]:
    return tuple(town.position for town in _towns())


@cache
def _margin_degrees() -> float:
    """Return `margin_m` as degrees of latitude, a hair less: `_far` decides at the very edge."""
    return margin_m() / _DEGREE_M * (1 - 1e-9)


def _rough_m(one: Point, other: Point) -> float:
    """Return a distance that is right to 1 % over a district: enough to tell near from far."""
    east = (other.lon - one.lon) * math.cos(math.radians(one.lat))
    return math.hypot(east, other.lat - one.lat) * _DEGREE_M


def _is_near_a_town(position: Point) -> bool:
    # Most are, and one town is enough: `_rough_m` of every town takes many times as long.
    limit_degrees, shrink = _margin_degrees(), math.cos(math.radians(position.lat))
    lat, lon = position
    return any(
        math.hypot((town_lon - lon) * shrink, town_lat - lat) <= limit_degrees
        for town_lat, town_lon in _town_positions()
    )


def _nearest(position: Point) -> tuple[Place, float]:
    """Return the nearest town and roughly how many metres it is away."""
    away = [(_rough_m(position, town.position), town) for town in _towns()]
    least, town = min(away, key=lambda one: one[0])
    return town, least


def _far(facility: Facility, row: int) -> Iterator[Problem]:
    assert facility.position  # noqa: S101 - asked for by the caller
    town, away_m = _nearest(facility.position)
    if away_m <= margin_m():
        return
    hint = sentence("请核对纬度、经度和坐标系。")
    if better := _datums_inside(facility, town.position):
        datums = "/".join(better)
        hint = sentence("如果坐标系是 %(datum)s，位置就在范围内；请核对。", datum=datums)
    message = sentence(
        "位置 %(lat)s, %(lon)s 离最近的镇街代表点（%(town)s）%(km)s 公里，不像在本区。",
        lat=facility.lat,
        lon=facility.lon,
        town=town.name,
        km=f"{away_m / 1000:.1f}",
    )
    yield Problem(message, hint, "lat", facility.lat, row)


def _readings(facility: Facility) -> dict[Datum, Point]:
    given = Point(float(facility.lat), float(facility.lon))
    own = Datum(facility.datum or Datum.WGS84)
    return {datum: to_wgs84(given, datum) for datum in Datum if datum is not own}


def _datums_inside(facility: Facility, town: Point) -> list[Datum]:
    """Return the other datums in which the numbers are near enough to the town."""
    return [
        datum
        for datum, position in _readings(facility).items()
        if _rough_m(position, town) <= margin_m()
    ]


def _first_rows(
    facilities: Sequence[Facility], key: Mapping[str, object]
) -> Iterator[tuple[Facility, Facility]]:
    """Yield each facility whose key an earlier one has, with that one."""
    first: dict[object, Facility] = {}
    for facility in facilities:
        if (value := key.get(facility.id)) is not None:
            other = first.setdefault(value, facility)
            if other is not facility:
                yield other, facility


def _same_names(facilities: Sequence[Facility], rows: Mapping[str, int]) -> Iterator[Problem]:
    names = {one.id: "".join(one.name.split()) for one in facilities}
    for first, other in _first_rows(facilities, names):
        message = sentence(
            "名称“%(value)s”在第 %(row)d 行已经有了，编号不同。",
            value=other.name,
            row=rows[first.id],
        )
        hint = sentence("同一处请只留一行；不是同一处，请在名称里分开。")
        yield Problem(message, hint, "name", other.name, rows[other.id])


def _same_positions(facilities: Sequence[Facility], rows: Mapping[str, int]) -> Iterator[Problem]:
    at_door = {
        one.id: (round(one.position.lat, 6), round(one.position.lon, 6))
        for one in facilities
        if one.position and not one.accuracy_m
    }
    for first, other in _first_rows(facilities, at_door):
        if first.address != other.address or not first.address:
            message = sentence(
                "位置 %(lat)s, %(lon)s 和第 %(row)d 行“%(name)s”完全一样。",
                lat=other.lat,
                lon=other.lon,
                row=rows[first.id],
                name=first.name,
            )
            hint = sentence("请核对；只是大致地点时，请填上位置误差。")
            yield Problem(message, hint, "lat", other.lat, rows[other.id])


def _same_addresses(facilities: Sequence[Facility], rows: Mapping[str, int]) -> Iterator[Problem]:
    """Yield two doors of one address that are far apart: often a datum not written down."""
    addresses = {
        one.id: "".join(one.address.split())
        for one in facilities
        if one.address and one.position and not one.accuracy_m
    }
    for first, other in _first_rows(facilities, addresses):
        assert first.position and other.position  # noqa: S101 - chosen so above
        away_m = _rough_m(first.position, other.position)
        if away_m <= SAME_ADDRESS_M:
            continue
        hint = sentence("请核对两处的坐标和坐标系。")
        for datum, position in _readings(other).items():
            if _rough_m(first.position, position) < away_m / 4:
                hint = sentence(
                    "如果坐标系是 %(datum)s，两处就靠在一起；请核对。", datum=datum.value
                )
        message = sentence(
            "地址和第 %(row)d 行“%(name)s”相同，位置却相距 %(metres)d 米。",
            row=rows[first.id],
            name=first.name,
            metres=round(away_m),
        )
        yield Problem(message, hint, "lat", other.lat, rows[other.id])
