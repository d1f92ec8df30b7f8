"""The database for everybody holds the published list, as plain tables, and nothing of staff's."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from finder import store
from finder.cli import main
from finder.errors import QueryError, StorageError
from finder.facility import Facility, Kind
from finder.holidays import Calendar
from finder.public_database import export_public
from tests.made_up import facility
from tests.origins import HOSTILE, TODAY
from tests.staff import kept
from tests.test_atom import VERSION

TABLES = {"about", "kinds", "facilities", "services", "days", "exceptions"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "open-data.db"


def write(path: Path, calendar: Calendar, *found: Facility) -> None:
    own = path.parent / "own" / "finder.sqlite"
    export_public(path, own, found, VERSION, calendar, TODAY)


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.execute(query))


@pytest.fixture
def exported(path: Path, calendar: Calendar, facilities: tuple[Facility, ...]) -> Iterator[Path]:
    write(path, calendar, *facilities)
    yield path


def test_the_tables_are_plain_and_whole(
    exported: Path, facilities: tuple[Facility, ...], calendar: Calendar
) -> None:
    names = rows(exported, "select name, type from sqlite_master where type in ('table', 'view')")
    assert {str(name) for name, _ in names} == TABLES
    assert rows(exported, "pragma integrity_check") == [("ok",)]
    assert rows(exported, "pragma foreign_key_check") == []
    assert rows(exported, "pragma journal_mode") == [("delete",)]
    shown = rows(exported, "select id, kind, lat is null from facilities order by rowid")
    assert shown == [(one.id, one.kind_key.value, one.position is None) for one in facilities]
    assert rows(exported, "select count(*) from kinds") == [(len(Kind),)]
    assert rows(exported, "select count(*) from days") == [(len(calendar.days),)]


def test_what_is_unknown_is_null_and_never_blank(exported: Path) -> None:
    for table in TABLES:
        for row in rows(exported, f"select * from {table}"):  # noqa: S608 - our own names
            assert "" not in row
    assert rows(exported, "select value from about where key = 'licence'") == [(None,)]
    unknown = rows(exported, "select rule, hours_text from facilities where opening_hours is null")
    assert set(unknown) == {(None, None)}


def test_an_exception_says_when_it_is_open_and_what_is_unknown(
    path: Path, calendar: Calendar
) -> None:
    special = "2026 Sep 28 09:00-12:00, 2026 Sep 28 13:00-15:00 unknown; 2026 Sep 29 off"
    write(path, calendar, facility(special_hours=special))
    query = "select first, state, open, unknown from exceptions order by first"
    half, closed = rows(path, query)
    assert half[:2] == ("2026-09-28", "open")
    assert closed == ("2026-09-29", "closed", None, None)
    assert json.loads(str(half[2])) == [{"from": "09:00", "to": "12:00", "state": "open"}]
    assert [(one["from"], one["to"]) for one in json.loads(str(half[3]))] == [("13:00", "15:00")]
    # As SQL asks for it.
    query = "select json_extract(value, '$.to') from exceptions, json_each(open)"
    assert rows(path, query) == [("12:00",)]


def test_keys_name_rows_so_that_tables_can_be_browsed(exported: Path) -> None:
    for table in TABLES:
        columns = rows(exported, f"pragma table_info({table})")
        assert any(column[5] for column in columns), table
    references = rows(exported, "pragma foreign_key_list(services)")
    assert [(one[2], one[3], one[4]) for one in references] == [("facilities", "facility", "id")]


def test_nothing_of_staff_is_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path / "data"))
    own = tmp_path / "data" / "finder.sqlite"
    with closing(store.connect(own)) as database:
        when = __import__("datetime").datetime(2026, 9, 1, tzinfo=__import__("datetime").UTC)
        store.add_account(database, "测试甲账号", store.PUBLISHER, kept(), when, "terminal:test")
    path = tmp_path / "open-data.db"
    done = CliRunner().invoke(main, ["export", "--sqlite", str(path)])
    assert done.exit_code == 0, done.output
    assert "测试甲账号".encode() in b"".join(one.read_bytes() for one in own.parent.glob("finder*"))
    data = path.read_bytes()
    assert "测试甲账号".encode() not in data
    assert b"argon2" not in data
    assert rows(path, "select count(*) from facilities") == [(95,)]


def test_the_finder_s_own_database_is_never_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calendar: Calendar
) -> None:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    refused = CliRunner().invoke(main, ["export", "--sqlite", str(tmp_path / "finder.sqlite")])
    assert refused.exit_code == 1
    assert "程序自己的数据库" in refused.output
    with pytest.raises(QueryError):
        export_public(tmp_path / "a", tmp_path / "x" / ".." / "a", (), VERSION, calendar, TODAY)


def test_a_file_that_is_there_is_replaced_whole_or_not_at_all(
    path: Path, calendar: Calendar
) -> None:
    write(path, calendar, facility())
    write(path, calendar, facility(id="yi"))
    assert rows(path, "select id from facilities") == [("yi",)]
    with pytest.raises(StorageError):
        write(path.parent / "none" / "open-data.db", calendar, facility())


def test_a_hostile_list_is_a_list(path: Path, calendar: Calendar) -> None:
    texts = [text.replace("\x00", "") for text in HOSTILE]
    write(path, calendar, *(facility(id=f"jia-{n}", name=text) for n, text in enumerate(texts)))
    assert [name for (name,) in rows(path, "select name from facilities order by rowid")] == texts
