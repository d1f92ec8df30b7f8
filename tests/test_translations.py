"""The English catalogue: complete, current, well formed, and used by every page."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import runpy
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

from finder import create_app
from finder.places import places
from finder.settings import RESOURCES, Settings

TOOL = runpy.run_path(str(Path(__file__).parents[1] / "tooling" / "catalogue.py"))
PO: bytes = TOOL["CATALOGUE"].read_bytes()
TRANSLATIONS: dict[str, str] = TOOL["translations"](PO)

# Chinese characters, and the punctuation that only Chinese text uses.
CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+")
PLACE = re.compile(r"%\((\w+)\)(?:0?\d+)?([a-z])|(\{\w+\})")

# Facilities with nothing Chinese in them, so that what is Chinese on a page is the finder's own.
FACILITIES = """\
id,name,kind,lat,lon,accuracy_m,opening_hours,special_hours,phone,website,wheelchair,verified_on
always,Always,smart_space_24h,39.91,116.68,,24/7,,,,no,
library,Library,library,39.9117,116.6813,200,Mo-Fr 09:00-17:00,,010-1234,http://e.org,yes,2024-01-31
m,Museum,museum,39.92,116.65,3000,Tu-Su 09:00-16:00; PH off,2026 Sep 20-30 off,,,,2026-09-01
unknown,Unknown,heritage,39.93,116.66,,,,010-56946717,,limited,
unsure,Unsure,arts_venue,39.94,116.67,,Mo-Su 10:00-20:00 unknown,,010-56946717,,,
nowhere,Nowhere,mini_library,,,,Mo-Su 09:00-18:00,,,,,
"""
MOMENTS = ("", "2026-10-02T10:00", "2026-11-28T23:00", "2026-09-29T16:30", "2199-05-05T12:00")


def places_in(text: str) -> set[str]:
    """Return the places of a message that values go into, with the type of each."""
    return {name + kind + brace for name, kind, brace in PLACE.findall(text)}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("translations")
    csv_path = folder / "facilities.csv"
    csv_path.write_text(FACILITIES, "utf-8")
    now = dt.datetime(2026, 9, 26, 2, tzinfo=dt.UTC)
    return create_app(Settings(csv_path, folder), clock=lambda: now).test_client()


def test_the_catalogue_has_exactly_the_messages_of_the_sources() -> None:
    wanted = set(TOOL["extracted"]())
    assert wanted - set(TRANSLATIONS) == set(), "missing; run: make catalogue"
    assert set(TRANSLATIONS) - wanted == set(), "stale; run: make catalogue"


def test_extracting_again_changes_no_byte() -> None:
    assert TOOL["updated"](PO) == PO


def test_an_update_adds_new_messages_drops_vanished_ones_and_keeps_translations(
    tmp_path: Path,
) -> None:
    (tmp_path / "finder").mkdir()
    (tmp_path / "finder" / "module.py").write_text("sentence('旧')\nsentence('新')\n", "utf-8")
    held = 'msgid "旧"\nmsgstr "old"\n\nmsgid "没了"\nmsgstr "gone"\n'.encode()
    updated = TOOL["translations"](TOOL["updated"](held, tmp_path))
    assert updated["旧"] == "old"
    assert updated["新"] == ""
    assert "没了" not in updated


def test_every_sentence_has_its_english() -> None:
    assert [message for message, english in TRANSLATIONS.items() if not english.strip()] == []


def test_babel_finds_nothing_wrong_with_the_catalogue() -> None:
    catalogue: Catalog = read_po(io.BytesIO(PO), locale="en", abort_invalid=True)
    assert [(message.id, errors) for message, errors in catalogue.check()] == []
    assert not any(message.fuzzy for message in catalogue if message.id)


@pytest.mark.parametrize(("message", "english"), TRANSLATIONS.items())
def test_a_translation_asks_for_no_value_that_the_sentence_does_not_have(
    message: str, english: str
) -> None:
    assert places_in(english) <= places_in(message)
    values = {
        name: 7 if kind == "d" else "x" for name, kind, _brace in PLACE.findall(message) if name
    }
    assert message % values
    assert english % values


def test_no_english_sentence_is_partly_chinese() -> None:
    assert [english for english in TRANSLATIONS.values() if CHINESE.search(english)] == []


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(
    "path",
    [
        "/?lang=en",
        "/?lang=en&open=1&kind=heritage",
        "/?lang=en&lat=39.9117&lon=116.6813",
        "/?lang=en&place=八里桥站",
        "/?lang=en&lat=north&lon=116.6813&kind=pub",
        "/facilities/always?lang=en",
        "/facilities/library?lang=en",
        "/facilities/m?lang=en",
        "/facilities/unknown?lang=en",
        "/facilities/unsure?lang=en",
        "/facilities/nowhere?lang=en",
        "/facilities/none?lang=en",
        "/facilities/library/report?lang=en",
        "/facilities/library/report?lang=en&sent=1",
        "/facilities/library.ics?lang=en",
        "/holidays?lang=en",
        "/holidays?lang=en&from=2026-02-10",
        "/api/facilities.geojson?lang=en",
        "/api/near?lang=en&lat=39.9117&lon=116.6813",
        "/api/near?lang=en",
    ],
)
def test_an_english_page_has_no_chinese_words_but_the_names_of_places(
    client: FlaskClient, path: str, moment: str
) -> None:
    text = html.unescape(client.get(f"{path}&at={moment}").get_data(as_text=True))
    text = text.replace('lang="zh-Hans">中文</a>', "")
    # What a form sends is the same in every language.
    text = re.sub(r'\bvalue="[^"]*"', "", text)
    for place in places(RESOURCES / "data" / "places.csv"):
        text = text.replace(place.name, "")
    assert CHINESE.findall(text) == []


def test_the_map_of_an_english_page_has_no_chinese_words(client: FlaskClient) -> None:
    page = client.get("/?lang=en").get_data(as_text=True)
    address = re.search(r"/map-\w+\.js", page)
    assert address
    assert CHINESE.findall(client.get(address.group()).get_data(as_text=True)) == []
