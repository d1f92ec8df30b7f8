"""A small part of `make fuzz`, and the inputs that once went wrong."""

from __future__ import annotations

import io
import re
import zipfile
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finder.cells import stripped
from finder.csvfile import contents
from finder.errors import FileError, HoursError, SettingsError
from finder.hours import read_hours
from finder.settings import settings as settings_of
from finder.sheet import Sheet, SheetRow
from finder.suggestions import plain_name
from finder.xlsxfile import sheet_of_xlsx, xlsx_bytes
from tests.fuzz import answers, files, hours, values
from tests.fuzz.choices import Drawn, Guided
from tests.fuzz.everything import TARGETS
from tests.fuzz.target import Target
from tests.fuzz.wire import Answer

# Once too much for the reader, by what they are.
ANSWERS = {
    "a list in a list, 200,000 deep": b"[" * 200_000,
    "an object in an object, 100,000 deep": b'{"a":' * 100_000,
    "a number of 5,000 digits": b"9" * 5000,
    "a place further off than a number of the machine can say": (
        b'[{"lat": 39.9, "lon": 1' + b"0" * 400 + b', "display_name": "a", "place_rank": 30}]'
    ),
}


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_no_input_does_any_harm(target: Target) -> None:
    @settings(
        max_examples=max(5, target.share // 4000),
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def checked(data: st.DataObject) -> None:
        target.check(target.make(Drawn(data.draw)))

    checked()


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_any_bytes_decide_an_input_of_every_target(target: Target) -> None:
    for data in (b"", b"\xff" * 9, bytes(range(256)), Random(target.name).randbytes(400)):
        target.check(target.make(Guided(data)))


@given(st.binary(max_size=20), st.integers(-9, 9), st.integers(0, 2**33))
def test_bytes_decide_for_a_number_of_those_that_were_asked_for(
    data: bytes, low: int, more: int
) -> None:
    one, other = Guided(data), Guided(data)
    numbers = [one.integer(low, low + more) for _ in range(9)]
    assert all(low <= number <= low + more for number in numbers)
    assert numbers == [other.integer(low, low + more) for _ in range(9)]


def test_bytes_decide_for_every_number_and_the_first_one_after_their_end() -> None:
    assert {Guided(bytes([one])).integer(3, 7) for one in range(256)} == {3, 4, 5, 6, 7}
    assert Guided(b"").integer(3, 7) == 3


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_of_a_server_is_read_or_refused(name: str) -> None:
    values.check_answer(ANSWERS[name])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FINDER_NOMINATIM", "http://[one.example"),
        ("FINDER_NOMINATIM", "http://one.example:port"),
        ("FINDER_OVERPASS", "http://[]/"),
        ("FINDER_TILES", "https://[one/{z}/{x}/{y}.png"),
        # It would stand in a header of every page.
        ("FINDER_TILES", "https://甲.example/{z}/{x}/{y}.png"),
        ("FINDER_TILES", "https://a.example; script-src */{z}/{x}/{y}.png"),
    ],
)
def test_an_address_that_is_none_is_refused_by_its_setting(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        settings_of({name: value})
    assert refused.value.problems[0].column == name


def test_a_control_character_at_the_end_of_a_cell_is_no_damage_in_the_file_given_back() -> None:
    values_of_row = {**files.rows()[0], "address": "测试路1号\x1c"}
    header, row = ",".join(values_of_row), ",".join(f'"{one}"' for one in values_of_row.values())
    given = f"{header}\n{row}\n".encode()
    assert contents(given).problems == ()
    files.check_upload(given)


def test_blanks_and_byte_order_marks_by_turns_are_taken_off_at_once() -> None:
    assert stripped("\ufeff " * 3 + "甲\ufeff 乙" + " \ufeff\u3000" * 3) == "甲\ufeff 乙"


def workbook(old: str, new: str) -> bytes:
    """Return a workbook of two rows, with something else in its sheet."""
    row = SheetRow(2, ("jia", "甲馆", "library"))
    made = io.BytesIO(xlsx_bytes(Sheet(("id", "name", "kind"), (row,))))
    changed = io.BytesIO()
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(changed, "w") as after:
        for name in before.namelist():
            part = before.read(name).decode()
            is_sheet = name.startswith("xl/worksheets/")
            after.writestr(name, re.sub(old, new, part) if is_sheet else part)
    return changed.getvalue()


def test_a_small_workbook_that_names_a_row_far_below_the_last_one_is_refused_at_once() -> None:
    # A hundred million blank rows took minutes.
    with pytest.raises(FileError, match="行"):
        sheet_of_xlsx(workbook('<row r="2"', '<row r="99999999"'))


def test_a_million_blank_rows_above_the_last_one_of_excel_are_not_kept() -> None:
    styled = '<row r="1048576"><c r="A1048576" s="1"/></row></sheetData>'
    found = sheet_of_xlsx(workbook("</sheetData>", styled))
    assert [row.number for row in found.rows] == [2]


def test_a_cell_in_the_last_column_of_excel_makes_no_other_row_as_wide() -> None:
    # 20,000 rows as wide as that took gigabytes.
    far = '<row r="3"><c r="XFD3"><v>1</v></c></row></sheetData>'
    with pytest.raises(FileError, match="超过 200 格") as refused:
        sheet_of_xlsx(workbook("</sheetData>", far))
    assert refused.value.problems[0].row == 3


def test_merged_cells_that_begin_in_a_comment_and_never_end_are_passed_over_at_once() -> None:
    # Each was sought to the end of the sheet: a file of some kilobytes took days.
    begun = "<mergeCell " * 400_000
    found = sheet_of_xlsx(workbook("</sheetData>", f"</sheetData><!--{begun}-->"))
    assert [row.number for row in found.rows] == [2]


def test_words_for_rooms_without_an_end_are_refused_at_once() -> None:
    # Two words stood twice among those that may be repeated: 25 times one of them took 20 seconds.
    for word in ("亲子", "综合", "亲子综合"):
        with pytest.raises(HoursError, match="读不懂"):
            read_hours(word * 200, "")


def test_ways_to_book_and_what_comes_of_a_paper_without_an_end_are_refused_at_once() -> None:
    # 线上, 微信公众号 and 入馆参观 were read in two ways each: eighty characters took days.
    for start, word in (
        *(("9:00-17:00，需", word) for word in ("线上", "微信公众号", "本馆微信小程序")),
        *(("9:00-17:00，凭身份证", word) for word in ("入馆参观", "免费领票")),
    ):
        with pytest.raises(HoursError, match="读不懂"):
            read_hours(start + word * 100 + "甲", "")


def test_a_name_of_brackets_without_an_end_is_compared_at_once() -> None:
    # Each bracket was followed to the end of the name.
    assert plain_name("甲馆" + "（" * 200_000) == "甲馆"
    assert plain_name("甲馆（东区）") == "甲馆"


@pytest.mark.parametrize(
    "text",
    [
        # The last day of a month that has no 31st.
        "2026年2月周日9:00-17:00（周一闭馆）",
        "2026年11月周一至周五：上午8:30-12:00，下午14:30-17:30；周六：上午9:00-12:00",
        "2000 Jan-2026 Feb unknown",
        "2000 Jan-2026 Nov unknown; 2026 Dec-2027 Feb 09:00-17:00",
        # A mark that is left of a pair came into the note, which then could not be read again.
        '2026年国庆"1月1日闭馆，1月4日0:00-6:00',
        "2026年1月1日（”元旦）闭馆",
    ],
)
def test_hours_that_once_broke_the_reader_are_read_or_refused(text: str) -> None:
    hours.check_hours((text, ""))


def test_long_rows_of_zeros_in_the_columns_of_numbers_are_read_at_once() -> None:
    # Each of them once took seconds: all ways to part the zeros were tried.
    zeros = "0" * 31_000 + ".x0"
    rows = "".join(f"jia{number},甲馆,{zeros},{zeros}\n" for number in range(200))
    found = contents(f"id,name,lat,lon\n{rows}".encode())
    assert found.facilities == ()


@pytest.mark.parametrize(
    "request_line",
    [
        # Blanks to str.strip, and none to int.
        *(b"GET /api/near?lat=39.9&lon=116.7&limit=5%1C HTTP/1.1\r\nHost: one.example",),
        *(b"GET / HTTP/1.1\r\nHost: " + host for host in (b"a" * 4000, b"a..b", b"[::::]", b"<a>")),
        b"GET /api/near?lat=39.9&lon=116.7 HTTP/1.1\r\nHost: <a>",
        b"GET / HTTP/1.1\r\nHost: " + b"a" * 64 + b".example:99999",
    ],
)
def test_a_request_that_once_was_an_error_of_the_server_has_an_answer(request_line: bytes) -> None:
    answers.check_request(request_line + b"\r\n\r\n")


def test_a_host_that_is_none_is_refused_also_where_an_answer_is_ready() -> None:
    address = b"GET /api/near?lat=39.9&lon=116.7 HTTP/1.1\r\nHost: "
    statuses = [Answer(address + host + b"\r\n\r\n").status for host in (b"a", b"<a>", b"a")]
    assert statuses == [200, 400, 200]


def test_a_key_of_the_map_in_other_than_utf_8_is_no_error_of_its_own() -> None:
    assert settings_of({"FINDER_TILES": "tianditu:a\udcff"}).tiles is not None
