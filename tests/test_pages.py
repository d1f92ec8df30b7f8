"""The pages as the server sends them."""

from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from finder import create_app
from finder.hours import ZONE
from finder.settings import RESOURCES, Settings, settings

NOW = dt.datetime(2026, 11, 24, 20, 0, tzinfo=ZONE)
VOID = {"area", "base", "br", "hr", "img", "input", "link", "meta", "path"}


@pytest.fixture(scope="module")
def residents(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    chosen = Settings(RESOURCES / "data" / "facilities.csv", tmp_path_factory.mktemp("data"))
    return create_app(chosen, clock=lambda: NOW).test_client()


class Outline(HTMLParser):
    """Checks that tags are closed in order and collects what must not be in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings = 0
        self.inline: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.headings += tag == "h1"
        self.ids += [value for name, value in attrs if name == "id" and value]
        # Linked data are no script: the policy lets them be, and a browser runs nothing of them.
        is_data = given.get("type") == "application/ld+json"
        if tag == "style" or (tag == "script" and "src" not in given and not is_data):
            self.inline.append(tag)
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


PAGES = [
    "/",
    "/?lang=en",
    "/?open=1&kind=library&place=宋庄镇",
    "/?at=2026-11-24T03:00",
    "/?at=nonsense",
    "/facilities/tz-library",
    "/facilities/smart-space-02",
    "/facilities/yujiawu-culture-centre?lang=en",
    "/facilities/no-such-place",
    "/facilities/grand-canal-museum?at=2026-10-05T10:00",
    "/facilities/tz-library/door",
    "/facilities/smart-space-02/door?lang=en",
    "/holidays",
    "/holidays?from=2026-02-10&lang=en",
    "/api",
    "/api?lang=en",
    "/offline",
    "/offline/facility?lang=en",
]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_well_formed_with_one_heading_and_nothing_inline(
    residents: FlaskClient, path: str
) -> None:
    outline = Outline()
    outline.feed(residents.get(path).text)
    assert outline.open == []
    assert outline.headings == 1
    assert outline.inline == []
    assert len(outline.ids) == len(set(outline.ids))


@pytest.mark.parametrize(
    ("facility_id", "at", "sentence"),
    [
        ("tz-culture-centre", "2026-11-28T23:30", "开放中·30 分钟后闭馆（24:00）"),
        ("tz-library", "2026-11-24T20:00", "开放中·仅二层、七层·至 22:00"),
        ("tz-library", "2026-11-23T10:00", "闭馆·明天 8:30 开放"),
        ("lu-county-site-museum", "2026-10-05T10:00", "开放中·至 17:00·16:30 停止入馆"),
        ("tz-museum", "2026-10-05T10:00", "节假日时间未确认·平常周一闭馆"),
        ("xiaopu-24h", "2026-11-24T03:00", "24 小时开放"),
    ],
)
def test_the_first_sentence_says_whether_it_is_open_and_until_when(
    residents: FlaskClient, facility_id: str, at: str, sentence: str
) -> None:
    page = residents.get(f"/facilities/{facility_id}?at={at}").text
    assert re.search(rf'class="badge big">.*?</span>{re.escape(sentence)}</p>', page)


def test_at_three_in_the_morning_only_places_without_closing_time_are_open(
    residents: FlaskClient,
) -> None:
    page = residents.get("/?at=2026-11-24T03:00&open=1").text
    assert re.findall(r'data-id="([a-z0-9-]+)"', page) == ["luyunzhu-24h", "xiaopu-24h"]


def test_a_question_that_cannot_be_understood_is_said_and_the_list_still_shown(
    residents: FlaskClient,
) -> None:
    answer = residents.get("/?at=nonsense")
    assert answer.status_code == 400
    assert "“nonsense”不是看得懂的时间。" in answer.text
    assert answer.text.count('class="facility ') == 40


def test_an_error_page_says_what_kind_of_error_it_is(residents: FlaskClient) -> None:
    assert "这里没有要找的内容" in residents.get("/nowhere").text
    page = residents.get("/facilities/tz-library?at=abc")
    assert page.status_code == 400
    assert "这次没有答案" in page.text


def test_navigation_links_carry_the_datum_of_each_map(residents: FlaskClient) -> None:
    page = residents.get("/facilities/tz-museum").text
    amap = re.search(r"uri\.amap\.com/marker\?position=([0-9.]+),([0-9.]+)&", page)
    apple = re.search(r"maps\.apple\.com/\?ll=([0-9.]+),([0-9.]+)&", page)
    assert amap
    assert apple
    assert (float(apple[1]), float(apple[2])) == (39.90688, 116.661486)
    assert 0.001 < float(amap[2]) - 39.90688 < 0.003
    assert 0.004 < float(amap[1]) - 116.661486 < 0.008
    assert "coord_type=gcj02" in page


def test_the_map_script_never_holds_a_facility_and_does_not_change(
    residents: FlaskClient, tmp_path: Path
) -> None:
    address = re.search(r"(/map-[0-9a-f]+\.js)", residents.get("/").text)
    assert address
    script = residents.get(address[1]).text
    assert "通州区图书馆" not in script
    assert "{{" not in script
    again = create_app(settings({"FINDER_DATA": str(tmp_path), "FINDER_TILES": "none"}))
    assert again.test_client().get(address[1]).text == script
    assert residents.get("/map-0000.js").status_code == 404


def test_the_english_page_has_english_sentences(residents: FlaskClient) -> None:
    page = residents.get("/?lang=en").text
    assert '<html lang="en">' in page
    assert "Tongzhou District Library" in page


def test_the_other_language_asks_the_same(residents: FlaskClient) -> None:
    page = residents.get("/?at=2026-11-24T20:00&open=1").text
    assert 'href="/?at=2026-11-24T20%3A00&amp;open=1&amp;lang=en"' in page
    english = residents.get("/?at=2026-11-24T20:00&lang=en").text
    assert 'href="/?at=2026-11-24T20%3A00" hreflang="zh"' in english
