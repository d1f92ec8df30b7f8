"""What is in reach hour by hour: held against the evaluator and geopy's geodesic, one by one."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.circle import MINUTES, Way
from finder.coverage import Reached, best_places, in_hour, missing, nearby, reached, shares
from finder.facility import Facility
from finder.geo import Point, cycle_minutes, walk_minutes
from finder.ground import Ground, grid, ground
from finder.holidays import Calendar, official_calendar
from finder.hours import status_at
from finder.search import rank
from finder.weeks import WEEK_HOURS, moment_of
from tests.made_up import facility

MONDAY = dt.date(2026, 11, 30)
HERE = Point(39.9, 116.7)
HOURS = (
    "",
    "24/7",
    "Mo-Su,PH 09:00-17:00",
    "Tu-Su 18:00-26:00",
    'Mo-Fr 08:30-12:00; Fr 11:00-12:00 open "停止入馆"; PH off',
    "Sa-Su unknown",
)

facilities_anywhere = st.builds(
    lambda number, lat, lon, error, hours: facility(
        id=f"f{number}", lat=str(lat), lon=str(lon), accuracy_m=error, opening_hours=hours
    ),
    st.integers(0, 99),
    st.floats(39.87, 39.93).map(lambda value: round(value, 5)),
    st.floats(116.66, 116.74).map(lambda value: round(value, 5)),
    st.sampled_from(["", "0", "100", "400", "3000"]),
    st.sampled_from(HOURS),
)
points = st.lists(
    st.builds(Point, st.floats(39.88, 39.92), st.floats(116.67, 116.73)), min_size=1, max_size=6
)


def brute_force(
    listed: list[Facility], here: Ground, way: Way, calendar: Calendar, hour: int
) -> dict[str, list[bool]]:
    """Return for each point whether something is in reach, told by the slowest and surest way."""
    when = moment_of(MONDAY, hour)
    minutes = walk_minutes if way is Way.FOOT else cycle_minutes
    found: dict[str, list[bool]] = {"certain": [], "counted": [], "possible": []}
    for position in here.positions:
        certain = counted = possible = False
        for one in listed:
            assert one.position is not None
            number = rank(status_at(one.rules, when, calendar))
            away, error = geodesic(position, one.position).meters, one.error_m or 0
            certain |= number == 0 and minutes(away + error) <= MINUTES
            counted |= number in (0, 2) and minutes(away) <= MINUTES
            possible |= number in (0, 2) and minutes(max(away - error, 0)) <= MINUTES
        for name, value in (("certain", certain), ("counted", counted), ("possible", possible)):
            found[name].append(value)
    return found


@settings(max_examples=60)
@given(
    st.lists(facilities_anywhere, max_size=5),
    points,
    st.sampled_from(Way),
    st.integers(0, WEEK_HOURS - 1),
)
def test_what_is_in_reach_is_what_geodesics_and_the_evaluator_say_one_by_one(
    listed: list[Facility], positions: list[Point], way: Way, hour: int
) -> None:
    calendar, here = official_calendar(), ground(positions, [1.0] * len(positions))
    found = reached(listed, here, way, MONDAY, calendar)
    for name, truth in brute_force(listed, here, way, calendar, hour).items():
        assert in_hour(getattr(found, name), hour).tolist() == truth, name


@settings(max_examples=30)
@given(st.lists(facilities_anywhere, max_size=6), points, st.sampled_from(Way))
def test_certain_is_never_more_than_counted_nor_that_more_than_possible(
    listed: list[Facility], positions: list[Point], way: Way
) -> None:
    here = ground(positions, [index + 1.0 for index in range(len(positions))])
    found = reached(listed, here, way, MONDAY, official_calendar())
    assert not (found.certain & ~found.counted).any()
    assert not (found.counted & ~found.possible).any()
    for share in shares(here, found):
        assert 0 <= share.certain <= share.counted <= share.possible <= 1


@settings(max_examples=30)
@given(st.lists(facilities_anywhere, max_size=4), facilities_anywhere, points)
def test_one_more_facility_never_takes_anything_away(
    listed: list[Facility], more: Facility, positions: list[Point]
) -> None:
    here, calendar = ground(positions, [1.0] * len(positions)), official_calendar()
    before = reached(listed, here, Way.FOOT, MONDAY, calendar)
    after = reached([*listed, more], here, Way.FOOT, MONDAY, calendar)
    for name in ("certain", "counted", "possible"):
        assert not (getattr(before, name) & ~getattr(after, name)).any()


@pytest.mark.parametrize(
    ("changes", "certain", "counted", "possible"),
    [
        ({}, True, True, True),
        ({"accuracy_m": "100"}, True, True, True),
        ({"accuracy_m": "3000"}, False, True, True),
        ({"opening_hours": ""}, False, True, True),
        ({"opening_hours": "Mo-Su,PH 18:00-20:00"}, False, False, False),
        # 1.1 km away, and off by as much as that.
        ({"lat": "39.91", "accuracy_m": "400"}, False, False, True),
        ({"lat": "", "lon": ""}, False, False, False),
    ],
    ids=str,
)
def test_what_is_not_certain_is_kept_apart(
    calendar: Calendar, changes: dict[str, str], certain: bool, counted: bool, possible: bool
) -> None:
    found = reached([facility(**changes)], ground([HERE], [1.0]), Way.FOOT, MONDAY, calendar)
    at_ten = [in_hour(bits, 34)[0] for bits in (found.certain, found.counted, found.possible)]
    assert at_ten == [certain, counted, possible]


def test_a_share_goes_by_weight_not_by_number(calendar: Calendar) -> None:
    here = ground([HERE, Point(39.95, 116.7)], [1.0, 3.0])
    found = reached([facility()], here, Way.FOOT, MONDAY, calendar)
    assert shares(here, found)[34].certain == 0.25


def test_nothing_at_all_has_no_share(calendar: Calendar) -> None:
    nowhere = ground([], [])
    found = reached([facility()], nowhere, Way.FOOT, MONDAY, calendar)
    assert {share.possible for share in shares(nowhere, found)} == {0.0}
    assert best_places(nearby(nowhere, nowhere, Way.FOOT), missing(nowhere, found, [34])) == ()


@settings(max_examples=8)
@given(
    st.lists(facilities_anywhere, max_size=3),
    st.lists(st.integers(0, WEEK_HOURS - 1), min_size=1, max_size=5, unique=True),
)
def test_each_place_adds_what_no_cell_could_exceed(
    listed: list[Facility], hours: list[int]
) -> None:
    calendar, cells = official_calendar(), grid([HERE], around_m=1200, step_m=400)
    found = reached(listed, cells, Way.FOOT, MONDAY, calendar)
    best = best_places(nearby(cells, cells, Way.FOOT), missing(cells, found, hours))
    left = np.mean([~in_hour(found.possible, hour) for hour in hours], axis=0) * cells.weights
    for one in best:
        gains = []
        for candidate in cells.positions:
            near = [
                walk_minutes(geodesic(candidate, other).meters) <= MINUTES
                for other in cells.positions
            ]
            gains.append((left[near].sum(), candidate))
        assert one.gain == pytest.approx(max(gains)[0])
        near = [
            walk_minutes(geodesic(one.position, other).meters) <= MINUTES
            for other in cells.positions
        ]
        left[near] = 0
    if len(best) < 3:
        assert not left.any()


def test_where_everything_may_be_in_reach_nothing_is_sure_to_add(calendar: Calendar) -> None:
    cells = grid([HERE], around_m=500)
    everywhere = facility(accuracy_m="3000", opening_hours="24/7")
    found = reached([everywhere], cells, Way.FOOT, MONDAY, calendar)
    assert (
        best_places(nearby(cells, cells, Way.FOOT), missing(cells, found, range(WEEK_HOURS))) == ()
    )


def test_what_is_asked_for_is_what_15_minutes_are_elsewhere() -> None:
    for way, minutes in ((Way.FOOT, walk_minutes), (Way.BICYCLE, cycle_minutes)):
        assert minutes(way.reach_m) == MINUTES
        assert minutes(way.reach_m + 0.001) == MINUTES + 1


def test_the_bits_are_those_of_one_value_each() -> None:
    bits = np.packbits(np.eye(WEEK_HOURS, dtype=bool), axis=1)
    found = Reached(bits, bits, bits)
    for hour in range(WEEK_HOURS):
        assert np.flatnonzero(in_hour(found.certain, hour)).tolist() == [hour]
