"""A finder that runs, with a small list, somebody signed in, and nothing but awkward rows."""

from __future__ import annotations

import atexit
import csv
import io
import shutil
import tempfile
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from finder import create_app, store
from finder.facility import COLUMNS
from finder.settings import Settings
from tests.fuzz import files
from tests.fuzz.mutation import ESCAPES
from tests.staff import csrf_token, post, signed_in

# Its name and every other text would get out of a tag, an attribute, a template or a script.
HOSTILE = {
    "id": "hostile",
    **dict.fromkeys(("name", "name_en", "town", "address", "source", "notice"), "".join(ESCAPES)),
    "kind": "museum",
    "lat": "39.9",
    "lon": "116.7",
    "opening_hours": "Mo-Su,PH 09:00-17:00 open \"<zq9>'zq9'{{zq9}}\"",
    "services": "<zq9>;zq9'",
}


@dataclass(frozen=True, slots=True)
class World:
    """What a target of the whole application needs.

    Args:
        cookie: of somebody who may publish.
        token: goes into every form of theirs.
    """

    app: Flask
    client: FlaskClient
    cookie: str
    token: str
    csv_path: Path


def list_bytes() -> bytes:
    """Return the list that the world begins with."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    writer.writerows([*files.rows(), HOSTILE])
    return file.getvalue().encode()


@cache
def world() -> World:
    """Return the finder that all targets of this process ask."""
    folder = Path(tempfile.mkdtemp(prefix="finder-fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "facilities.csv"
    path.write_bytes(list_bytes())
    chosen = Settings(path, folder / "data", insecure_cookies=True)
    app = create_app(chosen, clock=lambda: files.NOON)
    # An error that nobody foresaw is seen here, and not only its page.
    app.config["PROPAGATE_EXCEPTIONS"] = True
    client = signed_in(app)
    # An upload, a version, a report and a closed facility, so that their pages exist.
    sent = (io.BytesIO(list_bytes() + b"\n"), "list.csv")
    token = csrf_token(client, "/staff/")
    client.post("/staff/uploads", data={"csrf_token": token, "file": sent})
    post(client, "/staff/facilities/hostile/closure", until="today", reason="<zq9>")
    with closing(store.connect(chosen.database_path)) as database:
        store.add_report(database, "hostile", "other", "".join(ESCAPES), files.NOON, "link")
    found = client.get_cookie("finder_staff", path="/staff")
    assert found
    return World(app, client, f"{found.key}={found.value}", token, path)
