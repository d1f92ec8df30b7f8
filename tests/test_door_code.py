"""The code for the door, and the sheet that it is printed on."""

from __future__ import annotations

from xml.etree import ElementTree

import segno
from flask.testing import FlaskClient

from finder.door_code import door_code_svg

ADDRESS = "https://finder.example/facilities/tz-library"


def test_the_code_is_an_svg_that_grows_to_any_size_with_a_quiet_zone() -> None:
    root = ElementTree.fromstring(door_code_svg(ADDRESS))  # noqa: S314 - our own file
    modules = segno.make_qr(ADDRESS, error="q").symbol_size(border=4)[0]
    assert root.get("viewBox") == f"0 0 {modules} {modules}"
    assert root.get("width") is None
    assert b"style" not in door_code_svg(ADDRESS)


def test_another_address_is_another_code() -> None:
    assert door_code_svg(ADDRESS) != door_code_svg(ADDRESS + "2")


def test_the_served_code_holds_the_absolute_address_of_the_page(client: FlaskClient) -> None:
    answer = client.get("/facilities/tz-library.svg", base_url="https://finder.example")
    assert answer.mimetype == "image/svg+xml"
    assert answer.data == door_code_svg(ADDRESS)
    assert client.get("/facilities/nowhere.svg").status_code == 404


def test_the_sheet_speaks_both_languages(client: FlaskClient) -> None:
    sheet = client.get("/facilities/tz-library/door", base_url="https://finder.example").text
    assert 'src="/facilities/tz-library.svg"' in sheet
    for text in (
        "通州区图书馆",
        "Tongzhou District Library",
        "扫码看此刻是否开放",
        "Scan to see whether it is open right now",
        "周二至周日8:30-18:00",
        "Tue–Sun 8:30–18:00",
        "2023-12-05 核实<",
        ADDRESS,
    ):
        assert text in sheet
    assert client.get("/facilities/nowhere/door").status_code == 404


def test_unknown_hours_are_not_printed(client: FlaskClient) -> None:
    assert "door-hours" not in client.get("/facilities/grand-canal-museum/door").text
