"""The feed of changes keeps RFC 4287, and tells each change once under an id that stays."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from flask import Flask
from flask.testing import FlaskClient

from finder.atom import MOST_OF_A_VERSION, NAMESPACE, atom_parts
from finder.changes import changes
from finder.facility import Facility
from finder.past import Past, Step
from finder.store import Version
from tests.made_up import facility
from tests.origins import HOSTILE, origin, whole
from tests.staff import post, signed_in

VERSION = Version(
    3, "d" * 64, "d" * 64, "2026-09-19T02:03:04+00:00", "内部账号", "publish", None, 2, 2
)
# RFC 3339, as RFC 4287 §3.3 asks for.
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)")
URN = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
KNOWN = {
    "feed": {"id", "title", "updated", "link", "author", "entry"},
    "entry": {"id", "title", "updated", "link", "category", "content"},
}


def step(before: list[Facility], after: list[Facility], number: int = 3) -> Step:
    version = replace(VERSION, number=number, digest=f"{number:064x}")
    return Step(version, changes(before, after))


def feed(*steps: Step, language: str = "zh") -> Element:
    past = Past("the first version", steps)
    root: Element = fromstring(whole(atom_parts(origin([], language=language, past=past))))
    assert_valid(root)
    return root


def all_of(element: Element, name: str) -> list[Element]:
    return [one for one in element if one.tag == f"{{{NAMESPACE}}}{name}"]


def text(element: Element, name: str) -> str:
    (found,) = all_of(element, name)
    return found.text or ""


def assert_valid(root: Element) -> None:
    """Check what RFC 4287 says in §4.1.1 and §4.1.2 of a feed and its entries."""
    assert root.tag == f"{{{NAMESPACE}}}feed"
    entries = all_of(root, "entry")
    for one in (root, *entries):
        kind = one.tag.removeprefix(f"{{{NAMESPACE}}}")
        assert {child.tag.removeprefix(f"{{{NAMESPACE}}}") for child in one} <= KNOWN[kind]
        assert URN.fullmatch(text(one, "id"))
        assert DATE.fullmatch(text(one, "updated"))
        assert dt.datetime.fromisoformat(text(one, "updated")).tzinfo
        assert text(one, "title").strip()
        for link in all_of(one, "link"):
            assert link.get("rel") in ("self", "alternate")
            assert (link.get("href") or "").startswith("https://finder.example/")
            assert link.get("type")
        alternates = [link for link in all_of(one, "link") if link.get("rel") == "alternate"]
        assert len(alternates) == 1
    # An author of the feed is that of every entry; it must have a name.
    (author,) = all_of(root, "author")
    assert author[0].tag == f"{{{NAMESPACE}}}name"
    assert author[0].text
    assert [link.get("rel") for link in all_of(root, "link")].count("self") == 1
    for entry in entries:
        (content,) = all_of(entry, "content")
        assert content.get("type") == "text"
        assert content.text
        assert len(content) == 0
        assert len(all_of(entry, "category")) == 1
    ids = [text(entry, "id") for entry in entries]
    assert len(set(ids)) == len(ids)


def kinds(root: Element) -> list[tuple[str, str]]:
    return [
        (str(all_of(one, "category")[0].get("term")), text(one, "title"))
        for one in all_of(root, "entry")
    ]


def test_a_closure_is_told_in_the_title_and_changed_hours_in_the_lines() -> None:
    closed = facility(special_hours="2026年9月28日至30日闭馆（设备检修）")
    later = facility(id="yi", name="乙馆", opening_hours="Mo-Su,PH 09:00-16:00")
    root = feed(step([facility(), facility(id="yi", name="乙馆")], [closed, later]))
    assert kinds(root) == [
        ("closure", "甲馆：2026年9月28日至30日闭馆（设备检修）"),
        ("hours", "乙馆：开放时间有变"),
    ]
    entry = all_of(root, "entry")[1]
    assert text(entry, "content") == "周一至周日和法定节假日闭馆时间 17:00 → 16:00" or (
        "17:00 → 16:00" in text(entry, "content")
    )
    (link,) = all_of(entry, "link")
    assert link.get("href") == "https://finder.example/facilities/yi"


def test_what_was_added_and_removed_is_told_and_what_else_changed_is_not() -> None:
    before = [facility(), facility(id="yi", name="乙馆")]
    root = feed(step(before, [facility(phone="010-1"), facility(id="bing", name="丙馆")]))
    assert kinds(root) == [("added", "新增：丙馆"), ("removed", "不再列出：乙馆")]
    gone = all_of(all_of(root, "entry")[1], "link")[0]
    assert gone.get("href") == "https://finder.example/"


def test_an_exception_that_ends_a_closure_is_none() -> None:
    closed = facility(special_hours="2026年9月28日至30日闭馆")
    assert [kind for kind, _ in kinds(feed(step([closed], [facility()])))] == ["hours"]


def test_the_first_version_is_one_entry() -> None:
    first = Step(replace(VERSION, number=1, base=None), changes((), ()), is_first=True)
    assert kinds(feed(first)) == [("list", "第一版名单：2 处设施。")]


def test_a_feed_of_nothing_is_a_feed() -> None:
    assert all_of(feed(), "entry") == []


def test_ids_stay_when_more_is_published_and_in_another_language() -> None:
    one = step([], [facility()], number=3)
    two = step([facility()], [facility(opening_hours="24/7")], number=4)
    before, after = feed(one), feed(two, one)
    assert text(before, "id") == text(after, "id")
    assert text(all_of(after, "entry")[-1], "id") == text(all_of(before, "entry")[0], "id")
    english = feed(two, one, language="en")
    assert text(english, "id") != text(after, "id")
    assert [text(one, "id") for one in all_of(english, "entry")] == [
        text(one, "id") for one in all_of(after, "entry")
    ]
    assert not re.search("[\u4e00-\u9fff]", text(all_of(english, "entry")[0], "content"))


def test_a_version_that_changes_much_is_told_in_one_more_entry() -> None:
    many = [facility(id=f"jia-{number}") for number in range(MOST_OF_A_VERSION + 7)]
    found = kinds(feed(step([], many)))
    assert len(found) == MOST_OF_A_VERSION + 1
    assert found[-1] == ("list", "这一版另有 7 处变化，请看名单。")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_text_is_no_markup_and_no_account_is_named(hostile: str) -> None:
    root = feed(step([], [facility(name=hostile)]))
    shown = kinds(root)[0][1]
    assert shown == f"新增：{hostile}".replace("\x0b", "\ufffd").replace("\x00", "\ufffd")
    assert "内部账号" not in "".join(root.itertext())


def test_a_published_closure_is_in_the_feed_at_once(app: Flask, client: FlaskClient) -> None:
    path = "/staff/facilities/tz-library/closure"
    assert "设备检修" not in client.get("/feed.atom").text
    publisher = signed_in(app)
    done = post(publisher, path, last="2026-11-30", reason="设备检修", base="1")
    assert done.status_code == 303, done.text
    answer = client.get("/feed.atom")
    assert answer.mimetype == "application/atom+xml"
    assert "设备检修" in answer.text
    assert "测试甲" not in answer.text
