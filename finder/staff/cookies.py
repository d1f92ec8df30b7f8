"""The session cookie: of /staff only, so that no page for residents has one or depends on one."""

from __future__ import annotations

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

from finder.site import is_staff, site


class StaffSessions(SecureCookieSessionInterface):
    """Flask's signed cookie, below /staff; elsewhere an empty session that nobody keeps."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if is_staff():
            return super().open_session(app, request)
        return SecureCookieSession()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if is_staff():
            super().save_session(app, session, response)


def is_secure() -> bool:
    """Return whether cookies travel over https alone.

    Chromium and Firefox take 127.0.0.1 and localhost for safe and send them there too.
    """
    return not site().settings.insecure_cookies
