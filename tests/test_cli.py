"""The terminal, in this process and as its own."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from finder.cli import main
from finder.csvfile import contents
from finder.holidays import official_calendar
from finder.settings import RESOURCES
from finder.todo import calendar_warnings
from finder.xlsxfile import xlsx_bytes
from tests.made_up import csv_text

LIBRARY = ("39.9117", "116.6813")


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("FINDER_CSV", raising=False)
    monkeypatch.delenv("FINDER_TILES", raising=False)
    monkeypatch.delenv("FINDER_HOLIDAYS", raising=False)


def run(*arguments: str, code: int = 0) -> Result:
    """Return what a command did, which ended with `code` and with nothing unexpected."""
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def run_json(*arguments: str, code: int = 0) -> Any:
    return json.loads(run(*arguments, "--json", code=code).stdout)


@pytest.mark.parametrize(
    ("options", "parameters"),
    [
        ((), {}),
        (("--open",), {"open": "1"}),
        (("--kind", "museum,文化馆"), {"kind": "museum,文化馆"}),
        (("--open", "--kind", "library"), {"open": "yes", "kind": "library"}),
    ],
)
@pytest.mark.parametrize(
    "at", ["2026-11-24T20:00", "2026-10-05T10:00+08:00", "2026-11-24T19:00Z", "2027-03-02T10:00"]
)
@pytest.mark.parametrize("limit", ["3", "1000"])
def test_near_gives_the_same_object_as_the_api(
    client: FlaskClient,
    options: tuple[str, ...],
    parameters: dict[str, str],
    at: str,
    limit: str,
) -> None:
    lat, lon = LIBRARY
    asked = {"lat": lat, "lon": lon, "at": at, "limit": limit, **parameters}
    found = run_json("near", lat, lon, "--at", at, "--limit", limit, *options)
    assert found == client.get("/api/near", query_string=asked).get_json()


def test_near_is_a_list_of_sentences() -> None:
    lines = run("near", *LIBRARY, "--at", "2026-11-24T20:00", "--limit", "2").stdout.splitlines()
    assert [line.strip() for line in lines] == [
        "2026-11-24 周二 20:00",
        "10 米  通州区图书馆  开放中·仅二层、七层·至 22:00",
        "10 米  通州区文化馆  开放中·至 21:00",
    ]


def test_near_says_so_when_nothing_is_open() -> None:
    result = run("near", *LIBRARY, "--at", "2026-11-25T03:00", "--open", "--kind", "museum")
    assert result.stdout.splitlines()[1:] == ["这个时间没有开放的设施。"]


def test_near_takes_negative_coordinates() -> None:
    found = run_json("near", "-39.9", "-116.7", "--limit", "1")
    assert (found["lat"], found["lon"]) == (-39.9, -116.7)


BAD_NEAR = [
    (("x", "116.7"), "lat", "x"),
    (("39.9", "181"), "lon", "181"),
    (("39.9", ""), "lon", ""),
    ((*LIBRARY, "--at", "今晚"), "at", "今晚"),
    ((*LIBRARY, "--kind", "pub"), "kind", "pub"),
    ((*LIBRARY, "--limit", "0"), "limit", "0"),
]


@pytest.mark.parametrize(("arguments", "column", "value"), BAD_NEAR)
def test_a_bad_question_is_a_sentence_and_exit_code_1(
    arguments: tuple[str, ...], column: str, value: str
) -> None:
    plain = run("near", *arguments, code=1)
    assert plain.stdout == ""
    assert plain.stderr.startswith(f"{column}: ")
    assert value in plain.stderr
    found = run_json("near", *arguments, code=1)
    assert found["ok"] is False
    assert [(one["column"], one["value"]) for one in found["problems"]] == [(column, value)]


@pytest.mark.parametrize(
    "arguments", [("near", "39.9"), ("near", *LIBRARY, "--opne"), ("nonsense",)]
)
def test_a_command_that_does_not_exist_is_exit_code_2(arguments: tuple[str, ...]) -> None:
    assert "Usage:" in run(*arguments, code=2).stderr


def test_a_list_with_problems_is_named_row_by_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "测试.csv"
    path.write_text("id,name,kind\njia,甲馆,错\n", encoding="utf-8")
    monkeypatch.setenv("FINDER_CSV", str(path))
    assert run("near", *LIBRARY, code=1).stderr.startswith("第 2 行 kind: 没有“错”这个类型。")


def test_a_data_folder_that_cannot_be_one_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("测试", encoding="utf-8")
    monkeypatch.setenv("FINDER_DATA", str(tmp_path / "file"))
    assert "FINDER_DATA" in run("near", *LIBRARY, code=1).stderr


def test_hours_gives_the_canonical_text_and_the_intervals() -> None:
    found = run_json(
        "hours", "Tu-Su 9:00-17:00;PH off", "--from", "2026-09-30", "--to", "2026-10-08"
    )
    assert found == {
        "ok": True,
        "opening_hours": "Tu-Su 09:00-17:00; PH off",
        "text_zh": "周二至周日9:00-17:00；周一闭馆；法定节假日闭馆",
        "text_en": "Tue–Sun 9:00–17:00; Mon closed; public holidays closed",
        "warnings": [],
        "intervals": [
            {
                "start": f"2026-{day}T09:00:00+08:00",
                "end": f"2026-{day}T17:00:00+08:00",
                "state": "open",
                "note": None,
            }
            for day in ("09-30", "10-08")
        ],
    }


def test_hours_is_a_line_a_date() -> None:
    result = run("hours", "Tu-Su 09:00-17:00; PH off", "--from", "2026-09-30", "--to", "2026-10-01")
    assert result.stdout.splitlines() == [
        "周二至周日9:00-17:00；周一闭馆；法定节假日闭馆",
        "Tu-Su 09:00-17:00; PH off",
        "2026-09-30 周三  9:00–17:00",
        "2026-10-01 周四  闭馆  （国庆节放假）",
    ]


def test_hours_without_dates_is_a_week_from_today() -> None:
    assert len(run("hours", "24/7").stdout.splitlines()) == 2 + 7
    assert len(run_json("hours", "24/7", "--from", "2026-11-24")["intervals"]) == 7


@pytest.mark.parametrize(
    ("arguments", "column"),
    [
        (("Mo-Fr 25:70-26:00",), 7),
        (("24/7", "--from", "2026-02-30"), "from"),
        (("24/7", "--from", "明天"), "from"),
        (("24/7", "--to", "x"), "to"),
        (("24/7", "--from", "2026-11-24", "--to", "2026-11-23"), "to"),
        (("24/7", "--from", "2026-11-24", "--to", "2199-01-01"), "to"),
        (("24/7", "--from", "0001-01-01"), "from"),
        (("24/7", "--from", "9999-12-31"), "from"),
    ],
)
def test_hours_that_cannot_be_read_are_exit_code_1(
    arguments: tuple[str, ...], column: str | int
) -> None:
    assert run("hours", *arguments, code=1).stderr.strip()
    found = run_json("hours", *arguments, code=1)
    assert (found["ok"], [one["column"] for one in found["problems"]]) == (False, [column])


def test_hours_warn_of_what_is_probably_not_meant() -> None:
    result = run("hours", "每天9:00-17:00", "--from", "2026-11-24", "--to", "2026-11-24")
    assert "法定节假日" in result.stderr
    (warning,) = run_json("hours", "每天9:00-17:00", "--from", "2026-11-24")["warnings"]
    assert "法定节假日" in warning["message"]


def batch(text: bytes, *options: str, code: int = 0) -> list[Any]:
    """Return the answers to the lines of standard input."""
    result = CliRunner().invoke(main, ["hours", "--batch", "-", *options], input=text)
    assert result.exit_code == code, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


DATES = ("--from", "2026-09-30", "--to", "2026-10-02")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_batch_answers_each_line_as_the_command_does(encoding: str, line_end: str) -> None:
    texts = ["周二至周日9:00-17:00，周一闭馆", "24/7", "", "开放时间另行通知"]
    found = batch("".join(text + line_end for text in texts).encode(encoding), *DATES)
    assert found == [
        run_json("hours", text, *DATES, code=0 if one["ok"] else 1)
        for text, one in zip(texts, found, strict=True)
    ]
    assert [one["ok"] for one in found] == [True, True, True, False]


def test_a_batch_may_be_a_file_and_a_line_a_json_string(tmp_path: Path) -> None:
    path = tmp_path / "made-up.txt"
    path.write_text('"周一闭馆\\n周二至周日9:00-17:00"\n"不是\n9:00-17:00', encoding="utf-8")
    lines = run("hours", "--batch", str(path), *DATES).stdout.splitlines()
    assert [json.loads(line)["ok"] for line in lines] == [True, False, True]
    assert (
        json.loads(lines[0])["opening_hours"]
        == run_json("hours", "周一闭馆\n周二至周日9:00-17:00", *DATES)["opening_hours"]
    )


@pytest.mark.parametrize("arguments", [(), ("24/7", "--batch", "-")])
def test_hours_take_a_text_or_a_batch(arguments: tuple[str, ...]) -> None:
    assert "--batch" in run("hours", *arguments, code=2).stderr


def test_a_batch_that_is_not_there_is_exit_code_1() -> None:
    assert "nowhere.txt" in run("hours", "--batch", "nowhere.txt", code=1).stderr


def test_holidays_prints_the_year_of_the_notice_and_its_source() -> None:
    lines = run("holidays", "2026").stdout.splitlines()
    assert len(lines) == 33 + 6 + 1
    assert lines[0] == "2026-01-01 周四  元旦放假"
    assert "2026-10-10 周六  调休工作日（国庆节）" in lines
    assert "国务院办公厅" in lines[-1]
    found = run_json("holidays", "2026")
    assert (found["known"], len(found["days"]), found["source"]) == (True, 39, found["source"])
    assert found["days"][0] == {"date": "2026-01-01", "day": "off", "holiday": "元旦"}


def test_holidays_of_a_year_that_is_not_published_are_said_to_be_unknown() -> None:
    assert "2190 年的节假日安排未公布" in run("holidays", "2190").stdout
    assert run_json("holidays", "2190")["known"] is False


def test_holidays_as_csv_are_a_file_that_staff_can_edit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "made-up.csv"
    written = run("holidays", "2026", "--csv").stdout
    path.write_text(written + "2026-11-24,off,测试节\n", encoding="utf-8")
    monkeypatch.setenv("FINDER_HOLIDAYS", str(path))
    assert "2026-11-24 周二  测试节放假" in run("holidays", "2026").stdout
    shown = run("hours", "每天9:00-17:00", "--from", "2026-11-24", "--to", "2026-11-24").stdout
    assert "节假日时间未确认" in shown
    near = run("near", *LIBRARY, "--at", "2026-11-24T10:00").stdout
    assert "节假日时间未确认" in near


@pytest.mark.parametrize("year", ["26", "明年", "1899", "２０２６", "2026.0"])
def test_holidays_of_no_year_are_exit_code_1(year: str) -> None:
    assert year in run("holidays", year, code=1).stderr


@pytest.fixture
def next_years(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make three more years known, so that no warning says that the calendar ends."""
    last = official_calendar().known_until.year
    festivals = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
    rows = [
        f"{year}-0{month}-03,off,{festival}\n"
        for year in range(last + 1, max(last, dt.date.today().year) + 3)
        for month, festival in enumerate(festivals, start=1)
    ]
    path = tmp_path / "next-years.csv"
    path.write_text("date,day,holiday\n" + "".join(rows), encoding="utf-8")
    monkeypatch.setenv("FINDER_HOLIDAYS", str(path))


