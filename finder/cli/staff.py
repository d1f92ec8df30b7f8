"""The terminal's commands about accounts of staff."""

from __future__ import annotations

import datetime as dt
import sys

import click

from finder import store
from finder.cli.terminal import explained, terminal_account
from finder.errors import AccountError, Problem, sentence
from finder.hours import ZONE
from finder.passwords import checked_password, generated_password, hashed
from finder.settings import settings

_roles = click.Choice(store.ROLES)


@click.group()
def staff() -> None:
    """The accounts of staff, who sign in at /staff."""


@staff.command()
@click.argument("name")
@click.option("--role", type=_roles, default=store.EDITOR, show_default=True)
@click.option("--password-stdin", is_flag=True, help="Take the password from standard input.")
@click.option("--generate", is_flag=True, help="Make a password and print it, this once.")
@explained
def add(name: str, role: str, password_stdin: bool, generate: bool) -> None:
    """Make an account; the password is asked for twice and not shown.

    An editor uploads, checks and compares; a publisher also publishes.

    Example: finder staff add 测试 --role publisher
    """
    kept = store.checked_name(name)
    with store.opened(settings().database_path) as database:
        # Where the name is taken `add_account` says so, and no password is typed in vain.
        is_new = store.account_named(database, kept) is None
        chosen = _password(kept, password_stdin, generate) if is_new else ""
        made = store.add_account(
            database, kept, role, hashed(chosen), dt.datetime.now(dt.UTC), terminal_account()
        )
    click.echo(sentence("账号“%(name)s”可以用了。", name=made.name).text())
    if generate:
        _show(chosen)


@staff.command("list")
@explained
def list_accounts() -> None:
    """All accounts with their roles."""
    with store.opened(settings().database_path) as database:
        found = store.accounts(database)
    for one in found:
        made = dt.datetime.fromisoformat(one.made_at).astimezone(ZONE)
        click.echo(f"{one.role:<9}  {made:%Y-%m-%d}  {one.name}")
    if not found:
        click.echo(sentence("还没有账号；finder staff add 名字 建立一个。").text())


@staff.command()
@click.argument("name")
@click.argument("role", type=_roles)
@explained
def role(name: str, role: str) -> None:
    """Give an account another role; it has to sign in again."""
    with store.opened(settings().database_path) as database:
        store.set_role(database, name, role, dt.datetime.now(dt.UTC), terminal_account())
    click.echo(sentence("“%(name)s”的角色改好了，需要重新登录。", name=name).text())


@staff.command()
@click.argument("name")
@click.option("--password-stdin", is_flag=True, help="Take the password from standard input.")
@click.option("--generate", is_flag=True, help="Make a password and print it, this once.")
@explained
def password(name: str, password_stdin: bool, generate: bool) -> None:
    """Give an account another password; it has to sign in again."""
    with store.opened(settings().database_path) as database:
        held = store.existing(database, name)
        chosen = _password(held.name, password_stdin, generate)
        store.set_password(
            database, name, hashed(chosen), dt.datetime.now(dt.UTC), terminal_account()
        )
    click.echo(sentence("“%(name)s”的密码改好了，需要重新登录。", name=held.name).text())
    if generate:
        _show(chosen)


@staff.command()
@click.argument("name")
@click.confirmation_option(prompt="Remove the account?")
@explained
def remove(name: str) -> None:
    """Remove an account; what it did stays in the list of acts."""
    with store.opened(settings().database_path) as database:
        store.remove_account(database, name, dt.datetime.now(dt.UTC), terminal_account())
    click.echo(sentence("账号“%(name)s”删去了。", name=name).text())


def _password(name: str, is_piped: bool, is_generated: bool) -> str:
    """Return a password for an account, from wherever the options say.

    Raises:
        AccountError: it cannot be taken.
    """
    if is_generated and is_piped:
        message = sentence("--generate 和 --password-stdin 只能用一个。")
        raise AccountError(Problem(message, sentence("请去掉其中一个。")))
    if is_generated:
        return generated_password()
    if is_piped:
        return checked_password(sys.stdin.readline().rstrip("\r\n"), name)
    asked = str(click.prompt(sentence("密码").text(), hide_input=True))
    checked_password(asked, name)
    again = str(click.prompt(sentence("再输一次").text(), hide_input=True))
    if asked != again:
        message = sentence("两次输入的密码不一样。")
        raise AccountError(Problem(message, sentence("请再来一次；什么都没有变。")))
    return asked


def _show(password: str) -> None:
    click.echo(sentence("密码（只显示这一次）：%(value)s", value=password).text())
