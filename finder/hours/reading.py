"""The two columns of a facility's hours, each in Chinese or in the OSM grammar, to `Rules`."""

from __future__ import annotations

import re
from functools import lru_cache

from finder.errors import sentence
from finder.hours.grammar import rules_of
from finder.hours.rules import Rules
from finder.hours.tokens import refusal
from finder.hours.zh import read_chinese

# A quotation without its end goes on to the end of the text.
_QUOTED = re.compile(r'"[^"]*("|$)')
# Chinese characters, their punctuation and full-width forms.
_CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_LETTER = re.compile(r"[A-Za-z]")
_ALWAYS = "24/7"


def is_chinese(text: str) -> bool:
    """Return whether `text` is a Chinese notice rather than OSM: what is quoted does not count.

    Times alone are Chinese too, whose reader takes 9:00-5:00 for no night.
    """
    bare = _QUOTED.sub("", text)
    if _CHINESE.search(bare):
        return True
    return not (_LETTER.search(bare) or bare.lstrip().startswith(_ALWAYS)) and bool(bare.strip())


@lru_cache(maxsize=16_384)
def read_hours(opening_hours: str, special_hours: str = "") -> Rules:
    """Return the rules of one facility; both columns blank are no rules, which is unknown.

    Exceptions with a year in a Chinese `opening_hours` count as special, so that a text of
    nothing else does not close the rest of the year.

    Raises:
        HoursError: a text that cannot be read for certain, or an exception without its year.
    """
    # A blank of Chinese typing at the end makes no text Chinese: cells lose theirs.
    if is_chinese(opening_hours.strip()):
        rules = read_chinese(opening_hours)
        ordinary = tuple(rule for rule in rules if not rule.is_dated)
        special = tuple(rule for rule in rules if rule.is_dated)
    else:
        ordinary, special = rules_of(opening_hours).ordinary, ()
    if not is_chinese(special_hours.strip()):
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
