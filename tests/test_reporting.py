"""What residents may say, and what keeps machines from saying it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.errors import QueryError, TooManyError
from finder.rate_limits import Limiter
from finder.reporting import (
    KINDS,
    LONGEST,
    checked_kind,
    checked_text,
    checked_ticket,
    flag,
    take,
    ticket,
    untake,
)
from finder.settings import Settings
from tests.made_up import moment
from tests.staff import Clock

NOW = moment("2026-11-24T20:00")
SECRET = "s" * 32


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_taken(kind: str) -> None:
    assert checked_kind(kind) == kind


@pytest.mark.parametrize("kind", ["", "Hours", "时间不对"])
def test_something_must_be_chosen(kind: str) -> None:
    with pytest.raises(QueryError, match="还没有选哪里不对"):
        checked_kind(kind)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        ("  门口公告 \r\n 周三闭馆\t\r\n", "门口公告\n周三闭馆"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("a\0b\u202ec\u200bd\x1b[0m", "abcd[0m"),
        ("<script>alert(1)</script>{{7*7}}", "<script>alert(1)</script>{{7*7}}"),
        ("字" * LONGEST, "字" * LONGEST),
    ],
)
def test_words_are_kept_without_what_nobody_sees(text: str, kept: str) -> None:
    assert checked_text(text, "hours") == kept


@given(st.text())
def test_words_that_were_kept_are_kept_the_same_again(text: str) -> None:
    kept = checked_text(text[:LONGEST], "hours")
    assert checked_text(kept, "hours") == kept
    assert all(letter.isprintable() or letter == "\n" for letter in kept)


def test_too_many_words_are_refused_with_their_number() -> None:
    with pytest.raises(QueryError, match="写了 501 个字"):
        checked_text("字" * (LONGEST + 1), "hours")


@pytest.mark.parametrize("text", ["", " \n\u3000", "\u200b"])
def test_who_chooses_other_must_say_what(text: str) -> None:
    with pytest.raises(QueryError, match="没有写是什么"):
        checked_text(text, "other")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("请看 http://example.org", "link"),
        ("WWW.example", "link"),
        ("加我 spam-shop.com 有优惠", "link"),
        ("[URL=x]", "link"),
        ("<a href=x>", "link"),
        ("周二 8.30 开门，二层 9.00", ""),
        ("公告写着：9:00-17:00", ""),
    ],
)
def test_links_are_flagged(text: str, found: str) -> None:
    assert flag(text) == found


@pytest.mark.parametrize(
    ("age_s", "column"), [(0, "moment"), (2.9, "moment"), (86401, "ticket"), (-10, "moment")]
)
def test_a_ticket_is_good_from_three_seconds_to_a_day(age_s: float, column: str) -> None:
    made = ticket("jia", NOW, SECRET)
    assert checked_ticket(made, "jia", NOW + dt.timedelta(seconds=3), SECRET) == made
    assert checked_ticket(made, "jia", NOW + dt.timedelta(days=1), SECRET) == made
    with pytest.raises(QueryError) as caught:
        checked_ticket(made, "jia", NOW + dt.timedelta(seconds=age_s), SECRET)
    assert caught.value.problems[0].column == column


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        ticket("jia", NOW, "t" * 32),
        ticket("yi", NOW, SECRET),
        ticket("jia", NOW, SECRET)[:-1],
        "WyJqaWEiLCJ4IiwieSJd." + ticket("jia", NOW, SECRET).split(".")[-1],
    ],
    ids=["blank", "a letter", "another secret", "another facility", "cut off", "other words"],
)
def test_a_ticket_of_somebody_else_or_of_another_facility_is_not_good(text: str) -> None:
    with pytest.raises(QueryError, match="放得太久"):
        checked_ticket(text, "jia", NOW + dt.timedelta(minutes=1), SECRET)


@pytest.fixture
def limiter(settings: Settings) -> Limiter:
    return Limiter(settings.database_path, Clock(NOW))


def some(limiter: Limiter, number: int, facility: str, address: str) -> bool:
    return take(limiter, f"ticket {number}", facility, address, SECRET, NOW)


def test_a_ticket_is_used_once_unless_it_is_given_back(limiter: Limiter) -> None:
    assert some(limiter, 1, "jia", "192.0.2.1")
    assert not some(limiter, 1, "jia", "192.0.2.1")
    untake(limiter, "ticket 1")
    assert some(limiter, 1, "jia", "192.0.2.1")


def test_an_address_says_five_things_an_hour(limiter: Limiter) -> None:
    for number in range(5):
        assert some(limiter, number, f"facility-{number}", "192.0.2.1")
    with pytest.raises(TooManyError, match="请 60 分钟后再试"):
        some(limiter, 5, "jia", "192.0.2.1")
    assert some(limiter, 5, "jia", "192.0.2.2")


def test_of_a_facility_twenty_things_are_said_an_hour(limiter: Limiter) -> None:
    for number in range(20):
        assert some(limiter, number, "jia", f"192.0.2.{number}")
    with pytest.raises(TooManyError, match="这一小时收到的留言太多了"):
        some(limiter, 20, "jia", "192.0.2.20")
    assert some(limiter, 20, "yi", "192.0.2.20")
