"""Long work tells how far it has come, and nothing else of it changes."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder import store
from finder.csvfile import contents
from finder.errors import Sentence
from finder.following import follow
from finder.holidays import official_calendar
from finder.progress import CHECKING, COMPARING, PUBLISHING, READING, STEP_ROWS, silent, told
from finder.publishing import Publisher, checked, publish
from finder.review import review
from finder.xlsxfile import xlsx_bytes
from tests.conftest import NOW

ROWS = 2 * STEP_ROWS + 7
LIST = "编号,名称,类型\n" + "".join(f"a-{n},甲馆{n},图书馆\n" for n in range(ROWS))


class Listener:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.heard: list[tuple[Sentence, int, int]] = []

    def __call__(self, phase: Sentence, done: int, in_all: int) -> None:
        self.heard.append((phase, done, in_all))

    def phases(self) -> list[Sentence]:
        return list(dict.fromkeys(phase for phase, _, _ in self.heard))

    def rows(self, phase: Sentence) -> list[int]:
        return [done for one, done, _ in self.heard if one == phase]


@given(st.integers(0, 4 * STEP_ROWS))
def test_every_item_is_yielded_and_the_count_begins_at_none_and_ends_at_all(count: int) -> None:
    listener = Listener()
    assert list(told(range(count), CHECKING, count, listener)) == list(range(count))
    rows = listener.rows(CHECKING)
    assert (rows[0], rows[-1], sorted(rows)) == (0, count, rows)
    assert len(rows) == 2 + count // STEP_ROWS


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_check_tells_of_reading_and_checking_each_row(form: str) -> None:
    data = LIST.encode()
    if form == "xlsx":
        sheet = contents(data).sheet
        assert sheet
        data = xlsx_bytes(sheet)
    listener = Listener()
    assert contents(data, progress=listener) == contents(data, progress=silent)
    assert listener.phases() == [READING, CHECKING]
    # The header is read too.
    assert listener.rows(READING)[-1] == ROWS + 1
    assert listener.heard[-1] == (CHECKING, ROWS, ROWS)


def test_comparing_and_publishing_tell_of_every_row(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("编号,名称,类型\nyi,乙馆,图书馆\na-0,甲馆0,图书馆\n", "utf-8")
    listener = Listener()
    with closing(store.connect(tmp_path / "finder.sqlite")) as database:
        current = follow(database, path, NOW, listener)
        assert listener.phases() == [READING, CHECKING, PUBLISHING]
        listener = Listener()
        found = checked(LIST.encode(), listener)
        before = store.facilities(database)
        review(before, found.facilities, NOW, official_calendar(), progress=listener)
        sent = store.add_upload(database, LIST.encode(), "a.csv", NOW, "甲")
        author = Publisher("甲", NOW, current.number, 1)
        publish(database, path, sent.number, author, found, listener)
        assert store.facilities(database) == found.facilities
    assert listener.phases() == [READING, CHECKING, COMPARING, PUBLISHING]
    # What is gone is compared too.
    assert listener.rows(COMPARING)[-1] == ROWS + 1
    assert listener.heard[-1] == (PUBLISHING, ROWS, ROWS)
