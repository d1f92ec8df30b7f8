"""What an address is for."""

from __future__ import annotations

import pytest

from finder.paths import counted_as, is_for_programs, is_shared, is_staffs


@pytest.mark.parametrize(
    ("path", "staffs", "programs", "shared", "counted"),
    [
        ("/", False, False, False, "pages"),
        ("/api", False, False, False, "pages"),
        ("/api/near", False, True, True, "data"),
        ("/api/none", False, True, True, "data"),
        ("/apis/none", False, False, False, "pages"),
        ("/facilities/jia", False, False, False, "pages"),
        ("/facilities/jia.ics", False, False, True, "data"),
        ("/facilities.csv", False, False, True, "data"),
        ("/staff", True, False, False, ""),
        ("/staff/list.csv", True, False, False, ""),
        ("/staffroom", False, False, False, "pages"),
        ("/static/icon.svg", False, False, False, ""),
        ("/map-0123.js", False, False, False, ""),
        ("/sw.js", False, False, False, "pages"),
        ("/healthz", False, True, False, ""),
        ("/healthzone", False, False, False, "pages"),
        ("", False, False, False, "pages"),
    ],
)
def test_a_path_says_what_an_address_is_for(
    path: str, staffs: bool, programs: bool, shared: bool, counted: str
) -> None:
    found = is_staffs(path), is_for_programs(path), is_shared(path), counted_as(path)
    assert found == (staffs, programs, shared, counted)
