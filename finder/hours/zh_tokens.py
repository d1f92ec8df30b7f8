"""Chinese text to a row of words, each with its kind and its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from finder.errors import HoursError, Sentence, sentence
from finder.hours.tokens import check_length, refusal
from finder.hours.zh_asides import NOTED
from finder.hours.zh_lexicon import LEXICON
from finder.hours.zh_text import plain_chinese

_HOUSE = (
    "(?:图书馆|博物馆|博物院|文化馆|美术馆|艺术馆|展览馆|纪念馆|陈列馆|科技馆|规划馆|体育馆|群艺馆"
    "|艺术中心|文化中心|活动中心|服务中心|科普中心|公园|文化站|书房|书屋|书院|分馆|少年宫|文化宫|故居|档案馆"
    "|动物园|植物园|体育中心|健身中心|文体中心|游客中心|景区)"
    "(?:公共文化设施|场馆)?"
)
# A name is no title where it may be of a part or of some days: 少儿图书馆, 春节图书馆开放时间.
_NAME = (
    "(?:(?!少儿|儿童|亲子|成人|自助|电子|数字|盲人|书库|地下|部分|其他|其余|期间|临时|国庆|元旦"
    "|端午|中秋|清明|五一|十一|大概|预约|电话|展览|讲解|办证|借还|咨询|参观|演出|食堂|售票|办公"
    "|培训|课程|[逢需约除停闭休不节假暑寒季旧夜晚早各原周月年日])[\u4e00-\u9fff])"
)
_OPENING = "(?:对外|免费|日常|正常)*(?:开放|开馆|开园|服务|营业|参观|接待)时间"
_TITLE = re.compile(
    rf"\s*\(?(?:目前)?(?:{_NAME}{{0,20}}?{_HOUSE}\)?(?={_OPENING})|{_NAME}{{1,20}}?{_HOUSE}\)?(?=[:\n])"
    rf"|{_NAME}{{1,20}}?{_HOUSE}(?=\s?(?:[每逢]?(?:周|星期|礼拜)|每[天日]|全年)))"
)
_LATER_HOUSE = re.compile(
    rf"(?:(?<=[。;\n])|(?<=日起)|(?<=日起,))(?:图书馆|博物馆|文化馆|美术馆)(?={_OPENING})"
)
# A house that is named by its kind alone, where no other is named.
_PLAIN_HOUSE = re.compile(
    r"\s*(?:图书馆|博物馆|文化馆|美术馆|纪念馆|科技馆|体育馆|公园|少年宫|档案馆|游客中心|(?:综合)?文化站)"
    r"(?=[:\n]|(?:全年)?24小时(?:免费|对外)*开放|全年(?:免费|对外)*开放)"
)
# A house of its own, which nobody staffs.
_SELF_SERVICE = re.compile(
    r"\s*\(?24小时(?:自助|街区|城市|智慧|无人)*(?:图书馆|书房|书屋|书吧|阅读空间)\)?[:\s]*"
    r"(?=(?:(?:全年无休|全年|周一至周日|每天|每日|全天候?|24小时|0?0:00-24:00|免费|对外|开放|服务)[,;。\s]*)+"
    rf"(?:\(?{NOTED}\)?[。\s]*)?$)"
)
# 一、二层 is two floors.
_LIST_MARK = re.compile(
    r"(?:\(?[1-9一二三四五][、.)](?=\D)(?![一二三四五六七八九十、]+\s?[层楼])|[①-⑨]|-(?=\s))\s*"
)
# 周一、三、日: what may stand between, and what a lone 一 or 日 must not belong to.
_NEXT_WEEKDAY = re.compile(r"[一二三四五六日天](?![点时十百月号层楼分个间场均常期])")
_NEXT_NUMBER = re.compile(r"[1-7](?![\d:点时.月日号层楼])")
_AMONG_WEEKDAYS = {"weekday", "pause", "and", "range"}
_TYPED_ONE = re.compile(r"\s?一+\s?(?=\d{1,2}\s?[:点时])")
_EVENING = re.compile(r"晚上?\d")
_RUN = re.compile(r"[^\s,，;；。、:()\d]+|.")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its kind in the lexicon, where it stands (0-based), its text and its parts."""

    kind: str
    start: int
    end: int
    text: str
    parts: tuple[str | None, ...] = ()

    @property
    def part(self) -> str:
        """The first part, "" where it is left out."""
        return self.parts[0] or ""


