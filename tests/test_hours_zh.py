"""Chinese notices of opening hours: read as they mean, or refused with the words that are not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.errors import HoursError, Problem
from finder.hours.grammar import parsed
from finder.hours.rules import Rules
from finder.hours.zh import read_chinese
from finder.hours.zh_clock import chinese_number
from finder.hours.zh_text import plain_chinese
from tests.notices import lines, meaning

READ = lines("notices_read.txt")
REFUSED = lines("notices_refused.txt")


def problem(text: str) -> Problem:
    """Return the one problem that reading `text` raises."""
    with pytest.raises(HoursError) as caught:
        read_chinese(text)
    (only,) = caught.value.problems
    return only


def test_the_tables_are_broad() -> None:
    assert len(READ) > 300
    assert len(REFUSED) > 120


@pytest.mark.parametrize(("notice", "osm"), READ, ids=[notice for notice, _ in READ])
def test_a_notice_is_read_as_the_osm_text_beside_it(notice: str, osm: str) -> None:
    assert str(Rules(read_chinese(notice))) == osm


@pytest.mark.parametrize("notice", [notice for notice, _ in READ])
def test_what_was_read_can_be_written_in_the_osm_grammar(notice: str) -> None:
    rules = read_chinese(notice)
    assert parsed(str(Rules(rules))) == rules


@pytest.mark.parametrize(("notice", "said"), REFUSED, ids=[notice for notice, _ in REFUSED])
def test_what_is_not_certain_is_refused_with_its_words_their_place_and_a_way_out(
    notice: str, said: str
) -> None:
    refused = problem(notice)
    assert f"{refused.value} => {refused.hint.text()}" == said
    assert isinstance(refused.column, int)
    assert notice[refused.column - 1 :].startswith(refused.value.removesuffix("…"))
    message = refused.message.text()
    named = f"“{refused.value}”" in message or f"{refused.value} " in message
    assert named or message.startswith(("没有写", "开放时间没有写完")) or "是星期" in message


@pytest.mark.parametrize("start", range(20))
@pytest.mark.parametrize("table", ["notices_pairs.txt", "notices_places.txt", "notices_signs.txt"])
def test_what_stands_beside_each_other_is_read_together_or_refused(table: str, start: int) -> None:
    # Every pair of statements, every sign between two, and many words in many places.
    rows = lines(table)
    assert len(rows) > 400
    for notice, said in rows[start::20]:
        try:
            found = str(Rules(read_chinese(notice)))
        except HoursError as error:
            (refused,) = error.problems
            found = f"{refused.value} => {refused.hint.text()}".replace("\n", "⏎")
        assert (notice, found) == (notice, said)


@pytest.mark.parametrize(
    ("notice", "message", "hint"),
    [
        ("夏季9:00-18:00", "“夏季”是哪一天到哪一天", "夏季（4月1日至10月31日）9:00-18:00"),
        ("9:00-17:00，顺延", "“顺延”到哪一天，说不清", "2026年10月8日闭馆"),
        ("周一闭馆，遇法定节假日顺延，9:00-17:00", "“顺延”到哪一天", "2026年10月8日闭馆"),
        ("2026年7月1日至8月31日每天9:00-18:00，周一闭馆", "说得不够清楚", "写明年月日"),
        ("上午8:00-12:00，下午14:00-17:00（5月至9月）", "不够清楚", "在每个季节里"),
        ("2026年10月7日至2026年10月1日闭馆", "的结束早于开始", "在两端都写年份"),
        ("9:00-17:00，16:00-21:00", "前后重叠或倒退", "按先后次序写"),
        ("周一至周五9:00-17:00，周三下午闭馆", "说得不够清楚", "那一天从几点到几点开放"),
        ("春节闭馆", "“春节”是哪一天到哪一天", "请写明年月日"),
        ("2026年10月1日（星期五）闭馆", "2026年10月1日 是星期四，不是星期五", "核对日期和星期"),
        ("2026年2月30日闭馆", "没有 2026年2月30日 这一天", "日期请写年月日"),
        ("电子阅览室9:00-17:00", "说得不够清楚", "先写全馆的开放时间"),
        ("1:30-17:00", "“1:30-17:00”说不清是上午还是下午", "按 24 小时制写"),
        ("9:00-17:00（周一闭馆", "没有写完", "括号没有配对"),
        ("10月1日至2026年10月3日闭馆", "读不懂", "在开始日期前也写上年份"),
        ("仅限，9:00-17:00", "“仅限，”读不懂", "写明是哪一部分"),
        ("9:00-17:00，闭馆前停止入馆", "“闭馆前停止入馆”读不懂", "写明提前多久停止入馆"),
        ("周三照常开放", "说得不够清楚", "这几天从几点到几点开放"),
        ("25:00-26:00", "没有 25:00 这个时间", "时间写 00:00 到 24:00"),
        ("周一至周五9:00-17:00，周一14:00-20:00", "与前后文不一致", "每一天只写一次"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_how_to_write_it(
    notice: str, message: str, hint: str
) -> None:
    refused = problem(notice)
    assert message in refused.message.text()
    assert hint in refused.hint.text()


# A title such as 24小时自助图书馆 is one only where the whole notice fits it.
TITLED = ("24小时", "公园", "图书馆")


@pytest.mark.parametrize("word", ["展览", "需排队", "电话", "Mo", "€", "大概", "😀"])
@pytest.mark.parametrize(
    "notice",
    [notice for notice, _ in READ if "\n" not in notice and not notice.startswith(TITLED)][::17],
)
def test_a_word_that_the_lexicon_does_not_have_is_never_passed_over(notice: str, word: str) -> None:
    assert problem(notice + "，" + word).column == len(notice) + 2
    assert problem(word + notice).column == 1


def test_a_text_that_says_nothing_of_holidays_names_none() -> None:
    for notice, _ in READ:
        says = any(word in notice for word in ("假", "全年", "無", "无休", "365", "24", "工作日"))
        says = says or any(word in notice for word in ("全天", "7×", "二十四"))
        if not says:
            assert not any(rule.holidays for rule in read_chinese(notice)), notice


@pytest.mark.parametrize(
    ("bare", "halves"),
    [
        ("9:00-5:00", "上午9:00-下午5:00"),
        ("1:30-5:00", "下午1:30-5:00"),
        ("9点到9点", "早9点到晚9点"),
        ("2:00-4:30", "下午2:00-下午4:30"),
    ],
)
def test_a_time_of_twelve_hours_is_read_only_with_its_half_of_the_day(
    bare: str, halves: str
) -> None:
    assert "上午还是下午" in problem(bare).message.text()
    assert read_chinese(halves)


@pytest.mark.parametrize("notice", [notice for notice, _ in READ])
def test_full_width_forms_change_nothing(notice: str) -> None:
    wide = notice.translate(
        {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F) if chr(code) not in "*"}
    )
    assert read_chinese(wide) == read_chinese(notice)


def test_every_character_stays_in_its_place() -> None:
    text = "週一至週五９：００～１７：００（週六、日閉館）"
    assert plain_chinese(text) == "周一至周五9:00~17:00(周六、日闭馆)"
    assert len(plain_chinese(text)) == len(text)


def test_an_exception_inherits_its_year_but_never_goes_back_in_time() -> None:
    rules = read_chinese("2026年10月1日至3日闭馆，10月4日至7日10:00-16:00")
    assert str(Rules(rules)) == "2026 Oct 01-03 off; 2026 Oct 04-07 10:00-16:00"
    assert problem("2026年10月1日闭馆，9月30日10:00-16:00").value == "9月30日"


def test_a_date_with_the_wrong_day_of_the_week_is_refused() -> None:
    assert read_chinese("2026年10月1日（星期四）闭馆")
    assert "星期四" in problem("2026年10月1日（星期五）闭馆").message.text()


def test_a_winter_holiday_without_a_year_is_refused_before_and_behind_its_dates() -> None:
    for words in ("寒假（2月1日至2月20日）", "2月1日至2月20日（寒假）"):
        assert problem(words + "9:00-16:00，其余时间9:00-17:00").value == words


def test_an_evening_of_some_months_never_takes_the_day_of_these_months_away() -> None:
    evening = "18:00-21:00（5月1日至9月30日）"
    assert problem(f"周一至周五9:00-17:00，{evening}").value == evening
    assert problem(f"9:00-17:00，{evening}").value == evening


def test_the_rest_of_the_time_is_refused_where_nothing_is_said_of_it() -> None:
    assert problem("9:00-17:00，其余时间").value == "其余时间"


def test_a_closing_that_is_said_twice_is_one_rule() -> None:
    rules = read_chinese("周二至周日9:00-17:00；除周一外。周一闭馆")
    assert str(Rules(rules)) == "Tu-Su 09:00-17:00; Mo off"


def test_a_working_day_is_one_of_the_official_calendar() -> None:
    hours = dict(meaning(Rules(read_chinese("工作日9:00-17:00"))))
    assert hours["2026-10-09"]  # an ordinary Friday
    assert hours["2026-10-10"]  # a Saturday that is worked for the holiday
    assert not hours["2026-10-01"]
    assert not hours["2026-10-17"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("三十一", 31),
        ("零五", 5),
        ("两", 2),
        ("九", 9),
        ("07", 7),
        ("一二", -1),
        ("十十", -1),
        ("廿", -1),
        ("", -1),
        ("-3", -1),
    ],
)
def test_chinese_numerals_are_read_up_to_ninety_nine(text: str, number: int) -> None:
    assert chinese_number(text) == number


PIECES = st.sampled_from(
    [
        *(
            "周一",
            "周二至周日",
            "周六、日",
            "双休日",
            "工作日",
            "每天",
            "法定节假日",
            "节假日",
            "其余时间",
        ),
        *("9:00-17:00", "8:30-12:00", "14:00-17:30", "2:00-5:00", "9点半", "次日2:00", "5.1-9.30"),
        *(
            "上午",
            "下午",
            "晚上",
            "闭馆",
            "开放",
            "照常开放",
            "除外",
            "遇",
            "除",
            "外",
            "含",
            "因",
            "检修",
        ),
        *(
            "（",
            "）",
            "，",
            "；",
            "、",
            "：",
            "至",
            "-",
            "10",
            "月",
            "年",
            "日",
            "点",
            "24小时",
            "全天",
        ),
        *(
            "16:30停止入馆",
            "闭馆前30分钟停止入馆",
            "停止入馆",
            "最晚入馆",
            "中午不休",
            "午休12:00-13:00",
        ),
        *(
            "夏季",
            "4月1日至10月31日",
            "11月1日至次年3月31日",
            "2026年10月1日至3日",
            "2026-10-01",
            "国庆",
        ),
        *("全年无休", "二层", "仅限", "少儿阅览室", "延长至21:00", "另行通知", "每月最后一个"),
        *("（周一闭馆）", "（法定节假日除外）", "起恢复正常开放", "平日", "示例图书馆：", "三天"),
        *("（初一）", "9:00开馆", "17:00前离馆", "春节期间另行通知", "周五晚18:00-21:00", "4-10月"),
        *("免费参观", "日间开放：", "阅览室：", "停止入馆16:00", "2月底", "公众假期", "全年每天"),
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=12).map("".join),
    st.text(max_size=60),
    st.text(alphabet="周一二三日至0123456789:：-（），；月年点半停止入馆上下午闭 \n", max_size=60),
)


@given(TEXTS)
def test_any_text_is_read_or_refused_with_words_of_its_own(text: str) -> None:
    try:
        rules = read_chinese(text)
    except HoursError as error:
        (found,) = error.problems
        assert isinstance(found.column, int)
        assert 1 <= found.column <= len(text) + 1
        assert found.value.removesuffix("…") in text
        assert found.value or "没有写完" in found.message.text()
    else:
        assert parsed(str(Rules(rules))) == rules


@pytest.mark.parametrize(
    "piece",
    [
        "周",
        "1",
        "一",
        "9:00-",
        "微信公众号",
        "、",
        "(",
        "南",
        "以官网",
        "免费",
        "9:00-17:00，",
        "周一、",
        "全年",
        "示例图书馆",
        "阅览室、",
    ],
)
def test_no_text_takes_long(piece: str) -> None:
    text = (piece * 1000)[:1000]
    start = time.perf_counter()
    for repeated in (text, "以" + text[1:], "全年" + text[2:]):
        try:
            read_chinese(repeated)
        except HoursError:
            continue
    assert time.perf_counter() - start < 3


def test_a_text_over_a_thousand_characters_is_refused() -> None:
    assert problem("周一9:00-17:00，" * 100).column == 1001


def test_a_blank_text_states_nothing() -> None:
    assert read_chinese(" \n") == ()
