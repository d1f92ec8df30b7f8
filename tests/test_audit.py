"""`make audit` never says that nothing is known where nothing was asked."""

from __future__ import annotations

import json

import pytest

from tooling.audit import npm_result, python_result

CLEAN = {"name": "jia", "version": "1.0", "vulns": []}
SKIPPED = {"name": "yi", "skip_reason": "Dependency not found on PyPI"}
PIP = {"name": "pip", "skip_reason": "Dependency not found on PyPI"}
BAD = {**CLEAN, "vulns": [{"id": "TEST-1", "fix_versions": ["1.1"]}]}


@pytest.mark.parametrize(
    ("packages", "code", "words"),
    [
        ([CLEAN], 0, "nothing is known against"),
        ([CLEAN, PIP], 0, "nothing is known against"),
        ([CLEAN, SKIPPED], 2, "NOT CHECKED, 1 Python packages"),
        ([BAD, SKIPPED], 1, "jia 1.0: TEST-1, mended in: 1.1"),
    ],
)
def test_packages_that_were_not_asked_about_are_not_called_sound(
    capsys: pytest.CaptureFixture[str], packages: list[object], code: int, words: str
) -> None:
    assert python_result(json.dumps({"dependencies": packages}), "") == code
    assert words in capsys.readouterr().out


def npm(total: int, **found: object) -> str:
    counted = {"vulnerabilities": {"total": total}}
    return json.dumps({"vulnerabilities": found, "metadata": counted})


@pytest.mark.parametrize(
    ("out", "code", "words"),
    [
        (npm(0), 0, "nothing is known against"),
        (npm(1, jia={"range": "<1", "severity": "high"}), 1, "jia <1: high"),
        ('{"message": "no such address"}', 2, "NOT CHECKED, npm packages"),
        ("", 2, "NOT CHECKED, npm packages"),
    ],
)
def test_what_npm_could_not_ask_is_not_called_sound(
    capsys: pytest.CaptureFixture[str], out: str, code: int, words: str
) -> None:
    assert npm_result(out, "npm warn x\nnpm error no network") == code
    assert words in capsys.readouterr().out


@pytest.mark.parametrize("out", ["", "oops", "[]", "{}"])
def test_no_answer_is_said_in_one_sentence(capsys: pytest.CaptureFixture[str], out: str) -> None:
    assert python_result(out, "WARNING: retrying\nERROR: no network\nat line 7") == 2
    assert capsys.readouterr().out.count("\n") == 1
