"""What changed in one facility, a plain sentence for each column."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import fields
from itertools import takewhile

from finder.errors import Gettext, Sentence, sentence, untranslated
from finder.facility import Facility
from finder.geo import Datum, Point, distance_m, from_wgs84, to_wgs84
from finder.hours_changes import hours_change_texts
from finder.naming import service_name
from finder.wording import distance_text, error_text

# Below this two positions are the same place, written another way (a fifth decimal is a metre).
SAME_PLACE_M = 1.0

# A move this close to the shift between two datums is that shift.
_LIKE_A_DATUM_M = 15.0

_WHEELCHAIR = {
    "": sentence("未知"),
    "yes": sentence("可以"),
    "limited": sentence("部分可以"),
    "no": sentence("不可以"),
}
_DIRECTIONS = (
    sentence("北"),
    sentence("东北"),
    sentence("东"),
    sentence("东南"),
    sentence("南"),
    sentence("西南"),
    sentence("西"),
    sentence("西北"),
)


# A longer text is told only from where it differs to where it no longer does.
_LONG = 40
_BESIDE = 10


def column_name(column: str, gettext: Gettext = untranslated) -> str:
    """Return what a column is called: 电话, or Phone."""
    chinese = next(one.metadata["chinese"] for one in fields(Facility) if one.name == column)
    return gettext(chinese)


def column_texts(
    before: Facility, after: Facility, columns: tuple[str, ...], gettext: Gettext = untranslated
) -> tuple[str, ...]:
    """Return what changed in `columns`; latitude, longitude and datum are one, so are the hours.

    Args:
        columns: the names of the columns that differ, in the order of the file.
    """
    said: dict[object, tuple[str, ...]] = {}
    for column in columns:
        texts = _TEXTS.get(column)
        if texts is None:
            was, now = getattr(before, column), getattr(after, column)
            said[column] = (_replaced(column, was, now, gettext),)
        elif texts not in said:
            said[texts] = texts(before, after, gettext)
    return tuple(text for texts in said.values() for text in texts)


def _replaced(column: str, was: str, now: str, gettext: Gettext) -> str:
    name = column_name(column, gettext)
    if not was:
        return sentence("%(column)s：填上了 %(after)s", column=name, after=now).text(gettext)
    if not now:
        return sentence("%(column)s：删去了 %(before)s", column=name, before=was).text(gettext)
    was, now = _where_they_differ(was, now)
    changed = sentence("%(column)s：%(before)s → %(after)s", column=name, before=was, after=now)
    return changed.text(gettext)


def _where_they_differ(was: str, now: str) -> tuple[str, str]:
    """Return two texts; of long ones only what differs, with … for what is left out."""
    if max(len(was), len(now)) <= _LONG:
        return was, now
    start = _alike(was, now)
    end = _alike(was[start:][::-1], now[start:][::-1])
    first = start - _BESIDE if start > _BESIDE + 1 else 0
    last = end - _BESIDE if end > _BESIDE + 1 else 0
    cut = (text[first : len(text) - last] for text in (was, now))
    was, now = (f"{'…' if first else ''}{text}{'…' if last else ''}" for text in cut)
    return was, now


def _alike(one: str, other: str) -> int:
    """Return with how many same characters two texts start."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _same_meaning(column: str, gettext: Gettext) -> tuple[str, ...]:
    name = column_name(column, gettext)
    return (sentence("%(column)s：写法改了，意思不变", column=name).text(gettext),)


# --- hours ---------------------------------------------------------------------------------------


def _hours_texts(before: Facility, after: Facility, gettext: Gettext) -> tuple[str, ...]:
    texts = hours_change_texts(before.rules, after.rules, gettext)
    return texts or _same_meaning("opening_hours", gettext)


# --- position ------------------------------------------------------------------------------------


def moved_m(before: Facility, after: Facility) -> float | None:
    """Return how far the position moved; None where there is none before or after."""
    if before.position is None or after.position is None:
        return None
    return distance_m(before.position, after.position)


