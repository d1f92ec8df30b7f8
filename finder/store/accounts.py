"""The accounts of staff. Whatever changes one ends its sessions and is written down."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from unicodedata import normalize

import sqlite_utils

from finder.errors import AccountError, NotFoundError, Problem, Sentence, sentence
from finder.store.acts import record, stamp
from finder.store.database import table, writing

LONGEST_NAME = 40
# What each role may do that the ones before it may not: check and compare; publish.
EDITOR, PUBLISHER = "editor", "publisher"
ROLES = (EDITOR, PUBLISHER)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody of staff.

    Args:
        name: as it was given; unique whatever its case and width.
        role: `editor` or `publisher`.
        password: the hash.
        made_at: ISO 8601 in UTC.
    """

    name: str
    role: str
    password: str = field(repr=False)
    made_at: str

    @property
    def may_publish(self) -> bool:
        return self.role == PUBLISHER


def folded_name(name: str) -> str:
    """Return what two names have in common that count as the same: no case, no width, no edges."""
    return normalize("NFKC", normalize("NFKC", name).casefold()).strip()


def checked_name(name: str) -> str:
    """Return a name as it is kept: trimmed, in NFC.

    Raises:
        AccountError: it is blank or too long, or has characters that nobody sees, or a colon.
    """
    kept = normalize("NFC", name).strip()
    shown = "".join(letter if letter.isprintable() else "�" for letter in kept)
    if not kept:
        raise _refused(sentence("名字是空的。"), shown)
    if len(kept) > LONGEST_NAME:
        raise _refused(sentence("名字“%(value)s”有 %(length)d 个字符，太长了。",
                                value=shown, length=len(kept)), shown)  # fmt: skip
    if not kept.isprintable():
        raise _refused(sentence("名字“%(value)s”里有看不见的字符。", value=shown), shown)
    # The list of acts calls those in the terminal `terminal:name`.
    if ":" in normalize("NFKC", kept):
        raise _refused(sentence("名字“%(value)s”里有冒号。", value=shown), shown)
    return kept


def accounts(database: sqlite_utils.Database) -> tuple[Account, ...]:
    """Return all accounts, by name."""
    rows = table(database, "accounts").rows_where(order_by="folded")
    return tuple(_account(row) for row in rows)


def account_named(database: sqlite_utils.Database, name: str) -> Account | None:
    """Return the account of a name, whatever its case and width; None if there is none."""
    for row in table(database, "accounts").rows_where("folded = ?", [folded_name(name)]):
        return _account(row)
    return None


def add_account(
    database: sqlite_utils.Database,
    name: str,
    role: str,
    password: str,
    when: dt.datetime,
    by: str,
) -> Account:
    """Make an account and return it.

    Args:
        password: the hash.
        by: the account that makes it; `terminal:NAME` in the terminal.

    Raises:
        AccountError: there is one of that name, or the name or the role cannot be taken.
    """
    made = Account(checked_name(name), checked_role(role), password, stamp(when))
    with writing(database):
        held = account_named(database, name)
        if held is not None:
            raise _refused(sentence("已经有名叫“%(value)s”的账号。", value=held.name), name)
        table(database, "accounts").insert(
            {
                "folded": folded_name(made.name),
                "name": made.name,
                "role": made.role,
                "password": made.password,
                "made_at": made.made_at,
            }
        )
        record(database, when, by, "account-added", f"{made.name} {made.role}")
    return made


def set_role(
    database: sqlite_utils.Database, name: str, role: str, when: dt.datetime, by: str
) -> None:
    """Give an account another role.

    Raises:
        NotFoundError: there is no such account.
        AccountError: there is no such role.
    """
    checked_role(role)
    with writing(database):
        held = existing(database, name)
        _changed(database, held, {"role": role})
        record(database, when, by, "account-role", f"{held.name} {role}")


def set_password(
    database: sqlite_utils.Database, name: str, password: str, when: dt.datetime, by: str
) -> None:
    """Give an account another password, of which `password` is the hash.

    Raises:
        NotFoundError: there is no such account.
    """
    with writing(database):
        held = existing(database, name)
        _changed(database, held, {"password": password})
        record(database, when, by, "account-password", held.name)


def renew_hash(database: sqlite_utils.Database, held: Account, password: str) -> Account:
    """Keep another hash of the same password and return the account with it.

    Where the account has changed meanwhile nothing is written.
    """
    with writing(database):
        database.execute(
            "update accounts set password = ? where folded = ? and password = ?",
            [password, folded_name(held.name), held.password],
        )
    return replace(held, password=password)


def remove_account(database: sqlite_utils.Database, name: str, when: dt.datetime, by: str) -> None:
    """Remove an account; what it did stays in the list of acts.

    Raises:
        NotFoundError: there is no such account.
    """
    with writing(database):
        held = existing(database, name)
        folded = folded_name(held.name)
        table(database, "sessions").delete_where("account = ?", [folded])
        table(database, "accounts").delete_where("folded = ?", [folded])
        record(database, when, by, "account-removed", held.name)


def existing(database: sqlite_utils.Database, name: str) -> Account:
    """Return the account of a name.

    Raises:
        NotFoundError: there is no such account.
    """
    held = account_named(database, name)
    if held is None:
        message = sentence("没有名叫“%(value)s”的账号。", value=name)
        hint = sentence("finder staff list 列出所有账号。")
        raise NotFoundError(Problem(message, hint, column="name", value=name))
    return held


def checked_role(role: str) -> str:
    """Return a role.

    Raises:
        AccountError: there is no such role.
    """
    if role not in ROLES:
        message = sentence("没有“%(value)s”这个角色。", value=role)
        hint = sentence("请写 editor（编辑）或 publisher（发布）。")
        raise AccountError(Problem(message, hint, column="role", value=role))
    return role


def _account(row: dict[str, str]) -> Account:
    return Account(row["name"], row["role"], row["password"], row["made_at"])


def _changed(database: sqlite_utils.Database, held: Account, values: dict[str, str]) -> None:
    """Change an account, inside a transaction, and end its sessions."""
    folded = folded_name(held.name)
    table(database, "accounts").update(folded, values)
    table(database, "sessions").delete_where("account = ?", [folded])


def _refused(message: Sentence, name: str) -> AccountError:
    hint = sentence(
        "请用 1 到 %(most)d 个看得见的字符，不含冒号，不和别人重复。", most=LONGEST_NAME
    )
    return AccountError(Problem(message, hint, column="name", value=name))