@pytest.mark.parametrize(("days", "warned"), [(46, False), (45, True), (0, True), (-9, True)])
def test_staff_are_warned_before_the_calendar_ends(days: int, warned: bool) -> None:
    calendar = official_calendar()
    found = calendar_warnings(calendar, calendar.known_until - dt.timedelta(days=days))
    assert bool(found) is warned


@pytest.mark.usefixtures("next_years")
def test_check_finds_nothing_wrong_with_the_real_list() -> None:
    path = str(RESOURCES / "data" / "facilities.csv")
    result = run("check", path)
    assert result.stdout.strip() == "95 处设施没有问题；0 个问题，22 个提醒。"
    # Rows that lack the same are named in one line.
    (line,) = result.stderr.splitlines()
    assert line.startswith("第 2、3、9、18、22–39 行 opening_hours: 没有写法定节假日是否开放")
    found = run_json("check", path)
    assert (found["ok"], found["facilities"], found["problems"]) == (True, 95, [])
    assert len(found["warnings"]) == 22


@pytest.mark.usefixtures("next_years")
def test_check_reports_every_problem_and_ends_with_1(tmp_path: Path) -> None:
    path = tmp_path / "测试.csv"
    good = {"id": "jia", "name": "甲馆", "kind": "图书馆", "备注": "测试"}
    rows = [good, {**good, "id": "yi", "kind": "错"}, {**good, "name": ""}]
    path.write_text(csv_text(rows), encoding="utf-8")
    found = run_json("check", str(path), code=1)
    assert (found["ok"], found["facilities"]) == (False, 1)
    assert [(one["row"], one["column"], one["value"]) for one in found["problems"]] == [
        (3, "kind", "错"),
        (4, "name", ""),
        (4, "id", "jia"),
    ]
    assert [one["column"] for one in found["warnings"]] == ["备注"]
    plain = run("check", str(path), code=1)
    assert plain.stdout.strip() == "1 处设施没有问题；3 个问题，1 个提醒。"
    assert [line.split(":")[0] for line in plain.stderr.splitlines()] == [
        "第 3 行 kind",
        "第 4 行 name",
        "第 4 行 id",
        "第 1 行 备注",
    ]


