"""Chinese text to a row of words, each with its kind and its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from finder.errors import HoursError, Sentence, sentence
from finder.hours.tokens import MAX_TEXT_LENGTH, refusal
from finder.hours.zh_lexicon import LEXICON
from finder.hours.zh_text import plain_chinese

_TITLE = re.compile(
    r"\s*[\u4e00-\u9fff]{2,16}?(?:图书馆|博物馆|文化馆|美术馆|艺术馆|艺术中心|文化中心|活动中心|展览馆|纪念馆|公园)"
    r"(?=(?:对外|免费)*(?:开放|开馆|开园|服务)时间)"
)
_LIST_MARK = re.compile(r"(?:\(?[1-9一二三四五][、.)](?=\D)|[①-⑨])\s*")
# 周一、三、日: what may stand between, and what a lone 一 or 日 must not belong to.
_NEXT_WEEKDAY = re.compile(r"[一二三四五六日天](?![点时十百月号层楼分个间场均常期])")
_NEXT_NUMBER = re.compile(r"[1-7](?![\d:点时.月日号层楼])")
_AMONG_WEEKDAYS = {"weekday", "pause", "and", "range"}
_TYPED_ONE = re.compile(r"\s?一+\s?(?=\d{1,2}\s?[:点时])")
_RUN = re.compile(r"[^\s,，;；。、:()\d]+|.")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its kind in the lexicon, where it stands (0-based), its text and its parts."""

    kind: str
    start: int
    end: int
    text: str
    parts: tuple[str | None, ...] = ()


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
    if len(text) > MAX_TEXT_LENGTH:
        raise refusal(
            MAX_TEXT_LENGTH + 1,
            text[:20] + "…",
            sentence(
                "开放时间有 %(length)d 个字，超过 %(limit)d 个字。",
                length=len(text),
                limit=MAX_TEXT_LENGTH,
            ),
            sentence("请写短一些，说明文字写到“提示”一栏。"),
        )
    plain = plain_chinese(text)
    title = _TITLE.match(plain)
    at = title.end() if title else 0
    found: list[Word] = []
    while at < len(plain):
        word = _word_at(plain, at, found)
        if word is None:
            run = _RUN.match(plain, at)
            raise Source(text).refused(
                at,
                run.end() if run else at + 1,
                sentence("这里请只写日期、星期和时间；说明文字写到“提示”一栏。"),
            )
        if word.kind != "space":
            found.append(word)
        at = word.end
    return (*found, Word("end", len(plain), len(plain), ""))


def _word_at(plain: str, at: int, found: list[Word]) -> Word | None:
    previous = found[-1].kind if found else "line"
    before = found[-2] if len(found) > 1 else None
    if previous in {"line", "stop"}:
        mark = _LIST_MARK.match(plain, at)
        if mark:
            return Word("space", at, mark.end(), mark.group())
    named = found[-1] if previous == "weekday" else before
    if named and named.kind == "weekday" and previous in _AMONG_WEEKDAYS:
        pattern = _NEXT_NUMBER if (named.parts[0] or "").isascii() else _NEXT_WEEKDAY
        weekday = pattern.match(plain, at)
        if weekday:
            return Word("weekday", at, weekday.end(), weekday.group(), (weekday.group(),))
    if previous in {"clock", "spoken"}:
        # A 一 that was typed for a dash.
        dash = _TYPED_ONE.match(plain, at)
        if dash:
            return Word("range", at, dash.end(), dash.group())
    for kind, pattern in LEXICON:
        match = pattern.match(plain, at)
        if match:
            return Word(kind, at, match.end(), match.group(), match.groups())
    return None
