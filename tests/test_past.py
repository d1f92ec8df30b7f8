"""What each version changed is told from its own file, and never more than that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from finder import store
from finder.csvfile import contents
from finder.facility import Facility
from finder.past import past
from finder.publishing import canonical_bytes
from finder.spreadsheets import csv_parts
from finder.store import Database
from tests.made_up import facility, moment

WHEN = [f"2026-11-{day:02}T08:00" for day in range(1, 25)]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with closing(store.connect(tmp_path / "finder.sqlite")) as opened:
        yield opened


def publish(database: Database, *found: Facility, data: bytes | None = None) -> None:
    """Publish a list, an hour after the one before."""
    with store.writing(database):
        number = len(store.versions(database))
        given = data or b"".join(csv_parts(found, chinese=False))
        store.add_version(database, given, found, moment(WHEN[number]), "测试", "publish")


def test_each_version_has_what_it_added_changed_and_removed(database: Database) -> None:
    publish(database, facility(), facility(id="yi"))
    publish(database, facility(opening_hours="Mo-Su,PH 09:00-16:00"), facility(id="yi"))
    publish(database, facility(opening_hours="Mo-Su,PH 09:00-16:00"), facility(id="bing"))
    steps = past(database, 3).steps
    assert [step.version.number for step in steps] == [3, 2, 1]
    newest = steps[0].changes
    assert [one.id for one in newest.added] == ["bing"]
    assert [one.id for one in newest.removed] == ["yi"]
    assert newest.changed == ()
    ((change,), others) = steps[1].changes.changed, steps[1].changes
    assert change.columns == ("opening_hours",)
    assert (others.added, others.removed) == ((), ())
    assert steps[2].is_first
    assert steps[2].changes.is_empty


def test_the_order_of_rows_and_columns_of_staff_are_no_change(
    database: Database, facilities: tuple[Facility, ...]
) -> None:
    publish(database, *facilities)
    publish(database, *facilities, data=canonical_bytes(contents(
        b"".join(csv_parts(facilities[::-1], chinese=True)))))  # fmt: skip
    text = b"".join(csv_parts(facilities, chinese=True)).decode("utf-8-sig")
    marked = "\r\n".join(f"{line},备注" for line in text.splitlines())
    publish(database, *facilities, data=marked.encode("gb18030"))
    assert all(step.changes.is_empty for step in past(database, 3).steps)


def test_one_who_serves_an_older_version_is_told_nothing_newer(database: Database) -> None:
    for hour in range(9, 13):
        publish(database, facility(opening_hours=f"Mo-Su,PH {hour:02}:00-17:00"))
    assert [step.version.number for step in past(database, 2).steps] == [2, 1]


def test_the_identity_never_changes(database: Database) -> None:
    identities = set()
    for hour in range(9, 13):
        publish(database, facility(opening_hours=f"Mo-Su,PH {hour:02}:00-17:00"))
        identities.add(past(database, 99, most=2).identity)
    assert len(identities) == 1
    assert past(database, 0).steps == ()


def test_no_more_is_looked_at_than_asked_for(database: Database) -> None:
    for hour in range(8, 16):
        publish(database, facility(opening_hours=f"Mo-Su,PH {hour:02}:00-17:00"))
    assert [step.version.number for step in past(database, 99, most=3).steps] == [8, 7, 6]
    assert [step.version.number for step in past(database, 99, most_rows=3).steps] == [8, 7]
    assert past(database, 99, most_rows=1).steps == ()


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"name\nx\n", b"PK\x03\x04broken"])
def test_a_file_that_is_refused_today_is_passed_over(database: Database, data: bytes) -> None:
    publish(database, facility())
    publish(database, data=data or b"\n")
    publish(database, facility(opening_hours="Mo-Su,PH 10:00-17:00"))
    publish(database, facility(opening_hours="Mo-Su,PH 11:00-17:00"))
    assert [step.version.number for step in past(database, 99).steps] == [4, 1]


def test_a_row_that_is_refused_today_is_passed_over(database: Database) -> None:
    publish(database, facility(), facility(id="yi"))
    publish(database, facility(), facility(id="yi", opening_hours="25:70"))
    (step, _first) = past(database, 99).steps
    assert step.changes.changed == ()
    assert step.changes.is_empty


def test_a_facility_was_changed_when_its_row_last_was(database: Database) -> None:
    publish(database, facility(), facility(id="yi"), facility(id="bing"))
    publish(database, facility(notice="测试"), facility(id="yi"), facility(id="bing"))
    publish(
        database, facility(notice="测试"), facility(id="yi", phone="010-1"), facility(id="bing")
    )
    found = past(database, 99)
    at = {step.version.number: step.version.published_at for step in found.steps}
    assert found.changed_at == {"jia": at[2], "yi": at[3]}
    assert found.since == at[1]
    assert past(database, 99, most=1).since == at[2]
