"""Words of the opening_hours grammar, each with its place in the text."""

from __future__ import annotations

import re
from typing import NamedTuple, NoReturn

from finder.errors import HoursError, Problem, Sentence, sentence

MAX_TEXT_LENGTH = 1000

_TOKEN = re.compile(
    r"""\s*(?:(?P<note>"[^"]*")|(?P<time>[0-9]{1,2}:[0-9]{2}(?![0-9]))"""
    r"""|(?P<number>[0-9]+)|(?P<word>[A-Za-z]+)|(?P<sign>\|\||[;,\-/\[\]])"""
    r"""|(?P<end>\Z)|(?P<other>.))""",
    re.DOTALL,
)


class Token(NamedTuple):
    """One word: its kind, its text, and the place of its first character, counted from 1."""

    kind: str
    text: str
    column: int


def refusal(column: int, value: str, message: Sentence, hint: Sentence) -> HoursError:
    """Return the error that `value`, found at `column`, cannot be read."""
    return HoursError(Problem(message, hint, column=column, value=value))


def check_length(text: str) -> None:
    """Check that a text of opening hours, Chinese or OSM, is not too long to be one.

    Raises:
        HoursError: it has over 1,000 characters.
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


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words of `text`, ended by one of kind `end`.

    Raises:
        HoursError: a character that the grammar does not have, or a text over 1,000 characters.
    """
    check_length(text)
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        token = Token(kind, match[kind], match.start(kind) + 1)
        if kind == "other":
            _refuse_character(text, token.column - 1)
        if kind == "note":
            _check_note(token.text[1:-1], token.column + 1)
        found.append(token)
        if kind == "end":
            break
    return tuple(found)


def _refuse_character(text: str, at: int) -> NoReturn:
    character = text[at]
    if character == '"':
        message = sentence("第 %(column)d 个字的引号没有配对。", column=at + 1)
        hint = sentence('备注前后各要一个英文引号："二层、七层"。')
    elif character in "–—－～~至到":
        message = _unreadable(character, at)
        hint = sentence("时间、日期之间请用半角连字符“-”，例如 09:00-17:00。")
    elif character in "：；，、":
        message = _unreadable(character, at)
        hint = sentence("请改用半角标点（: ; ,）。")
    elif character in "“”„‘’'":
        message = _unreadable(character, at)
        hint = sentence('备注前后各要一个英文引号："二层、七层"。')
    elif character.isdecimal():
        message = _unreadable(character, at)
        hint = sentence("请改用半角数字，例如 09:00-17:00。")
    elif character == "+":
        message = _unreadable(character, at)
        hint = sentence("请写明结束时间或结束日期，不要用“+”。")
    else:
        message = _unreadable(character, at)
        hint = sentence("请用 Mo-Fr 09:00-17:00 这样的写法。")
    raise refusal(at + 1, character, message, hint)


def _unreadable(value: str, at: int) -> Sentence:
    return sentence("第 %(column)d 个字“%(value)s”读不懂。", column=at + 1, value=value)


def _check_note(note: str, column: int) -> None:
    if not note.strip():
        raise refusal(
            column - 1,
            f'"{note}"',
            sentence("第 %(column)d 个字的备注是空的。", column=column - 1),
            sentence("请写上备注，或删去引号。"),
        )
    for index, character in enumerate(note):
        # The full-width space of Chinese keyboards is a space like any other.
        if not character.isprintable() and character != "\u3000":
            raise refusal(
                column + index,
                character,
                sentence("备注里第 %(column)d 个字是看不见的控制字符。", column=column + index),
                sentence("请删去这个字符，备注写在一行里。"),
            )