def test_warnings_alone_are_no_failure(tmp_path: Path) -> None:
    path = tmp_path / "测试.csv"
    path.write_text("id,name,kind,备注\njia,甲馆,library,测试\n", encoding="utf-8")
    assert run_json("check", str(path))["ok"] is True


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\0\0", b"id,name\n"])
def test_check_of_something_else_is_exit_code_1(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "测试.csv"
    path.write_bytes(content)
    found = run_json("check", str(path), code=1)
    assert (found["ok"], found["facilities"]) == (False, 0)
    assert found["problems"]


def test_check_with_broken_holidays_says_so_in_sentences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "holidays.csv"
    path.write_text("date,day,holiday\n2027-02-30,off,春节\n", encoding="utf-8")
    monkeypatch.setenv("FINDER_HOLIDAYS", str(path))
    facilities = str(RESOURCES / "data" / "facilities.csv")
    result = run("check", facilities, code=1)
    assert result.stderr.startswith("第 2 行 date: holidays.csv：“2027-02-30”不是日期")
    assert run_json("check", facilities, code=1)["ok"] is False


def test_check_takes_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "测试.xlsx"
    sheet = contents((RESOURCES / "data" / "facilities.csv").read_bytes()).sheet
    assert sheet
    path.write_bytes(xlsx_bytes(sheet))
    found = run_json("check", str(path))
    assert (found["ok"], found["facilities"]) == (True, 95)


def test_check_of_a_file_that_is_not_there_is_exit_code_2(tmp_path: Path) -> None:
    run("check", str(tmp_path / "nothing.csv"), code=2)


@pytest.mark.parametrize(
    "command", ["", "near", "hours", "holidays", "geocode", "suggest", "check", "serve"]
)
def test_every_command_has_help(command: str) -> None:
    assert "Usage:" in run(*filter(None, [command]), "--help").stdout


def test_a_process_of_its_own_answers_the_same_in_any_zone(client: FlaskClient) -> None:
    command = [sys.executable, "-m", "finder", "near", *LIBRARY, "--at", "2026-11-28T23:30"]
    done = subprocess.run(
        [*command, "--limit", "5", "--json"],
        env={**os.environ, "TZ": "America/New_York", "LC_ALL": "C"},
        cwd=RESOURCES,
        capture_output=True,
        check=True,
        timeout=60,
    )
    lat, lon = LIBRARY
    asked = {"lat": lat, "lon": lon, "at": "2026-11-28T23:30", "limit": "5"}
    assert done.stderr == b""
    assert json.loads(done.stdout) == client.get("/api/near", query_string=asked).get_json()
