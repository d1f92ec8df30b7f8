"""Pinyin, and the spellings that are kept; the kept ones are asked of a process of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from finder.matching import syllables
from finder.spelling import SPELLINGS, keep_spellings, syllables_of
from tests.made_up import facility

ASKED = """
import json, sys
from pathlib import Path
from finder.spelling import keep_spellings, read_spellings, syllables_of
path = Path(sys.argv[1])
read_spellings(path)
found = [syllables_of(term, has_umlauts) for term in ("甲馆", "绿") for has_umlauts in (0, 1)]
print(json.dumps([found, "pypinyin" in sys.modules]))
keep_spellings(path)
"""
SPELT = [["jia", "guan"], ["jia", "guan"], ["lv"], ["lü"]]


def asked(path: Path) -> tuple[object, bool]:
    """Return what another process spells, and whether it needed the dictionary for that."""
    command = [sys.executable, "-c", ASKED, str(path)]
    found, has_loaded = json.loads(subprocess.check_output(command))
    return found, has_loaded


def test_what_one_process_has_spelt_the_next_need_not_look_up(tmp_path: Path) -> None:
    path = tmp_path / SPELLINGS
    assert asked(path) == (SPELT, True)
    assert asked(path) == (SPELT, False)


@pytest.mark.parametrize(
    "value", [None, 1, [1], [["甲馆"]], [["甲馆", False, None]], {"甲馆": ["jia"]}]
)
def test_a_broken_file_only_costs_time(tmp_path: Path, value: object) -> None:
    path = tmp_path / SPELLINGS
    asked(path)
    kept = json.loads(path.read_bytes())
    path.write_text(json.dumps(kept | {"value": value}), "utf-8")
    assert asked(path) == (SPELT, True)


def test_nothing_new_is_nothing_to_keep(tmp_path: Path) -> None:
    syllables_of("甲馆")
    keep_spellings(tmp_path / "first.json")
    keep_spellings(tmp_path / "second.json")
    assert not (tmp_path / "second.json").exists()


def test_a_facility_is_spelt_in_syllables() -> None:
    assert syllables(facility(name="乙馆")).startswith("yi guan|")
