"""Opening hours as a district's list mixes them, with their weights, each as two engines read it.

The real list has a quarter of rows without hours, a fifth that never close, and otherwise a text
of its own in almost every row.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from finder.hours import Rules, read_hours


@dataclass(frozen=True, slots=True)
class Hours:
    """A text of hours.

    Args:
        text: as staff write it, Chinese or OSM.
        osm: the same for an engine that knows OSM only; on days off it may say something else.
        weight: how many facilities have it, against the others.
    """

    text: str
    osm: str
    weight: float
    rules: Rules


@dataclass(frozen=True, slots=True)
class _Shape:
    text: str
    osm: str
    share: float


# {a} to {d} are times of a day, in order; {last} is half an hour before {d}.
_SHAPES = (
    _Shape("周二至周日{a}-{d}，周一闭馆", "Tu-Su {a}-{d}", 18),
    _Shape("周一至周日{a}-{d}", "Mo-Su {a}-{d}", 14),
    _Shape("Mo-Su,PH {a}-{d}", "Mo-Su,PH {a}-{d}", 10),
    _Shape("Mo-Fr {a}-{d}; PH off", "Mo-Fr {a}-{d}; PH off", 8),
    _Shape("周一至周五{a}-{b}，{c}-{d}；法定节假日闭馆", "Mo-Fr {a}-{b},{c}-{d}; PH off", 10),
    _Shape("Mo-Fr {a}-{b},{c}-{d}; Sa,Su,PH {a}-{d}", "Mo-Fr {a}-{b},{c}-{d}; Sa,Su,PH {a}-{d}", 8),
    _Shape(
        "周二至周日{a}-{d}（{last}停止入馆），周一闭馆",
        'Tu-Su {a}-{d}, Tu-Su {last}-{d} open "停止入馆"',
        8,
    ),
    _Shape("工作日{a}-{d}", "Mo-Fr {a}-{d}", 5),
    _Shape("Tu-Su {a}-{d}; PH {a}-{c}; Dec 24-26 off", "Tu-Su {a}-{d}; Dec 24-26 off", 5),
    _Shape("Mo-Su,PH {d}-26:00", "Mo-Su,PH {d}-26:00", 1),
    _Shape("Mo-Su,PH {d}-06:00", "Mo-Su,PH {d}-06:00", 0.5),
)
# Texts that many facilities share.
_SHARED = (_Shape("", "", 9), _Shape("24/7", "24/7", 2), _Shape("全天24小时", "24/7", 1))


def mixed_hours(draw: Random, count: int) -> tuple[Hours, ...]:
    """Return about `count` different texts of hours."""
    found = {one.text: Hours(one.text, one.osm, one.share, read_hours(one.text)) for one in _SHARED}
    singles = count - len(_SHARED)
    shapes = draw.choices(_SHAPES, [shape.share for shape in _SHAPES], k=singles)
    unit = sum(shape.share for shape in _SHAPES) / singles
    for shape in shapes:
        times = _times(draw)
        text = shape.text.format_map(times)
        found[text] = Hours(text, shape.osm.format_map(times), unit, read_hours(text))
    return tuple(found.values())


def _times(draw: Random) -> dict[str, str]:
    minutes = {
        "a": draw.randrange(7 * 60, 11 * 60, 5),
        "b": draw.randrange(11 * 60 + 10, 12 * 60 + 30, 5),
        "c": draw.randrange(12 * 60 + 40, 14 * 60, 5),
        "d": draw.randrange(16 * 60, 22 * 60, 5),
    }
    minutes["last"] = minutes["d"] - 30
    return {name: f"{minute // 60:02d}:{minute % 60:02d}" for name, minute in minutes.items()}
