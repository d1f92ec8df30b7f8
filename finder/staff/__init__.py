"""The pages of staff, below /staff."""

from __future__ import annotations

from flask import Flask, Response, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from werkzeug.middleware.proxy_fix import ProxyFix

from finder import report_pages
from finder.error_pages import error_answer
from finder.errors import FinderError, Problem, sentence
from finder.file_limits import WEB
from finder.site import is_staff
from finder.staff import (
    acts_page,
    facility_pages,
    home,
    reports_page,
    sign_in,
    uploads_pages,
    versions_pages,
)
from finder.staff.blueprint import NAV, REPORTS, ROLE_NAMES, bp
from finder.staff.cookies import StaffSessions
from finder.staff.guard import account_or_none, database, login_manager
from finder.staff_words import act_name, column_name, when_text
from finder.store import ABSOLUTE, Account, new_reports_count

__all__ = [
    "acts_page",
    "add_staff",
    "bp",
    "facility_pages",
    "home",
    "reports_page",
    "sign_in",
    "uploads_pages",
    "versions_pages",
]

# What somebody who is not signed in may send at most.
_STRANGERS_BYTES = 64 * 1024


def add_staff(app: Flask) -> None:
    """Serve the pages of staff, and guard every form of the application."""
    held = app.extensions["finder"]
    app.secret_key = held.secret
    app.session_interface = StaffSessions()
    app.config.update(
        SESSION_COOKIE_NAME="finder_staff",
        SESSION_COOKIE_PATH="/staff",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=not held.settings.insecure_cookies,
        # Lax: an address sent to a colleague opens; no form of another site comes with the cookie.
        SESSION_COOKIE_SAMESITE="Lax",
        # The list itself, and what a form wraps round it.
        MAX_CONTENT_LENGTH=WEB.size_bytes + 100_000,
        WTF_CSRF_TIME_LIMIT=int(ABSOLUTE.total_seconds()),
    )
    if held.settings.proxies:
        count = held.settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]
    login_manager().init_app(app, add_context_processor=False)
    # Before a form is read to find its token.
    app.before_request(_keep_strangers_short)
    guarded = CSRFProtect(app)
    # Residents have no session that another site's form could use; theirs has a ticket instead.
    guarded.exempt(report_pages.bp)
    app.register_error_handler(CSRFError, _csrf_answer)
    app.register_blueprint(bp)
    app.context_processor(_for_templates)
    app.after_request(_private)


def _keep_strangers_short() -> None:
    if request.method == "POST" and not (is_staff() and current_user.is_authenticated):
        request.max_content_length = _STRANGERS_BYTES


def _csrf_answer(error: CSRFError) -> ResponseReturnValue:
    """Say why a form was not taken; a browser without cookies would else never learn it."""
    if request.cookies.get(str(current_app.config["SESSION_COOKIE_NAME"])):
        message = sentence("页面放太久了，请重新打开再试。")
        hint = sentence("刚才的操作没有做。")
    else:
        message = sentence("浏览器没有送回 Cookie，没法登录。")
        hint = sentence("请允许本站的 Cookie，并用 https:// 开头的网址打开。")
    del error
    return error_answer((Problem(message, hint),), 400)


def _for_templates() -> dict[str, object]:
    """Return what the templates of staff may use."""
    if not is_staff():
        return {}
    account, new_reports = _account_and_reports()
    return {
        "account": account,
        "role_names": ROLE_NAMES,
        "nav": [one for one in NAV if one[0] in current_app.view_functions],
        "new_reports": new_reports,
        "reports_endpoint": REPORTS,
        "act_name": act_name,
        "column_name": column_name,
        "when_text": when_text,
    }


def _account_and_reports() -> tuple[Account | None, int]:
    """Return who is signed in, and how many messages wait for them."""
    try:
        account = account_or_none()
        if account is None:
            return None, 0
        with database() as held:
            return account, new_reports_count(held)
    except FinderError:
        # The page that says that the database cannot be read needs a top too.
        return None, 0


def _private(response: Response) -> Response:
    """Keep the pages of staff out of caches and search engines."""
    if is_staff():
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
