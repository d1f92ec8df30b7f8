"""Limits: one count for everybody who opens the same database, by the site's clock."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from limits import RateLimitItemPerMinute

from finder.errors import sentence
from finder.rate_limits import Limiter, SharedStorage, too_many, whose_address
from finder.settings import Settings
from tests.made_up import moment
from tests.staff import Clock

THREE = RateLimitItemPerMinute(3, 15, namespace="test")


@pytest.fixture
def clock() -> Clock:
    return Clock(moment("2026-11-24T08:00"))


@pytest.fixture
def limiter(settings: Settings, clock: Clock) -> Limiter:
    return Limiter(settings.database_path, clock)


def test_a_limit_is_taken_up_and_opens_again_when_its_time_is_over(
    limiter: Limiter, clock: Clock
) -> None:
    assert [limiter.take(THREE, "a") for _ in range(5)] == [True, True, True, False, False]
    assert limiter.count(THREE, "a") == 5
    assert limiter.wait_s(THREE, "a") == 900
    clock.turn(minutes=14, seconds=59)
    assert not limiter.take(THREE, "a")
    assert limiter.wait_s(THREE, "a") == 1
    clock.turn(seconds=1)
    assert limiter.count(THREE, "a") == 0
    assert limiter.take(THREE, "a")


def test_a_clock_that_was_ahead_and_is_set_back_keeps_nobody_out_for_longer(
    limiter: Limiter, clock: Clock
) -> None:
    clock.turn(days=365)
    assert [limiter.take(THREE, "a") for _ in range(4)] == [True, True, True, False]
    clock.turn(days=-365)
    assert not limiter.take(THREE, "a")
    assert limiter.wait_s(THREE, "a") == 900
    clock.turn(minutes=15)
    assert limiter.take(THREE, "a")


def test_each_has_a_count_of_its_own(limiter: Limiter) -> None:
    other = RateLimitItemPerMinute(3, 15, namespace="other")
    for _ in range(3):
        limiter.take(THREE, "a")
    assert not limiter.take(THREE, "a")
    assert limiter.take(THREE, "b")
    assert limiter.take(other, "a")


def test_two_limiters_of_one_database_share_their_counts(
    limiter: Limiter, settings: Settings, clock: Clock
) -> None:
    other = Limiter(settings.database_path, clock)
    assert [one.take(THREE, "a") for one in (limiter, other, limiter, other)][3] is False


def test_what_is_given_back_can_be_taken_again_and_never_more(limiter: Limiter) -> None:
    limiter.give_back(THREE, "a")
    assert [limiter.take(THREE, "a") for _ in range(4)] == [True, True, True, False]
    limiter.give_back(THREE, "a")
    limiter.give_back(THREE, "a")
    assert [limiter.take(THREE, "a") for _ in range(2)] == [True, False]
    limiter.forget(THREE, "a")
    assert limiter.count(THREE, "a") == 0


def test_the_storage_is_cleared_by_key_and_whole(settings: Settings, clock: Clock) -> None:
    storage = SharedStorage(settings.database_path, clock)
    assert [storage.incr("a", 60), storage.incr("a", 60, 2), storage.incr("b", 60)] == [1, 3, 1]
    assert storage.get_expiry("a") == clock().timestamp() + 60
    storage.clear("a")
    assert (storage.get("a"), storage.get("b")) == (0, 1)
    assert storage.reset() == 1
    assert storage.get("b") == 0
    assert storage.check()


@pytest.mark.parametrize(("wait_s", "minutes"), [(1, 1), (60, 1), (61, 2), (900, 15)])
def test_the_error_says_when_to_try_again(wait_s: int, minutes: int) -> None:
    error = too_many(sentence("试的次数太多了。"), wait_s)
    assert error.wait_s == wait_s
    assert f"请 {minutes} 分钟后再试。" in str(error)


DAY = dt.date(2026, 11, 24)


@given(st.ip_addresses(v=4), st.ip_addresses(v=4))
def test_two_addresses_are_told_apart_and_not_named(one: object, other: object) -> None:
    digest = whose_address(str(one), "secret", DAY)
    assert (digest == whose_address(str(other), "secret", DAY)) == (one == other)
    assert str(one) not in digest


def test_the_same_address_is_another_on_another_day_and_under_another_secret() -> None:
    held = {
        whose_address("192.0.2.1", secret, date)
        for secret in ("a", "b")
        for date in (DAY, DAY + dt.timedelta(days=1))
    }
    assert len(held) == 4


@pytest.mark.parametrize(
    ("other", "same"),
    [("2001:db8::ffff:1", True), ("2001:db8:0:0:8000::", True), ("2001:db8:0:1::1", False)],
)
def test_a_network_of_ipv6_counts_as_one(other: str, same: bool) -> None:
    first = whose_address("2001:db8::1", "secret", DAY)
    assert (whose_address(other, "secret", DAY) == first) is same
