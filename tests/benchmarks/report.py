"""What a run of the benchmarks says: tables as they are ready, and a copy for machines."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.timing import header


@dataclass
class Report:
    """What has been measured so far.

    Args:
        differences: answers that are not the truth's; none, if all is well.
        left_out: what was not measured, with the reason.
        records: every figure.
    """

    differences: list[str] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)
    records: list[dict[str, object]] = field(default_factory=list)

    def show(self, title: str, text: str) -> None:
        print(f"\n{title}\n\n{text}", flush=True)

    def leave_out(self, name: str, reason: str) -> None:
        self.left_out[name] = reason
        print(f"\nLeft out: {name}: {reason}.", flush=True)

    def record(self, part: str, **figures: object) -> None:
        self.records.append({"part": part, **figures})

    def write(self, path: Path) -> None:
        """Write everything as JSON."""
        whole = {
            **header(),
            "differences": self.differences,
            "left_out": self.left_out,
            "records": self.records,
        }
        path.write_text(json.dumps(whole, ensure_ascii=False, indent=1), "utf-8")
