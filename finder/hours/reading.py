"""The two columns of a facility's hours, each in Chinese or in the OSM grammar, to `Rules`."""

from __future__ import annotations

import re
from functools import lru_cache

from finder.errors import sentence
from finder.hours.grammar import rules_of
from finder.hours.lint import looks_twelve_hour
from finder.hours.rules import Rule, Rules
from finder.hours.tokens import refusal
from finder.hours.zh import read_chinese

# A quotation without its end goes on to the end of the text.
_QUOTED = re.compile(r'"[^"]*("|$)')
# Chinese characters, their punctuation and full-width forms.
_CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_LETTER = re.compile(r"[A-Za-z]")
_OSM_TIMES = re.compile(r"[\d\s:;,|/-]*", re.ASCII)


def is_chinese(text: str) -> bool:
    """Return whether `text` is a Chinese notice rather than OSM: what is quoted does not count.

    Times alone are Chinese where they have a sign that OSM lacks: 9:00—17:00.
    """
    bare = _QUOTED.sub("", text)
    if _CHINESE.search(bare):
        return True
    return not (_LETTER.search(bare) or _OSM_TIMES.fullmatch(bare))


@lru_cache(maxsize=16_384)
def read_hours(opening_hours: str, special_hours: str = "") -> Rules:
    """Return the rules of one facility; both columns blank are no rules, which is unknown.

    Exceptions with a year in a Chinese `opening_hours` count as special, so that a text of
    nothing else does not close the rest of the year.

    Raises:
        HoursError: a text that cannot be read for certain, or an exception without its year.
    """
    if is_chinese(opening_hours):
        rules = read_chinese(opening_hours)
        ordinary = tuple(rule for rule in rules if not rule.is_dated)
        special = tuple(rule for rule in rules if rule.is_dated)
    else:
        ordinary, special = _osm(opening_hours), ()
    if not is_chinese(special_hours):
        return Rules(ordinary, (*special, *rules_of("", special_hours).special))
    exceptions = read_chinese(special_hours)
    for rule in exceptions:
        if not rule.is_dated:
            raise refusal(
                1,
                special_hours,
                sentence("例外“%(rule)s”没有写年份和日期。", rule=special_hours),
                sentence("请写明年月日，例如 2026年10月1日至3日闭馆。"),
            )
    return Rules(ordinary, (*special, *exceptions))


def _osm(text: str) -> tuple[Rule, ...]:
    rules = rules_of(text).ordinary
    if _LETTER.search(text):
        return rules
    # 9:00-5:00 without a word of OSM is more likely Chinese of twelve hours.
    for rule in rules:
        for span in rule.times:
            if looks_twelve_hour(span):
                raise refusal(
                    1,
                    str(span),
                    sentence("“%(value)s”说不清是上午还是下午。", value=str(span)),
                    sentence("请按 24 小时制写，例如 9:00-17:00；过了半夜写“次日2:00”。"),
                )
    return rules
