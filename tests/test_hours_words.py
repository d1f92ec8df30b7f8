"""Rules in words: what people read, and what is read again from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.hours.grammar import parsed, rules_of
from finder.hours.rules import Rule, Rules
from finder.hours.words import text_of
from finder.hours.words_days import weekday_words
from finder.hours.words_week import season as season_between
from finder.hours.zh import read_chinese
from tests.hours_words import rule_lists
from tests.notices import lines, meaning


@pytest.mark.parametrize(
    ("osm", "words"),
    [
        ("", ""),
        ("24/7", "全天24小时开放"),
        ("Mo-Su 09:00-17:00", "每天9:00-17:00"),
        ("Tu-Su 09:00-17:00; Mo off", "周二至周日9:00-17:00；周一闭馆"),
        ("Tu-Su,PH 09:00-17:00", "周二至周日9:00-17:00；周一闭馆（法定节假日除外）"),
        ("Mo-Fr 09:00-17:00; PH off", "周一至周五9:00-17:00；周六、周日闭馆；法定节假日闭馆"),
        ("Mo-Su,PH 09:00-17:00", "每天9:00-17:00；法定节假日照常开放"),
        (
            'Tu-Su 08:30-18:00, Tu-Su 18:00-22:00 open "二层、七层"; Mo off',
            "周二至周日8:30-18:00、18:00-22:00（仅限二层、七层）；周一闭馆",
        ),
        (
            'Mo-Su 09:00-17:00, Mo-Su 16:30-17:00 open "停止入馆"',
            "每天9:00-17:00（16:30停止入馆）",
        ),
        (
            "Apr-Oct Tu-Su 09:00-18:00; Nov-Mar Tu-Su 09:00-17:00; Mo off",
            "4月至10月周二至周日9:00-18:00；11月至次年3月周二至周日9:00-17:00；周一闭馆",
        ),
        (
            'Tu-Su 09:00-17:00 open "需预约", Tu-Su 16:30-17:00 open "停止入馆"; Mo off',
            "周二至周日9:00-17:00（需预约）（16:30停止入馆）；周一闭馆",
        ),
        ('24/7 open "凭证件入馆"', "每天0:00-24:00（凭证件入馆）；法定节假日照常开放"),
        ("Fr 18:00-26:00", "周五18:00-次日2:00；周一至周四、周六、周日闭馆"),
        ("WD 09:00-17:00; PH off", "工作日9:00-17:00；法定节假日闭馆"),
        (
            "Sa,Su 10:00-16:00; WD 09:00-17:00; PH off",
            "工作日9:00-17:00；周六、周日10:00-16:00；法定节假日闭馆",
        ),
        ("Mo-Su 09:00-17:00; Mo[-1] off", "每天9:00-17:00；每月最后一个周一闭馆"),
        ("Mo-Su 09:00-17:00; PH 10:00-16:00", "每天9:00-17:00；法定节假日10:00-16:00"),
        ('2026 Oct 01-03 off "国庆"', "2026年10月1日至3日闭馆（国庆）"),
        (
            "2026 Dec 30-2027 Jan 03 09:00-12:00",
            "2026年12月30日至2027年1月3日9:00-12:00",
        ),
        ("week 1-53/2 Mo 09:00-12:00", "第1至53周每2周周一9:00-12:00"),
        (
            'Mo 09:00-12:00 || unknown "请电话确认"',
            "周一9:00-12:00；不开放的时间里，每天是否开放不确定（请电话确认）",
        ),
    ],
)
def test_rules_are_said_as_notices_say_them(osm: str, words: str) -> None:
    assert text_of(rules_of(osm)) == words


@pytest.mark.parametrize(
    ("dates", "named"),
    [
        ("Feb 01-20", "每年2月1日至20日"),
        ("Dec 20-Jan 15", "每年12月20日至次年1月15日"),
        ("Feb 01-28", "2月1日至28日"),
        ("Jul-Aug", "7月至8月"),
        ("Nov-Mar", "11月至次年3月"),
    ],
)
def test_a_short_season_is_said_to_be_of_every_year(dates: str, named: str) -> None:
    rules = rules_of(f"{dates} Mo-Su 09:00-16:00")
    assert f"{named}每天9:00-16:00" in text_of(rules).split("；")


def test_of_two_hours_with_one_beginning_the_later_rule_is_said_first() -> None:
    rules = rules_of("", '2026 Oct 01 09:00-17:00, 2026 Oct 01 09:00-10:00 open "二层"')
    assert text_of(rules) == "2026年10月1日9:00-10:00（仅限二层）、10:00-17:00"


@pytest.mark.parametrize(
    ("start", "following", "osm"),
    [
        ((4, 1), (11, 1), "Apr-Oct"),
        ((11, 1), (4, 1), "Nov-Mar"),
        ((1, 1), (3, 1), "Jan-Feb"),
        ((12, 1), (1, 1), "Dec"),
        ((5, 10), (9, 21), "May 10-Sep 20"),
        ((9, 21), (5, 10), "Sep 21-May 09"),
        ((4, 1), (4, 30), "Apr 01-29"),
        ((4, 2), (5, 1), "Apr 02-30"),
        ((2, 1), (3, 1), "Feb"),
    ],
)
def test_a_season_ends_the_day_before_the_next(
    start: tuple[int, int], following: tuple[int, int], osm: str
) -> None:
    (rule,) = parsed(f"{osm} 09:00-17:00")
    assert (season_between(start, following),) == rule.dates


@pytest.mark.parametrize(
    ("osm", "words"),
    [
        (
            '2026 Oct 01 09:00-17:00 open "甲", 2026 Oct 01 10:00-11:00 open "乙"',
            "2026年10月1日9:00-10:00（仅限甲）、10:00-11:00（仅限乙）、11:00-17:00（仅限甲）",
        ),
        ("2026 Oct 01 open", "2026年10月1日0:00-24:00"),
        (
            '2026 Oct 01 09:00-12:00 unknown "测试"',
            "2026年10月1日9:00-12:00是否开放不确定（测试）",
        ),
        ("2026 Oct 01 09:00-12:00 off", "2026年10月1日9:00-12:00闭馆"),
        (
            "2026 Oct 01 09:00-12:00, 2026 Oct 01 14:00-15:00 off",
            "2026年10月1日9:00-12:00；另外2026年10月1日14:00-15:00闭馆",
        ),
    ],
)
def test_an_exception_is_said_with_each_of_its_notes(osm: str, words: str) -> None:
    assert text_of(rules_of("", osm)) == words


def test_exceptions_are_said_last() -> None:
    rules = rules_of("Mo-Fr 09:00-17:00; PH off", "2026 Dec 24 09:00-12:00")
    assert text_of(rules).endswith("法定节假日闭馆；2026年12月24日9:00-12:00")


def test_every_sentence_goes_through_the_catalogue() -> None:
    seen: list[str] = []

    def gettext(message: str) -> str:
        seen.append(message)
        return message

    text_of(rules_of("Tu-Su,PH 09:00-17:00; Mo[1] off"), gettext)
    assert "%(closed)s（法定节假日除外）" in seen
    assert "周二" in seen


@pytest.mark.parametrize("notice", [notice for notice, _ in lines("notices_read.txt")])
def test_a_notice_said_and_read_again_means_the_same(notice: str) -> None:
    rules = Rules(read_chinese(notice))
    said = text_of(rules)
    again = Rules(read_chinese(said))
    assert again == rules or meaning(again) == meaning(rules)
    assert text_of(again) == said


PLANS = st.sampled_from(
    (
        ("09:00-17:00",),
        ("08:30-12:00", "13:30-17:30"),
        ("10:00-20:00",),
        ("14:00-21:00",),
        ("18:00-26:00",),
        ("09:00-17:00", '16:30-17:00 open "停止入馆"'),
        ("08:30-18:00", '18:00-22:00 open "二层、七层"'),
    )
)
SEASONS = st.sampled_from((("",), ("Apr-Oct", "Nov-Mar"), ("May 10-Sep 20", "Sep 21-May 09")))


def _written(days: str, plan: tuple[str, ...]) -> str:
    plain = [part for part in plan if "open" not in part]
    noted = [f", {days} {part}" for part in plan if "open" in part]
    return f"{days} {','.join(plain)}{''.join(noted)}"


@st.composite
def notices(draw: st.DrawFn) -> Rules:
    """Return rules of the kind that a notice can state."""
    closed = draw(st.sampled_from(((), ("Mo",), ("Mo", "Tu"), ("Sa", "Su"))))
    open_days = [day for day in ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su") if day not in closed]
    cut = draw(st.integers(1, len(open_days)))
    groups = [group for group in (open_days[:cut], open_days[cut:]) if group]
    same = draw(st.booleans())
    holidays = draw(st.sampled_from(("unsaid", "off", "own", "usual", "later")))
    rules: list[str] = []
    first = draw(PLANS)
    seasons = draw(SEASONS)
    if closed and (len(seasons) > 1 or not same or len(groups) > 1) and holidays == "usual":
        holidays = "unsaid"
    if holidays == "own" and (len(seasons) > 1 or closed == ("Sa", "Su")):
        holidays = "off"
    for season in seasons:
        for index, group in enumerate(groups):
            plan = first if same else draw(PLANS)
            usual = holidays == "usual" and index == 0
            days = ",".join(group) + (",PH" if usual else "")
            rules.append(_written(f"{season} {days}".strip(), plan))
    if closed and holidays != "usual":
        rules.append(",".join(closed) + " off")
    rules += {"off": ["PH off"], "own": ["PH 10:00-16:00"], "later": ['PH unknown "另行通知"']}.get(
        holidays, []
    )
    if draw(st.booleans()):
        rules.append('2026 Oct 01-03 off "国庆"')
    return Rules(parsed("; ".join(rules)))


@settings(deadline=None)
@given(notices())
def test_what_a_notice_can_state_is_read_again_with_the_same_meaning(rules: Rules) -> None:
    said = text_of(rules)
    again = Rules(read_chinese(said))
    assert again == rules or meaning(again) == meaning(rules)
    assert text_of(again) == said


@settings(deadline=None)
@given(rule_lists())
def test_any_rules_can_be_said(rules: tuple[Rule, ...]) -> None:
    said = text_of(Rules(rules))
    assert said
    assert "%" not in said


def test_a_leap_day_is_said_as_the_end_of_february() -> None:
    rules = Rules(read_chinese("11月1日至次年2月28日9:00-16:00；3月1日至10月31日9:00-17:00"))
    assert text_of(rules) == "3月至10月每天9:00-17:00；11月至次年2月每天9:00-16:00"
    assert dict(meaning(rules))[dt.date(2028, 2, 29).isoformat()]


@pytest.mark.parametrize(
    ("weekdays", "words"),
    [
        ([0], "周一"),
        ([0, 1], "周一、周二"),
        ([0, 1, 2], "周一至周三"),
        ([0, 1, 2, 4], "周一至周三、周五"),
        ([5, 6], "周六、周日"),
        ([6, 0], "周一、周日"),
        (range(7), "每天"),
    ],
)
def test_three_weekdays_in_a_row_are_named_by_their_ends(
    weekdays: Iterable[int], words: str
) -> None:
    assert weekday_words(weekdays).text() == words
