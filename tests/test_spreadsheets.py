"""What everybody may take away as a table can be uploaded again, and holds nothing of staff's."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from finder import create_app
from finder.changes import changes
from finder.csvfile import contents
from finder.facility import COLUMNS, Facility
from finder.settings import Settings
from finder.sheet import titles
from finder.spreadsheets import csv_parts, public_sheet
from finder.xlsxfile import xlsx_bytes
from tests.made_up import facility
from tests.staff import signed_in
from tests.test_staff_uploads import send


@pytest.mark.parametrize("chinese", [True, False])
def test_the_whole_list_is_read_again_as_it_was(
    facilities: tuple[Facility, ...], chinese: bool
) -> None:
    data = b"".join(csv_parts(facilities, chinese=chinese))
    assert data.startswith(b"\xef\xbb\xbf")
    assert contents(data).problems == ()
    assert contents(data).facilities == facilities


def test_a_table_of_many_rows_is_made_in_parts_that_are_the_whole() -> None:
    many = tuple(facility(id=f"jia-{number}") for number in range(1201))
    parts = list(csv_parts(many, chinese=False))
    assert len(parts) == 4
    rows = list(csv.reader(io.StringIO(b"".join(parts).decode("utf-8-sig"), newline="")))
    assert rows[0] == list(COLUMNS)
    assert [row[0] for row in rows[1:]] == [one.id for one in many]
    assert b"".join(parts).count(b"\r\n") == len(rows)


def test_no_cell_is_run_as_a_formula_and_each_comes_back() -> None:
    found = (facility(name="=1+1", notice="@SUM(1)", phone="+86 10"), facility(id="yi"))
    data = b"".join(csv_parts(found, chinese=True))
    assert b"'=1+1" in data
    assert b"'@SUM(1)" in data
    assert contents(data).facilities == found
    assert contents(xlsx_bytes(public_sheet(found))).facilities == found


def test_what_staff_write_for_themselves_is_not_given_away(
    settings: Settings,
) -> None:
    text = settings.csv_path.read_text("utf-8").splitlines()
    marked = [text[0] + ",内部备注", "# 只给同事看", *(row + ",勿外传" for row in text[1:3])]
    settings.csv_path.write_text("\n".join(marked) + "\n", "utf-8")
    client = create_app(settings).test_client()
    given = client.get("/facilities.csv").data.decode("utf-8-sig")
    assert "勿外传" not in given
    assert "只给同事看" not in given
    assert given.splitlines()[0].split(",") == list(titles(public_sheet(()), chinese=True))


@pytest.mark.parametrize("path", ["/facilities.csv", "/facilities.csv?lang=en", "/facilities.xlsx"])
def test_a_file_uploaded_again_changes_nothing(
    app: Flask, client: FlaskClient, facilities: tuple[Facility, ...], path: str
) -> None:
    data = client.get(path).data
    if path.endswith("xlsx"):
        # As a spreadsheet that opens and saves it.
        book, again = load_workbook(io.BytesIO(data)), io.BytesIO()
        book.save(again)
        data = again.getvalue()
    assert changes(facilities, contents(data).facilities).is_empty
    publisher = signed_in(app)
    answer = send(publisher, data, path.rpartition("/")[2].partition("?")[0])
    page = publisher.get(answer.headers["Location"]).text
    assert "完全一样" in page
    assert "发布这份名单" not in page


def test_a_file_that_excel_saved_again_changes_nothing(facilities: tuple[Facility, ...]) -> None:
    data = b"".join(csv_parts(facilities, chinese=True)).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(data, newline="")))
    at = COLUMNS.index("verified_on")
    for row in rows[1:]:
        # How Excel in China writes a date that it took for one.
        row[at] = "/".join(part.lstrip("0") for part in row[at].split("-")) if row[at] else ""
    saved = io.StringIO(newline="")
    csv.writer(saved).writerows(rows)
    for encoding in ("utf-8-sig", "gb18030"):
        again = contents(saved.getvalue().encode(encoding))
        assert again.problems == ()
        assert changes(facilities, again.facilities).is_empty
