"""Files of text: the one place that tells their encodings apart."""

from __future__ import annotations

from pathlib import Path

from finder.errors import FileError, Problem, sentence


def file_bytes(path: Path) -> bytes:
    """Return what the file at `path` holds.

    Raises:
        FileError: it is missing or cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileError(
            Problem(
                sentence("文件 %(path)s 读不出来：%(error)s。", path=str(path), error=str(error)),
                sentence("请检查文件名和权限。"),
                value=str(path),
            )
        ) from error


def decoded(data: bytes) -> str:
    """Return the text of a file: UTF-8 with or without BOM, UTF-16 with BOM, or GB 18030 (GBK).

    Bytes in none of these, or with NUL characters, are no text.

    Raises:
        FileError: the bytes are no text.
    """
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise FileError(
        Problem(
            sentence("这个文件不是文字，读不出来。"),
            sentence("请在表格软件里另存为“CSV UTF-8”。"),
        )
    )
