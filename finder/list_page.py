"""What the list of facilities needs to be shown, and what its address asks."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from werkzeug.datastructures import MultiDict

from finder import asking
from finder.arrival import SHORT_STAY_MIN, arrival_templates, arrival_text
from finder.errors import Gettext, Problem, QueryError, Sentence, sentence, untranslated
from finder.geo import CYCLE_M_PER_MIN, WALK_DETOUR, WALK_M_PER_MIN, Point
from finder.geojson import MARKS
from finder.hours import ZONE
from finder.listing import Listing
from finder.places import Place, place_named
from finder.search import Query, Result
from finder.settings import Settings
from finder.wording import distance_text, weekday_name

# From so long a walk on the bicycle is named too.
LONG_WALK_MIN = 20

# A longer walk is nobody's way; then only the bicycle is named, if that is not too far either.
LONGEST_WAY_MIN = 120

# As many rows as somebody scrolls through; the rest come when asked for.
MOST_ROWS = 60

# No page is longer, however long the list is.
MOST_OF_ALL = 1000

GROUPS = (
    sentence("开放中"),
    sentence("已停止入馆"),
    sentence("不确定"),
    sentence("闭馆"),
)


@dataclass(frozen=True)
class Asked:
    """What the address of the list asks, and where it says somebody is."""

    query: Query
    place: Place | None
    is_now: bool


def asked(
    given: MultiDict[str, str],
    now: dt.datetime,
    listing: Listing,
    settings: Settings,
) -> Asked:
    """Return what the parameters of an address ask.

    Raises:
        QueryError: with everything that cannot be understood.
    """
    place = None
    position: Point | None = None
    reading = asking.Reading()
    # The form of a long list repeats the position; a place is what somebody has chosen since.
    if name := given.get("place", "").strip():
        place = reading.of(None, _place, name, settings)
        position = place.position if place else None
    elif given.get("lat") or given.get("lon"):
        position = reading.of(None, asking.position, given.get("lat", ""), given.get("lon", ""))
    query = Query(
        when=reading.of(now, asking.moment, given.get("at", ""), now),
        position=position,
        open_only=reading.of(False, asking.yes_no, given.get("open", ""), "open"),
        arriving=reading.of(False, asking.yes_no, given.get("arriving", ""), "arriving"),
        kinds=reading.of((), asking.kinds, several(given, "kind")),
        services=reading.of((), asking.services, several(given, "service"), listing.offered),
        towns=reading.of((), asking.towns, several(given, "town"), listing.towns),
        text=reading.of("", asking.search_text, given.get("q", "")),
    )
    reading.end()
    return Asked(query, place, is_now=not given.get("at", "").strip())


def _place(name: str, settings: Settings) -> Place:
    """Return the place of this name.

    Raises:
        QueryError: there is none.
    """
    found = place_named(name, settings.places_path)
    if found is None:
        message = sentence("不认识“%(value)s”这个地方。", value=name)
        hint = sentence("请从列表里选一个镇街或地铁站。")
        raise QueryError(Problem(message, hint, column="place", value=name))
    return found


def several(given: MultiDict[str, str], name: str) -> str:
    """Return all values of a parameter, as a form's boxes send them, joined with commas."""
    return ",".join(value for value in given.getlist(name) if value)


def grouped(results: Iterable[Result]) -> list[tuple[Sentence, list[Result]]]:
    """Return the results by rank, each group with its name."""
    shown = tuple(results)
    return [
        (name, [result for result in shown if result.rank == rank])
        for rank, name in enumerate(GROUPS)
    ]


def quick_times(now: dt.datetime, gettext: Gettext) -> list[tuple[str, str]]:
    """Return a few moments that people ask for, as `(label, at)`."""
    saturday = now.date() + dt.timedelta(days=(5 - now.weekday()) % 7)
    moments = [
        (sentence("今晚 20:00"), now.date(), 20),
        (sentence("明早 9:00"), now.date() + dt.timedelta(days=1), 9),
        (sentence("周六 14:00"), saturday, 14),
        (sentence("周六 23:00"), saturday, 23),
        (sentence("周日 10:00"), saturday + dt.timedelta(days=1), 10),
    ]
    return [
        (label.text(gettext), f"{date.isoformat()}T{hour:02d}:00")
        for label, date, hour in moments
        if dt.datetime.combine(date, dt.time(hour), ZONE) > now
    ]


