"""Files replaced whole: a reader finds the old bytes or the new ones, also after a power cut."""

from __future__ import annotations

import datetime as dt
import os
import secrets
from contextlib import suppress
from pathlib import Path

from finder.errors import Problem, StorageError, sentence

# What is younger may belong to a process that is about to put it in its place.
_LEFT_S = 60


def prepared(path: Path, data: bytes) -> Path:
    """Return a file beside `path` that holds `data` for certain, to be given to `placed`.

    Raises:
        StorageError: the folder cannot be written or the disk is full; nothing is left behind.
    """
    beside = path.parent / f".{path.name}.{secrets.token_hex(8)}.new"
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            beside.chmod(path.stat().st_mode & 0o7777)
        else:
            beside.chmod(0o644)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise _unwritable(path, error) from error
    return beside


def placed(beside: Path, path: Path) -> None:
    """Put a prepared file in the place of `path`.

    Raises:
        StorageError: the system refuses it; `path` is as before.
    """
    try:
        beside.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise _unwritable(path, error) from error


def remove_unfinished(path: Path, when: dt.datetime) -> None:
    """Remove what processes that were killed have left beside `path`, a minute and more ago."""
    for beside in path.parent.glob(f".{path.name}.*.new"):
        with suppress(OSError):
            if when.timestamp() - beside.stat().st_mtime > _LEFT_S:
                beside.unlink()


def _unwritable(path: Path, error: OSError) -> StorageError:
    message = sentence(
        "文件 %(path)s 写不进去：%(error)s。", path=path, error=error.strerror or str(error)
    )
    hint = sentence("请检查磁盘空间和文件夹权限，或用 FINDER_CSV 指定可以写的文件；名单没有变。")
    return StorageError(Problem(message, hint, column="file", value=str(path)))
