"""Bytes are text in one of four encodings, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.errors import FileError
from finder.textfile import decoded, file_bytes

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]))


@given(TEXT)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_was_encoded_is_decoded(encoding: str, text: str) -> None:
    text = text.removeprefix("\ufeff")
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
def test_chinese_of_a_chinese_windows_is_decoded(encoding: str) -> None:
    text = "编号,名称,开放时间\r\njia,甲馆,周一至周五9:00-17:00\r\n"
    assert decoded(text.encode(encoding)) == text


@given(st.binary())
def test_other_bytes_are_refused_and_nothing_else_is_raised(data: bytes) -> None:
    try:
        assert "\0" not in decoded(data)
    except FileError as error:
        assert error.problems[0].hint.text()


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0", b"a\0b", b"\xff\xfe\x00\xd8"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(FileError, match="不是文字"):
        decoded(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
@pytest.mark.parametrize("damage", [b"\xff", b"\x80"])
def test_text_with_a_damaged_character_is_refused_with_its_line(
    encoding: str, damage: bytes
) -> None:
    lines = ["编号,名称,类型", "jia,甲馆测试甲馆测试,图书馆", "yi,乙馆测试乙馆测试,图书馆"]
    first, second, third = (f"{line}\r\n".encode(encoding) for line in lines)
    with pytest.raises(FileError, match="第 2 行有损坏的字符"):
        decoded(first + second.replace(b"jia,", b"jia" + damage + b",") + third)


def test_a_file_is_read_and_a_missing_one_is_named(tmp_path: Path) -> None:
    path = tmp_path / "made-up.csv"
    with pytest.raises(FileError, match="made-up"):
        file_bytes(path)
    path.write_bytes(b"jia")
    assert file_bytes(path) == b"jia"
    with pytest.raises(FileError):
        file_bytes(tmp_path)
