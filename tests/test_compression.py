"""Texts made smaller, once in each coding."""

from __future__ import annotations

import gzip
import threading

import brotli

from finder.compression import QUICK, THOROUGH, Coded

TEXT = "甲馆 开放中·至 18:00\n".encode() * 200
PLAIN = {"br": brotli.decompress, "gzip": gzip.decompress}


def test_what_is_compressed_is_the_same_text() -> None:
    for codings in (QUICK, THOROUGH):
        for coding, compress in codings.items():
            assert PLAIN[coding](compress(TEXT)) == TEXT
            assert len(compress(TEXT)) < len(TEXT) / 10


def test_the_same_text_has_the_same_bytes_whenever_it_is_compressed() -> None:
    for compress in (*QUICK.values(), *THOROUGH.values()):
        assert compress(TEXT) == compress(TEXT)


def test_a_body_is_compressed_once_in_each_coding_whoever_asks_at_once() -> None:
    calls: list[bytes] = []

    def half(content: bytes) -> bytes:
        calls.append(content)
        return content[::2]

    body = Coded(b"body", {"half": half})
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(body.coded("half"))) for _ in "1234"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [b"bd"] * 4
    assert calls == [b"body"]


def test_a_coding_that_saves_nothing_or_is_not_known_is_not_used() -> None:
    body = Coded(b"body", {"twice": lambda content: content * 2})
    assert body.coded("twice") is body.coded("identity") is body.coded("none") is body.body
