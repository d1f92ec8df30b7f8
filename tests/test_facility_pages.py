"""What the page of a facility says besides its first sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from finder import create_app
from finder.settings import Settings
from tests.made_up import csv_text, moment

ROWS = (
    {
        "id": "jia",
        "name": "甲馆",
        "kind": "museum",
        "lat": "39.9",
        "lon": "116.7",
        "accuracy_m": "3000",
        "opening_hours": "周二至周日9:00-17:00，16:30停止入馆，周一闭馆",
        "special_hours": "2026年11月26日闭馆（设备检修）",
        "verified_on": "2023-12-05",
        "notice": "走北门",
        "phone": "010-1234 5678",
        "website": "https://jia.example/",
        "services": "借阅;自习",
        "wheelchair": "limited",
        "source": "馆方公告",
    },
    {"id": "yi", "name": "乙馆", "kind": "heritage"},
)
KEYS = list(ROWS[0])


@pytest.fixture(scope="module")
def residents(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder: Path = tmp_path_factory.mktemp("facility")
    rows = [dict.fromkeys(KEYS, "") | row for row in ROWS]
    (folder / "list.csv").write_text(csv_text(rows), "utf-8")
    chosen = Settings(folder / "list.csv", folder)
    return create_app(chosen, clock=lambda: moment("2026-11-24T10:00")).test_client()


def words(html: str) -> str:
    """Return the text of a page, tags and white space gone."""
    body = re.sub(r"<script.*?</script>", "", html, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


@pytest.mark.parametrize(
    "text",
    [
        "开放中·至 17:00·16:30 停止入馆",
        "今天 9:00–17:00；16:30 停止入馆",
        "依据：平常时间（周二至周日9:00-17:00（16:30停止入馆））",
        "2023-12-05 核实（35 个月前）",
        "走北门",
        "周二 11月24日 9:00–17:00 16:30 停止入馆",
        "周四 11月26日 特殊安排 闭馆 设备检修",
        "周一 11月30日 闭馆",
        "公布原文 周二至周日9:00-17:00，16:30停止入馆，周一闭馆",
        "公布原文 2026年11月26日闭馆（设备检修）",
        "位置为代表点，误差约 3 公里",
        "借阅、自习",
        "部分可以",
        "馆方公告",
        "https://jia.example/",
    ],
)
def test_the_page_says(residents: FlaskClient, text: str) -> None:
    assert text in words(residents.get("/facilities/jia").text)


def test_an_exception_is_marked_on_its_date_only(residents: FlaskClient) -> None:
    page = residents.get("/facilities/jia").text
    assert page.count('class="special"') == 1


def test_phone_calendar_and_code_are_one_tap_away(residents: FlaskClient) -> None:
    page = residents.get("/facilities/jia?lang=en").text
    for address in (
        "tel:010-12345678",
        "/facilities/jia.ics?lang=en",
        "/facilities/jia/door?lang=en",
    ):
        assert f'href="{address}"' in page


def test_nobody_is_offered_a_calendar_or_a_week_of_hours_that_nobody_has_published(
    residents: FlaskClient,
) -> None:
    page = residents.get("/facilities/yi").text
    assert "没有公布开放时间" in page
    assert "加入日历" not in page
    assert '<table class="week">' not in page


def test_another_day_is_said_by_its_date_with_a_way_back(residents: FlaskClient) -> None:
    page = residents.get("/facilities/jia?at=2026-11-28T10:00").text
    assert "11月28日 9:00–17:00；16:30 停止入馆" in page
    assert '<a href="/facilities/jia">回到现在</a>' in page
