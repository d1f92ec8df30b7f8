"""The description of the API for people."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from finder import create_app
from finder.settings import Settings
from finder.translations import LANGUAGES
from tests.conftest import NOW
from tests.test_coverage_pages import get


def text_of(client: FlaskClient, path: str = "/api") -> str:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    return html.unescape(answer.text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_that_the_document_says_is_on_the_page(client: FlaskClient, lang: str) -> None:
    page = text_of(client, f"/api?lang={lang}")
    document: dict[str, Any] = client.get(f"/api/openapi.json?lang={lang}").get_json()
    for path, item in document["paths"].items():
        assert f"<code>{path}</code>" in page
        assert item["get"]["summary"] in page
        for parameter in item["get"]["parameters"]:
            assert f"<code>{parameter['name']}</code>" in page
            assert parameter["description"] in page
        for status, answer in item["get"]["responses"].items():
            assert status == "200" or f"<code>{status}</code>" in page
            assert answer["description"] in page
    for name, schema in document["components"]["schemas"].items():
        for key, one in schema.get("properties", {}).items():
            assert f'id="{name}"' in page
            assert f"<code>{key}</code>" in page
            assert one.get("description", "") in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_address_that_the_page_offers_answers(client: FlaskClient, lang: str) -> None:
    page = text_of(client, f"/api?lang={lang}")
    tried = re.findall(r'href="(/api/[^"]+)"', page)
    assert len(tried) > 6
    for address in tried:
        assert get(client, address).status_code == 200, address
        assert ("lang=en" in address) == (lang == "en")


def test_every_part_that_is_linked_is_there(client: FlaskClient) -> None:
    page = text_of(client)
    linked = set(re.findall(r'href="#([^"]+)"', page))
    assert "Result" in linked
    assert linked <= set(re.findall(r'id="([^"]+)"', page))


def test_the_command_can_be_copied_and_answers(client: FlaskClient) -> None:
    page = text_of(client)
    command = re.search(r"curl 'http://localhost(/api/near\?[^']+)'", page)
    assert command
    answer = client.get(command[1])
    assert 1 <= len(answer.get_json()["results"]) <= 3
    assert {one["state"] for one in answer.get_json()["results"]} == {"open"}


def test_every_page_links_it(client: FlaskClient) -> None:
    assert 'href="/api"' in client.get("/").text
    assert 'href="/api?lang=en"' in client.get("/holidays?lang=en").text


def test_a_hostile_list_is_only_text_here_too(settings: Settings) -> None:
    name = "</script><script>alert(1)</script>{{7*7}}"
    row = f'jia,"{name}",library,"{name}","{name}"\n'
    settings.csv_path.write_text("id,name,kind,town,services\n" + row, encoding="utf-8")
    client = create_app(settings, clock=lambda: NOW).test_client()
    page = client.get("/api").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in page


def test_an_empty_list_is_described_as_well(settings: Settings) -> None:
    settings.csv_path.write_text("id,name,kind\njia,甲馆,library\n", encoding="utf-8")
    client = create_app(settings, clock=lambda: NOW).test_client()
    assert client.get("/api").status_code == 200
    assert client.get("/api/openapi.json").status_code == 200


def test_it_is_read_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/api")
    page.get_by_role("link", name="/api/near").click()
    assert page.url.endswith("#near")
    page.locator("section[aria-labelledby=near] summary", has_text="例子").click()
    assert page.locator("section[aria-labelledby=near] .example pre").is_visible()
    context.close()
