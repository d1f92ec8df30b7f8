"""No request is two requests, leads out of the site, or reads what is not served."""

from __future__ import annotations

import json
import re
import socket
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from finder import create_app
from finder.settings import Settings
from tests.conftest import NOW
from tests.staff import csrf_token, signed_in

ID = "tz-library"
HEAD = b"Host: finder.example\r\n"
ENDS = HEAD + b"Connection: close\r\n\r\n"
FORM = b"POST /facilities/tz-library/report HTTP/1.1\r\n" + HEAD
# Each could be parted into two requests, or into one with a body, by two servers in turn.
SMUGGLED = (
    b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    b"Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n",
    b" Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"Content-Length: 5\r\nContent-Length: 0\r\n\r\nxxxxx",
    b"Content-Length: 0\r\nContent-Length: 5\r\n\r\nxxxxx",
    b"Content-Length: +5\r\n\r\nxxxxx",
    b"Content-Length: 0x5\r\n\r\nxxxxx",
    b"Content-Length: 5, 5\r\n\r\nxxxxx",
    b"Content-Length : 5\r\n\r\nxxxxx",
    b"Content-Length: -1\r\n\r\n",
)


def answered(address: str, data: bytes) -> bytes:
    """Return what comes until the server hangs up."""
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        found = b""
        try:
            while part := connection.recv(65_536):
                found += part
        except ConnectionResetError:
            # It hung up with something unread.
            pass
        return found


@pytest.mark.parametrize("head", SMUGGLED)
def test_no_request_is_smuggled_behind_another(address: str, head: bytes) -> None:
    smuggled = b"GET /facilities/smuggled HTTP/1.1\r\n" + HEAD + b"\r\n"
    answer = answered(address, FORM + head + smuggled)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b"smuggled" not in answer


def test_a_body_in_pieces_is_refused_and_nothing_behind_it_is_answered(address: str) -> None:
    pieces = b"Transfer-Encoding: chunked\r\n\r\n5\r\nxxxxx\r\n0\r\n\r\n"
    rest = b"GET /healthz HTTP/1.1\r\nConnection: close\r\n" + HEAD + b"\r\n"
    answer = answered(address, FORM + pieces + rest)
    assert answer.startswith(b"HTTP/1.1 400 BAD REQUEST\r\n")
    assert "请求没有说明自己有多长".encode() in answer
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b"\r\nConnection: close\r\n" in answer


# Each stands where a path, or a part of one, is looked for.
CLIMBING = (
    "../finder/secret.py",
    "..%2f..%2fpyproject.toml",
    "%2e%2e/%2e%2e/pyproject.toml",
    "..%5c..%5cpyproject.toml",
    "..%c0%af..%c0%afpyproject.toml",
    "....//....//pyproject.toml",
    "%252e%252e%252fpyproject.toml",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "file:///etc/passwd",
    "..%00.js",
    "list.js%00.svg",
    ".",
    "%2e%2e",
)
BELOW = ("", "static/", "facilities/", "api/facilities/", "map-", "sitemap-", "staff/uploads/")


