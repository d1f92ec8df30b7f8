"""Sending a file, looking at what it would do, and publishing it: two acts, two pages."""

from __future__ import annotations

import re
from pathlib import PurePath

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from finder import asking, publishing, store
from finder.annotation import annotated
from finder.csvfile import Contents, contents
from finder.errors import ConflictError, FileError, Problem, QueryError, sentence
from finder.file_limits import WEB
from finder.publishing import Publisher
from finder.review import review
from finder.site import gettext, site
from finder.staff.blueprint import bp
from finder.staff.context import review_context
from finder.staff.downloads import download
from finder.staff.guard import account, database, publisher_only, signed_in
from finder.staff_words import row_groups

# What a page shows of a long list of problems; the annotated file has all of them.
MOST_PROBLEMS = 200

# The name that a download has, and keeps where nobody renames it.
_DOWNLOAD = re.compile(r"facilities-([0-9]{1,9})\b")


@bp.post("/uploads")
@signed_in
def send() -> ResponseReturnValue:
    """Keep a file, whatever it is, and go to the page that says what is in it."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        message, hint = sentence("没有选文件。"), sentence("请先选一个表格文件，再上传。")
        raise QueryError(Problem(message, hint, column="file"))
    # Browsers may send a whole path; only its end is the name that people know. What is not
    # printable cannot stand in the header of a download.
    end = PurePath(sent.filename.replace("\\", "/")).name
    name = "".join(letter for letter in end if letter.isprintable())[:200] or "-"
    with database() as opened:
        kept = store.add_upload(opened, sent.read(), name, site().now(), account().name)
    return redirect(url_for("staff.upload", number=kept.number), 303)


@bp.get("/uploads/<int:number>")
@signed_in
def upload(number: int) -> ResponseReturnValue:
    """Everything about an upload: problems, warnings, what would change, and the button."""
    return _page(number), 200


@bp.post("/uploads/<int:number>/publish")
@publisher_only
def publish(number: int) -> ResponseReturnValue:
    """Publish an upload as it was shown, or show it again with the reason why not."""
    author = publisher_of(request.form.get("base", ""), request.form.get("removed", ""))
    try:
        with database() as opened:
            chosen = site().settings
            # Every upload is kept, also one that is more than a page can look through.
            found = publishing.checked(store.upload_bytes(opened, number), limits=WEB)
            made = publishing.publish(
                opened, chosen.csv_path, number, author, found, shared=chosen.shared
            )
    except ConflictError as error:
        return _page(number, error.problems), 409
    except FileError:
        return _page(number), 422
    return redirect(url_for("staff.version", number=made.number, done=1), 303)


def publisher_of(base: str, removed: str) -> Publisher:
    """Return who publishes now, from the two fields that every form for it sends.

    Raises:
        QueryError: the fields are no numbers.
    """
    numbers: list[int | None] = []
    for column, text in (("base", base.strip()), ("removed", removed.strip())):
        found = asking.number(text)
        if text and found is None:
            message = sentence("“%(value)s”不是数字。", value=text)
            raise QueryError(Problem(message, sentence("请只写数字。"), column=column, value=text))
        numbers.append(found)
    return Publisher(account().name, site().now(), numbers[0] or 0, numbers[1])


@bp.get("/uploads/<int:number>/file")
@signed_in
def original(number: int) -> ResponseReturnValue:
    """The file as it was sent, byte for byte."""
    with database() as opened:
        sent, data = store.upload_numbered(opened, number), store.upload_bytes(opened, number)
    return download(data, sent.name, "application/octet-stream")


@bp.get("/uploads/<int:number>/annotated")
@signed_in
def annotated_file(number: int) -> ResponseReturnValue:
    """The file with a column that says what is wrong with each row."""
    with database() as opened:
        sent, data = store.upload_numbered(opened, number), store.upload_bytes(opened, number)
    found = contents(data)
    marked = annotated(data, found.problems, found.warnings)
    return download(marked, f"{PurePath(sent.name).stem}-问题.xlsx")


def _page(number: int, conflicts: tuple[Problem, ...] = ()) -> str:
    now, tr = site().now(), gettext()
    with database() as opened:
        sent = store.upload_numbered(opened, number)
        found = contents(store.upload_bytes(opened, number), now.date())
        current = store.version(opened)
        before = store.facilities(opened)
        versions = store.versions(opened)
    published = [one for one in versions if one.upload == number]
    source = _DOWNLOAD.match(sent.name)
    newer = [one for one in versions if source and one.number > int(source[1])]
    values: dict[str, object] = {}
    if not found.problems:
        found_review = review(before, found.facilities, now, site().calendar, tr)
        values = {"review": found_review, **review_context(found_review, before, now)}
    return render_template(
        "staff/upload.html",
        upload=sent,
        found=found,
        current=current,
        published=published,
        newer=[] if published else newer,
        source=int(source[1]) if source else None,
        problems=row_groups(found.problems)[:MOST_PROBLEMS],
        warnings=row_groups(found.warnings)[:MOST_PROBLEMS],
        conflicts=[problem.as_dict(tr) for problem in conflicts],
        is_same=bool(current and not found.problems and _digest(found) == current.canonical),
        **values,
    )


def _digest(found: Contents) -> str:
    return store.digest_of(publishing.canonical_bytes(found))
