"""How much a file of facilities may hold: over the web, and at the terminal or on disk."""

from __future__ import annotations

from dataclasses import dataclass

from finder.errors import Sentence, sentence


@dataclass(frozen=True, slots=True)
class FileLimits:
    """What is refused before time and memory go into it.

    Args:
        size_bytes: of the file.
        rows: below the header.
        unpacked_bytes: of all parts of a workbook.
        tags: in all parts of a workbook; time and memory go with them.
        walked_cells: of its sheet, blank ones between others in a row included.
        hint: what to do with more.
    """

    size_bytes: int
    rows: int
    unpacked_bytes: int
    tags: int
    walked_cells: int
    hint: Sentence


# An upload is checked while its sender waits, by the server that answers everybody else too.
WEB = FileLimits(
    size_bytes=20_000_000,
    rows=20_000,
    unpacked_bytes=60_000_000,
    tags=3_000_000,
    walked_cells=4_000_000,
    hint=sentence("请只保留设施这一张表；更大的表请在服务器的终端里用 finder publish 发布。"),
)
# Excel has 1,048,576 rows, and SQLite keeps no value of more than 1,000,000,000 bytes.
TERMINAL = FileLimits(
    size_bytes=600_000_000,
    rows=1_000_000,
    unpacked_bytes=4_000_000_000,
    tags=150_000_000,
    walked_cells=40_000_000,
    hint=sentence("请只保留设施这一张表。"),
)