def test_no_path_leads_to_a_file_that_is_not_served(address: str) -> None:
    for path in (below + path for below in BELOW for path in CLIMBING):
        answer = answered(address, f"GET /{path} HTTP/1.1\r\n".encode() + ENDS)
        # Two slashes are one, and then there is nothing either.
        assert answer.startswith((b"HTTP/1.1 404 ", b"HTTP/1.1 308 ")), path
        assert b"\nroot:" not in answer
        assert b"[project]" not in answer


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/",
        "//evil.example/staff/",
        "/\\evil.example/",
        "/%5cevil.example/",
        "/%2fevil.example/",
        "/staff//evil.example/",
        "/staff/%0d%0aLocation:%20https://evil.example/",
        "/staff?next=https://evil.example/",
        "/staff/sign-in?next=https://evil.example/",
        "/facilities//evil.example",
        "http://evil.example/staff",
        "http://evil.example/facilities/tz-library",
    ],
)
def test_no_address_leads_to_another_site(address: str, path: str) -> None:
    head = answered(address, f"GET {path} HTTP/1.1\r\n".encode() + ENDS).split(b"\r\n\r\n")[0]
    assert not head.startswith(b"HTTP/1.1 5")
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        assert b"//evil.example/" not in value.partition(b"?")[0]
        if name == b"Location":
            assert re.match(rb" (?:http://finder\.example)?/(?!/)", value)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        (b"Host: finder.example\r\nHost: evil.example", 400),
        (b"Host: finder.example, evil.example", 400),
        (b"Host: finder.example@evil.example", 400),
        (b"Host: finder.example:80@evil.example", 400),
        (b"Host: finder.example/evil.example", 400),
        (b"Host : evil.example", 400),
        (b" Host: evil.example", 400),
        (b"Host: evil.example:99999999", 400),
        (b"X-Forwarded-Host: evil.example", 200),
        (b"Host: finder.example\r\nX-Forwarded-Host: evil.example", 200),
        (b"Host: finder.example\r\nX_Forwarded_Host: evil.example", 200),
        (b"Host: finder.example\r\nForwarded: host=evil.example", 200),
    ],
)
def test_no_host_is_taken_that_is_two_or_none(address: str, host: bytes, status: int) -> None:
    end = b"\r\nConnection: close\r\n\r\n"
    answer = answered(address, b"GET /facilities/tz-library HTTP/1.1\r\n" + host + end)
    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert b"//evil.example" not in answer


@pytest.mark.parametrize("host", [b"[::::]", b"[1.2.3.4]", b"xn--zzzz-", b"a.xn--a.b:80"])
@pytest.mark.parametrize("path", [b"/data", b"/feed.atom", b"/metrics", b"/staff", b"/none"])
def test_a_host_that_only_looks_like_one_is_refused(address: str, path: bytes, host: bytes) -> None:
    request = b"GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n" % (path, host)
    answer = answered(address, request)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert "主机名".encode() in answer


# What caches leave out of their keys, and frameworks have been led astray by.
UNKEYED = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Port": "81",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-For": "192.0.2.1",
    "X-Script-Name": "/evil",
    "X-Original-URL": "/evil",
    "X-Rewrite-URL": "/evil",
    "X-Host": "evil.example",
    "Forwarded": "host=evil.example;proto=https",
    "X-HTTP-Method-Override": "POST",
    "X-HTTP-Method": "DELETE",
    "X-Method-Override": "PUT",
    "Accept": "application/json;q=0.1, evil/evil",
    "Accept-Language": "en",
    "Accept-Charset": "utf-7",
    "Content-Type": "application/x-www-form-urlencoded",
    "Content-Length": "0",
    "Origin": "https://evil.example",
    "Range": "bytes=0-1",
    "Referer": "https://evil.example/",
    "Sec-Fetch-Dest": "iframe",
    "Upgrade-Insecure-Requests": "1",
    "User-Agent": "evil",
}
CACHED = (
    "/",
    "/?lang=en",
    "/embed",
    "/embed/about",
    "/facilities/tz-library",
    "/facilities/tz-library.ics",
    "/facilities.csv",
    "/feed.atom",
    "/api/openapi.json",
    "/api/near?lat=39.9&lon=116.7",
    "/static/list.js",
    "/robots.txt",
    "/sitemap.xml",
    "/none",
    "/api/none",
)


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory, csv_path: Path) -> list[FlaskClient]:
    """Three applications: one is attacked, one only asked, one stands behind a proxy of ours."""
    folder = tmp_path_factory.mktemp("requests")
    own = Settings(csv_path=folder / "list.csv", data_folder=folder, tiles=None)
    own.csv_path.write_bytes(csv_path.read_bytes())
    apps = [create_app(replace(own, proxies=count), lambda: NOW) for count in (0, 0, 1)]
    return [app.test_client(use_cookies=False) for app in apps]


