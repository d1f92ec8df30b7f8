"""The real server and its own description, by schemathesis; `make prove-api` asks far more."""

from __future__ import annotations

import re
from pathlib import Path

from tests.oracle.described import run


def test_the_server_answers_as_its_description_says(address: str, tmp_path: Path) -> None:
    done = run(address, tmp_path, examples=12, seed=7)
    assert done.returncode == 0, done.stdout
    assert re.search(r"Selected: (\d+)/\1\b", done.stdout), done.stdout
