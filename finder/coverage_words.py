"""The figures of a week as sentences, as a table for a spreadsheet and as JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from finder.answer import JsonObject, iso
from finder.circle import AROUND_M, MINUTES, STEP_M, Figures, Gain, Share, Way
from finder.errors import Gettext, Sentence, sentence, untranslated
from finder.facility import Kind
from finder.geo import CYCLE_M_PER_MIN, WALK_DETOUR, WALK_M_PER_MIN
from finder.hours.words_days import listed
from finder.naming import place_name
from finder.places import Place, nearest_place
from finder.weeks import WEEK_HOURS, moment_of
from finder.wording import distance_text, weekday_name

WAY_NAMES = {Way.FOOT: sentence("步行"), Way.BICYCLE: sentence("骑车")}
PACES = {Way.FOOT: WALK_M_PER_MIN, Way.BICYCLE: CYCLE_M_PER_MIN}
_BOUNDS = ("certain", "counted", "possible")
_COLUMNS = ("at", "weekday", "hour", *(f"area_{one}" for one in _BOUNDS))


def percent_text(share: float) -> str:
    """Return a share as people read it: one place after the point, `<0.1%` for a bit of it."""
    if 0 < share < 0.0005:
        return "<0.1%"
    return f"{share * 100:.1f}%"


def short_percent(share: float) -> str:
    """Return a share for a table of many: without its sign, below one percent with a place."""
    if 0 < share < 0.01:
        return f"{share * 100:.1f}" if share >= 0.0005 else "<0.1"
    return f"{share * 100:.0f}"


def share_text(share: Share, gettext: Gettext = untranslated) -> str:
    """Return the two figures of an hour: what is certain, and with what is not."""
    return sentence(
        "确定 %(certain)s，连同不确定的 %(counted)s",
        certain=percent_text(share.certain),
        counted=percent_text(share.counted),
    ).text(gettext)


def hour_text(found: Figures, hour: int, gettext: Gettext = untranslated) -> str:
    """Return an hour of the week: 2026-12-01 周二 10:00."""
    when = moment_of(found.monday, hour)
    return f"{when:%Y-%m-%d} {weekday_name(when.date(), gettext)} {when:%H:%M}"


def picture_title(found: Figures, gettext: Gettext = untranslated) -> str:
    """Return what the heat map is called by those who cannot see it."""
    values = {"monday": found.monday.isoformat(), "way": WAY_NAMES[found.way], "minutes": MINUTES}
    if found.by_people:
        words = sentence(
            "%(monday)s 起的一周，每个整点%(way)s %(minutes)d 分钟内有设施开放的人口占多少",
            **values,
        )
    else:
        words = sentence(
            "%(monday)s 起的一周，每个整点%(way)s %(minutes)d 分钟内有设施开放的范围占多少",
            **values,
        )
    return words.text(gettext)


def assumptions(found: Figures) -> tuple[Sentence, ...]:
    """Return what the figures rest on."""
    counted = found.counted
    return (
        sentence(
            "范围：离镇街代表点或地铁站 %(around)d 米以内，按约 %(step)d 米的方格计算，"
            "共 %(cells)d 格、%(area)d 平方公里。资料里没有区界，这个范围是假定的。",
            around=int(AROUND_M),
            step=int(STEP_M),
            cells=found.cells,
            area=round(found.area_km2),
        ),
        sentence(
            "%(way)s %(minutes)d 分钟：每小时 %(pace)s 公里，路程按直线距离的 %(detour)s 倍估算，"
            "所以是直线 %(reach)d 米以内。",
            minutes=MINUTES,
            way=WAY_NAMES[found.way],
            pace=f"{PACES[found.way] * 60 / 1000:g}",
            detour=f"{WALK_DETOUR:g}",
            reach=int(found.way.reach_m),
        ),
        sentence(
            "“确定”只算此刻确定开放、可以入馆，而且位置无论偏到哪里都够得着的；"
            "“连同不确定的”按登记的位置算，并把开放时间未知的也算作开放。"
        ),
        sentence(
            "计入 %(located)d 处设施，其中 %(rough)d 处位置只是大概，%(unknown)d 处没有开放时间。",
            located=counted.exact + counted.rough,
            rough=counted.rough,
            unknown=counted.without_hours,
        ),
        *_left_out(found),
        *_people(found),
    )


def _left_out(found: Figures) -> Iterator[Sentence]:
    """Yield how many facilities of which kinds are not counted, if there are any."""
    unlocated = found.counted.unlocated
    if unlocated:
        kinds = (
            sentence("%(kind)s %(count)d 处", kind=kind.label, count=unlocated[kind])
            for kind in Kind
            if kind in unlocated
        )
        count = sum(unlocated.values())
        yield sentence(
            "没有位置、没有计入的 %(count)d 处：%(kinds)s。", count=count, kinds=listed(kinds)
        )


def _people(found: Figures) -> Iterator[Sentence]:
    """Yield where the people come from, if there are any."""
    if found.people is not None:
        yield sentence(
            "人口：人口文件里的 %(people)d 人，各按自己的位置算，不论在不在上面的范围里。",
            people=round(found.people),
        )


def figures_csv(found: Figures) -> str:
    """Return a line for each hour: the moment, and its shares in percent."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    people = tuple(f"people_{one}" for one in _BOUNDS) if found.by_people else ()
    writer.writerow((*_COLUMNS, *people))
    for hour in range(WEEK_HOURS):
        when = moment_of(found.monday, hour)
        rows = [found.by_area[hour], *([found.by_people[hour]] if found.by_people else [])]
        figures = [f"{getattr(row, one) * 100:.2f}" for row in rows for one in _BOUNDS]
        writer.writerow((iso(when), weekday_name(when.date()), when.hour, *figures))
    return file.getvalue()


