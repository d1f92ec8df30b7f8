"""Chinese notices to rules: read right or refused, never read wrong."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.errors import HoursError
from finder.holidays import official_calendar
from finder.hours import Rules, day_intervals, read_hours, rules_of

# As published by facilities of the list, with what they mean.
PUBLISHED = [
    (
        "周二至周日8:30-18:00，夜间18:00-22:00（仅限二层、七层），周一闭馆",
        'Tu-Su 08:30-18:00, Tu-Su 18:00-22:00 open "二层、七层"; Mo off',
    ),
    ("周一至周五9:00至21:00，周六、周日9:00至24:00", "Mo-Fr 09:00-21:00; Sa,Su 09:00-24:00"),
    ("周二至周日10:00-20:00，周一闭馆（法定节假日除外）", "Tu-Su,PH 10:00-20:00"),
    ("全天24小时", "24/7"),
    (
        "9:00-17:00，16:30停止入馆，周一闭馆（法定节假日除外）",
        'Tu-Su,PH 09:00-17:00, Tu-Su,PH 16:30-17:00 open "停止入馆"',
    ),
    ("周二至周日9:00-17:00，周一闭馆", "Tu-Su 09:00-17:00; Mo off"),
    (
        "9:00-17:00（16:00停止入场），逢周一闭馆（法定节假日除外）",
        'Tu-Su,PH 09:00-17:00, Tu-Su,PH 16:00-17:00 open "停止入场"',
    ),
    ("8:30-17:30（周一到周日）", "Mo-Su 08:30-17:30"),
    ("周一至周日9:00-18:00（全年无休）", "Mo-Su,PH 09:00-18:00"),
    ("周一至周日8:30-20:00（法定假日除外）", "Mo-Su 08:30-20:00; PH off"),
    ("周一至周日8:30-20:30（法定假日除外）", "Mo-Su 08:30-20:30; PH off"),
    ("周一到周五9:00-20:00；周六到周日9:00-19:00", "Mo-Fr 09:00-20:00; Sa,Su 09:00-19:00"),
    (
        "周一闭馆，周二到周五9:00-17:30，周六日9:00-20:00",
        "Tu-Fr 09:00-17:30; Sa,Su 09:00-20:00; Mo off",
    ),
    ("周一至周日早9:00-晚18:00", "Mo-Su 09:00-18:00"),
    ("周一至周日9:00-17:30", "Mo-Su 09:00-17:30"),
    ("周一至周日8:00-12:00 13:30-17:30", "Mo-Su 08:00-12:00,13:30-17:30"),
    ("周一至周日8:30-17:30", "Mo-Su 08:30-17:30"),
    ("周一至周日：9:00-17:00", "Mo-Su 09:00-17:00"),
    ("周一至周日8:30-12:00、13:00-17:30", "Mo-Su 08:30-12:00,13:00-17:30"),
    ("周一至周五9:00-17:30，周六周日9:00-17:00", "Mo-Fr 09:00-17:30; Sa,Su 09:00-17:00"),
    ("周一至周日：8:00-12:00 14:00-18:00", "Mo-Su 08:00-12:00,14:00-18:00"),
    ("周一至周日早8:30-11:30 12:00-17:00", "Mo-Su 08:30-11:30,12:00-17:00"),
    ("周一至周日 8:30-11:30 13:00-18:00", "Mo-Su 08:30-11:30,13:00-18:00"),
    ("周一至周五8:00-17:00；周六、周日8:00-14:00", "Mo-Fr 08:00-17:00; Sa,Su 08:00-14:00"),
    ("周一至周日9:00-11:30,14:00-20:00", "Mo-Su 09:00-11:30,14:00-20:00"),
    ("周一至周日上午 8:30-12:00 下午 12:30-17:00", "Mo-Su 08:30-12:00,12:30-17:00"),
    ("周一至周日 8:30-17:30", "Mo-Su 08:30-17:30"),
]

GENERIC = [
    (
        "周二至周日 9:00-17:00（16:30停止入馆），周一闭馆",
        'Tu-Su 09:00-17:00, Tu-Su 16:30-17:00 open "停止入馆"; Mo off',
    ),
    ("星期一至星期五 上午8:30-11:30 下午1:30-5:00", "Mo-Fr 08:30-11:30,13:30-17:00"),
    ("每天上午九时至下午五时", "Mo-Su 09:00-17:00"),
    ("开放时间：8:30-17:30，全年无休", "Mo-Su,PH 08:30-17:30"),
    ("週二至週日 9:00-17:00 週一休館", "Tu-Su 09:00-17:00; Mo off"),
    (
        "夏季（4月1日—10月31日）8:30-17:30；冬季（11月1日—次年3月31日）9:00-16:30",
        "Apr 01-Oct 31 Mo-Su 08:30-17:30; Nov 01-Mar 31 Mo-Su 09:00-16:30",
    ),
    ("周五、周六 20:00-次日2:00", "Fr,Sa 20:00-26:00"),
    ("除周一外每天9:00-17:00", "Tu-Su 09:00-17:00; Mo off"),
    ("周一至周日9:00-18:00，法定节假日闭馆", "Mo-Su 09:00-18:00; PH off"),
    ("9:00-12:00，14:00-17:00（周一上午闭馆）", "Mo 14:00-17:00; Tu-Su 09:00-12:00,14:00-17:00"),
    ("早8点到晚10点", "Mo-Su 08:00-22:00"),
    ("8点半至17点", "Mo-Su 08:30-17:00"),
    ("工作日9:00-17:00，周末10:00-16:00", "Sa,Su 10:00-16:00; WD 09:00-17:00"),
]

REFUSED = [
    ("每天9:00-5:00", "9:00-5:00"),
    ("旺季8:00-18:00 淡季8:30-17:00", "旺季"),
    ("周一至周日8:30-17:00（暑假期间周一至周日9:00-20:00）", "暑假期间"),
    ("周一：9:00-12:00，下午闭馆；周二到周日：9:00-20:00（寒暑假延期至21:00）", "寒暑假"),
    ("周二至周五9:00-19:00；周一闭馆，遇法定节假日顺延", "顺延"),
    ("上午12点至下午5点", "12点"),
    ("周二至周日9:00-17:00，请带好雨伞", "请带好雨伞"),
]


def meaning(rules: Rules) -> list[list[tuple[int, int, str, str]]]:
    """Return what holds on every date from September 2026 to the end of the year."""
    first = dt.date(2026, 9, 1)
    return [
        [
            (part.start_min, part.end_min, part.state.value, part.note)
            for part in day_intervals(rules, first + dt.timedelta(days=days), official_calendar())
        ]
        for days in range(122)
    ]


@pytest.mark.parametrize(("text", "same_as"), [*PUBLISHED, *GENERIC])
def test_a_notice_means_what_its_osm_form_means(text: str, same_as: str) -> None:
    assert meaning(read_hours(text)) == meaning(rules_of(same_as))


@pytest.mark.parametrize("text", [text for text, _ in (*PUBLISHED, *GENERIC)])
def test_what_was_understood_is_said_in_a_form_that_means_the_same(text: str) -> None:
    rules = read_hours(text)
    assert meaning(rules_of(str(rules))) == meaning(rules)


@pytest.mark.parametrize(("text", "words"), REFUSED)
def test_what_is_not_certain_is_refused_with_its_words(text: str, words: str) -> None:
    with pytest.raises(HoursError) as refusal:
        read_hours(text)
    problem = refusal.value.problems[0]
    assert words in f"{problem.value}{problem.message}"
    assert str(problem.hint)
    assert isinstance(problem.column, int)
    assert 1 <= problem.column <= len(text) + 1


WORDS = st.sampled_from(
    [
        "周一",
        "至",
        "周日",
        "、",
        "，",
        "（",
        "）",
        "闭馆",
        "9:00",
        "-",
        "17:00",
        "上午",
        "下午",
        "八",
        "点",
        "半",
        "停止入馆",
        "法定节假日",
        "除外",
        "每天",
        "24小时",
        "次日",
        "2026年",
        "10月",
        "1日",
        "夏季",
        "工作日",
        "二层",
        "仅限",
        "；",
        "12",
        "休",
    ]
)


@given(st.one_of(st.lists(WORDS, max_size=14).map("".join), st.text(max_size=40)))
@settings(max_examples=300, deadline=None)
def test_no_text_ends_in_anything_but_rules_or_a_refusal(text: str) -> None:
    try:
        rules = read_hours(text)
    except HoursError:
        return
    assert meaning(rules)
