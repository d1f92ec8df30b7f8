"""Times of an afternoon or an evening after those of several days: of which days they are."""

from __future__ import annotations

from finder.hours.zh_groups import Group, Notice
from finder.hours.zh_statements import Gap, Kind, Statement

_MORNING_ENDS_MIN = 13 * 60
_DAY_ENDS_MIN = 18 * 60


def may_be_of_all(notice: Notice, group: Group, said: Statement) -> bool:
    """Return whether ，下午14:00-17:00 may be of the days before the last too.

    周一至周五9:00-12:00，周六9:00-12:00，下午14:00-17:00: all of them have mornings alone.
    """
    words = notice.source.text[said.start : said.end]
    before = notice.source.text[: said.start].rstrip()
    if not (before.endswith(("，", ",")) and group.statement.gap is Gap.COMMA):
        return False
    if not words.startswith(("下午", "晚", "夜")):
        return False
    until_min = _MORNING_ENDS_MIN if words.startswith("下午") else _DAY_ENDS_MIN
    return _ends_by(group, until_min) and any(
        other is not group and _ends_by(other, until_min) for other in notice.groups
    )


def _ends_by(group: Group, until_min: int) -> bool:
    return all(block.end_min <= until_min for block in group.blocks)


def afternoon_of_last(
    notice: Notice, group: Group, said: Statement, last: Statement | None
) -> bool:
    """Return whether ；下午14:00-17:00 can only be of the days right before it.

    The other days have afternoons already, and those before it have none.
    """
    words = notice.source.text[said.start : said.end]
    others = [other for other in notice.groups if other is not group]
    return (
        words.startswith("下午")
        and last is not None
        and last.kind is Kind.OPEN
        and bool(group.blocks)
        and group.blocks[-1].end_min <= _MORNING_ENDS_MIN
        and all(other.blocks and other.blocks[-1].end_min > _MORNING_ENDS_MIN for other in others)
    )