@pytest.mark.parametrize("path", CACHED)
def test_no_header_that_caches_do_not_see_changes_an_answer(
    clients: list[FlaskClient], path: str
) -> None:
    client, right = clients[0], clients[1].get(path)
    for name, value in UNKEYED.items():
        answer = client.get(path, headers={name: value})
        assert (answer.status_code, answer.data) == (right.status_code, right.data), name
    assert client.get(path).data == right.data
    assert b"evil" not in right.data


@pytest.mark.parametrize(
    "line",
    [
        b"X-Forwarded-Proto: https",
        b"X-Forwarded-Protocol: ssl",
        b"X-Forwarded-Ssl: on",
        b"SCRIPT_NAME: /feed.atom",
        b"SCRIPT_NAME: //evil.example",
    ],
)
def test_the_server_itself_believes_no_header_either(address: str, line: bytes) -> None:
    head = b"GET /feed.atom HTTP/1.1\r\n"
    right = answered(address, head + ENDS)
    assert right.startswith(b"HTTP/1.1 200 ")
    answer = answered(address, head + line + b"\r\n" + ENDS)
    assert _undated(answer) == _undated(right)


def _undated(answer: bytes) -> bytes:
    """Return an answer without what differs from second to second."""
    return re.sub(rb"(?m)^(?:Date|Cache-Control): .*\r\n", b"", answer)


@pytest.mark.parametrize("path", ["/", "/facilities/tz-library", "/robots.txt", "/feed.atom"])
def test_who_is_handed_on_by_our_own_proxy_poisons_nothing_for_others(
    clients: list[FlaskClient], path: str
) -> None:
    client = clients[2]
    evil = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Prefix": "/evil"}
    client.get(path, headers={**evil, "X-Forwarded-Proto": "https"})
    client.get(path, headers={"Host": "evil.example"})
    assert b"evil" not in client.get(path).data


# Headers that are parsed; each is as long as the server lets one be.
LONG = {
    "Accept-Encoding": "gzip;q=0.1," * 700,
    "Accept": "a/b;q=" + "1" * 7000,
    "Accept-Language": "zh-" * 2500,
    "Authorization": "Basic " + "=" * 7000,
    "Cookie": "finder_staff=" + "." * 7000,
    "Content-Type": "multipart/form-data; boundary=" + "-" * 7000,
    "If-None-Match": '"' * 7999,
    "If-Modified-Since": "9" * 7000,
    "If-Range": 'W/"' * 2000,
    "Range": "bytes=" + "0-1," * 1800,
    "Referer": "http://" + "[" * 7000,
    "X-Forwarded-For": "1," * 3500,
}


@pytest.mark.parametrize("name", LONG)
def test_no_header_is_too_long_or_too_odd(clients: list[FlaskClient], name: str) -> None:
    for client in (clients[0], clients[2]):
        for path in ("/", "/api/near?lat=39.9&lon=116.7", "/static/list.js", "/staff/sign-in"):
            for method in ("GET", "POST"):
                answer = client.open(path, method=method, headers={name: LONG[name]})
                assert answer.status_code < 500