def _position_texts(before: Facility, after: Facility, gettext: Gettext) -> tuple[str, ...]:
    was, now = before.position, after.position
    if was is None or now is None:
        if now is not None:
            text = sentence("位置：以前没有，现在是 %(position)s", position=_degrees(now))
        elif was is not None:
            text = sentence("位置：删去了（以前是 %(position)s）", position=_degrees(was))
        else:
            text = sentence("坐标系的写法改了，仍然没有位置")
        return (text.text(gettext),)
    away_m = distance_m(was, now)
    if away_m < SAME_PLACE_M:
        return (sentence("坐标的写法改了，位置不变").text(gettext),)
    moved = sentence(
        "位置向%(direction)s移动了 %(away)s",
        direction=_direction(was, now),
        away=metres_text(away_m, gettext),
    )
    if shifted_datum(was, now):
        hint = sentence("；这正好是两种坐标系的差，请看看“坐标系”一栏写对了没有")
        return (moved.text(gettext) + hint.text(gettext),)
    return (moved.text(gettext),)


def shifted_datum(was: Point, now: Point) -> Datum | None:
    """Return the datum whose shift from WGS-84 is the whole way between two positions.

    Coordinates copied from a map service and called WGS-84, or the other way round, move by it.
    """
    for datum in (Datum.GCJ02, Datum.BD09):
        for shifted in (from_wgs84(was, datum), to_wgs84(was, datum)):
            if distance_m(shifted, now) < _LIKE_A_DATUM_M:
                return datum
    return None


def _degrees(position: Point) -> str:
    return f"{position.lat:.5f}, {position.lon:.5f}"


def _direction(was: Point, now: Point) -> Sentence:
    east = (now.lon - was.lon) * math.cos(math.radians(was.lat))
    bearing = math.degrees(math.atan2(east, now.lat - was.lat))
    return _DIRECTIONS[round(bearing / 45) % 8]


def metres_text(away_m: float, gettext: Gettext) -> str:
    """Return metres to the metre, kilometres from ten on."""
    if away_m < 9_999.5:
        return sentence("%(metres)d 米", metres=round(away_m)).text(gettext)
    return distance_text(away_m, gettext)


def _accuracy_texts(before: Facility, after: Facility, gettext: Gettext) -> tuple[str, ...]:
    was, now = (
        error_text(one.error_m, gettext) if one.error_m else sentence("位置就在门口").text(gettext)
        for one in (before, after)
    )
    if was == now:
        was, now = before.accuracy_m, after.accuracy_m
        return (_replaced("accuracy_m", was, now, gettext),)
    return (sentence("%(before)s → %(after)s", before=was, after=now).text(gettext),)


# --- what has a meaning besides its letters ------------------------------------------------------


def _kind_texts(before: Facility, after: Facility, gettext: Gettext) -> tuple[str, ...]:
    if before.kind_key is after.kind_key:
        return _same_meaning("kind", gettext)
    was, now = (one.kind_key.label.text(gettext) for one in (before, after))
    return (_replaced("kind", was, now, gettext),)


def _wheelchair_texts(before: Facility, after: Facility, gettext: Gettext) -> tuple[str, ...]:
    was, now = (_WHEELCHAIR[one.wheelchair].text(gettext) for one in (before, after))
    return (_replaced("wheelchair", was, now, gettext),)


def _services_texts(before: Facility, after: Facility, gettext: Gettext) -> tuple[str, ...]:
    was, now = before.service_names, after.service_names
    more = [name for name in dict.fromkeys(now) if name not in was]
    less = [name for name in dict.fromkeys(was) if name not in now]
    if not more and not less:
        return _same_meaning("services", gettext)
    between = sentence("、").text(gettext)
    texts: list[str] = []
    if more:
        said = between.join(service_name(name, gettext) for name in more)
        texts.append(sentence("服务：增加%(names)s", names=said).text(gettext))
    if less:
        said = between.join(service_name(name, gettext) for name in less)
        texts.append(sentence("服务：去掉%(names)s", names=said).text(gettext))
    return tuple(texts)


_Texts = Callable[[Facility, Facility, Gettext], tuple[str, ...]]

# What tells a column that is not told letter by letter; one name tells several columns at once.
_TEXTS: dict[str, _Texts] = {
    **dict.fromkeys(("lat", "lon", "datum"), _position_texts),
    **dict.fromkeys(("opening_hours", "special_hours"), _hours_texts),
    "accuracy_m": _accuracy_texts,
    "kind": _kind_texts,
    "wheelchair": _wheelchair_texts,
    "services": _services_texts,
}
