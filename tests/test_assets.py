"""Static files: their hashes, and their bytes in each content coding."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli

from finder.assets import assets, digest_of
from finder.settings import RESOURCES


def test_every_body_of_a_file_is_the_file() -> None:
    for one in assets(RESOURCES / "static").values():
        content = one.body.body
        if not one.name.endswith((".js", ".css")):
            assert content == (RESOURCES / "static" / one.name).read_bytes()
        for coding, plain in (("br", brotli.decompress), ("gzip", gzip.decompress)):
            body = one.body.coded(coding)
            assert body is content or plain(body) == content


def test_scripts_and_sheets_are_sent_without_their_comments(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("// why\nlet a = `two  blanks // stay`;  /* so */\n", "utf-8")
    (tmp_path / "a.css").write_text("/* why */ a { color: red; }\n", "utf-8")
    held = assets(tmp_path)
    assert held["a.js"].body.body == b"let a=`two  blanks // stay`;"
    assert held["a.css"].body.body == b"a{color:red}"


def test_a_coding_is_offered_only_where_it_saves_bytes() -> None:
    for one in assets(RESOURCES / "static").values():
        for coding in ("br", "gzip"):
            body = one.body.coded(coding)
            assert body is one.body.body or len(body) < len(one.body.body)
    held = assets(RESOURCES / "static")["vendor/leaflet.js"].body
    assert len(held.coded("br")) < len(held.coded("gzip")) < len(held.body) / 3


def test_the_hash_changes_with_the_content_and_with_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("a.js", "deep/b.js"):
        (tmp_path / name).write_text("let x = 1;", "utf-8")
    (tmp_path / ".lock").write_text("hidden", "utf-8")
    before = assets(tmp_path)
    assert list(before) == ["a.js", "deep/b.js"]
    assert before["a.js"].digest == before["deep/b.js"].digest
    (tmp_path / "a.js").write_text("let x = 2;", "utf-8")
    after = assets(tmp_path)
    assert after["a.js"].digest != before["a.js"].digest
    assert after["deep/b.js"] == before["deep/b.js"]


def test_a_digest_of_parts_knows_where_one_ends() -> None:
    assert digest_of(b"ab", b"c") != digest_of(b"a", b"bc")
    assert digest_of(b"ab") == digest_of(b"ab")