# The same for every request.
@cache
def script_words(gettext: Gettext) -> Mapping[str, object]:
    """Return the sentences and figures with which the page's script fills in each minute."""
    monday = dt.date(2026, 11, 23)
    sentences = {
        "now": sentence("现在有 %(count)d 处开放"),
        "then": sentence("那时有 %(count)d 处开放"),
        "metres": sentence("%(metres)d 米"),
        "km": sentence("%(km)s 公里"),
        "within": sentence("%(away)s内"),
        "about": sentence("约 %(away)s"),
        "cycle": sentence("骑车约 %(minutes)d 分钟"),
        "expired": sentence("保存的资料太旧，不知道是否开放"),
        "unlocated": sentence("位置待补"),
        "zoom_in": sentence("放大"),
        "zoom_out": sentence("缩小"),
        "layers": sentence("选择底图"),
        "asking": sentence("正在定位…"),
        "found": sentence("已按您的位置排序，位置没有离开这台设备。"),
        "sent": sentence("列表很长，由服务器排序：您选的位置发给了本站，只用来排序。"),
        "unsorted": sentence("知道您的位置了，但这份列表现在不能按距离排序。"),
        "rough": sentence("定位误差约 %(away)s，距离仅供参考。"),
        "outside": sentence("您的位置离这里的设施都很远，请核对。"),
        "denied": sentence("没有得到定位许可。请选镇街或地铁站，或点一下地图。"),
        "unavailable": sentence("手机现在找不到位置。请选镇街或地铁站，或点一下地图。"),
        "timeout": sentence("定位超时了，可以再试一次，或选镇街或地铁站。"),
        "insecure": sentence("只有 https 网页才能定位。请选镇街或地铁站，或点一下地图。"),
    }
    return {
        **{key: _template(gettext(one.message)) for key, one in sentences.items()},
        **{key: _template(text) for key, text in arrival_templates(gettext).items()},
        "short_stay_min": SHORT_STAY_MIN,
        "long_walk_min": LONG_WALK_MIN,
        "longest_way_min": LONGEST_WAY_MIN,
        "most_rows": MOST_ROWS,
        "detour": WALK_DETOUR,
        "m_per_min": WALK_M_PER_MIN,
        "cycle_m_per_min": CYCLE_M_PER_MIN,
        "marks": [mark.text(gettext) for mark in MARKS],
        "weekdays": [weekday_name(monday + dt.timedelta(days=day), gettext) for day in range(7)],
    }


def _template(text: str) -> str:
    """Return a message with its places as the script fills them: {count}."""
    return re.sub(r"%\((\w+)\)[ds]", r"{\1}", text)


def away_text(result: Result, gettext: Gettext = untranslated) -> str:
    """Return how far away a facility is; blank without a distance.

    Where its position may be further off than it seems to be away, only that is said.
    """
    if result.distance_m is None:
        return ""
    away, error_m = distance_text(result.distance_m, gettext), result.facility.error_m
    if not error_m:
        return away
    if result.distance_m < error_m:
        within = distance_text(error_m, gettext)
        return sentence("%(away)s内", away=within).text(gettext)
    return sentence("约 %(away)s", away=away).text(gettext)


def way_text(result: Result, gettext: Gettext = untranslated) -> str:
    """Return how long the way is and what to know of the arrival; blank where it is not known."""
    if result.arrival is None or result.cycle_minutes is None or result.distance_m is None:
        return ""
    if result.distance_m < (result.facility.error_m or 0):
        return ""
    words = []
    if result.arrival.minutes <= LONGEST_WAY_MIN:
        words.append(arrival_text(result.arrival, gettext))
    if result.arrival.minutes > LONG_WALK_MIN and result.cycle_minutes <= LONGEST_WAY_MIN:
        ride = sentence("骑车约 %(minutes)d 分钟", minutes=result.cycle_minutes)
        words.append(ride.text(gettext))
    return "·".join(words)
