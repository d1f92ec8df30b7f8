"""What spreadsheets do to a cell is undone where it can be, and told apart where it cannot."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from finder.cells import (
    folded,
    is_excel_error,
    iso_date,
    may_be_scrambled,
    neutralised,
    neutralised_row,
    restored,
    rewritten,
    stripped,
    unscrambled,
)

# Texts near the border between formulas and others.
BORDER = st.text(st.sampled_from("'=+-@＝＋－＠\t\r\n 　5.a甲"), max_size=8)
EDGY = BORDER | st.text(max_size=8)
# How a spreadsheet knows a formula: by the first character.
RUN = "=+-@＝＋－＠\t\r"


@given(EDGY)
@example("'=1")
@example("''-5")
@example("'-5")
@example("-5")
@example(" '+")
def test_a_neutralised_cell_is_restored(cell: str) -> None:
    assert restored(neutralised(cell)) == cell


@given(EDGY)
def test_no_neutralised_cell_is_a_formula(cell: str) -> None:
    made = neutralised(cell)
    assert made[:1] not in tuple(RUN) or made == "" or re.fullmatch(r"[+-][0-9]+(\.[0-9]+)?", made)


@given(EDGY, EDGY)
def test_two_cells_never_become_the_same(one: str, two: str) -> None:
    assert (neutralised(one) == neutralised(two)) == (one == two)


@pytest.mark.parametrize(
    ("cell", "made"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("@SUM(1)", "'@SUM(1)"),
        ("+86-10-1234", "'+86-10-1234"),
        ("＝1+1", "'＝1+1"),
        ("'=1", "''=1"),
        ("-5", "-5"),
        ("+8.5", "+8.5"),
        ("甲=1", "甲=1"),
        ("'甲'", "'甲'"),
        ("", ""),
    ],
)
def test_only_what_would_be_run_gets_an_apostrophe(cell: str, made: str) -> None:
    assert neutralised(cell) == made


@given(st.text())
def test_line_breaks_and_blanks_are_folded_once(cell: str) -> None:
    assert "\r" not in folded(cell)
    assert folded(folded(cell)) == folded(cell)
    assert stripped(stripped(cell)) == stripped(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "2023-12-05",
        "2023-12-5",
        "2023/12/5",
        "2023.12.5",
        "2023年12月5日",
        "2023年12月5",
        "2023/12/5 0:00",
        "2023-12-05 00:00:00",
        "2023-12-05T00:00:00.000",
        "45265",
        "45265.0",
    ],
)
def test_a_date_that_can_only_be_one_day_is_that_day(cell: str) -> None:
    assert iso_date(cell) == "2023-12-05"


@pytest.mark.parametrize(
    "cell",
    [
        "5/12/2023",
        "12/5/23",
        "2023-12",
        "2023年12-5",
        "2023-12/5",
        "2023-12月5日",
        "2023-02-30",
        "2023-13-01",
        "20231205",
        "12345",
        "99999",
        "0.5",
        "",
    ],
)
def test_no_other_text_is_a_date(cell: str) -> None:
    assert iso_date(cell) is None


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("0.375", "9:00"),
        ("0.7083333333", "17:00"),
        ("1.0", "24:00"),
        ("45265", "2023-12-05"),
        ("2023/12/5", "2023-12-05"),
        ("9:00", "9:00"),
        ("9:00:00 AM", "9:00:00 AM"),
        ("24-Jul", "24-Jul"),
        ("Jul-24", "Jul-24"),
        ("7月24日", "7月24日"),
        ("9:00-17:00", None),
        ("24/7", None),
        ("周一", None),
        ("1", None),
        ("12345", None),
        ("12345.5", None),
        ("", None),
    ],
)
def test_a_single_time_or_date_is_what_a_spreadsheet_makes_of_hours(
    cell: str, words: str | None
) -> None:
    assert rewritten(cell) == words


@pytest.mark.parametrize("cell", ["#N/A", "#REF!", "#name?", "#VALUE!", "#DIV/0!"])
def test_an_error_of_excel_is_one(cell: str) -> None:
    assert is_excel_error(cell)
    assert not is_excel_error(f"{cell} 测试")


TEXT = "通州区图书馆（测试）"


@pytest.mark.parametrize(
    ("right", "wrong"), [("utf-8", "gb18030"), ("utf-8", "latin-1"), ("gb18030", "latin-1")]
)
def test_text_read_in_the_wrong_encoding_is_told_with_what_it_was(right: str, wrong: str) -> None:
    scrambled = TEXT.encode(right).decode(wrong, "replace").replace("\ufffd", "")
    assert scrambled != TEXT
    assert (unscrambled(scrambled) or "")[:4] == TEXT[:4]


@pytest.mark.parametrize(
    "cell", [TEXT, "Tongzhou", "Café Müller", "Ñandú Größe", "联通", "⻔头沟", "9:00–17:00", "·—…"]
)
def test_ordinary_text_is_not_scrambled(cell: str) -> None:
    assert unscrambled(cell) is None


@given(st.lists(EDGY, max_size=6).map(tuple))
def test_a_row_is_neutralised_cell_by_cell(cells: tuple[str, ...]) -> None:
    assert neutralised_row(cells) == tuple(map(neutralised, cells))


SCRAMBLED = st.text(st.sampled_from("通州区图书馆设备检修开放时间é"), min_size=2, max_size=8).map(
    lambda text: text.encode().decode("gb18030", "replace")
) | st.text(st.sampled_from("通州区图书馆é"), min_size=2, max_size=8).map(
    lambda text: text.encode().decode("latin-1")
)


@given(st.lists(EDGY | SCRAMBLED, min_size=1, max_size=4))
@example(["设备", "閫氬窞"])
def test_a_quick_look_misses_no_scrambled_text(cells: list[str]) -> None:
    if any(map(unscrambled, cells)):
        assert may_be_scrambled(" ".join(cells))
    assert unscrambled("閫氬窞鍖哄浘涔﹂") and may_be_scrambled("甲馆 閫氬窞鍖哄浘涔﹂")
