"""A long run of questions that may be cut short at any moment: what is known, and what is written.

Every answer goes into a journal beside the file at once, so that a run that was stopped, by
Ctrl+C or a dead network, goes on where it was.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from finder.errors import FileError, Problem, sentence
from finder.geo import Datum, Point
from finder.lookups import Found


class Journal:
    """The answers of one provider for the file at `out`, kept beside it line by line."""

    def __init__(self, out: Path, provider: str) -> None:
        self.path = out.with_name(f"{out.name}.journal")
        self._out = out
        self._provider = provider
        self._known: dict[str, Found | None] = {}
        self._written: set[str] = set()
        if self.path.exists():
            self._read()

    def __contains__(self, address: str) -> bool:
        return address in self._known

    def __getitem__(self, address: str) -> Found | None:
        return self._known[address]

    def check_out(self) -> None:
        """Check that the file may be written: it is not there, or just as we left it.

        Raises:
            FileError: it is somebody's work.
        """
        if self._out.exists() and _digest(self._out.read_bytes()) not in self._written:
            raise _in_the_way(self._out)

    def add(self, address: str, found: Found | None) -> None:
        """Keep an answer."""
        self._known[address] = found
        kept = None if found is None else asdict(found)
        self._append({"provider": self._provider, "address": address, "found": kept})

    def write_out(self, data: bytes) -> None:
        """Write the file, whole or not at all."""
        self._append({"written": _digest(data)})
        write_whole(self._out, data)

    def _append(self, entry: Mapping[str, object]) -> None:
        try:
            with self.path.open("a", encoding="utf-8") as file:
                # A run that was killed may have left half a line.
                file.write(f"\n{json.dumps(entry, ensure_ascii=False)}\n")
        except OSError as error:
            raise _not_written(self.path, error) from error

    def _read(self) -> None:
        for line in self.path.read_text("utf-8", errors="replace").splitlines():
            try:
                entry = json.loads(line)
                if "written" in entry:
                    self._written.add(str(entry["written"]))
                elif entry["provider"] == self._provider:
                    self._known[str(entry["address"])] = _found(entry["found"])
            except (ValueError, LookupError, TypeError):
                # The last line of a run that was killed; its address is asked for again.
                continue


def _found(kept: Mapping[str, Any] | None) -> Found | None:
    if kept is None:
        return None
    lat, lon = kept["given"]
    error_m = None if kept["error_m"] is None else int(kept["error_m"])
    return Found(Point(float(lat), float(lon)), Datum(kept["datum"]), error_m, str(kept["label"]))


def write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, whole or not at all.

    Raises:
        FileError: it is there, or cannot be written.
    """
    if path.exists():
        raise _in_the_way(path)
    write_whole(path, data)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever sees a part of it.

    Raises:
        FileError: it cannot be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        raise _not_written(path, error) from error
    finally:
        part.unlink(missing_ok=True)


def check_not_the_list(path: Path, *lists: Path) -> None:
    """Check that a proposal does not take the place of a list.

    Raises:
        FileError: it would.
    """
    if path.resolve() in {one.resolve() for one in lists}:
        message = sentence("%(path)s 是正在用的列表，不能直接写进去。", path=str(path))
        hint = sentence("请写到另一个文件，检查后再上传。")
        raise FileError(Problem(message, hint, column="out", value=str(path)))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _in_the_way(path: Path) -> FileError:
    message = sentence("文件 %(path)s 已经有了，不覆盖。", path=str(path))
    hint = sentence("请换一个文件名，或先把它移走。")
    return FileError(Problem(message, hint, column="out", value=str(path)))


def _not_written(path: Path, error: OSError) -> FileError:
    message = sentence("文件 %(path)s 写不进去：%(error)s。", path=str(path), error=str(error))
    hint = sentence("请检查文件夹、权限和磁盘空间。")
    return FileError(Problem(message, hint, column="out", value=str(path)))
