"""What is too much for a web server that others wait for is not too much for the terminal."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from flask import Flask

from finder.cli import main
from finder.csvfile import contents, table
from finder.errors import FileError, Problem
from finder.file_limits import TERMINAL, WEB, FileLimits
from tests.staff import csrf_token, signed_in

HEAD = "编号,名称,类型,开放时间\n"
# One row more than the web takes.
LARGE = (HEAD + "".join(f"a-{n},甲馆{n},图书馆,\n" for n in range(WEB.rows + 1))).encode()


def refusal(data: bytes, limits: FileLimits) -> Problem:
    with pytest.raises(FileError) as caught:
        table(data, limits)
    (problem,) = caught.value.problems
    return problem


def workbook(rows: int) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page
    page.append(["编号", "名称", "类型"])
    for number in range(rows):
        page.append([f"a-{number}", f"甲馆{number}", "图书馆"])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def test_more_rows_than_the_web_takes_are_refused_there_with_the_way_to_the_terminal() -> None:
    problem = refusal(LARGE, WEB)
    assert problem.message.text() == "表头下面超过 20000 行。"
    assert "finder publish" in problem.hint.text()
    (same,) = contents(LARGE).problems
    assert same == problem


def test_the_terminal_takes_them() -> None:
    found = contents(LARGE, limits=TERMINAL)
    assert (len(found.facilities), found.problems) == (WEB.rows + 1, ())


@pytest.mark.parametrize("data", [HEAD.encode() + b"a,b,library,\n" * 4, workbook(4)])
@pytest.mark.parametrize("limits", [WEB, TERMINAL], ids=["web", "terminal"])
def test_each_limit_is_named_where_it_is_passed(data: bytes, limits: FileLimits) -> None:
    assert len(table(data, replace(limits, rows=4)).rows) == 4
    problem = refusal(data, replace(limits, rows=3))
    assert (problem.row, problem.message.text()) == (5, "表头下面超过 3 行。")
    problem = refusal(data, replace(limits, size_bytes=len(data) - 1))
    assert problem.message.text() == f"文件有 {len(data)} 字节，超过 {len(data) - 1} 字节。"
    assert problem.hint == limits.hint


@pytest.mark.parametrize(
    ("tight", "named"),
    [
        (replace(TERMINAL, unpacked_bytes=1_000), "超过 1000 字节"),
        (replace(TERMINAL, tags=50), "超过 50 个"),
    ],
)
def test_a_workbook_is_measured_by_the_limits_too(tight: FileLimits, named: str) -> None:
    data = workbook(4)
    assert named in refusal(data, tight).message.text()
    assert len(table(data, TERMINAL).rows) == 4


def test_a_workbook_may_show_no_more_text_than_a_csv_file_may_have() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["id", "name", "kind", "notice"])
    for number in range(700):
        book.active.append([f"guan-{number}", f"测试{number}馆", "library", "字" * 10_000])
    held = BytesIO()
    book.save(held)
    assert len(held.getvalue()) < 200_000
    assert "字节，超过 20000000 字节" in str(refusal(held.getvalue(), WEB).message)
    assert len(table(held.getvalue(), TERMINAL).rows) == 700


def test_a_file_of_many_rows_is_checked_and_published_at_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINDER_CSV", str(tmp_path / "list.csv"))
    monkeypatch.setenv("FINDER_DATA", str(tmp_path / "data"))
    large = tmp_path / "large.csv"
    large.write_bytes(LARGE)
    (tmp_path / "list.csv").write_text(HEAD + "a-0,甲馆0,图书馆,\n", "utf-8")
    done = CliRunner().invoke(main, ["check", str(large)])
    assert (done.exit_code, "20001 处设施没有问题" in done.output) == (0, True)
    done = CliRunner().invoke(main, ["publish", str(large), "--yes"])
    assert (done.exit_code, "已发布第 2 版，20001 处设施。" in done.output) == (0, True)
    # The file on disk is followed whatever its size.
    shorter = LARGE.rstrip().rpartition(b"\n")[0] + b"\n" + "yi,乙馆,图书馆,\n".encode()
    (tmp_path / "list.csv").write_bytes(shorter)
    done = CliRunner().invoke(main, ["versions"])
    assert "第 3 版" in done.output
    done = CliRunner().invoke(main, ["rollback", "2", "--yes"])
    assert "已发布第 4 版，20001 处设施。" in done.output


def test_the_web_refuses_the_same_file_in_its_page(app: Flask) -> None:
    client = signed_in(app)
    form = {"csrf_token": csrf_token(client, "/staff/"), "file": (BytesIO(LARGE), "名单.csv")}
    page = client.post("/staff/uploads", data=form, follow_redirects=True).text
    assert "表头下面超过 20000 行。" in page
    assert "finder publish" in page