def forms(app: Flask) -> list[str]:
    """Return the addresses of all forms but the residents', for the first of each thing."""
    found = [rule.rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    paths = [path for path in found if path.startswith("/staff")]
    return [re.sub("<int:number>", "1", path.replace("<facility_id>", ID)) for path in paths]


def tables(app: Flask) -> list[str]:
    """Return all that is in the database but for sessions, which say when they were last used."""
    with closing(sqlite3.connect(app.extensions["finder"].settings.database_path)) as database:
        return [line for line in database.iterdump() if '"sessions"' not in line]


def test_no_form_of_staff_is_taken_from_another_site(app: Flask) -> None:
    client, stranger = signed_in(app), app.test_client()
    other = csrf_token(stranger, "/staff/sign-in")
    found = forms(app)
    assert len(found) >= 8
    before = tables(app)
    fields = {"until": "today", "reason": "测试", "base": "1", "state": "done", "name": "x"}
    for path in found:
        for token in ({}, {"csrf_token": ""}, {"csrf_token": other}):
            evil = {"Origin": "https://evil.example", "Referer": "https://evil.example/"}
            assert client.post(path, data=fields | token, headers=evil).status_code == 400, path
            # What a form of another site can be sent as without asking.
            data = json.dumps(fields | token)
            sent = client.post(path, data=data, content_type="text/plain")
            assert sent.status_code == 400
    assert tables(app) == before


def test_a_link_changes_nothing_and_no_method_stands_for_another(app: Flask) -> None:
    client = signed_in(app)
    before = tables(app)
    token = csrf_token(client, "/staff/")
    for path in forms(app):
        for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
            given = {"_method": "POST", "csrf_token": token, "until": "today", "base": "1"}
            answer = client.get(path, query_string=given, headers={name: "POST"})
            assert answer.status_code in (200, 302, 303, 404, 405)
        for method in ("PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND"):
            answer = client.open(path, method=method, data={"csrf_token": token})
            assert answer.status_code in (404, 405)
    assert tables(app) == before


def test_another_site_can_neither_read_the_form_for_residents_nor_send_it(app: Flask) -> None:
    client = app.test_client(use_cookies=False)
    page = client.get(f"/facilities/{ID}/report", headers={"Origin": "https://evil.example"})
    assert 'name="ticket"' in page.text
    assert "Access-Control-Allow-Origin" not in page.headers
    before = tables(app)
    fields = {"kind": "other", "text": "测试", "homepage": ""}
    for ticket in ({}, {"ticket": ""}, {"ticket": "IjEyMyI.awSBTA.4rt3y00fdLyev3w-8fMmOtr"}):
        assert client.post(f"/facilities/{ID}/report", data=fields | ticket).status_code == 400
    assert tables(app) == before


# Each asks for more, changes something, or is an error, where it becomes a part of a question.
SQL = (
    "' or '1'='1",
    "1 or 1=1;--",
    "'); delete from acts;--",
    "%' union select name, hash, role from accounts--",
)
OF_STAFF = (
    "next",
    "a",
    "b",
    "before",
    "state",
    "only",
    "form",
    "header",
    "done",
    "q",
    "name",
    "seen",
)


def test_no_text_becomes_a_part_of_a_question_to_the_database(app: Flask) -> None:
    client = signed_in(app)
    before = tables(app)
    token = csrf_token(client, "/staff/")
    pages = ["/staff/", "/staff/acts", "/staff/versions", "/staff/versions/compare"]
    pages += ("/staff/facilities", "/staff/todo", "/staff/reports", "/staff/versions/1/file")
    for text in SQL:
        for path in (*pages, "/", "/api/near", "/embed", "/facilities.csv", "/holidays"):
            query = dict.fromkeys((*OF_STAFF, "kind", "town", "service", "lat", "at"), text)
            assert client.get(path, query_string=query).status_code in (200, 400, 404)
        below = quote(text, safe="")
        for path in ("/facilities/", "/api/facilities/", "/staff/facilities/", "/staff/versions/"):
            assert client.get(path + below).status_code in (400, 404)
        assert "没有找到" in client.get("/staff/facilities", query_string={"q": text}).text
        for path in forms(app):
            # These do what they are for, whatever else is sent.
            if path.endswith(("/sign-in", "/sign-out", "/confirmation")):
                continue
            fields = dict.fromkeys((*OF_STAFF, "until", "date", "reason", "removed", "base"), text)
            sent = client.post(path, data={"csrf_token": token, **fields})
            assert sent.status_code < 500
    assert [line for line in tables(app) if line not in before] == []
