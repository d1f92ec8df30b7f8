"""Every output says what the evaluator says, and the proof of it can fail."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from finder.cli import main
from finder.cli.prove import check_length, published
from finder.errors import FileError, sentence
from finder.facility import Facility
from finder.holidays import Calendar
from finder.hours import State
from finder.proof import Output, Subject, Tally, made_up_list, prove
from finder.proof.words import claim_of
from finder.settings import settings
from tests.made_up import facility, moment

# A make-up Saturday on which a long festival begins at midnight.
FIRST = dt.date(2026, 2, 14)

# One or two of each awkward sort.
SOME = made_up_list()[::4]


@contextmanager
def subject(
    facilities: tuple[Facility, ...],
    calendar: Calendar,
    shown: tuple[Facility, ...] | None = None,
    days: int = 1,
    late: dt.timedelta = dt.timedelta(),
) -> Iterator[Subject]:
    """Yield a list that is asked for the outputs of another one, its clock so much late."""
    shown = shown or facilities
    with published(shown, settings()) as (ask, run):

        def asked(address: str, now: dt.datetime) -> str:
            return ask(address, now - late)

        name = sentence("测试")
        yield Subject(name, facilities, shown, FIRST, days, calendar, asked, run)


def proved(one: Subject) -> Tally:
    tally = Tally()
    prove(one, tally)
    return tally


def test_every_output_agrees_with_the_evaluator(calendar: Calendar) -> None:
    with subject(SOME, calendar) as one:
        tally = proved(one)
    assert tally.named == []
    assert {output for output in Output if tally.comparisons[output]} >= set(Output) - {
        Output.SEARCH
    }


@pytest.fixture(scope="module")
def deceived(calendar: Calendar) -> Tally:
    """The comparisons of a list with the outputs of one in which each has another's hours."""
    turned = (*SOME[1:], SOME[0])
    other = tuple(
        facility(
            **{
                **{name: getattr(one, name) for name in ("id", "name", "lat", "lon", "phone")},
                "opening_hours": them.opening_hours,
                "special_hours": them.special_hours,
            }
        )
        for one, them in zip(SOME, turned, strict=True)
    )
    with subject(SOME, calendar, shown=other) as one:
        return proved(one)


@pytest.mark.parametrize("output", [one for one in Output if one is not Output.SEARCH])
def test_the_outputs_of_another_list_disagree(output: Output, deceived: Tally) -> None:
    assert deceived.disagreements[output] > 0


def test_outputs_of_a_clock_that_is_late_disagree(calendar: Calendar) -> None:
    with subject(SOME, calendar, late=dt.timedelta(days=30)) as one:
        tally = proved(one)
    for output in (Output.FEED, Output.OFFLINE, Output.OFFLINE_WORDS):
        assert tally.disagreements[output] > 0


def test_a_facility_without_a_position_is_found_by_its_name(calendar: Calendar) -> None:
    nowhere = tuple(
        facility(id=f"nowhere-{n}", name=f"测试{n}馆", lat="", lon="") for n in range(30)
    )
    with subject(nowhere, calendar) as one:
        tally = proved(one)
    assert tally.named == []
    assert tally.comparisons[Output.SEARCH] > 0


def test_each_disagreement_is_named(deceived: Tally) -> None:
    assert deceived.named
    ids = {one.id for one in SOME}
    for one in deceived.named:
        assert one.facility_id in ids | {""}
        assert one.when.date() in {FIRST, FIRST + dt.timedelta(days=-1)}
        assert one.expected != one.said


@pytest.mark.parametrize(
    ("text", "rank", "until", "left_min", "last_entry", "next_open"),
    [
        ("开放中·至 17:00", 0, "2026-11-24T17:00", None, None, None),
        ("开放中·至 24:00", 0, "2026-11-25T00:00", None, None, None),
        ("开放中·至 明天 2:00", 0, "2026-11-25T02:00", None, None, None),
        ("开放中·12 分钟后闭馆（9:12）", 0, "2026-11-24T09:12", 12, None, None),
        (
            "开放中·至 17:00·16:30 停止入馆",
            0,
            "2026-11-24T17:00",
            None,
            "2026-11-24T16:30",
            None,
        ),
        ("24 小时开放", 0, None, None, None, None),
        ("已停止入馆·17:00 闭馆", 1, "2026-11-24T17:00", None, None, None),
        ("开放时间未知·请先致电", 2, None, None, None, None),
        ("节假日时间未确认·平常周二 9:00–17:00", 2, None, None, None, None),
        ("闭馆·周五 8:30 开放", 3, None, None, None, "2026-11-27T08:30"),
        ("闭馆·12月24日 8:30 开放", 3, None, None, None, "2026-12-24T08:30"),
        (
            "临时闭馆至 2026-12-31·装修·2027-01-01 9:00 开放",
            3,
            None,
            None,
            None,
            "2027-01-01T09:00",
        ),
        ("别的话", -1, None, None, None, None),
    ],
)
def test_a_sentence_is_read_as_a_person_reads_it(
    text: str,
    rank: int,
    until: str | None,
    left_min: int | None,
    last_entry: str | None,
    next_open: str | None,
) -> None:
    # A Tuesday.
    claim = claim_of(text, moment("2026-11-24T09:00"))
    moments = [one and moment(one) for one in (until, last_entry, next_open)]
    assert [claim.until, claim.last_entry, claim.next_open] == moments
    assert (claim.rank, claim.left_min) == (rank, left_min)


def test_the_made_up_list_has_every_awkward_sort_of_rule(calendar: Calendar) -> None:
    every = [rule for one in made_up_list() for rule in (*one.rules.ordinary, *one.rules.special)]
    spans = [span for rule in every for span in rule.spans]
    assert any(span.end_min > 24 * 60 for span in spans)
    assert any(span.end_min == 24 * 60 and span.start_min for span in spans)
    assert any(len(rule.times) > 1 for rule in every)
    assert {State.OPEN, State.CLOSED, State.UNKNOWN} == {rule.state for rule in every}
    for has in ("years", "dates", "weeks", "weekdays", "holidays", "workdays", "note", "always"):
        assert any(getattr(rule, has) for rule in every), has
    assert any(not one.has_hours for one in made_up_list())
    assert any(one.position is None for one in made_up_list())
    assert any(day.kind.value == "work" for day in calendar.days.values())


def test_the_command_says_what_was_compared(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("id,name,kind,opening_hours\njia,甲馆,museum,Mo-Su 09:00-17:00\n")
    asked = ["prove", "--days", "1", "--from", "2026-10-10", "--csv", str(path)]
    found = CliRunner().invoke(main, [*asked, "--json"])
    assert found.exit_code == 0
    told = json.loads(found.stdout)
    assert told["ok"]
    assert [one["facilities"] for one in told["lists"]] == [1, len(made_up_list())]
    assert all(not one["disagreements"] for one in told["lists"])


def test_a_list_that_cannot_be_read_is_no_proof(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("id,name,kind,opening_hours\njia,甲馆,museum,看心情\n")
    found = CliRunner().invoke(main, ["prove", "--days", "1", "--csv", str(path)])
    assert found.exit_code == 1
    assert "看心情" in found.stderr


def test_a_list_that_is_too_long_is_said_to_be() -> None:
    many = tuple(facility(id=f"jia-{number}") for number in range(1001))
    with pytest.raises(FileError, match="1001"):
        check_length(many)
