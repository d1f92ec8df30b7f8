"""Chinese characters in pinyin, and the spellings that are kept from one start to the next.

pypinyin is a dictionary of fifty megabytes. A list has a few hundred terms to spell, and its next
version nearly the same ones; a process that finds them all kept never loads the dictionary.
"""

from __future__ import annotations

from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from finder.kept import keep, read_kept

# The name of their file in the data folder.
SPELLINGS = "spellings.json"

# Of more a process would hold what the dictionary weighs.
MOST_KEPT = 50_000

# Syllables by the term and whether their ü are umlauts.
_spelt: dict[tuple[str, bool], tuple[str, ...]] = {}
_unkept: set[tuple[str, bool]] = set()


def syllables_of(term: str, has_umlauts: bool = False) -> tuple[str, ...]:
    """Return the syllables of Chinese characters, without tones; ü as `v` unless wanted."""
    found = _spelt.get((term, has_umlauts))
    if found is None:
        # A quarter of a second, which nobody need wait for who does not search.
        from pypinyin import lazy_pinyin

        found = tuple(lazy_pinyin(term, v_to_u=has_umlauts))
        if len(_spelt) < MOST_KEPT:
            _spelt[term, has_umlauts] = found
            _unkept.add((term, has_umlauts))
    return found


def read_spellings(path: Path) -> None:
    """Take over what an earlier process has spelt; a broken file is as good as none."""
    kept = read_kept(path, version("pypinyin"))
    if not isinstance(kept, list):
        return
    with suppress(TypeError, ValueError):
        _spelt.update(
            {
                (str(term), bool(has_umlauts)): tuple(str(one) for one in found)
                for term, has_umlauts, found in kept
            }
        )


def keep_spellings(path: Path) -> None:
    """Keep what this process has spelt, if anything of it is new."""
    if _unkept:
        _unkept.clear()
        rows = [[term, umlauts, found] for (term, umlauts), found in dict(_spelt).items()]
        keep(path, version("pypinyin"), rows)
