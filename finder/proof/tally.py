"""What was compared, and where two outputs disagree."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from finder.errors import sentence
from finder.proof.lines import Run

# So many disagreements are named; the others are counted.
MOST_NAMED = 50


class Output(Enum):
    """Something that says whether a facility is open, or who is first."""

    STATUS = sentence("状态（每一分钟）")
    WORDS = sentence("状态的文字")
    PAGE = sentence("列表页")
    OPEN_PAGE = sentence("列表页只看开放")
    SORT = sentence("按远近排序")
    SEARCH = sentence("搜索没有位置的设施")
    MAP = sentence("地图数据")
    OPEN_MAP = sentence("地图只看开放")
    NEAR = sentence("/api/near")
    DETAIL = sentence("设施页")
    DETAIL_WEEK = sentence("设施页的七天")
    FACILITY = sentence("/api/facilities/编号")
    FACILITY_WEEK = sentence("/api/facilities/编号 的七天")
    TERMINAL = sentence("终端 finder near")
    FEED = sentence("日历 .ics")
    OFFLINE = sentence("离线资料（每一分钟）")
    OFFLINE_WORDS = sentence("离线资料的文字")
    INDEX = sentence("长名单的索引")
    SIMULATION = sentence("发布前的预演")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One place where an output says something else than the evaluator.

    Args:
        facility_id: whose; blank where it is about a list as a whole.
        when: the first moment at which it does.
    """

    output: Output
    facility_id: str
    when: dt.datetime
    expected: str
    said: str


@dataclass
class Tally:
    """How much was compared, by output.

    Args:
        minutes: minutes of single facilities of which the comparisons speak.
        comparisons: pairs of values that were compared.
        disagreements: pairs that differ.
        named: the first `MOST_NAMED` of them.
    """

    minutes: Counter[Output] = field(default_factory=Counter)
    comparisons: Counter[Output] = field(default_factory=Counter)
    disagreements: Counter[Output] = field(default_factory=Counter)
    named: list[Disagreement] = field(default_factory=list)

    def same(
        self, output: Output, facility_id: str, when: dt.datetime, expected: object, said: object
    ) -> None:
        """Compare two values."""
        self.comparisons[output] += 1
        if expected == said:
            return
        self.disagreements[output] += 1
        if len(self.named) < MOST_NAMED:
            self.named.append(Disagreement(output, facility_id, when, str(expected), str(said)))

    def same_runs(
        self,
        output: Output,
        facility_id: str,
        midnight: dt.datetime,
        expected: Sequence[Run[object]],
        said: Sequence[Run[object]],
        end_min: int,
    ) -> None:
        """Compare what is said of every minute up to `end_min`, by its runs.

        Args:
            midnight: the moment from which the minutes count.
        """
        edges = sorted({minute for minute, _ in (*expected, *said)})
        self.minutes[output] += end_min - edges[0]
        places = [0, 0]
        for edge in edges:
            values = []
            for number, side in enumerate((expected, said)):
                while places[number] + 1 < len(side) and side[places[number] + 1][0] <= edge:
                    places[number] += 1
                start, value = side[places[number]] if side else (edge, None)
                values.append(value if start <= edge else None)
            when = midnight + dt.timedelta(minutes=edge)
            self.same(output, facility_id, when, values[0], values[1])
