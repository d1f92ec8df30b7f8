"""The KML is in the order that its schema asks for, and says no more than the list."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from finder.facility import Facility, Kind
from finder.kml import NAMESPACE, kml_parts
from tests.made_up import facility
from tests.origins import HOSTILE, origin, whole

# The order of the children, by OGC 07-147r2 (ogckml22.xsd); what we never write is left out.
ORDER = {
    "kml": ("Document",),
    "Document": ("name", "address", "description", "Style", "Folder"),
    "Folder": ("name", "Placemark"),
    "Placemark": (
        "name",
        "address",
        "phoneNumber",
        "description",
        "styleUrl",
        "ExtendedData",
        "Point",
    ),
    "Style": ("IconStyle",),
    "IconStyle": ("color",),
    "ExtendedData": ("Data",),
    "Data": ("value",),
    "Point": ("coordinates",),
}
# Of these there may be more than one.
MANY = {"Style", "Folder", "Placemark", "Data"}


def tag(element: Element) -> str:
    namespace, _, name = element.tag.rpartition("}")
    assert namespace == "{" + NAMESPACE
    return name


def kml(found: list[Facility], language: str = "zh") -> Element:
    root: Element = fromstring(whole(kml_parts(origin(found, language=language))))
    return root


def assert_in_order(element: Element) -> None:
    names = [tag(child) for child in element]
    order = ORDER.get(tag(element), ())
    assert set(names) <= set(order), tag(element)
    for before, after in pairwise(names):
        places = order.index(before), order.index(after)
        assert places[0] < places[1] or (before == after and before in MANY), tag(element)
    for child in element:
        assert_in_order(child)


def placemarks(root: Element) -> list[Element]:
    return [one for one in root.iter() if tag(one) == "Placemark"]


def text(element: Element, name: str) -> str:
    return next((one.text or "" for one in element.iter() if tag(one) == name), "")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_real_list_is_in_the_order_of_the_schema(
    facilities: tuple[Facility, ...], language: str
) -> None:
    root = kml(list(facilities), language)
    assert_in_order(root)
    located = [one for one in facilities if one.position]
    assert {one.get("id") for one in placemarks(root)} == {f"facility-{one.id}" for one in located}
    assert len(placemarks(root)) == len(located)
    styles = {f"#{one.get('id')}" for one in root.iter() if tag(one) == "Style"}
    assert styles == {f"#kind-{kind.value}" for kind in Kind}
    assert {text(one, "styleUrl") for one in placemarks(root)} <= styles


def test_ids_begin_with_a_letter_and_are_there_once() -> None:
    found = [facility(id="2-jia"), facility(id=Kind.LIBRARY.value), facility(id="kind-library")]
    names = [str(one.get("id")) for one in kml(found).iter() if one.get("id")]
    assert len(names) == len(Kind) + 3
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]*", name) for name in names)


def test_every_kind_has_a_colour_of_its_own() -> None:
    root = kml([facility()])
    colours = [one.text or "" for one in root.iter() if tag(one) == "color"]
    assert len(set(colours)) == len(Kind)
    assert all(len(colour) == 8 and int(colour, 16) >= 0 for colour in colours)


def test_longitude_stands_first_and_a_rough_position_says_so() -> None:
    (found,) = placemarks(kml([facility(accuracy_m="3000", address="某街1号")]))
    assert text(found, "coordinates") == "116.7,39.9"
    assert "误差约 3 公里" in text(found, "description")
    assert text(found, "address") == "某街1号"


def test_what_has_no_position_is_counted_and_not_guessed_from_its_address() -> None:
    root = kml([facility(), facility(id="yi", lat="", lon="", address="某街1号")])
    assert [one.get("id") for one in placemarks(root)] == ["facility-jia"]
    assert "另有 1 处位置待补" in text(root, "description")


def test_a_text_is_no_markup_in_the_file_nor_in_what_programs_show() -> None:
    found = [
        facility(id=f"jia-{number}", name=hostile, town=hostile, notice=hostile, source=hostile)
        for number, hostile in enumerate(HOSTILE)
    ]
    root = kml(found)
    assert_in_order(root)
    for one in placemarks(root):
        shown = text(one, "description")
        assert "<script>" not in shown
        assert shown.count("<a href=") == 1
    assert "<script>" in text(placemarks(root)[0], "name")


def test_unknown_hours_are_called_unknown() -> None:
    (found,) = placemarks(kml([facility(opening_hours="")]))
    assert "开放时间未知" in text(found, "description")
    assert "核实" not in text(found, "description")
