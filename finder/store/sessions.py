"""Who is signed in: a row for each session, found by the digest of its token alone."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from contextlib import suppress

import sqlite_utils

from finder.errors import ConflictError, Problem, StorageError, sentence
from finder.store.accounts import Account, account_named, folded_name
from finder.store.acts import stamp
from finder.store.database import table, writing

# A session ends when nobody has used it for so long, and in any case after so long.
IDLE = dt.timedelta(minutes=60)
ABSOLUTE = dt.timedelta(hours=12)
# How exactly it is known when a session was last used; a page that is read writes no more often.
_TOUCH = dt.timedelta(minutes=1)
# How far a clock may be set back under a session. One that starts later than that began while the
# clock was wrong, and would else last until the clock is there again.
_CLOCK_STEP = dt.timedelta(minutes=5)


def start_session(database: sqlite_utils.Database, account: Account, when: dt.datetime) -> str:
    """Start a session and return its token, which is kept nowhere; sessions of old go.

    Raises:
        ConflictError: the account was changed since it was read, perhaps by the owner of a stolen
            password, a moment ago.
    """
    token = secrets.token_urlsafe(32)
    with writing(database):
        if account_named(database, account.name) != account:
            message = sentence("账号“%(value)s”刚刚改过。", value=account.name)
            hint = sentence("请用新的密码再登录一次。")
            raise ConflictError(Problem(message, hint, column="name", value=account.name))
        held = table(database, "sessions")
        held.delete_where(
            "seen_at <= ? or started_at <= ? or started_at > ?",
            [stamp(when - IDLE), stamp(when - ABSOLUTE), stamp(when + _CLOCK_STEP)],
        )
        held.insert(
            {
                "digest": _digest(token),
                "account": folded_name(account.name),
                "started_at": stamp(when),
                "seen_at": stamp(when),
            }
        )
    return token


def session_account(
    database: sqlite_utils.Database, token: str, when: dt.datetime
) -> Account | None:
    """Return the account whose session a token belongs to; None if it has ended or never was."""
    rows = database.query(
        "select accounts.*, started_at, seen_at from sessions"
        " join accounts on accounts.folded = sessions.account where digest = ?",
        [_digest(token)],
    )
    row = next(rows, None)
    if row is None:
        return None
    started, seen = (dt.datetime.fromisoformat(row[name]) for name in ("started_at", "seen_at"))
    if when - seen >= IDLE or when - started >= ABSOLUTE or started - when > _CLOCK_STEP:
        return None
    if abs(when - seen) >= _TOUCH:
        # Where nothing can be written, pages can still be read until the session is idle too long.
        with suppress(StorageError), writing(database):
            table(database, "sessions").update(_digest(token), {"seen_at": stamp(when)})
    return Account(row["name"], row["role"], row["password"], row["made_at"])


def end_session(database: sqlite_utils.Database, token: str) -> None:
    """End a session, so that its token is worth nothing any more."""
    with writing(database):
        table(database, "sessions").delete_where("digest = ?", [_digest(token)])


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
