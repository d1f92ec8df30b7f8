"""Ask the lists of known weaknesses about every pinned package: `make audit`.

pip-audit asks PyPI about the lock files of Python, npm its registry about package-lock.json. It is
no part of `make test`: it needs a network, and what is known changes while the program does not.

Exit code 1 where a weakness is known, 2 where a list could not be asked.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tooling.build import ROOT, npm_command

PIP_AUDIT = "pip-audit==2.10.1"
LOCKS = ("requirements.lock", "requirements-dev.lock")
# Apart from the pinned packages, whose versions its own needs could change.
OWN = Path(sys.prefix) / "audit"


def main() -> int:
    return max(python_result(*_python()), npm_result(*_npm()))


def _python() -> tuple[str, str]:
    pip_audit = OWN / "bin" / "pip-audit"
    if not pip_audit.exists():
        _run([sys.executable, "-m", "venv", str(OWN)])
        installed = _run([str(OWN / "bin" / "pip"), "install", "--quiet", PIP_AUDIT])
        if not pip_audit.exists():
            return "", installed.stderr
    flags = ["--disable-pip", "--require-hashes", "--format=json", "--progress-spinner=off"]
    locks = [part for lock in LOCKS for part in ("--requirement", lock)]
    asked = _run([str(pip_audit), *flags, *locks])
    return asked.stdout, asked.stderr


def _npm() -> tuple[str, str]:
    asked = _run([*npm_command(), "audit", "--json"])
    return asked.stdout, asked.stderr


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603


def python_result(out: str, error: str) -> int:
    """Print what pip-audit says, and return the exit code.

    It ends well, with "No known vulnerabilities found", where it could ask about no package.
    """
    try:
        packages = json.loads(out)["dependencies"]
    except (ValueError, LookupError, TypeError):
        return _not_asked("Python packages", error)
    bad = [one for one in packages if one.get("vulns")]
    for one in bad:
        for known in one["vulns"]:
            mended = ", ".join(known["fix_versions"]) or "none yet"
            print(f"{one['name']} {one['version']}: {known['id']}, mended in: {mended}")
    # It always lists itself as skipped where pip is left out.
    skipped = [one for one in packages if "skip_reason" in one and one["name"] != "pip"]
    if bad:
        return 1
    if skipped:
        return _not_asked(f"{len(skipped)} Python packages", skipped[0]["skip_reason"])
    print(f"Python: nothing is known against {len(packages)} packages.")
    return 0


def npm_result(out: str, error: str) -> int:
    """Print what npm says, and return the exit code."""
    try:
        found = json.loads(out)
        counted = found["metadata"]["vulnerabilities"]["total"]
    except (ValueError, LookupError, TypeError):
        return _not_asked("npm packages", error)
    for name, one in found.get("vulnerabilities", {}).items():
        print(f"{name} {one['range']}: {one['severity']}")
    if not counted:
        print("npm: nothing is known against the packages of package-lock.json.")
    return 1 if counted else 0


def _not_asked(what: str, reason: str) -> int:
    lines = [line for line in reason.splitlines() if line.strip() and "warn" not in line.lower()]
    said = lines[0].strip() if lines else "no answer"
    print(f"NOT CHECKED, {what}: the list of weaknesses could not be asked ({said}).")
    return 2


if __name__ == "__main__":
    sys.exit(main())
