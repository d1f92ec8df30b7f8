"""Chinese opening hours, as notices publish them, to rules.

What is not certain is refused with the words that are not, and no word is passed over: a notice
is read whole or not at all.
"""

from __future__ import annotations

from functools import lru_cache

from finder.hours.rules import Rule
from finder.hours.zh_fold import sorted_notice
from finder.hours.zh_notice import read_notice
from finder.hours.zh_rules import rules_of_notice
from finder.hours.zh_tokens import Source


@lru_cache(maxsize=16_384)
def read_chinese(text: str) -> tuple[Rule, ...]:
    """Return the rules that the Chinese `text` states, none where it is blank.

    Exceptions with a year come last.

    Raises:
        HoursError: `column` is the place in `text`, counted from 1, of the first words that could
            not be read for certain, `value` those words.
    """
    if not text.strip():
        return ()
    statements = read_notice(text)
    return rules_of_notice(sorted_notice(statements, Source(text)))
