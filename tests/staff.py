"""What tests of the staff's pages share: accounts, and clients that are signed in."""

from __future__ import annotations

import datetime as dt
import html
import re
from contextlib import closing
from functools import cache

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from finder import store
from finder.passwords import hashed


class Clock:
    """A clock that tests turn on."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now

    def turn(self, **by: float) -> None:
        """Turn it on by so many minutes, hours, …"""
        self.now += dt.timedelta(**by)


PASSWORD = "测试用的密码 eins zwei"  # noqa: S105 - made up


@cache
def kept() -> str:
    """Return the hash of `PASSWORD`; it takes a tenth of a second to make."""
    return hashed(PASSWORD)


def add_account(app: Flask, name: str, role: str) -> None:
    """Make an account with `PASSWORD`."""
    held = app.extensions["finder"]
    with closing(store.connect(held.settings.database_path)) as database:
        store.add_account(database, name, role, kept(), held.clock(), "terminal:test")


def csrf_token(client: FlaskClient, path: str) -> str:
    """Return the token of the first form on a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)
    assert found, f"{path} has no form"
    return html.unescape(found[1])


def sign_in(
    client: FlaskClient, name: str, password: str = PASSWORD, **fields: str
) -> TestResponse:
    """Send the form of /staff/sign-in as a browser would."""
    token = csrf_token(client, "/staff/sign-in")
    data = {"csrf_token": token, "name": name, "password": password, **fields}
    return client.post("/staff/sign-in", data=data)


def post(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    """Send a form to `path` with a good token, as somebody signed in."""
    return client.post(path, data={"csrf_token": csrf_token(client, "/staff/"), **fields})


def signed_in(app: Flask, role: str = store.PUBLISHER, name: str = "测试甲") -> FlaskClient:
    """Return a client signed in to a new account."""
    add_account(app, name, role)
    client = app.test_client()
    assert sign_in(client, name).status_code == 303
    return client
