"""The charts of a running application: made once for each list, beside the requests."""

from __future__ import annotations

import datetime as dt
import json
import logging
import subprocess
import sys
from dataclasses import dataclass, field
from threading import Event, Lock, Thread

from finder.chart import Chart, Sources, chart_of, made_of
from finder.circle import Way
from finder.errors import FileError, NotYetError, Problem, sentence
from finder.kept import read_kept
from finder.settings import Settings

_log = logging.getLogger("finder")

# A short list takes about two seconds on a machine that has nothing else to do, and whoever asks
# first waits for that; all others are told to come again.
PATIENCE_S = 10.0
# When to ask again for one that takes longer.
WAIT_S = 3
# A list of a million takes less.
_LONGEST_S = 900
_AGAIN = dt.timedelta(seconds=60)
# Two weeks by two ways, of this list and the one before.
_MOST = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """Which chart is asked for.

    Args:
        list_key: of the published list.
        week: its name among the weeks that are shown, for the file in which it is kept.
        is_long: whether the list is.
    """

    list_key: str
    week: str
    monday: dt.date
    way: Way
    is_long: bool


@dataclass(eq=False)
class _Making:
    began: dt.datetime
    done: Event = field(default_factory=Event)
    chart: Chart | None = None

    @property
    def has_failed(self) -> bool:
        return self.done.is_set() and self.chart is None


class Charts:
    """What one process holds of charts; threads may share it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._sources = Sources(
            settings.places_path, settings.holidays_path, settings.population_path
        )
        self._lock = Lock()
        self._made: dict[str, _Making] = {}

    def chart(self, asked: Asked, now: dt.datetime) -> Chart:
        """Return a chart.

        The first who asks for one of a short list waits for it; nobody waits for a long one.

        Args:
            now: the present moment; what could not be made is tried again a minute later.

        Raises:
            NotYetError: it is being made, or could not be made.
        """
        try:
            key = made_of(asked.list_key, asked.monday, asked.way, self._sources)
        except FileError as error:
            _log.error("coverage: %s", error)
            raise _failed() from error
        with self._lock:
            making = self._made.get(key)
            is_first = making is None or (making.has_failed and now - making.began > _AGAIN)
            if making is None or is_first:
                making = self._made[key] = _Making(now)
                while len(self._made) > _MOST:
                    del self._made[next(iter(self._made))]
        if is_first:
            arguments = (making, key, asked)
            Thread(target=self._make, args=arguments, name="chart", daemon=True).start()
            making.done.wait(0 if asked.is_long else PATIENCE_S)
        if making.chart is None:
            raise _failed() if making.has_failed else _not_yet()
        return making.chart

    def _make(self, making: _Making, key: str, asked: Asked) -> None:
        try:
            making.chart = self._read(key, asked)
        except Exception:
            _log.exception("coverage")
        finally:
            making.done.set()

    def _read(self, key: str, asked: Asked) -> Chart | None:
        """Return the chart that is kept, or a new one."""
        chosen, sources = self._settings, self._sources
        path = chosen.data_folder / f"coverage-{asked.week}-{asked.way.value}.json"
        found = chart_of(read_kept(path, key))
        if found is not None:
            return found
        ran = subprocess.run(  # noqa: S603 - our own module, and no shell
            [
                *(sys.executable, "-m", "finder.coverage_job"),
                *map(str, (chosen.database_path, sources.places, sources.holidays, path)),
                *(asked.monday.isoformat(), asked.way.value),
                *([str(sources.population)] if sources.population else []),
            ],
            capture_output=True,
            timeout=_LONGEST_S,
            check=False,
        )
        if ran.returncode:
            _log.error("coverage: %s", ran.stderr.decode(errors="replace").strip())
            return None
        made = json.loads(ran.stdout)
        if made["made_of"] != key:
            _log.warning("coverage: somebody has published meanwhile")
            return None
        return chart_of(made["value"])


def _not_yet() -> NotYetError:
    message = sentence("正在计算这一周每个整点的覆盖范围。")
    hint = sentence("请过 %(seconds)d 秒再看。", seconds=WAIT_S)
    return NotYetError(Problem(message, hint), WAIT_S)


def _failed() -> NotYetError:
    message = sentence("覆盖范围没有算出来，原因在服务器的日志里。")
    hint = sentence("请过 %(seconds)d 秒再试。", seconds=_AGAIN.seconds)
    return NotYetError(Problem(message, hint), _AGAIN.seconds)
