"""Signing in and out.

A password can be tried ten times in a quarter of an hour for an account, and thirty times from an
address. So that nobody can keep somebody else out by trying theirs, a browser that has once signed
in to an account keeps a signed note of it and has ten tries of its own, whatever others do.
"""

from __future__ import annotations

import re
import secrets

from flask import Response, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user
from itsdangerous import BadSignature, URLSafeSerializer
from limits import RateLimitItemPerMinute

from finder import store
from finder.errors import AccountError, ConflictError, FinderError, Problem, TooManyError, sentence
from finder.passwords import LONGEST, hashed, is_outdated, is_password
from finder.rate_limits import too_many, whose_address
from finder.site import gettext, site
from finder.staff.blueprint import bp
from finder.staff.cookies import is_secure
from finder.staff.guard import Member, account, database, signed_in
from finder.store import Account, Database

PER_ACCOUNT = RateLimitItemPerMinute(10, 15, namespace="account")
PER_ADDRESS = RateLimitItemPerMinute(30, 15, namespace="address")

LONGEST_NEXT = 1000

_KNOWN = "finder_known"
_KNOWN_S = 180 * 24 * 3600


@bp.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """The form."""
    onward = local_address(request.args.get("next", ""))
    if current_user.is_authenticated:
        return redirect(onward)
    return _form(onward, "", None)


@bp.post("/sign-in")
def enter() -> ResponseReturnValue:
    """Sign in; a new session each time, so that nobody can have laid one ready."""
    name, password = request.form.get("name", ""), request.form.get("password", "")
    onward = local_address(request.form.get("next", ""))
    with database() as held:
        try:
            found = _checked(held, name, password)
            with store.writing(held):
                token = store.start_session(held, found, site().now())
                store.record(held, site().now(), found.name, "sign-in")
        except (AccountError, ConflictError, TooManyError) as error:
            return _refused(error, onward, name)
    session.clear()
    login_user(Member(found, token))
    response = make_response(redirect(onward, 303))
    _remember(response, found)
    return response


@bp.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End the session, here and on the server."""
    with database() as held, store.writing(held):
        store.end_session(held, current_user.token)
        store.record(held, site().now(), account().name, "sign-out")
    logout_user()
    session.clear()
    return redirect(url_for("staff.sign_in", left=1), 303)


def local_address(address: str) -> str:
    """Return an address below /staff to go to next; the first page for any other."""
    path = re.split(r"[?#]", address, maxsplit=1)[0]
    steps = path.split("/")
    is_below = steps[:2] == ["", "staff"] and len(steps) > 2 and address.isprintable()
    # What a browser would take for another way up or out.
    is_odd = "\\" in address or {".", ".."} & set(steps) or "" in steps[1:-1]
    if not is_below or is_odd or path == url_for("staff.sign_in") or len(address) > LONGEST_NEXT:
        return url_for("staff.home")
    return address


def _checked(held: Database, name: str, password: str) -> Account:
    """Return the account of a name and a password.

    Raises:
        AccountError: they do not belong together.
        TooManyError: that was tried too often.
    """
    found = store.account_named(held, name[: store.LONGEST_NAME + 1])
    taken = _taken(held, found, name)
    if len(password) > LONGEST or not is_password(found.password if found else None, password):
        # What was typed as a name may be a password: only names that exist are written down.
        _note(held, found, "sign-in-failed")
        message = sentence("名字或密码不对。")
        hint = sentence("请再试一次；忘了密码，请让管理员重设。")
        raise AccountError(Problem(message, hint, column="password"))
    assert found is not None  # noqa: S101 - nobody has no password
    for limit, whose in taken:
        site().limiter.give_back(limit, whose)
    if is_outdated(found.password):
        found = store.renew_hash(held, found, hashed(password))
    return found


def _taken(
    held: Database, found: Account | None, name: str
) -> list[tuple[RateLimitItemPerMinute, str]]:
    """Count a try, before the password is looked at: tries at the same moment count too.

    Raises:
        TooManyError: there were too many. It is written down once, not for each try.
    """
    limiter = site().limiter
    date = site().now().date()
    who = _known(found) or store.folded_name(name)
    limits = [
        (PER_ADDRESS, whose_address(request.remote_addr or "", site().secret, date)),
        (PER_ACCOUNT, whose_address(who, site().secret, date)),
    ]
    for limit, whose in limits:
        if not limiter.take(limit, whose):
            if limiter.count(limit, whose) == limit.amount + 1:
                _note(held, found, "sign-in-stopped")
            message = sentence("试的次数太多了。")
            raise too_many(message, limiter.wait_s(limit, whose))
    return limits


def _note(held: Database, found: Account | None, act: str) -> None:
    with store.writing(held):
        store.record(held, site().now(), found.name if found else "", act)


def _known(found: Account | None) -> str:
    """Return the number of this browser's note of an account; blank if it has none."""
    if found is None:
        return ""
    try:
        folded, number = _notes().loads(request.cookies.get(_KNOWN, ""))
    except (BadSignature, ValueError, TypeError):
        return ""
    return f"{folded}:{number}" if folded == store.folded_name(found.name) else ""


def _remember(response: Response, found: Account) -> None:
    """Give the browser a note that it has signed in to an account."""
    response.set_cookie(
        _KNOWN,
        str(_notes().dumps([store.folded_name(found.name), secrets.token_hex(8)])),
        max_age=_KNOWN_S,
        path=url_for("staff.sign_in"),
        secure=is_secure(),
        httponly=True,
        samesite="Strict",
    )


def _notes() -> URLSafeSerializer:
    return URLSafeSerializer(site().secret, salt="a browser that has signed in")


def _refused(error: FinderError, onward: str, name: str) -> ResponseReturnValue:
    response = make_response(_form(onward, name, error.problems[0]))
    response.status_code = 400
    if isinstance(error, TooManyError):
        response.status_code = 429
        response.headers["Retry-After"] = str(error.wait_s)
    return response


def _form(onward: str, name: str, problem: Problem | None) -> str:
    return render_template(
        "staff/sign_in.html",
        onward=onward,
        name=name,
        problem=problem and problem.as_dict(gettext()),
        lost=bool(request.args.get("lost")),
        left=bool(request.args.get("left")),
    )
