"""What makes an answer doubtful although its list was checked, and what readers are told then."""

from __future__ import annotations

import datetime as dt

from finder.errors import Problem, sentence
from finder.store import Version
from finder.watching import DATABASE

# `DATABASE` is one doubt: where the published list cannot be asked for, a newer one may be waiting.
# This is the other: the server's clock is before the list was published, so that it is wrong.
CLOCK = "clock"

# Clocks of two machines that publish to one store are not the same to the second.
CLOCK_MAY_DIFFER = dt.timedelta(minutes=5)

_WORDS = {
    DATABASE: Problem(
        sentence("名单暂时不能更新，看到的可能不是最新的。"), sentence("出门前请先打电话问一问。")
    ),
    CLOCK: Problem(
        sentence("服务器的时钟不对，“现在开放”可能是错的。"),
        sentence("请按自己的时间对照每处设施写明的开放时间。"),
    ),
}


def doubt_said(doubt: str) -> Problem:
    """Return what readers are told."""
    return _WORDS[doubt]


def is_clock_behind(version: Version, now: dt.datetime) -> bool:
    """Return whether `now` is so long before the publishing of a version that it cannot be now."""
    return now < dt.datetime.fromisoformat(version.published_at) - CLOCK_MAY_DIFFER
