"""Plainly made-up facilities, for what the real list does not show."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace

from finder.facility import Facility
from finder.hours import ZONE

# What every made-up facility says unless a test says otherwise.
JIA = Facility(
    id="jia",
    name="甲馆",
    kind="library",
    lat="39.9",
    lon="116.7",
    opening_hours="Mo-Su,PH 09:00-17:00",
    source="测试",
)


def facility(**changes: str) -> Facility:
    """Return the made-up facility but for `changes`."""
    return replace(JIA, **changes)


def moment(text: str) -> dt.datetime:
    """Return a moment on the clocks of Beijing."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


def csv_text(rows: Sequence[Mapping[str, str]]) -> str:
    """Return rows as a CSV file with the keys of the first as its header."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()
