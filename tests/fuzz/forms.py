"""Forms and uploads of residents and staff, sent to the real application."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlencode

from finder import reporting, store
from tests.fuzz.addresses import IDS
from tests.fuzz.answers import check_answer, check_request
from tests.fuzz.choices import Choices, one_in, pick
from tests.fuzz.files import NOON, csv_file, workbook
from tests.fuzz.mutation import ESCAPES, data, text
from tests.fuzz.target import Target
from tests.fuzz.wire import Answer
from tests.fuzz.world import world

_COUNTS = ("", "0", "1", "2", "9" * 19, "9" * 5000, "-1", "٣", "1.0", "测试")
# What has a good token and ticket is put in where it is sent.
_TOKEN, _TICKET = "TOKEN", "TICKET"
_FORMS: tuple[tuple[str, dict[str, tuple[str, ...]]], ...] = (
    *[
        (
            "/facilities/{id}/report",
            {
                "kind": ("hours", "closed", "position", "other", "x"),
                "text": ("测试", "见 https://one.example", "a" * 500, "\n" * 40),
                "ticket": (_TICKET,),
                "homepage": ("", "", "x"),
            },
        )
    ]
    * 3,
    *[
        (
            "/staff/facilities/{id}/closure",
            {
                "until": ("today", "tomorrow", "date", "", "x"),
                "last": ("2026-11-30", "2026-02-30", "9999-12-31", "2026-11-23", "０"),
                "reason": ("设备检修", 'a"b', "；", "2026 Dec 24 off"),
            },
        )
    ]
    * 3,
    ("/staff/facilities/{id}/confirmation", {}),
    ("/staff/reports/1", {"state": ("new", "done", "dismissed", "x"), "seen": ("new", "x")}),
    # Nothing but the list that the world begins with: the awkward row stays in it.
    ("/staff/uploads/1/publish", {"base": _COUNTS, "removed": _COUNTS}),
    ("/staff/versions/1/rollback", {"base": _COUNTS, "removed": _COUNTS}),
    ("/staff/sign-in", {"name": ("",), "password": ("",), "next": ("/staff/todo", "//a.example")}),
)


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was filled in.

    Args:
        file: the name and the bytes of an upload; None for a form without one.
    """

    path: str
    fields: dict[str, str]
    file: tuple[bytes, bytes] | None = None


def form(choices: Choices) -> Sent:
    """Return a form with one field or another spoilt or left out."""
    path, fields = pick(choices, _FORMS)
    made = {"csrf_token": _TOKEN}
    for name, values in fields.items():
        value = pick(choices, values)
        if one_in(choices, 3) and name != "name":
            value = text(choices, (*values, *ESCAPES), 3000)
        if not one_in(choices, 12):
            made[name] = value
    if one_in(choices, 30):
        made["csrf_token"] = text(choices, ("a.b.c", "", *ESCAPES), 200)
    found = path.replace("{id}", "hostile" if one_in(choices, 2) else pick(choices, IDS))
    return Sent(found, made)


def upload(choices: Choices) -> Sent:
    """Return a form with a file, whose name may be hostile too."""
    maker: Callable[[Choices], bytes] = workbook if one_in(choices, 4) else csv_file
    names = (b"list.csv", b"facilities-1.xlsx", b"../../a.csv", "测试.csv".encode(), b'a".csv', b"")
    name = data(choices, (*names, b"<zq9>.csv"), 400).translate(None, b"\r\n")
    return Sent("/staff/uploads", {"csrf_token": _TOKEN}, (name, maker(choices)))


def bytes_of(sent: Sent) -> bytes:
    """Return the request of a form."""
    here, facility = world(), sent.path.split("/")[2]
    put = {
        _TOKEN: here.token,
        _TICKET: reporting.ticket(
            facility, NOON - dt.timedelta(minutes=1), here.app.extensions["finder"].secret
        ),
    }
    fields = {name: put.get(value, value) for name, value in sent.fields.items()}
    if sent.file is None:
        kind = b"application/x-www-form-urlencoded"
        body = urlencode(fields, errors="surrogatepass").encode()
    else:
        kind = b"multipart/form-data; boundary=zq9zq9zq9"
        head = b'--zq9zq9zq9\r\nContent-Disposition: form-data; name="'
        parts = [
            head + name.encode() + b'"\r\n\r\n' + value.encode() for name, value in fields.items()
        ]
        name, content = sent.file
        parts.append(head + b'file"; filename="' + name + b'"\r\n\r\n' + content)
        body = b"\r\n".join([*parts, b"--zq9zq9zq9--\r\n"])
    lines = (
        b"POST %s HTTP/1.1" % sent.path.encode(),
        b"Host: one.example",
        b"Cookie: %s" % here.cookie.encode(),
        b"Content-Type: %s" % kind,
        b"Content-Length: %d" % len(body),
    )
    return b"\r\n".join([*lines, b"", body])


def check_form(sent: Sent) -> None:
    """Send a form; there is an answer, and the page that it leads to is there."""
    held = world().app.extensions["finder"]
    with closing(store.connect(held.settings.database_path)) as database:
        # Else the limits answer everything after the first ones.
        store.forget_hits(database)
    answer = Answer(bytes_of(sent))
    check_answer(answer)
    place = answer.header("location")
    if not place:
        return
    ends = ["", "/annotated", "/file"] if re.fullmatch(r"/staff/uploads/[0-9]+", place) else [""]
    for end in ends:
        check_request(
            b"GET %s HTTP/1.1\r\nHost: one.example\r\nCookie: SESSION\r\n\r\n"
            % (place + end).encode()
        )


TARGETS = (
    Target("forms", 1_500, form, check_form),
    Target("uploads", 1_500, upload, check_form),
)
