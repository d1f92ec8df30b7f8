"""What a file is by its first bytes, for those that are no table."""

from __future__ import annotations

import codecs
import re

from finder.errors import FileError, Problem, Sentence, sentence

XLSX_START = b"PK\x03\x04"
_OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# How the directory of an OLE file spells the stream of a workbook with a password.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

_STARTS = (
    (b"\x89PNG", sentence("图片")),
    (b"\xff\xd8\xff", sentence("图片")),
    (b"GIF8", sentence("图片")),
    (b"BM", sentence("图片")),
    (b"%PDF", sentence("PDF 文件")),
    (b"{\\rtf", sentence("文字处理文件")),
    (b"Rar!", sentence("压缩包")),
    (b"7z\xbc\xaf", sentence("压缩包")),
    (b"\x1f\x8b", sentence("压缩包")),
    (b"PK\x05\x06", sentence("压缩包")),
)
# Some programs name a web page .xls.
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|head|body|table|svg|\?xml)[\s>]", re.IGNORECASE)

SAVE_AS = sentence("请在表格软件里打开设施表，另存为 .xlsx 或“CSV UTF-8”。")


def refuse_other_kinds(data: bytes) -> None:
    """Do nothing with what may be a table.

    Raises:
        FileError: the bytes are a picture, an archive, an old or locked workbook; it says which.
    """
    if data.startswith(_OLE_START):
        if _ENCRYPTED in data:
            raise _refused(
                sentence("这个表格文件有密码，打不开。"), sentence("请去掉密码后再保存一次。")
            )
        raise _refused(sentence("这是旧格式的文件（.xls、.et 或 .doc），读不出来。"), SAVE_AS)
    for start, kind in _STARTS:
        # Text may begin with the letters of a bitmap.
        if data.startswith(start) and (start != b"BM" or b"\0" in data[:64]):
            raise not_a_table(kind)
    if _MARKUP.match(data.removeprefix(codecs.BOM_UTF8)):
        raise not_a_table(sentence("网页或 XML 文件"))


def not_a_table(kind: Sentence) -> FileError:
    """Return the error that a file is a `kind`, such as a picture."""
    return _refused(sentence("这是%(kind)s，不是设施表。", kind=kind), SAVE_AS)


def _refused(message: Sentence, hint: Sentence) -> FileError:
    return FileError(Problem(message, hint))
