"""Shares of an area as a few levels, each with a colour: the same in picture, table and legend."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from finder.errors import Gettext, sentence, untranslated

# Above nothing at all: from which share on a level is. Small shares are told apart too, for at
# night they are all that there is.
_FROM = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75)
LEVELS = len(_FROM) + 2


def level(share: float) -> int:
    """Return the level of a share, 0 for none to 7."""
    return 0 if share <= 0 else 1 + bisect_right(_FROM, share)


def level_texts(gettext: Gettext = untranslated) -> tuple[str, ...]:
    """Return what each level means."""
    edges = [f"{edge * 100:.0f}" for edge in _FROM]
    between = (sentence("%(low)s–%(high)s%%", low=low, high=high) for low, high in pairwise(edges))
    words = (
        sentence("没有"),
        sentence("不到 %(high)s%%", high=edges[0]),
        *between,
        sentence("%(low)s%% 以上", low=edges[-1]),
    )
    return tuple(one.text(gettext) for one in words)
