"""The first page of staff, and what they should do next."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from finder import store
from finder.places import places
from finder.site import site
from finder.staff.blueprint import bp
from finder.staff.guard import database, signed_in
from finder.todo_groups import todo_context

MOST_UPLOADS = 5


@bp.get("/")
@signed_in
def home() -> ResponseReturnValue:
    """Which list is published, what is wrong with the file on disk, and the form for a new one."""
    with database() as held:
        disk = store.disk(held)
        uploads = store.uploads(held, MOST_UPLOADS)
        current = store.version(held)
        kept = store.uploads(held) if disk and disk.refused else ()
    refused = [one for one in kept if disk and one.digest == disk.refused]
    here = site()
    nearby = places(here.settings.places_path)
    return render_template(
        "staff/home.html",
        current=current,
        disk=disk,
        refused_upload=refused[0] if refused else None,
        uploads=uploads,
        **todo_context(here.facilities(), here.calendar, here.now(), nearby),
    )


@bp.get("/todo")
@signed_in
def todo() -> ResponseReturnValue:
    """Everything that is to be done, what most residents would meet first."""
    here = site()
    nearby = places(here.settings.places_path)
    return render_template(
        "staff/todo.html", **todo_context(here.facilities(), here.calendar, here.now(), nearby)
    )
