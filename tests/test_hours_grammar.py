"""What the grammar takes, what it refuses and where, and that its canonical text means the same."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.errors import HoursError
from finder.hours.grammar import parsed, rules_of
from finder.hours.rules import Rule, Rules
from tests.hours_words import rule_lists
from tests.notices import lines
from tests.oracle.expressions import expression


def canonical(text: str) -> str:
    return str(Rules(parsed(text)))


# What may be written, and its canonical text; None where it is canonical already.
ACCEPTED = [
    ("", None),
    ("24/7", None),
    ("24/7 open", "24/7"),
    ('24/7 open "自助区"', None),
    ("24/7 off", None),
    ("24/7; Mo off", None),
    ("open", None),
    ("off", None),
    ("closed", "off"),
    ("unknown", None),
    ('unknown "时间待定"', None),
    ("09:00-17:00", None),
    ("9:00-17:00", "09:00-17:00"),
    ("09:00 - 17:00", "09:00-17:00"),
    ("09:00-11:30,13:00-17:00", None),
    ("09:00-11:30, 13:00-17:00", "09:00-11:30,13:00-17:00"),
    ("00:00-24:00", None),
    ("18:00-00:00", "18:00-24:00"),
    ("22:00-26:00", "22:00-02:00"),
    ("22:00-02:00", None),
    ("08:00-32:00", None),
    ("23:59-47:59", None),
    ("Mo-Fr 09:00-17:00", None),
    ("Mo-Fr09:00-17:00", "Mo-Fr 09:00-17:00"),
    ("  Mo-Fr   09:00-17:00  ", "Mo-Fr 09:00-17:00"),
    ("Mo,We,Fr 09:00-17:00", None),
    ("Sa-Tu 09:00-17:00", None),
    ("Mo-Mo 09:00-17:00", "Mo 09:00-17:00"),
    ("Mo[1] 09:00-17:00", None),
    ("Mo[1,3,-1] 09:00-17:00", None),
    ("Mo[1],We-Fr 09:00-17:00", None),
    ("PH off", None),
    ("PH,Su 10:00-16:00", "Su,PH 10:00-16:00"),
    ("Sa,Su,PH 10:00-16:00", None),
    ("WD 09:00-17:00", None),
    ("PH,WD,Sa 09:00-17:00", "Sa,WD,PH 09:00-17:00"),
    ("Mo-Fr 09:00-17:00; PH off", None),
    ("Mo-Fr 09:00-17:00;PH off", "Mo-Fr 09:00-17:00; PH off"),
    ("Mo-Fr 09:00-17:00, Sa 10:00-12:00", None),
    ("Mo-Fr 09:00-17:00,Sa 10:00-12:00", "Mo-Fr 09:00-17:00, Sa 10:00-12:00"),
    ("Mo-Fr 09:00-17:00 || unknown", None),
    ('Mo-Fr 09:00-17:00 || unknown "请致电"', None),
    ("Mo off || Tu off || 09:00-17:00", None),
    ('Mo 18:00-22:00 open "二层、七层"', None),
    ('Mo off "闭馆日"', None),
    ('Mo closed " 闭馆日 "', 'Mo off "闭馆日"'),
    ('Mo open "二\u3000层"', None),
    ("Mo open", None),
    ("2026 off", None),
    ("2026,2028 off", None),
    ("2026-2028 off", None),
    ("2026-2028 Oct 01-07 off", None),
    ("2026,2028-2030 Oct 01-07 off", None),
    ("Oct 01 off", None),
    ("Oct 1 off", "Oct 01 off"),
    ("Oct01 off", "Oct 01 off"),
    ("Oct 01-07 off", None),
    ("Oct 01-01 off", "Oct 01 off"),
    ("Oct 01-Oct 07 off", "Oct 01-07 off"),
    ("Oct 07-Oct 01 off", None),
    ("Oct 01,Nov 05-07 off", None),
    ("Dec 24-Jan 02 off", None),
    ("Feb 29 off", None),
    ("2028 Feb 29 off", None),
    ("Nov-Mar 09:00-16:00", None),
    ("Jan,Mar 09:00-16:00", None),
    ("Jan,Mar Su 09:00-16:00", None),
    ("Jan-Mar Su[1] 09:00-16:00", None),
    ("Oct-Oct 09:00-16:00", "Oct 09:00-16:00"),
    ("2026 Jul-Aug 09:00-21:00", None),
    ("2026 Nov-2027 Mar 09:00-16:00", None),
    ("2026 Oct 01-03 off", None),
    ("2026 Dec 24-2027 Jan 02 off", None),
    ("2026 Oct 01,2026 Oct 05 off", None),
    ("week 5 off", "week 05 off"),
    ("week 01-53/2 Mo 09:00-17:00", None),
    ("week 1-24/7 Mo 09:00-17:00", "week 01-24/7 Mo 09:00-17:00"),
    ("week 1-53/1 off", "week 01-53 off"),
    ("week 1-53/52 off", "week 01-53/52 off"),
    ("Mo-Fr 20:00-24:00 off || unknown", None),
    ("week 50-53,1-5 off", "week 50-53,01-05 off"),
    ("2026 week 10-12 Mo-Fr 09:00-17:00", None),
    ("Jan-Jun week 01-26 We[-1],PH 09:00-12:00,14:00-26:00 open", None),
]


@pytest.mark.parametrize(("text", "expected"), ACCEPTED)
def test_what_may_be_written_has_one_canonical_text(text: str, expected: str | None) -> None:
    if text.startswith("Jan-Jun"):
        expected = "Jan-Jun week 01-26 We[-1],PH 09:00-12:00,14:00-02:00"
    assert canonical(text) == (text if expected is None else expected)
    assert parsed(canonical(text)) == parsed(text)


REFUSED = lines("osm_refused.txt")


def test_there_are_many_ways_to_be_wrong() -> None:
    assert len(REFUSED) >= 80
    assert len(dict(REFUSED)) == len(REFUSED)


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_what_is_wrong_is_refused_with_its_place_and_a_way_out(text: str, said: str) -> None:
    with pytest.raises(HoursError) as refused:
        parsed(text)
    (problem,) = refused.value.problems
    found = f"{problem.column} => {problem.value} => {problem.hint.text()}"
    assert found.replace("\n", "⏎") == said
    message = problem.message.text()
    assert problem.value in message or f"第 {problem.column} 个字" in message or "||" in message


@pytest.mark.parametrize("start", range(20))
def test_parts_beside_each_other_are_read_or_refused_as_the_table_says(start: int) -> None:
    pairs = lines("osm_pairs.txt")
    assert len(pairs) > 1000
    for text, said in pairs[start::20]:
        try:
            found = canonical(text)
        except HoursError as refused:
            (problem,) = refused.problems
            found = f"{problem.column} => {problem.value} => {problem.hint.text()}"
        assert (text, found) == (text, said)


def test_a_text_of_more_than_1000_characters_is_refused() -> None:
    text = "; ".join(["Mo 09:00-17:00"] * 70)
    with pytest.raises(HoursError) as refused:
        parsed(text)
    assert refused.value.problems[0].column == 1001


def test_blank_hours_are_no_rules() -> None:
    assert rules_of("") == rules_of("   ") == Rules()


def test_an_exception_needs_its_year() -> None:
    assert str(rules_of("24/7", "2026 Oct 01 off")) == "24/7; 2026 Oct 01 off"
    for special, column in (
        ("Oct 01 off", 1),
        ("Mo off", 1),
        ("2026 Oct 01 off; Oct 05 off", 18),
        ("2026 Oct 01 off; 24/7", 18),
        ("2026 Oct 01 off || 2026 Oct 02 off", 20),
    ):
        with pytest.raises(HoursError) as refused:
            rules_of("24/7", special)
        assert refused.value.problems[0].column == column


@given(rule_lists())
def test_canonical_text_is_read_as_the_same_rules(rules: tuple[Rule, ...]) -> None:
    assert parsed(str(Rules(rules))) == rules


@given(st.integers(0, 2**32), st.dates(dt.date(2024, 1, 1), dt.date(2028, 1, 1)))
def test_canonical_text_of_a_text_is_read_as_the_same_rules(seed: int, start: dt.date) -> None:
    text = expression(Random(seed), start)
    try:
        rules = parsed(text)
    except HoursError as refused:
        # Ambiguous, and said so.
        assert refused.problems[0].hint.text()
        return
    assert parsed(str(Rules(rules))) == rules
    assert canonical(str(Rules(rules))) == str(Rules(rules))


PIECES = [
    *"MoTuPH",
    "WD",
    "Mo",
    "Fr",
    "PH",
    "Jan",
    "Feb",
    "Oct",
    "week",
    "24/7",
    "09:00",
    "17:00",
    "26:00",
]
PIECES += ["2026", "31", "0", "5", "53", "off", "open", "unknown", "closed", '"x"', '"', "至", "９"]
PIECES += [*" -,;/[]|:+", "||", ", ", "; ", "\n", "\t", "\u3000", "\ud800"]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=12).map("".join)))
def test_no_text_is_answered_with_anything_but_rules_or_a_problem(text: str) -> None:
    try:
        rules = parsed(text)
    except HoursError as refused:
        (problem,) = refused.problems
        assert isinstance(problem.column, int)
        assert 1 <= problem.column <= len(text) + 1
        assert problem.hint.text()
        return
    assert parsed(str(Rules(rules))) == rules


@given(st.integers(0, 2**32), st.integers(0, 200), st.sampled_from(PIECES))
def test_a_spoilt_text_is_answered_with_rules_or_a_problem(
    seed: int, place: int, piece: str
) -> None:
    text = expression(Random(seed), dt.date(2026, 6, 1))
    spoilt = text[:place] + piece + text[place + len(piece) :]
    try:
        rules = parsed(spoilt)
    except HoursError as refused:
        assert refused.problems[0].message.text()
        return
    assert parsed(str(Rules(rules))) == rules
