"""Rules as text for people, in Chinese or, with the catalogue's `gettext`, in English.

The Chinese text of rules that a notice can state is such a notice: `finder.hours.zh` reads it
again with the same meaning. Rules that no notice states (every other week, `||`) are put into
words one by one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from finder.errors import Gettext, Sentence, sentence, untranslated
from finder.hours.dates import FIRST_DAY
from finder.hours.rules import DateSpan, Join, Rule, Rules, State
from finder.hours.words_days import dates_words, day_selector_words, listed, span_words
from finder.hours.words_plan import Part, Plan, plan_words
from finder.hours.words_tables import weekly_words


def text_of(rules: Rules, gettext: Gettext = untranslated) -> str:
    """Return what `rules` mean, in the language of `gettext`; "" where there are none."""
    start = next((day for rule in (*rules.ordinary, *rules.special) if (day := _start(rule))), None)
    ordinary, special = (
        tuple(rule for rule in half if not _start(rule)) for half in (rules.ordinary, rules.special)
    )
    said = [*_ordinary(ordinary), *_dated(special)]
    if not said:
        return ""
    first, *others = said
    for other in others:
        first = sentence("%(one)s；%(other)s", one=first, other=other)
    if start:
        first = sentence("%(date)s起：%(hours)s", date=dates_words((start,)), hours=first)
    return first.text(gettext)


def _start(rule: Rule) -> DateSpan | None:
    """Return the day from which on a notice holds, of the rule that all days before are unknown."""
    if len(rule.dates) != 1 or rule.dates[0].start != FIRST_DAY:
        return None
    whole = Rule(dates=rule.dates, state=State.UNKNOWN)
    if not rule.dates[0].end[0] or replace(rule, note="") != whole:
        return None
    day = rule.dates[0].last_day + dt.timedelta(days=1)
    return DateSpan((day.year, day.month, day.day), (day.year, day.month, day.day))


def _ordinary(rules: tuple[Rule, ...]) -> list[Sentence]:
    """Return what the ordinary rules say: a table, then the n-th weekdays, then dates of years."""
    weekly, dated = _split(rules, lambda rule: rule.is_dated)
    weekly, nths = _split(weekly, _is_nth)
    if not weekly:
        return [*_one_by_one(nths), *_dated(dated)]
    said = weekly_words(weekly)
    if said is None or any(rule.join is Join.ELSE for rule in (*nths, *dated)):
        return _one_by_one(rules)
    return [*said, *_one_by_one(nths), *_dated(dated)]


def _split(
    rules: tuple[Rule, ...], last: Callable[[Rule], bool]
) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """Return `rules` in two: up to the trailing ones of which `last` holds, and those."""
    count = len(rules)
    while count and last(rules[count - 1]):
        count -= 1
    return rules[:count], rules[count:]


def _is_nth(rule: Rule) -> bool:
    plain = not (rule.dates or rule.weeks or rule.years or rule.holidays or rule.workdays)
    return plain and bool(rule.weekdays) and all(span.nths for span in rule.weekdays)


def _dated(rules: tuple[Rule, ...]) -> list[Sentence]:
    """Return a sentence for the rules of the same dates."""
    said: list[Sentence] = []
    at = 0
    while at < len(rules):
        first, end = rules[at], at + 1
        while end < len(rules) and _goes_on(first, rules[end]):
            end += 1
        plan: Plan = ()
        for rule in rules[at:end]:
            for span in rule.spans:
                plan = _laid(plan, Part(span.start_min, span.end_min, rule.state, rule.note))
        days = day_selector_words(first)
        if first.state is State.OPEN and first.times:
            said.append(sentence("%(days)s%(hours)s", days=days, hours=plan_words(plan)))
        else:
            said += _one_by_one(rules[at:end])
        at = end
    return said


def _goes_on(first: Rule, rule: Rule) -> bool:
    same = (rule.years, rule.dates, rule.weeks, rule.weekdays) == (
        first.years,
        first.dates,
        first.weeks,
        first.weekdays,
    )
    return same and rule.join is Join.ADD and rule.state is State.OPEN and bool(rule.times)


def _laid(plan: Plan, part: Part) -> Plan:
    """Return `plan` with `part` over it."""
    out = [part]
    for other in plan:
        if other.start_min < part.start_min:
            end = min(other.end_min, part.start_min)
            out.append(Part(other.start_min, end, other.state, other.note))
        if part.end_min < other.end_min:
            start = max(other.start_min, part.end_min)
            out.append(Part(start, other.end_min, other.state, other.note))
    return tuple(sorted(out, key=lambda piece: piece.start_min))


def _one_by_one(rules: tuple[Rule, ...]) -> list[Sentence]:
    return [_rule_words(rule) for rule in rules]


def _rule_words(rule: Rule) -> Sentence:
    words = _state_words(rule, day_selector_words(rule))
    if rule.join is Join.ADD:
        return sentence("另外%(rule)s", rule=words)
    if rule.join is Join.ELSE:
        return sentence("不开放的时间里，%(rule)s", rule=words)
    return words


def _state_words(rule: Rule, days: Sentence) -> Sentence:
    if rule.state is State.OPEN:
        parts = tuple(Part(s.start_min, s.end_min, State.OPEN, rule.note) for s in rule.spans)
        return sentence("%(days)s%(hours)s", days=days, hours=plan_words(parts))
    if rule.times:
        times = listed(span_words(span) for span in rule.times)
        days = sentence("%(days)s%(hours)s", days=days, hours=times)
    if rule.state is State.UNKNOWN:
        words = sentence("%(days)s是否开放不确定", days=days)
    else:
        words = sentence("%(days)s闭馆", days=days)
    return sentence("%(words)s（%(note)s）", words=words, note=rule.note) if rule.note else words