@dataclass(frozen=True, slots=True)
class Source:
    """A text as it was given, for the words that a refusal names."""

    text: str

    def words(self, start: int, end: int) -> str:
        """Return what stands from `start` up to `end`, with an ellipsis where it is long."""
        found = self.text[start:end].strip()
        return found if len(found) <= 40 else found[:40] + "…"

    def refused(self, start: int, end: int, hint: Sentence) -> HoursError:
        """Return the error that these words cannot be read."""
        value = self.words(start, end)
        if not value:
            return refusal(start + 1, "", sentence("开放时间没有写完。"), hint)
        return refusal(
            start + 1,
            value,
            sentence("第 %(column)d 个字起的“%(value)s”读不懂。", column=start + 1, value=value),
            hint,
        )

    def because(self, start: int, end: int, message: Sentence, hint: Sentence) -> HoursError:
        """Return the error `message` of these words."""
        return refusal(start + 1, self.words(start, end), message, hint)


def chinese_words(text: str) -> tuple[Word, ...]:
    """Return the words of `text`, spaces left out, ended by one of kind `end`.

    Raises:
        HoursError: words that the lexicon does not have, or a text over 1,000 characters.
    """
    check_length(text)
    plain = plain_chinese(text)
    title = _TITLE.match(plain) or _SELF_SERVICE.match(plain) or _alone(plain)
    at = title.end() if title else 0
    named = None if title else _only_house(plain)
    found: list[Word] = []
    while at < len(plain):
        if named and at == named.start():
            at = named.end()
        word = _word_at(plain, at, found)
        if word is None:
            raise Source(text).refused(
                at,
                next(_RUN.finditer(plain, at)).end(),
                sentence("这里请只写日期、星期和时间；说明文字写到“提示”一栏。"),
            )
        if word.kind != "space":
            found.append(word)
        at = word.end
    return (*found, Word("end", len(plain), len(plain), ""))


def _alone(plain: str) -> re.Match[str] | None:
    """Return 图书馆： at the start of `plain` where it names no other house."""
    named = _PLAIN_HOUSE.match(plain)
    return named if len(re.findall(_HOUSE, plain)) == 1 else None


def _only_house(plain: str) -> re.Match[str] | None:
    """Return the name before a later 开放时间 where the notice names no other house."""
    named = list(_LATER_HOUSE.finditer(plain))
    return named[0] if len(named) == 1 == len(re.findall(_HOUSE, plain)) else None


def _word_at(plain: str, at: int, found: list[Word]) -> Word | None:
    previous = found[-1].kind if found else "line"
    before = found[-2] if len(found) > 1 else None
    if previous in {"line", "stop"}:
        mark = _LIST_MARK.match(plain, at)
        if mark:
            return Word("space", at, mark.end(), mark.group())
    named = found[-1] if previous == "weekday" else before
    if named and named.kind == "weekday" and previous in _AMONG_WEEKDAYS:
        pattern = _NEXT_NUMBER if named.part.isascii() else _NEXT_WEEKDAY
        weekday = pattern.match(plain, at)
        # 每周六天 is six days a week.
        if weekday and not (previous == "weekday" and weekday.group() == "天"):
            return Word("weekday", at, weekday.end(), weekday.group(), (weekday.group(),))
    early = before is not None and before.text in {"早", "早上"}
    if early and previous in {"number", "clock", "spoken"} and _EVENING.match(plain, at):
        # 早9晚5
        return Word("range", at, at, "")
    if previous in {"clock", "spoken"}:
        # A 一 that was typed for a dash.
        dash = _TYPED_ONE.match(plain, at)
        if dash:
            return Word("range", at, dash.end(), dash.group())
    return _in_lexicon(plain, at)


def _one_pattern() -> tuple[re.Pattern[str], dict[int, tuple[str, int]]]:
    """Return all words of the lexicon as one pattern, tried in their order.

    It goes many times faster than one pattern after the other. Each kind is one group; its number
    leads to the kind and to how many groups are its own.
    """
    kinds: dict[int, tuple[str, int]] = {}
    number = 1
    for kind, pattern in LEXICON:
        kinds[number] = kind, pattern.groups
        number += 1 + pattern.groups
    return re.compile("|".join(f"({pattern.pattern})" for _, pattern in LEXICON)), kinds


_ANY_WORD, _KINDS = _one_pattern()


def _in_lexicon(plain: str, at: int) -> Word | None:
    match = _ANY_WORD.match(plain, at)
    # The group of a kind is closed after those inside it.
    if match is None or match.lastindex is None:
        return None
    kind, count = _KINDS[match.lastindex]
    own = range(match.lastindex + 1, match.lastindex + 1 + count)
    return Word(kind, at, match.end(), match.group(), tuple(match[number] for number in own))
