"""Prints the README's table of columns from the fields of `Facility`."""

from __future__ import annotations

from dataclasses import fields

from finder.facility import Facility


def table() -> str:
    """Return the columns as a Markdown table, one row each."""
    rows = ["| column | 中文表头 | meaning | example | |", "|---|---|---|---|---|"]
    for column in fields(Facility):
        about = column.metadata
        required = "required" if about["required"] else ""
        rows.append(
            f"| `{column.name}` | {about['chinese']} | {about['meaning']} "
            f"| `{about['example']}` | {required} |"
        )
    return "\n".join(rows)


if __name__ == "__main__":
    print(table())
