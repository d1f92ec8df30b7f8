"""The figures of a week as sentences, and what they rest on."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from finder.circle import AROUND_M, MINUTES, STEP_M, Figures, Gain, Share, Way
from finder.errors import Gettext, Sentence, sentence, untranslated
from finder.facility import Kind
from finder.geo import CYCLE_M_PER_MIN, WALK_DETOUR, WALK_M_PER_MIN
from finder.hours.words_days import listed
from finder.naming import place_name
from finder.places import Place, nearest_place
from finder.weeks import moment_of
from finder.wording import distance_text, weekday_name

WAY_NAMES = {Way.FOOT: sentence("步行"), Way.BICYCLE: sentence("骑车")}
PACES = {Way.FOOT: WALK_M_PER_MIN, Way.BICYCLE: CYCLE_M_PER_MIN}


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


def bounds_text(found: Figures, share: Share, gettext: Gettext = untranslated) -> str:
    """Return between which figures the real one lies, and on what condition."""
    possible, left_out = percent_text(share.possible), found.counted.without_position
    if left_out:
        words = sentence(
            "实际不少于第一个数；在没有位置的 %(count)d 处都不在附近的前提下，"
            "不超过 %(possible)s。",
            count=left_out,
            possible=possible,
        )
    else:
        words = sentence("实际在第一个数和 %(possible)s 之间。", possible=possible)
    return words.text(gettext)


def nothing_text(found: Figures, gettext: Gettext = untranslated) -> str:
    """Return what is said of a cell that has nothing in reach."""
    known = sentence("按已知位置够不着")
    return (known if found.counted.unlocated else sentence("肯定够不着")).text(gettext)


def gains_text(found: Figures, gettext: Gettext = untranslated) -> str:
    """Return how sure it is what one more adds."""
    left_out = found.counted.without_position
    if left_out:
        words = sentence(
            "只数按已知位置现在够不着、加了就够得着的范围："
            "在没有位置的 %(count)d 处都不在附近的前提下，增加的至少有这么多。",
            count=left_out,
        )
    else:
        words = sentence("只数现在肯定够不着、加了就够得着的范围，所以增加的至少有这么多。")
    return words.text(gettext)


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
        yield sentence(
            "没有位置、没有计入的 %(count)d 处：%(kinds)s。",
            count=found.counted.without_position,
            kinds=listed(kinds),
        )


def _people(found: Figures) -> Iterator[Sentence]:
    """Yield where the people come from, if there are any."""
    if found.people is not None:
        yield sentence(
            "人口：人口文件里的 %(people)d 人，各按自己的位置算，不论在不在上面的范围里。",
            people=round(found.people),
        )


def gain_text(
    found: Figures, one: Gain, known: Iterable[Place], gettext: Gettext = untranslated
) -> str:
    """Return a place for one more, by the nearest of the known places, and what it adds.

    What it adds is rounded down, and "at least" only where nothing is without a position.
    """
    near = nearest_place(one.position, known)
    values: dict[str, object] = {
        "place": place_name(near[0].name, gettext) if near else "",
        "away": distance_text(near[1], gettext) if near else "",
        "lat": f"{one.position.lat:.4f}",
        "lon": f"{one.position.lon:.4f}",
    }
    if found.people is not None:
        values["gain"] = sentence("%(gain)d 人", gain=int(rounded_down(one.gain, 0)))
    else:
        # A cell is a sixteenth of a square kilometre.
        places = 1 if one.gain >= 0.1 else 2
        gain = f"{rounded_down(one.gain, places):.{places}f}"
        values["gain"] = sentence("%(gain)s 平方公里", gain=gain)
    if found.counted.unlocated:
        words = sentence(
            "离%(place)s %(away)s（%(lat)s, %(lon)s）：按已知位置多 %(gain)s", **values
        )
    else:
        words = sentence("离%(place)s %(away)s（%(lat)s, %(lon)s）：至少多 %(gain)s", **values)
    return words.text(gettext)


def rounded_down(gain: float, places: int) -> float:
    """Return a gain with so many places, which never says more than there is."""
    # What is a whole number but for the rounding of a sum is one.
    factor = float(10**places)
    return math.floor(round(gain * factor, 6)) / factor
