"""The archive that a workbook is: what it holds and how much, told without unpacking it."""

from __future__ import annotations

import io
import re
import zipfile

from finder.errors import FileError, Problem, Sentence, sentence
from finder.file_limits import FileLimits
from finder.filekinds import not_a_table

MAX_PARTS = 2_000
# Tags of all parts but the cells and their texts.
MAX_OTHER_TAGS = 200_000
_PIECE_BYTES = 1_000_000
_CELLS = re.compile(r"(?:^|/)(?:worksheets/[^/]*|sharedStrings)\.xml$", re.IGNORECASE)
_OFFICE = "[Content_Types].xml"


def part_bytes(data: bytes, name: str) -> bytes:
    """Return one part of the archive; nothing if it has none of this name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name) if name in archive.namelist() else b""


def broken() -> FileError:
    """Return the error that a workbook cannot be read."""
    return FileError(
        Problem(
            sentence("这个 .xlsx 文件已损坏，或不是普通的 Excel 工作簿。"),
            sentence("请在表格软件里打开，再另存为 .xlsx 或“CSV UTF-8”。"),
        )
    )


def measure(data: bytes, limits: FileLimits) -> None:
    """Do nothing with an archive that may be a workbook and unpacks to little enough.

    Raises:
        FileError: it is another archive, is broken or locked, or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _measure(archive, limits)
    except FileError:
        raise
    except Exception as error:  # zipfile and zlib raise many kinds
        raise broken() from error


def _measure(archive: zipfile.ZipFile, limits: FileLimits) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if kind := _other_archive(names):
        raise not_a_table(kind)
    if any(part.flag_bits & 1 for part in parts):
        raise FileError(
            Problem(sentence("这个表格文件有密码，打不开。"), sentence("请去掉密码后再保存一次。"))
        )
    # zipfile gives no more of a part than it declares, so that the declared size is the real one.
    size = sum(part.file_size for part in parts)
    if size > limits.unpacked_bytes or len(parts) > MAX_PARTS:
        message = sentence(
            "这个 .xlsx 文件解开后有 %(size)d 字节、%(parts)d 个部分，"
            "超过 %(limit)d 字节或 %(most)d 个部分。",
            size=size,
            parts=len(parts),
            limit=limits.unpacked_bytes,
            most=MAX_PARTS,
        )
        raise FileError(Problem(message, limits.hint))
    every = others = 0
    # Whatever a part is called, a workbook may point to it as one of its tables.
    for name in names:
        tags = _tags(archive, name)
        every += tags
        others += 0 if _CELLS.search(name) else tags
    if every > limits.tags or others > MAX_OTHER_TAGS:
        message = sentence(
            "这个 .xlsx 文件太复杂：有 %(tags)d 个标记，其中格式等占 %(others)d 个，"
            "超过 %(limit)d 个或 %(most)d 个。",
            tags=every,
            others=others,
            limit=limits.tags,
            most=MAX_OTHER_TAGS,
        )
        hint = sentence("请把设施表的内容复制到一个新的工作簿里再保存。")
        raise FileError(Problem(message, hint))


def _tags(archive: zipfile.ZipFile, name: str) -> int:
    with archive.open(name) as part:
        return sum(piece.count(b"<") for piece in iter(lambda: part.read(_PIECE_BYTES), b""))


def _other_archive(names: set[str]) -> Sentence | None:
    """Return what an archive is that is no workbook; None if it is one."""
    for part, kind in (
        ("word/document.xml", sentence("Word 文档")),
        ("ppt/presentation.xml", sentence("PowerPoint 文档")),
        ("xl/workbook.bin", sentence(".xlsb 文件")),
        ("content.xml", sentence("OpenDocument 文件")),
    ):
        if part in names:
            return kind
    return None if _OFFICE in names else sentence("压缩包")
