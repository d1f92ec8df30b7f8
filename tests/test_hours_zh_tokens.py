"""The one pattern of all words reads as the patterns of the lexicon one after the other."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.hours.zh_lexicon import LEXICON
from finder.hours.zh_text import _FORMS, _table, plain_chinese
from finder.hours.zh_tokens import _ANY_WORD, _KINDS, Word, _in_lexicon, _one_pattern
from finder.hours.zh_vocabulary import any_of
from tests.notices import DATA

NOTICES = sorted(
    {line for path in DATA.glob("*.txt") for line in path.read_text("utf-8").splitlines() if line}
)
SIGNS = st.sampled_from(
    "周一二三四五六日至、，。：:(（)0123456789点时半分年月闭开馆节假每天外除停止入 晚早上午下国庆"
)


def one_after_the_other(plain: str, at: int) -> Word | None:
    for kind, pattern in LEXICON:
        if match := pattern.match(plain, at):
            return Word(kind, at, match.end(), match.group(), match.groups())
    return None


@pytest.mark.parametrize("start", range(20))
def test_every_place_of_every_notice_reads_the_same(start: int) -> None:
    assert len(NOTICES) > 100
    for text in NOTICES[start::20]:
        plain = plain_chinese(text)
        for at in range(len(plain)):
            assert _in_lexicon(plain, at) == one_after_the_other(plain, at)


@given(st.text(SIGNS, max_size=30), st.integers(0, 29))
def test_so_does_every_place_of_any_text(text: str, at: int) -> None:
    plain = plain_chinese(text)
    if at < len(plain):
        assert _in_lexicon(plain, at) == one_after_the_other(plain, at)


def test_full_width_signs_have_the_form_that_unicode_gives_them() -> None:
    table = _table()
    for code in range(0xFF01, 0xFF5F):
        if chr(code) not in "［］":  # brackets of all kinds are one
            assert table[code] == unicodedata.normalize("NFKC", chr(code))
    assert 0xFF5F not in table
    assert {table[ord(sign)] for sign in "【〔［["} == {"("}
    assert {table[ord(sign)] for sign in "】〕］]"} == {")"}
    assert {table[ord(dash)] for dash in "‐–—―−─⸺"} == {"-"}
    assert {table[ord(tilde)] for tilde in "〜∼˜"} == {"~"}
    assert {table[code] for code in (0x200B, 0xFEFF, 0xA0, 0x3000, 9)} == {" "}
    assert {table[code] for code in (0x0D, 0x2028, 0x85)} == {"\n"}
    assert [table[ord(sign)] for sign in "週︰﹔﹐､"] == ["周", ":", ";", ",", "、"]


def test_what_is_made_when_the_modules_load_is_made_the_same_again() -> None:
    assert _table() == _FORMS
    pattern, kinds = _one_pattern()
    assert (pattern.pattern, kinds) == (_ANY_WORD.pattern, _KINDS)
    assert any_of("甲 乙  丙丁") == "(?:甲|乙|丙丁)"
