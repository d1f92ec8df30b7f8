"""Whether a server may be sent readers: which checked list it serves, and what is against it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from finder import store
from finder.doubt import is_clock_behind
from finder.errors import Problem, SettingsError, sentence
from finder.shared import ALONE
from finder.site import Site
from finder.store import Version
from finder.watching import SHARED

# Whoever asks whether a server is ready does not wait for long.
_WAIT_S = 0.5


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a process serves at a moment.

    Args:
        version: the published version that is served; None where there is none.
        age_s: seconds since it was published, at least 0.
        known_until: the last date of the holiday calendar.
        shared_store: `not used`, `reachable`, `unreachable`, or `unknown` before the first look.
        problems: why it is not ready; none if it is.
    """

    version: Version | None
    age_s: int
    known_until: dt.date
    shared_store: str
    problems: tuple[Problem, ...]

    @property
    def is_ready(self) -> bool:
        return not self.problems


def readiness(site: Site) -> Readiness:
    """Return whether this process serves a checked list, and which."""
    version, problems = _served(site)
    now, age_s = site.now(), 0
    if version:
        published = dt.datetime.fromisoformat(version.published_at)
        age_s = max(0, int((now - published).total_seconds()))
        if is_clock_behind(version, now):
            problems = (*problems, _clock_behind(now, published.astimezone(now.tzinfo)))
    return Readiness(version, age_s, site.calendar.known_until, shared_store(site), problems)


def shared_store(site: Site) -> str:
    """Return how the store is in which several machines publish."""
    if site.settings.shared in ("", ALONE):
        return "not used"
    if SHARED not in site.faults:
        return "unknown"
    return "unreachable" if site.faults[SHARED] else "reachable"


def _served(site: Site) -> tuple[Version | None, tuple[Problem, ...]]:
    try:
        # Opened anew: what holds it open does not look at all of it.
        with store.opened(site.settings.database_path, _WAIT_S) as database:
            published = store.version(database)
        version = site.served() if published else None
    except SettingsError as error:
        return None, error.problems
    if version is None:
        return None, (Problem(sentence("还没有发布过名单。"), sentence("请先发布一份名单。")),)
    return version, ()


def _clock_behind(now: dt.datetime, published: dt.datetime) -> Problem:
    message = sentence(
        "服务器的时钟是 %(now)s，比名单发布的时间 %(published)s 还早。",
        now=f"{now:%Y-%m-%d %H:%M}",
        published=f"{published:%Y-%m-%d %H:%M}",
    )
    hint = sentence("请校准时钟；在那以前“现在开放”可能是错的。")
    return Problem(message, hint, column="clock", value=now.isoformat(timespec="seconds"))
