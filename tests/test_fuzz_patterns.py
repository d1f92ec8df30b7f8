"""The search for slow regular expressions finds those that are, and none in the finder."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator

import pytest

from finder.csvtext import MAX_CELL
from tests.fuzz.loops import loops, twins
from tests.fuzz.patterns import BOUNDED, Asked, cost, late, patterns, shortly

ALL = patterns()


@pytest.fixture(autouse=True)
def _alarm() -> Iterator[None]:
    before = signal.signal(signal.SIGPROF, late)
    yield
    signal.signal(signal.SIGPROF, before)


@pytest.mark.parametrize(
    ("pattern", "way"),
    [
        (r"(?:ab|cd|ab)*c", "match"),
        (r"(?:ab|a|b)*c", "match"),
        (r"(a+)+$", "fullmatch"),
        (r"在(?:本馆|馆|本)+网", "match"),
        (r"(?=(?:春天|夏天|春天)*秋)", "match"),
        # Not without an end, but four times as long for twice the text.
        (r"(-?[0-9]+(?:\.[0-9]*[1-9])?)\.?0*", "fullmatch"),
        (r"\s*\n\s*甲", "match"),
        (r"<cell [^>]*ref=", "search"),
        (rb"<cell [^>]*ref=", "findall"),
    ],
)
def test_a_slow_pattern_is_found(pattern: str | bytes, way: str) -> None:
    assert cost(Asked("slow", re.compile(pattern), (way,), MAX_CELL)).is_bad


@pytest.mark.parametrize(
    ("pattern", "way"),
    [
        (r"(?:ab|cd)*c", "match"),
        (r"(?:a+b)+$", "fullmatch"),
        (r"(?:ab|cd|ab)*+c", "match"),
        (r"\s*甲", "match"),
        (rb"<cell [^<>]*ref=", "findall"),
    ],
)
def test_a_quick_pattern_is_not(pattern: str | bytes, way: str) -> None:
    assert not cost(Asked("quick", re.compile(pattern), (way,), MAX_CELL)).is_bad


def test_a_word_that_stands_twice_in_one_choice_is_found() -> None:
    assert twins("(?:甲馆|乙馆|丙馆?|乙馆)*", 0) == ["乙馆", "乙馆"]


def test_no_word_stands_twice_in_one_choice_of_a_pattern() -> None:
    assert len(ALL) > 150
    twice = {one.name: twins(one.pattern.pattern, one.pattern.flags) for one in ALL}
    assert not {name: words for name, words in twice.items() if words}


def test_no_pattern_takes_twice_as_long_for_one_more_time_round_a_loop() -> None:
    # It would not come to an end with texts of some sixty characters.
    assert not [one.name for one in ALL if not shortly(one)]


def test_what_is_known_to_be_short_is_a_pattern_that_is_slow_when_it_is_not() -> None:
    by_name = {one.name.partition("[")[0]: one for one in ALL}
    for name in BOUNDED:
        one = by_name[name]
        assert cost(Asked("any length", one.pattern, one.ways, MAX_CELL)).is_bad
        assert not cost(one).is_bad


def test_the_loops_of_a_pattern_come_with_what_leads_to_them() -> None:
    found = loops("在(?:的|本馆)+公告", 0)
    assert {("在", "的"), ("在", "本馆"), ("", "在的"), ("", "在的公告")} <= set(found)
