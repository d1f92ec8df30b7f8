"""Counts that processes share."""

from __future__ import annotations

import os

import pytest

from finder.counts import BOUNDS_S, PLACES, STATUSES, Counts


def test_what_two_processes_count_is_read_together_and_outlives_them() -> None:
    counts = Counts()
    for place in (0, 1):
        child = os.fork()
        if child == 0:
            counts.take_place(place, os.getpid())
            for _ in range(100):
                counts.count("api", "200", 0.002)
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
    found = counts.routes()["api"]
    assert found.statuses[STATUSES.index(200)] == 200
    assert found.times[1] == 200
    assert found.seconds == pytest.approx(0.4)
    assert counts.workers() == counts.starts() == 2


def test_who_comes_for_a_dead_one_goes_on_counting_from_there() -> None:
    counts = Counts()
    counts.take_place(3, 100)
    counts.count("list", "200", 0.5)
    counts.leave_place(3)
    assert counts.workers() == 0
    counts.take_place(3, 101)
    counts.count("list", "200", 0.5)
    assert sum(counts.routes()["list"].statuses) == 2
    assert (counts.workers(), counts.starts()) == (1, 2)


def test_a_time_counts_up_to_its_bound_and_the_longest_beyond_all() -> None:
    counts = Counts()
    for seconds in (*BOUNDS_S, 60.0):
        counts.count("list", "200", seconds)
    assert counts.routes()["list"].times == (1,) * (len(BOUNDS_S) + 1)


def test_a_status_of_no_name_and_a_place_beyond_the_last_are_counted_too() -> None:
    counts = Counts()
    counts.take_place(PLACES + 5, 1)
    counts.count("other", "418", 0)
    assert counts.routes()["other"].statuses[-1] == 1
