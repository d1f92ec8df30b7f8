"""A text of opening hours, in Chinese or in the OSM grammar, to `Rules`."""

from __future__ import annotations

import re
from functools import lru_cache

from finder.hours.grammar import rules_of
from finder.hours.rules import Rules
from finder.hours.zh import read_chinese

_QUOTED = re.compile(r'"[^"]*"')
# Chinese characters, their punctuation and full-width forms.
_CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


def is_chinese(text: str) -> bool:
    """Return whether `text` is a Chinese notice rather than OSM: what is quoted does not count."""
    return bool(_CHINESE.search(_QUOTED.sub("", text)))


@lru_cache(maxsize=16_384)
def read_hours(text: str) -> Rules:
    """Return the rules of a text; a blank one is no rules, which is unknown.

    Exceptions with a year count as special, so that a text of nothing else does not close the
    rest of the year.

    Raises:
        HoursError: with the place of what cannot be read for certain.
    """
    if not is_chinese(text):
        return rules_of(text)
    rules = read_chinese(text)
    return Rules(
        tuple(rule for rule in rules if not rule.is_dated),
        tuple(rule for rule in rules if rule.is_dated),
    )
