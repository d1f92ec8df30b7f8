"""How long an answer is right, and how many of them are held."""

from __future__ import annotations

import datetime as dt

import pytest

from finder.compression import Coded
from finder.held import Answers, Held
from tests.conftest import NOW

MINUTE = dt.timedelta(minutes=1)


def held(body: bytes = b"body", key: str = "1", end: dt.datetime | None = NOW + MINUTE) -> Held:
    return Held(
        key=key,
        start=NOW,
        end=end,
        mimetype="text/plain",
        headers=(),
        body=Coded(body, {"half": bytes, "twice": bytes}),
        etag="tag",
        is_private=False,
    )


@pytest.mark.parametrize(
    ("key", "after_s", "is_right"),
    [
        ("1", 0, True),
        ("1", 59.9, True),
        ("1", 60, False),
        ("2", 0, False),
        # Somebody has set the clock back.
        ("1", -0.1, False),
    ],
)
def test_an_answer_is_right_for_its_list_and_its_time(
    key: str, after_s: float, is_right: bool
) -> None:
    answers, answer = Answers(), held()
    answers.put("/", answer)
    found = answers.get("/", key, NOW + dt.timedelta(seconds=after_s))
    assert found is (answer if is_right else None)


def test_an_answer_without_an_end_is_right_as_long_as_its_list() -> None:
    answers, answer = Answers(), held(end=None)
    answers.put("/", answer)
    assert answers.get("/", "1", NOW + dt.timedelta(days=400)) is answer
    assert answers.get("/", "2", NOW) is None


@pytest.mark.parametrize(
    ("end_s", "after_s", "age_s"),
    [(60, 0, 60), (60, 0.1, 59), (60, 59.5, 0), (60, 61, 0), (3600, 0, 60), (None, 5, 60)],
)
def test_its_age_is_whole_seconds_and_a_minute_at_most(
    end_s: int | None, after_s: float, age_s: int
) -> None:
    end = None if end_s is None else NOW + dt.timedelta(seconds=end_s)
    assert held(end=end).max_age_s(NOW + dt.timedelta(seconds=after_s)) == age_s


def test_the_least_used_go_first_when_there_are_too_many() -> None:
    answers = Answers(most=2)
    for name in "ab":
        answers.put(name, held())
    assert answers.get("a", "1", NOW)
    answers.put("c", held())
    assert [bool(answers.get(name, "1", NOW)) for name in "abc"] == [True, False, True]
    assert len(answers) == 2


def test_they_never_weigh_more_than_they_may() -> None:
    answers = Answers(most_bytes=100)
    for number in range(50):
        # The body and two codings: thirty bytes each, and the last one is too big.
        answers.put(number % 7, held(b"0123456789" if number < 49 else b"0" * 40))
        assert answers.weight == 30 * len(answers) <= 100
    assert answers.get(49 % 7, "1", NOW) is None