def figures_object(
    found: Figures, hours: Sequence[int], best: Sequence[Gain], gettext: Gettext = untranslated
) -> JsonObject:
    """Return the object of `finder coverage --json` and `/api/coverage`.

    Args:
        hours: those that are told of.
        best: where one more adds most, over these hours.
    """
    counted, unit = found.counted, "km2" if found.people is None else "people"
    return {
        "by": found.way.value,
        "minutes": MINUTES,
        "reach_m": int(found.way.reach_m),
        "monday": found.monday.isoformat(),
        "is_ordinary_week": found.is_ordinary,
        "area_km2": round(found.area_km2, 1),
        "cells": found.cells,
        "people": found.people,
        "facilities": {
            "exact_position": counted.exact,
            "rough_position": counted.rough,
            "without_hours": counted.without_hours,
            "without_position": {kind.value: many for kind, many in counted.unlocated.items()},
        },
        "assumptions": [one.text(gettext) for one in assumptions(found)],
        "hours": [_hour_object(found, hour) for hour in hours],
        "best_places": [
            {
                "lat": round(one.position.lat, 5),
                "lon": round(one.position.lon, 5),
                f"gain_{unit}": round(one.gain, 2),
            }
            for one in best
        ],
    }


def _hour_object(found: Figures, hour: int) -> JsonObject:
    shown: JsonObject = {
        "at": iso(moment_of(found.monday, hour)),
        "area": _share_object(found.by_area[hour]),
    }
    if found.by_people:
        shown["people"] = _share_object(found.by_people[hour])
    return shown


def _share_object(share: Share) -> JsonObject:
    return {one: round(getattr(share, one), 4) for one in _BOUNDS}


def figures_lines(
    found: Figures, hours: Sequence[int], best: Sequence[Gain], known: Iterable[Place]
) -> list[str]:
    """Return what the terminal shows: the hours, what adds most, and what it rests on."""
    lines = [
        f"{hour_text(found, hour)}  {share_text(found.by_area[hour])}"
        + (f"  {_people_text(found, hour)}" if found.by_people else "")
        for hour in hours
    ]
    lines += ["", sentence("再加一处，加在哪里增加最多（只是算术，不是规划）：").text()]
    lines += [f"  {gain_text(found, one, known)}" for one in best] or [
        f"  {sentence('没有能增加的地方。')}"
    ]
    return [*lines, "", *(str(one) for one in assumptions(found))]


def _people_text(found: Figures, hour: int) -> str:
    assert found.by_people is not None  # noqa: S101 - asked before
    return sentence("人口：%(share)s", share=share_text(found.by_people[hour])).text()


def gain_text(
    found: Figures, one: Gain, known: Iterable[Place], gettext: Gettext = untranslated
) -> str:
    """Return a place for one more, by the nearest of the known places, and what it adds."""
    near = nearest_place(one.position, known)
    values: dict[str, object] = {
        "place": place_name(near[0].name, gettext) if near else "",
        "away": distance_text(near[1], gettext) if near else "",
        "lat": f"{one.position.lat:.4f}",
        "lon": f"{one.position.lon:.4f}",
    }
    if found.people is not None:
        words = sentence(
            "离%(place)s %(away)s（%(lat)s, %(lon)s）：至少多 %(gain)d 人",
            **values,
            gain=int(one.gain),
        )
    else:
        words = sentence(
            "离%(place)s %(away)s（%(lat)s, %(lon)s）：至少多 %(gain)s 平方公里",
            **values,
            gain=f"{one.gain:.1f}",
        )
    return words.text(gettext)
