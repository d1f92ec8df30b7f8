"""A page is read as a person reads it."""

from __future__ import annotations

from flask.testing import FlaskClient

from finder.proof.reading import badge, list_page, week


def _page(*lines: tuple[str, str]) -> str:
    cells = "".join(f'<span class="line {kind}">{text}</span>' for kind, text in lines)
    return f'<table class="week"><tr><td>{cells}</td></tr></table>'


def test_a_date_that_is_closed_with_a_note_keeps_the_night_that_runs_into_it() -> None:
    html = _page(("open", '0:00–2:00 <span class="part"></span>'), ("closed", "闭馆 设备检修"))
    assert week(html)[0].told == [(0, (0, "")), (120, (3, ""))]


def test_the_doors_are_shut_from_last_entry_to_closing() -> None:
    html = _page(
        ("open", '9:00–17:00 <span class="part">一层</span>'), ("last-entry", "16:30 停止入馆")
    )
    told = week(html)[0].told
    assert told == [(0, (3, "")), (540, (0, "一层")), (990, (1, "")), (1020, (3, ""))]


def test_what_is_open_or_unknown_all_day_names_no_hours() -> None:
    assert week(_page(("open", "24 小时开放 自习室")))[0].told == [(0, (0, "自习室"))]
    unsure = week(_page(("unknown", "节假日时间未确认·平常周四 9:00–17:00")))
    assert unsure[0].told == [(0, (2, ""))]


def test_a_page_that_says_nothing_is_read_as_nothing() -> None:
    assert week("") == []
    assert badge("") == (-1, "")
    assert list_page("").rows == ()


def test_the_list_page_is_read_whole(client: FlaskClient) -> None:
    page = list_page(client.get("/?all=1").get_data(as_text=True))
    assert sum(page.counts) == len(page.rows) == 40
    assert page.count == page.counts[0]
