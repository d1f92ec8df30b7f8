"""What tests of attacks share: texts that want to be run, and how it is seen that one was."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser

import openpyxl
from defusedxml.ElementTree import fromstring
from flask import Flask
from icalendar import Calendar
from werkzeug.test import TestResponse

# What a template that is rendered a second time makes of 1234*5678.
PRODUCT = "7006652"
# Each wants to be a template, a tag, an attribute, a header or another line of its own.
TEXTS = (
    "{{1234*5678}}",
    "{% print(1234*5678) %}",
    "{{ cycler.__init__.__globals__.os.getpid() }}",
    "${1234*5678}#{1234*5678}<%= 1234*5678 %>",
    "{0.__class__.__mro__} %(name)s %s %d {count}",
    "<xss onxss=1>",
    '"><xss onxss="1">',
    "'><xss onxss='1'>",
    '" onxss=1 x="',
    "' onxss=1 x='",
    "</script><xss>",
    "</title></style></textarea></template><xss>",
    "--><xss>",
    "]]><xss>",
    "<svg/onxss=1><xss>",
    "<?xml?><xss>",
    "&lt;xss&gt;&#60;xss&#62;",
    "\\u003cxss\\u003e",
    "javascript:xss()",
    "=1+1",
    '@SUM(1+1)*HYPERLINK("https://xss.example")',
    "\t-2+3+cmd|' /C calc'!A0",
    "测试'); drop table versions;--",
    "+ADw-xss+AD4-",
    "测试\r\nX-Xss: 1\r\n\r\n<xss>",
    "测试\nBEGIN:VEVENT\nX-XSS:1\nEND:VEVENT",
)
# As many of them as a search takes, for where each alone would take too long.
TOGETHER = "{{1234*5678}}${1234*5678}\"'><xss onxss=1></script></title><xss>\r\nX-Xss: 1\r\n"
# What a text becomes that is run as a part of a page: only these tests know such a tag.
_TAG, _ATTRIBUTE = "xss", "onxss"


class _Page(HTMLParser):
    """Collects what a page has that was planted, and the data of its scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.planted: list[str] = []
        self.data: list[str] = []
        self._is_data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == _TAG or any(name.startswith("on") or name == "style" for name in given):
            self.planted.append(self.get_starttag_text() or tag)
        for name in ("href", "src", "action", "formaction"):
            if re.match(r"[\s\0]*(?:javascript|data|vbscript):", given.get(name, ""), re.I):
                self.planted.append(self.get_starttag_text() or tag)
        self._is_data = tag == "script" and "src" not in given
        if self._is_data:
            assert given["type"] in ("application/ld+json", "application/json")

    def handle_data(self, data: str) -> None:
        if self._is_data:
            self.data.append(data)
            self._is_data = False


def planted(text: str) -> list[str]:
    """Return what a page has of tags and attributes that only an attack brings in."""
    page = _Page()
    page.feed(text)
    page.close()
    for data in page.data:
        json.loads(data)
    return page.planted


def _markup(body: bytes) -> None:
    assert planted(body.decode()) == []


def _data(body: bytes) -> None:
    json.loads(body)


def _tree(body: bytes) -> None:
    for element in fromstring(body).iter():
        assert _TAG not in element.tag
        assert _ATTRIBUTE not in element.attrib


def _calendar(body: bytes) -> None:
    feed = Calendar.from_ical(body)
    assert isinstance(feed, Calendar)
    for part in feed.walk():
        assert "X-XSS" not in part


def _table(body: bytes) -> None:
    for row in csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")):
        assert [cell for cell in row if cell.startswith(tuple("=+-@\t\r"))] == []


def _workbook(body: bytes) -> None:
    for sheet in openpyxl.load_workbook(io.BytesIO(body)).worksheets:
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        # Neither a formula nor an error of one; "n" is the type of what is blank.
        assert {cell.data_type for cell in cells} <= {"s"}
        assert all(cell.hyperlink is None for cell in cells)


def _words(body: bytes) -> None:
    body.decode()


# How it is seen that whatever stands in an answer is only text; of another type there is none.
_CHECKS = {
    "text/html": _markup,
    "image/svg+xml": _tree,
    "application/json": _data,
    "application/geo+json": _data,
    "application/manifest+json": _data,
    "application/atom+xml": _tree,
    "application/xml": _tree,
    "application/vnd.google-earth.kml+xml": _tree,
    "text/calendar": _calendar,
    "text/csv": _table,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _workbook,
    "text/plain": _words,
    "text/javascript": _words,
    "text/css": _words,
}


def check_harmless(answer: TestResponse) -> None:
    """Check that whatever stands in an answer is only text."""
    assert PRODUCT.encode() not in answer.data
    _CHECKS[answer.mimetype or ""](answer.data)


# Charts take seconds to be made, and name nothing of the list but kinds.
CHARTS = ("/api/coverage.geojson", "/coverage", "/coverage.svg")


def resident_paths(app: Flask, facility_id: str = "") -> list[str]:
    """Return the addresses that anybody may ask for but charts: of one facility, or of none."""
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or rule.rule.startswith("/staff"):
            continue
        path = rule.rule.replace("<facility_id>", facility_id)
        is_asked = "<" not in path and path not in CHARTS
        if is_asked and (path != rule.rule) == bool(facility_id):
            found.append(path)
    return sorted(found)
