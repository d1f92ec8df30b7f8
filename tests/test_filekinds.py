"""What is no table is named for what it is."""

from __future__ import annotations

import pytest

from finder.csvfile import contents
from finder.errors import FileError
from finder.filekinds import refuse_other_kinds

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (bytes.fromhex("89504e470d0a1a0a0000000d49484452"), "这是图片"),
        (bytes.fromhex("ffd8ffe000104a464946"), "这是图片"),
        (b"GIF89a\x01\0", "这是图片"),
        (b"BM\x36\0\0\0", "这是图片"),
        (b"%PDF-1.7\n", "这是PDF 文件"),
        (b"{\\rtf1\\ansi", "这是文字处理文件"),
        (b"Rar!\x1a\x07\0", "这是压缩包"),
        (bytes.fromhex("377abcaf271c"), "这是压缩包"),
        (bytes.fromhex("1f8b0800"), "这是压缩包"),
        (b"PK\x05\x06" + bytes(18), "这是压缩包"),
        (b"<html><table>", "这是网页或 XML 文件"),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?>", "这是网页或 XML 文件"),
        (b'<svg xmlns="http://www.w3.org/2000/svg">', "这是网页或 XML 文件"),
        (b"<!DOCTYPE html>", "这是网页或 XML 文件"),
        (OLE + bytes(600), "旧格式"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "有密码"),
    ],
)
def test_a_file_that_is_no_table_is_named_with_a_way_out(data: bytes, says: str) -> None:
    with pytest.raises(FileError, match=says):
        refuse_other_kinds(data)
    (problem,) = contents(data).problems
    assert says in str(problem.message)
    assert str(problem.hint)


@pytest.mark.parametrize("text", ["BMI,id,name,kind\n", "<b>,id,name,kind\n", "a\n", ""])
def test_text_that_only_begins_alike_is_left_alone(text: str) -> None:
    refuse_other_kinds(text.encode())
