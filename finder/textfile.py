"""Files of text: the one place that tells their encodings apart."""

from __future__ import annotations

import re
from pathlib import Path

from finder.errors import FileError, Problem, sentence

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


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
        FileError: the bytes are no text, or damaged.
    """
    if b"\0" not in data or data[:2] in _UTF16_MARKS:
        for encoding in ["utf-16"] if data[:2] in _UTF16_MARKS else ["utf-8-sig", "gb18030"]:
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                _refuse_damaged(data, encoding)
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


def _refuse_damaged(data: bytes, encoding: str) -> None:
    """Refuse Chinese text of an encoding but for a few bytes, which another might read as others.

    Raises:
        FileError: it names the line of the first such byte.
    """
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd")
    if len(_CHINESE.findall(text)) > 10 * lost:
        line = len(text[: text.index("\ufffd") + 1].splitlines())
        message = sentence("文字的第 %(line)d 行有损坏的字符，读不出来。", line=line)
        hint = sentence("请在表格软件里改好这一处，再另存为“CSV UTF-8”。")
        raise FileError(Problem(message, hint))
