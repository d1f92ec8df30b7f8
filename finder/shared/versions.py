"""The versions that several machines publish together: one table.

A version is put there before it is committed on the machine that makes it, so that of two machines
only one can make the next.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from finder.errors import Problem, UnreachableError, sentence
from finder.shared.link import ANSWER_S, LOCK, Link, asked
from finder.store import Version, digest_of

if TYPE_CHECKING:
    from psycopg import Connection

# Bytes a second that a list is sent at, at least.
SLOWEST = 1_000_000

# An upload is known to its own machine only.
_COLUMNS = tuple(one.name for one in fields(Version) if one.name != "upload")


@dataclass(frozen=True, slots=True)
class Entry:
    """A version as the shared store holds it.

    Args:
        detail: what a person reads in the list of acts.
        data: the CSV file.
    """

    version: Version
    detail: str
    data: bytes


def head(link: Link) -> Version | None:
    """Return the newest version; None before the first.

    Raises:
        UnreachableError: the server does not answer.
    """
    with asked(link):
        return _head(link.connection)


def digests(link: Link) -> dict[int, str]:
    """Return the digest of every version by its number.

    Raises:
        UnreachableError: the server does not answer.
    """
    with asked(link):
        return dict(link.connection.execute("select number, digest from versions").fetchall())


def entry(link: Link, number: int) -> Entry:
    """Return one version with its file.

    Raises:
        UnreachableError: the server does not answer, or has other bytes than were put there.
    """
    columns = ", ".join(_COLUMNS)
    with asked(link):
        size = link.connection.execute(
            "select octet_length(data) from versions where number = %s", [number]
        ).fetchone()
    longest_s = _longest_s(size[0] if size else 0)
    with asked(link, longest_s), link.connection.transaction():
        _allow(link.connection, longest_s)
        row = link.connection.execute(
            f"select {columns}, detail, data from versions where number = %s",  # noqa: S608
            [number],
            binary=True,
        ).fetchone()
    if row is None or digest_of(row[-1]) != row[_COLUMNS.index("digest")]:
        message = sentence(
            "共享库 %(name)s 里的第 %(number)d 版不完整。", name=link.name, number=number
        )
        hint = sentence("请检查共享库的备份；本机继续用已有的名单。")
        raise UnreachableError(Problem(message, hint, column="FINDER_SHARED"))
    return Entry(_version(row), row[-2], bytes(row[-1]))


def hand_in(link: Link, before: Version | None, made: Entry) -> Version | None:
    """Put a version into the shared store, in the place of `before`, for all machines.

    Returns:
        None; or the newest version there if it is another one than `before`, and nothing was done.

    Raises:
        UnreachableError: the server does not answer; the sentence says whether that is known to
            have changed nothing.
    """
    values = [getattr(made.version, name) for name in _COLUMNS]
    names = ", ".join((*_COLUMNS, "detail", "data"))
    places = ", ".join(["%s"] * (len(values) + 1) + ["%b"])
    ending = False
    try:
        longest_s = _longest_s(len(made.data))
        with asked(link, longest_s), link.connection.transaction():
            _allow(link.connection, longest_s)
            link.connection.execute("select pg_advisory_xact_lock(%s)", [LOCK])
            last = _head(link.connection)
            if not is_same(last, before):
                return last
            link.connection.execute(
                f"insert into versions ({names}) values ({places})",  # noqa: S608
                # PostgreSQL has no text with a NUL in it.
                [*values, made.detail.replace("\0", ""), made.data],
            )
            ending = True
    except UnreachableError as error:
        raise _unknown(link, made.version) if ending else error from None
    return None


def is_same(one: Version | None, other: Version | None) -> bool:
    """Return whether two machines mean the same version."""
    if one is None or other is None:
        return one is other
    return (one.number, one.digest) == (other.number, other.digest)


def _longest_s(size_bytes: int) -> int:
    return ANSWER_S + size_bytes // SLOWEST


def _allow(connection: Connection[tuple[Any, ...]], longest_s: int) -> None:
    """Let the server take as long as we wait, until the transaction ends."""
    connection.execute("select set_config('statement_timeout', %s, true)", [f"{longest_s}s"])


def _head(connection: Connection[tuple[Any, ...]]) -> Version | None:
    columns = ", ".join(_COLUMNS)
    row = connection.execute(
        f"select {columns} from versions order by number desc limit 1"  # noqa: S608
    ).fetchone()
    return _version(row) if row else None


def _version(row: tuple[Any, ...]) -> Version:
    return Version(upload=None, **dict(zip(_COLUMNS, row, strict=False)))


def _unknown(link: Link, version: Version) -> UnreachableError:
    message = sentence(
        "共享库 %(name)s 在最后一刻断开，还不知道第 %(number)d 版有没有发布。",
        name=link.name,
        number=version.number,
    )
    hint = sentence("连上以后会自动取来；请先看版本列表，再决定要不要重新发布。")
    return UnreachableError(Problem(message, hint, column="FINDER_SHARED"))
