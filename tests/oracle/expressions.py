"""Random texts of the opening_hours grammar, the same for the same seed."""

from __future__ import annotations

import datetime as dt
from random import Random

from finder.hours.rules import MONTHS, WEEKDAYS

_NOTES = ("二层", "七层", "call first", "清场")


def expression(random: Random, start: dt.date) -> str:
    """Return one text that the grammar takes; its dates lie near `start` more often than not."""
    rules = [_rule(random, start, first=True)]
    join = ""
    for _ in range(random.choices((0, 1, 2, 3), (3, 4, 2, 1))[0]):
        after_fallback = join == " || "
        join = random.choices(("; ", ", ", " || "), (6, 0 if after_fallback else 2, 2))[0]
        rules.append(join + _rule(random, start, first=join != ", "))
    return "".join(rules)


def _rule(random: Random, start: dt.date, first: bool) -> str:
    if first and random.random() < 0.04:
        return f"24/7{_state(random, needed=False)}"
    days = _days(random, start)
    if not days and not first:
        days = _weekdays(random)
    times = _times(random) if random.random() < 0.85 else ""
    return " ".join(part for part in (days, times) if part) + _state(random, needed=not times)


def _state(random: Random, needed: bool) -> str:
    if not needed and random.random() < 0.65:
        return ""
    state = random.choices(("open", "off", "closed", "unknown"), (3, 4, 1, 2))[0]
    note = f' "{random.choice(_NOTES)}"' if random.random() < 0.3 else ""
    return f" {state}{note}"


def _days(random: Random, start: dt.date) -> str:
    dates = _dates(random, start) if random.random() < 0.3 else ""
    weeks = f"week {_weeks(random)}" if random.random() < 0.08 else ""
    weekdays = _weekdays(random) if random.random() < 0.75 else ""
    return " ".join(part for part in (dates, weeks, weekdays) if part)


def _weekdays(random: Random) -> str:
    if random.random() < 0.1:
        return "PH"
    spans: list[str] = []
    for _ in range(random.choices((1, 2), (4, 1))[0]):
        first = random.choice(WEEKDAYS)
        shape = random.random()
        if shape < 0.5:
            spans.append(f"{first}-{random.choice([day for day in WEEKDAYS if day != first])}")
        elif shape < 0.85:
            spans.append(first)
        else:
            nths = random.sample((1, 2, 3, 4, 5, -1, -2), k=random.choice((1, 1, 2)))
            spans.append(f"{first}[{','.join(map(str, nths))}]")
    return ",".join([*spans, *(["PH"] if random.random() < 0.15 else [])])


def _weeks(random: Random) -> str:
    first, last = sorted(random.sample(range(1, 54), 2))
    return random.choice((f"{first}", f"{first}-{last}", f"{first}-{last}/2", f"50-53,1-{first}"))


def _dates(random: Random, start: dt.date) -> str:
    if random.random() < 0.12:
        return random.choice((f"{start.year}", f"{start.year - 1}-{start.year}"))
    spans = [_date_span(random, start)]
    if random.random() < 0.15:
        with_year = spans[0][0].isdigit()
        more = _date_span(random, start)
        if more[0].isdigit() == with_year:
            spans.append(more)
    return ",".join(spans)


def _date_span(random: Random, start: dt.date) -> str:
    first = _near(random, start)
    last = first + dt.timedelta(days=random.choice((0, 2, 6, 20, 60)))
    month, end_month = MONTHS[first.month - 1], MONTHS[last.month - 1]
    year = f"{first.year} "
    end_year = f"{last.year} " if last.year != first.year else ""
    shape = random.random()
    if shape < 0.25:
        if first == last:
            return f"{year}{month} {first.day:02d}"
        if first.year == last.year and first.month == last.month:
            return f"{year}{month} {first.day:02d}-{last.day:02d}"
        return f"{year}{month} {first.day:02d}-{end_year or year}{end_month} {last.day:02d}"
    if shape < 0.35:
        return f"{year}{month}"
    if shape < 0.45 and first.month != last.month:
        return f"{year}{month}-{end_year}{end_month}"
    if shape < 0.55:
        return month
    if shape < 0.75:
        return f"{month}-{random.choice(MONTHS)}"
    other = _near(random, start)
    if shape < 0.8:
        return f"{month} {first.day:02d}"
    return f"{month} {first.day:02d}-{MONTHS[other.month - 1]} {other.day:02d}"


def _near(random: Random, start: dt.date) -> dt.date:
    days = random.randrange(-20, 80) if random.random() < 0.75 else random.randrange(-200, 365)
    return start + dt.timedelta(days=days)


def _times(random: Random) -> str:
    return ",".join(_time_span(random) for _ in range(random.choices((1, 2), (3, 1))[0]))


def _time_span(random: Random) -> str:
    shape = random.random()
    if shape < 0.15:
        start_hour, end_hour = random.randrange(15, 24), random.randrange(24, 30)
        clock = f"{end_hour}" if random.random() < 0.5 else f"{end_hour - 24:02d}"
        return f"{start_hour:02d}:00-{clock}:{random.choice(('00', '30'))}"
    if shape < 0.2:
        return random.choice(("00:00-24:00", "20:00-24:00", "18:30-00:00", "08:00-32:00"))
    minutes = sorted(random.sample(range(6 * 60, 23 * 60 + 59, 30), 2))
    return "-".join(f"{minute // 60:02d}:{minute % 60:02d}" for minute in minutes)
