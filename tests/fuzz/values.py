"""What else comes from outside: holidays, settings, and the answers of other servers."""

from __future__ import annotations

import atexit
import json
import re
from contextlib import ExitStack
from functools import cache
from typing import Any

from finder.errors import FinderError, SettingsError
from finder.geocoding import asker, candidates
from finder.holidayfile import calendar_csv, calendar_from_csv
from finder.lookups import Service
from finder.overpass import Box, elements
from finder.proposals import outcome
from finder.settings import settings
from finder.suggestions import suggestions
from finder.textfile import decoded
from tests.fuzz import files
from tests.fuzz.choices import Choices, one_in, pick
from tests.fuzz.hours import calendar
from tests.fuzz.mutation import ODD, data, text
from tests.fuzz.target import Target, check_said
from tests.stand_ins import Reply, StandIn, node, nominatim, nominatim_place, way


@cache
def _holiday_files() -> tuple[bytes, ...]:
    made = calendar_csv(calendar(), 2026)
    short = ("date,day,holiday\n2026-10-01,off,国庆节\n", "日期,类型,节日\n2026/10/10,班,\n")
    later = made.replace("2026-", "2027-")
    return tuple(one.encode() for one in (*short, made, later, made + later.split("\n", 1)[1]))


def _holidays(choices: Choices) -> bytes:
    return data(choices, _holiday_files(), 6000)


def check_holidays(given: bytes) -> None:
    """Read a file of holidays; the years that it makes known can be written and read again."""
    base = calendar()
    try:
        made = calendar_from_csv(decoded(given), base)
    except FinderError as error:
        check_said(error)
        return
    assert made.known_until >= base.known_until
    for year in range(base.known_until.year + 1, made.known_until.year + 1):
        again = calendar_from_csv(calendar_csv(made, year), base)
        days = {date: day for date, day in made.days.items() if date.year == year}
        assert {date: day for date, day in again.days.items() if date.year == year} == days


_SETTINGS = {
    "FINDER_CSV": ("list.csv", "/tmp/测试.csv", "."),  # noqa: S108 - never opened
    "FINDER_HOLIDAYS": ("holidays.csv",),
    "FINDER_DATA": ("var", "/"),
    "FINDER_TILES": ("none", "osm", "tianditu:abc", "https://{s}.example/{z}/{x}/{y}.png|© 甲"),
    "FINDER_SECRET": ("0123456789abcdef" * 2, "short"),
    "FINDER_PROXIES": ("0", "1", "9"),
    "FINDER_INSECURE_COOKIES": ("1", "0"),
    "FINDER_NOMINATIM": ("https://one.example", "http://[::1]:80/a", "ftp://one.example"),
    "FINDER_GEOCODER": ("nominatim", "baidu"),
    "FINDER_GEOCODER_KEY": ("abc",),
    "FINDER_OVERPASS": ("http://one.example/api/interpreter",),
    "FINDER_SHARED": (
        "none",
        "postgresql://甲:geheim@one.example:5432,[::1]/finder?sslmode=verify-full",
        "postgres://one.example/finder",
    ),
}


def _environment(choices: Choices) -> dict[str, str]:
    made = {}
    for name, values in _SETTINGS.items():
        if one_in(choices, 3):
            # An environment holds no NUL.
            made[name] = text(choices, values, 300).replace("\0", "")
    return made


def check_settings(given: dict[str, str]) -> None:
    """Read the settings of an environment; a password or secret is in no sentence."""
    try:
        found = settings(given)
    except SettingsError as error:
        check_said(error)
        assert "geheim" not in str(error)
        return
    assert found.database_path
    if found.tiles:
        assert re.fullmatch(r"https?://[a-zA-Z0-9.*{}:\[\]_-]+", found.tiles.host), found.tiles.host
    # One of a few letters may stand there by chance; it is refused where it is used.
    assert len(found.secret) < 8 or found.secret not in repr(found)


