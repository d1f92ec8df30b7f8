"""Hold the real server against its own description: schemathesis asks, and checks every answer.

    python -m tests.oracle.described --examples 500

It asks what the description allows and what it forbids, with every method, and fails if an answer
has another status, type, header or key than described, if something wrong is taken, or something
right is refused.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from finder.circle import Way
from finder.weeks import WEEKS
from tests.browsing import served

# A wrong value may also be so long that the address is refused: schemathesis does not count 414.
_CONFIG = """\
[checks.negative_data_rejection]
expected-statuses = [400, 404, 405, 414]
"""
PHASES = ("examples", "coverage", "fuzzing", "stateful")
# Beside the interpreter, as pip puts it.
_COMMAND = Path(sys.executable).with_name("schemathesis")


def run(
    address: str,
    folder: Path,
    examples: int,
    seed: int,
    phases: tuple[str, ...] = PHASES,
    lang: str = "zh",
) -> subprocess.CompletedProcess[str]:
    """Return what schemathesis says of the server at an address; its files go into `folder`."""
    _make_ready(address)
    command = [
        str(_COMMAND),
        "run",
        f"{address}/api/openapi.json?lang={lang}",
        "--checks=all",
        f"--max-examples={examples}",
        f"--seed={seed}",
        f"--phases={','.join(phases)}",
        "--continue-on-failure",
        "--no-color",
    ]
    (folder / "schemathesis.toml").write_text(_CONFIG, "utf-8")
    root = str(Path(__file__).resolve().parents[2])
    environment = {
        **os.environ,
        "PYTHONPATH": root,
        "SCHEMATHESIS_HOOKS": "tests.oracle.described_hooks",
    }
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def _make_ready(address: str) -> None:
    """Have the cells of the circle made before: schemathesis waits ten seconds at most."""
    for way in Way:
        for week in WEEKS:
            path = f"{address}/api/coverage.geojson?by={way.value}&week={week}"
            for _ in range(60):
                try:
                    with urllib.request.urlopen(path, timeout=60):  # noqa: S310 - our own server
                        break
                except urllib.error.HTTPError as error:
                    if error.code != 503:
                        break
                    time.sleep(1)


def main() -> int:
    """Run the comparison in both languages, on a server of its own; 0 if nothing is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--examples", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with served(folder / "data", workers=2, FINDER_TILES="none") as address:
            for lang in ("zh", "en"):
                done = run(address, folder, given.examples, given.seed, lang=lang)
                print(done.stdout, done.stderr, sep="\n")
                failed |= done.returncode
    return failed


if __name__ == "__main__":
    sys.exit(main())
