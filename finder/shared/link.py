"""A connection to the shared store: PostgreSQL, through psycopg.

Nothing here waits for ever, and no sentence names a password.
"""

from __future__ import annotations

import os
import re
import socket
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from finder.errors import Problem, SettingsError, UnreachableError, sentence

if TYPE_CHECKING:
    from psycopg import Connection

# What is set in the place of an address where a machine shares nothing any more.
ALONE = "none"
# How long the server may take for an answer, and for what has not said how long it may take.
ANSWER_S = 5
TRANSFER_S = 60

# Whoever holds it is the only one that makes the table or adds a version.
LOCK = zlib.crc32(b"finder: versions")

_TABLE = """
create table if not exists versions (
    number bigint primary key, digest text not null, canonical text not null,
    published_at text not null, account text not null, act text not null, detail text not null,
    base bigint, facilities bigint not null, data bytea not null)
"""


@dataclass(frozen=True, slots=True)
class Link:
    """A connection to the shared store.

    Args:
        name: the server and the database, as a person may read them.
        secrets: what may stand in no sentence.
    """

    connection: Connection[tuple[Any, ...]] = field(repr=False)
    name: str
    secrets: tuple[str, ...] = field(repr=False)

    def close(self) -> None:
        """Hang up."""
        self.connection.close()


def connected(address: str) -> Link:
    """Return a connection to the shared store, its table made if it is missing.

    Args:
        address: `postgresql://user@host/database`.

    Raises:
        SettingsError: psycopg is not installed.
        UnreachableError: the server cannot be reached, or refuses.
    """
    try:
        import psycopg
    except ImportError as error:
        message = sentence("FINDER_SHARED 要用的程序库 psycopg 没有安装。")
        hint = sentence('请运行 pip install "psycopg[binary]"。')
        raise SettingsError(Problem(message, hint, column="FINDER_SHARED")) from error
    name, secrets = _name(address), _secrets(address)
    try:
        connection = psycopg.connect(
            address,
            autocommit=True,
            connect_timeout=ANSWER_S,
            client_encoding="utf8",
            fallback_application_name="finder",
            # A pooler between us may give every transaction another session.
            prepare_threshold=None,
        )
    except psycopg.Error as error:
        # The cause is not kept: it may hold the address.
        raise _unreachable(name, secrets, error) from None
    # Whoever has waited for the lock is to see what was done under it.
    connection.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
    link = Link(connection, name, secrets)
    try:
        with asked(link):
            _prepare(connection)
    except BaseException:
        link.close()
        raise
    return link


@contextmanager
def linked(address: str) -> Iterator[Link | None]:
    """Yield a connection to the shared store; None where the machine is alone.

    Raises:
        SettingsError, UnreachableError: as `connected`.
    """
    if address in ("", ALONE):
        yield None
        return
    link = connected(address)
    try:
        yield link
    finally:
        link.close()


def _prepare(connection: Connection[tuple[Any, ...]]) -> None:
    # A machine that freezes in the middle does not keep the others out for ever, nor one that
    # loses its power while it sends a list.
    connection.execute(
        "select set_config('statement_timeout', %s, false),"
        " set_config('idle_in_transaction_session_timeout', %s, false),"
        " set_config('tcp_keepalives_idle', %s, false),"
        " set_config('tcp_keepalives_interval', %s, false),"
        " set_config('tcp_keepalives_count', '3', false)",
        [f"{TRANSFER_S}s", f"{2 * ANSWER_S}s", str(ANSWER_S), str(ANSWER_S)],
    )
    found = connection.execute("select to_regclass('versions')").fetchone()
    if found == (None,):
        with connection.transaction():
            connection.execute("select pg_advisory_xact_lock(%s)", [LOCK])
            connection.execute(_TABLE)


@contextmanager
def asked(link: Link, longest_s: int = ANSWER_S) -> Iterator[None]:
    """Ask within a time: a server that is frozen keeps its connections and answers nothing.

    Raises:
        UnreachableError: there is no answer, or a refusal.
    """
    import psycopg

    late = threading.Event()
    timer = threading.Timer(longest_s, _cut, [link.connection, late])
    timer.daemon = True
    timer.start()
    try:
        yield
    except psycopg.Error as error:
        if late.is_set():
            raise _too_late(link.name, longest_s) from None
        raise _unreachable(link.name, link.secrets, error) from None
    finally:
        timer.cancel()


def _cut(connection: Connection[tuple[Any, ...]], late: threading.Event) -> None:
    """End a connection under whoever waits for it."""
    late.set()
    with suppress(Exception), socket.socket(fileno=os.dup(connection.fileno())) as own:
        own.shutdown(socket.SHUT_RDWR)


def _too_late(name: str, longest_s: int) -> UnreachableError:
    message = sentence(
        "共享库 %(name)s 在 %(seconds)d 秒里没有回答。", name=name, seconds=longest_s
    )
    hint = sentence("名单没有变，本机继续用已有的名单；请检查网络和那台服务器，再试一次。")
    return UnreachableError(Problem(message, hint, column="FINDER_SHARED"))


def _unreachable(name: str, secrets: tuple[str, ...], error: Exception) -> UnreachableError:
    """Return the error of a server that cannot be used, without what may not be read."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    text = lines[0]
    for secret in secrets:
        text = text.replace(secret, "***")
    message = sentence("共享库 %(name)s 用不了：%(error)s。", name=name, error=text)
    return UnreachableError(
        Problem(
            message,
            sentence("名单没有变，本机继续用已有的名单；请检查网络、地址和密码，再试一次。"),
            column="FINDER_SHARED",
        )
    )


def _name(address: str) -> str:
    """Return the part of an address that a person may read."""
    parts = urlsplit(address)
    return f"{parts.netloc.rpartition('@')[2]}{parts.path}" or "PostgreSQL"


def _secrets(address: str) -> tuple[str, ...]:
    """Return the passwords of an address, as they are written and as they are meant."""
    parts = urlsplit(address)
    userinfo, at, _ = parts.netloc.rpartition("@")
    written = [re.sub("^[^:]*:?", "", userinfo)] if at else []
    for pair in parts.query.split("&"):
        name, _, value = pair.partition("=")
        if "password" in unquote(name):
            written.append(value)
    return tuple({text for one in written for text in (one, unquote(one)) if text})