_ANSWERS: tuple[Any, ...] = (
    [],
    [nominatim_place(39.9, 116.7, "甲馆, 测试")],
    [nominatim_place(39.9, 116.7, "乙馆, 测试", rank=26, half=0.01)] * 2,
    {"error": {"code": 400, "message": "bad request"}},
    {"status": 0, "result": {"location": {"lng": 116.7, "lat": 39.9}, "confidence": 80}},
    {"status": 2, "msg": "缺少参数"},
    {
        "version": 0.6,
        "elements": [
            node(1, 39.9, 116.7, name="甲馆", amenity="library", opening_hours="Mo-Fr 09:00-17:00"),
            way(2, 39.91, 116.71, 0.001, name="乙馆", tourism="museum", name__en="Museum B"),
        ],
        "remark": "",
    },
)
_PARTS: tuple[Any, ...] = (
    *(None, True, -1, 0, 91, 1e308, float("nan"), 10**400, "", "nan", "91", "甲", "1_0", " 39 "),
    *([], {}, [[]], [None], {"": None}, {"lat": 39.9}, [1, 2, 3], ["1", "2", "3", "4"]),
)


def _answer(choices: Choices) -> bytes:
    value = json.loads(json.dumps(pick(choices, _ANSWERS)))
    for _ in range(choices.integer(0, 4)):
        value = _swapped(choices, value, choices.integer(0, 4))
    made = json.dumps(value, ensure_ascii=one_in(choices, 2)).encode("utf-8", "replace")
    if one_in(choices, 40):
        made = pick(choices, (b"[" * 200_000, b'{"a":' * 100_000, b"9" * 5000, b"\xff", b""))
    return data(choices, (made,), 200_000) if one_in(choices, 3) else made


def _swapped(choices: Choices, value: Any, depth: int) -> Any:
    """Return a value of JSON with one part of it replaced, left out or doubled."""
    if depth and isinstance(value, dict) and value:
        key = pick(choices, tuple(value))
        if one_in(choices, 8):
            return {name: one for name, one in value.items() if name != key}
        return {**value, key: _swapped(choices, value[key], depth - 1)}
    if depth and isinstance(value, list) and value:
        at = choices.integer(0, len(value) - 1)
        return [*value[:at], _swapped(choices, value[at], depth - 1), *value[at + 1 :]]
    if isinstance(value, str) and one_in(choices, 2):
        return text(choices, (value or "a", *ODD), 200)
    return pick(choices, _PARTS)


@cache
def _server() -> StandIn:
    """Return a server that runs until the process ends."""
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(nominatim({}))


def check_answer(given: bytes) -> None:
    """Ask a server that answers with these bytes, as every service that the finder knows."""
    server = _server()
    services = (
        Service("nominatim", server.address),
        Service("baidu", server.address, "geheim"),
    )
    for service in services:
        _prepare(server, given)
        try:
            found = asker(service, pause_s=0, retry_s=0)("测试路1号")
            one = outcome(files.few()[0], found, None, service.credit)
            assert one.remark.text() or one.changes
        except FinderError as error:
            check_said(error)
            assert "geheim" not in str(error)
    _prepare(server, given)
    try:
        for candidate in candidates("测试路1号", server.address):
            assert str(candidate.label) is not None
    except FinderError as error:
        check_said(error)
    _prepare(server, given)
    try:
        found_there = elements(Box(39.8, 116.6, 40, 116.8), server.address, lambda _: None)
        suggestions(files.few(), found_there)
    except FinderError as error:
        check_said(error)


def _prepare(server: StandIn, given: bytes) -> None:
    server.asked.clear()
    server.refused.clear()
    headers = {"Content-Type": "application/json", "Content-Length": str(len(given))}
    server.replies[:] = [Reply(200, given, headers)] * 4


TARGETS = (
    Target("holidays", 120_000, _holidays, check_holidays),
    Target("settings", 120_000, _environment, check_settings),
    Target("answers", 3_000, _answer, check_answer),
)
