"""What is written correctly but is probably not meant: warnings, never refusals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from finder.errors import Problem, Sentence, sentence
from finder.hours.day_cases import day_cases, meetings, selectors_of
from finder.hours.evaluation import LAST_ENTRY_WORDS, Interval, known_day_intervals
from finder.hours.rules import DAY_MIN, Join, Rule, Rules, State, TimeSpan
from finder.hours.words_days import span_words

SHORTEST_BLOCK_MIN = 30
LONGEST_BLOCK_MIN = 18 * 60
_NOON_MIN = 12 * 60
_FIRST_MORNING_MIN = 6 * 60


def warnings(rules: Rules) -> tuple[Problem, ...]:
    """Return what in `rules` is probably a mistake, in words that staff can act on.

    `value` is the rule or the time; the OSM text of a rule is `str(rule)`.
    """
    every = (*rules.ordinary, *rules.special)
    if not every:
        return ()
    selectors = tuple(map(selectors_of, every))
    if not day_cases(selectors):
        return (_too_much(len(every)),)
    met = meetings(selectors)
    decided, blocks = _survey(rules)
    found = [
        *_overwritten(rules.ordinary, met),
        *_overlapping(every),
        *_idle(every, decided),
        *_odd_blocks(blocks),
        *_twelve_hours(every),
        *_late_entry(every, met),
        *_holidays(rules),
    ]
    return tuple(dict.fromkeys(found))


def _problem(value: str, message: Sentence, hint: Sentence) -> Problem:
    return Problem(message, hint, value=value)


def _too_much(count: int) -> Problem:
    return _problem(
        "",
        sentence("%(count)d 条规则里的日子太复杂，没有逐日核对。", count=count),
        sentence("请写得简单些；平常的时间和例外的日子请分两栏写。"),
    )


def _survey(rules: Rules) -> tuple[set[Rule], set[TimeSpan]]:
    """Return the rules that decide some minute of some day, and all unbroken open times."""
    decided: set[Rule] = set()
    blocks: set[TimeSpan] = set()
    every = (*rules.ordinary, *rules.special)
    for case in day_cases(tuple(map(selectors_of, every))):
        if case.is_past_leap_year and decided.issuperset(every):
            break
        parts = known_day_intervals(rules, case.date, case.day)
        decided |= {part.rule for part in parts if part.rule}
        blocks |= _open_blocks(parts)
    return decided, blocks


def _open_blocks(parts: tuple[Interval, ...]) -> set[TimeSpan]:
    """Return the stretches that are open without a break, whatever the notes."""
    blocks: list[TimeSpan] = []
    for part in parts:
        if part.state is not State.OPEN:
            continue
        if blocks and blocks[-1].end_min == part.start_min:
            blocks[-1] = TimeSpan(blocks[-1].start_min, part.end_min)
        else:
            blocks.append(TimeSpan(part.start_min, part.end_min))
    return set(blocks)


def _overwritten(rules: tuple[Rule, ...], met: tuple[int, ...]) -> Iterator[Problem]:
    """Yield a later rule after `;` that takes away hours it has none of its own for.

    Args:
        met: for each rule, those that speak of a day that it speaks of too.
    """
    for index, later in enumerate(rules):
        if later.join is not Join.REPLACE or later.state is not State.OPEN or not later.times:
            continue
        for place, earlier in enumerate(rules[:index]):
            if earlier.state is not State.OPEN or not met[index] >> place & 1:
                continue
            if not any(_meet(one, other) for one in earlier.spans for other in later.times):
                yield _problem(
                    str(later),
                    sentence(
                        "“%(later)s”会整天取代前面的“%(earlier)s”，那几天的这段时间就没有了。",
                        later=str(later),
                        earlier=str(earlier),
                    ),
                    sentence("要两段都开放，请把前面的分号改成逗号；确要取代，可不理会。"),
                )


def _meet(one: TimeSpan, other: TimeSpan) -> bool:
    return one.start_min < other.end_min and other.start_min < one.end_min


def _overlapping(rules: tuple[Rule, ...]) -> Iterator[Problem]:
    for index, rule in enumerate(rules):
        earlier = [
            span
            for other in rules[:index]
            if rule.join is Join.ADD and _same_but_times(rule, other)
            for span in other.times
        ]
        for at, span in enumerate(rule.times):
            for other_span in (*earlier, *rule.times[:at]):
                if _meet(span, other_span):
                    yield _problem(
                        str(rule),
                        sentence(
                            "%(one)s 和 %(two)s 有重叠。",
                            one=span_words(other_span),
                            two=span_words(span),
                        ),
                        sentence("请核对两段时间，或合成一段。"),
                    )


def _same_but_times(one: Rule, other: Rule) -> bool:
    return replace(one, join=other.join, times=other.times) == other


def _idle(rules: tuple[Rule, ...], decided: set[Rule]) -> Iterator[Problem]:
    for rule in rules:
        if rule not in decided:
            yield _problem(
                str(rule),
                sentence("“%(rule)s”从不起作用。", rule=str(rule)),
                sentence("没有这样的日子，或被后面的规则取代了；请核对或删去。"),
            )


def _odd_blocks(blocks: set[TimeSpan]) -> Iterator[Problem]:
    for span in sorted(blocks, key=lambda span: (span.start_min, span.end_min)):
        length = span.end_min - span.start_min
        if length < SHORTEST_BLOCK_MIN:
            message = sentence("%(times)s 不到半小时。", times=span_words(span))
        elif LONGEST_BLOCK_MIN < length < DAY_MIN:
            message = sentence("%(times)s 超过 18 小时。", times=span_words(span))
        else:
            continue
        yield _problem(str(span), message, sentence("请核对上午、下午；全天开放请写 24小时。"))


def looks_twelve_hour(span: TimeSpan) -> bool:
    """Return whether a time was probably meant in 12 hours: 9:00-5:00, 1:30-5:00."""
    over_noon = span.start_min < _NOON_MIN and DAY_MIN < span.end_min < DAY_MIN + _NOON_MIN
    small = 60 <= span.start_min < _FIRST_MORNING_MIN and span.end_min <= _NOON_MIN - 60
    return over_noon or small


def _twelve_hours(rules: tuple[Rule, ...]) -> Iterator[Problem]:
    for rule in rules:
        for span in rule.times:
            if rule.state is State.OPEN and looks_twelve_hour(span):
                yield _problem(
                    str(span),
                    sentence("%(times)s 像是 12 小时制。", times=str(span)),
                    sentence("下午请写 13:00 到 23:59，例如 09:00-17:00。"),
                )


def _is_entry(rule: Rule) -> bool:
    note = rule.note.casefold()
    return rule.state is State.OPEN and any(word in note for word in LAST_ENTRY_WORDS)


def _late_entry(rules: tuple[Rule, ...], met: tuple[int, ...]) -> Iterator[Problem]:
    """Yield last entry that is not inside the hours of the same days."""
    hours = [
        (at, rule)
        for at, rule in enumerate(rules)
        if rule.state is State.OPEN and not _is_entry(rule)
    ]
    for index, rule in enumerate(rules):
        if not _is_entry(rule):
            continue
        inside = [span for at, other in hours if met[index] >> at & 1 for span in other.spans]
        for span in rule.times:
            if not any(
                one.start_min < span.start_min and span.end_min <= one.end_min for one in inside
            ):
                yield _problem(
                    str(rule),
                    sentence(
                        "%(times)s %(note)s，不在开放时间以内。", times=str(span), note=rule.note
                    ),
                    sentence("停止入馆应早于闭馆，例如 9:00-17:00（16:30停止入馆）。"),
                )


def _holidays(rules: Rules) -> Iterator[Problem]:
    usual = [rule for rule in rules.ordinary if not rule.is_dated]
    if usual and not rules.speaks_of_holidays and not any(rule.always for rule in usual):
        yield _problem(
            "",
            sentence("没有写法定节假日是否开放，那些天会显示“未确认”。"),
            sentence("请写“法定节假日照常开放”“法定节假日闭馆”或节假日的时间。"),
        )
