"""Who is signed in, and what they may do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user

from finder import store
from finder.errors import ForbiddenError, Problem, sentence
from finder.site import site
from finder.store import Account, Database

_P = ParamSpec("_P")
_View = Callable[_P, ResponseReturnValue]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody signed in, as Flask-Login asks for it.

    Args:
        token: of the session; the cookie holds it, the database only its digest.
    """

    account: Account
    token: str
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        return self.token


def login_manager() -> LoginManager:
    """Return what finds the account of a request."""
    manager = LoginManager()
    # A phone changes its address while somebody works; the session's own limits are what counts.
    manager.session_protection = None
    manager.user_loader(_member)
    manager.unauthorized_handler(_to_sign_in)
    return manager


def _member(token: str) -> Member | None:
    with database() as held:
        found = store.session_account(held, token, site().now())
    return Member(found, token) if found else None


def _to_sign_in() -> ResponseReturnValue:
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("staff.sign_in", next=request.full_path.removesuffix("?")), 303)
    return redirect(url_for("staff.sign_in", lost=1), 303)


@contextmanager
def database() -> Iterator[Database]:
    """Open the database for as long as the block lasts."""
    with store.opened(site().settings.database_path) as held:
        yield held


def account() -> Account:
    """Return who is signed in; only for views that are `signed_in`."""
    held: Account = current_user.account
    return held


def account_or_none() -> Account | None:
    """Return who is signed in, if somebody is."""
    return account() if current_user.is_authenticated else None


def signed_in(view: _View[_P]) -> _View[_P]:
    """Return the view for those signed in alone; others are led to the sign-in and back."""

    @wraps(view)
    def guarded(*args: _P.args, **kwargs: _P.kwargs) -> ResponseReturnValue:
        if not current_user.is_authenticated:
            return _to_sign_in()
        return view(*args, **kwargs)

    return guarded


def publisher_only(view: _View[_P]) -> _View[_P]:
    """Return the view for those signed in who may publish; editors are told that they may not."""

    @wraps(view)
    def guarded(*args: _P.args, **kwargs: _P.kwargs) -> ResponseReturnValue:
        if not account().may_publish:
            message = sentence("“%(value)s”是编辑，不能做这一步。", value=account().name)
            hint = sentence("请让有发布权限的同事来做；什么都没有变。")
            raise ForbiddenError(Problem(message, hint, value=account().name))
        return view(*args, **kwargs)

    return signed_in(guarded)
