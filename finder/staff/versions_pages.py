"""Every version that there has been: what it changed, its file, and the way back to it."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from finder import asking, publishing, store
from finder.changes import changes
from finder.csvfile import Contents, contents
from finder.errors import ConflictError, FileError, Problem, QueryError, sentence
from finder.facility import Facility
from finder.file_limits import TERMINAL
from finder.review import review
from finder.sheet import ENCODINGS, csv_bytes
from finder.site import gettext, site
from finder.staff.blueprint import bp
from finder.staff.context import changes_context, review_context
from finder.staff.downloads import download
from finder.staff.guard import database, publisher_only, signed_in
from finder.staff.uploads_pages import publisher_of
from finder.store import Database
from finder.xlsxfile import xlsx_bytes


@bp.get("/versions")
@signed_in
def versions() -> str:
    """All versions, newest first, and a form that compares two of them."""
    with database() as opened:
        found = store.versions(opened)
    return render_template("staff/versions.html", versions=found)


@bp.get("/versions/<int:number>")
@signed_in
def version(number: int) -> str:
    """One version: what it changed, and its file."""
    with database() as opened:
        chosen, current = store.version_numbered(opened, number), store.version(opened)
        refused: tuple[Problem, ...] = ()
        values: dict[str, object] = {}
        try:
            after = _facilities(opened, number)
            before = _facilities(opened, chosen.base) if chosen.base else ()
            values = changes_context(changes(before, after), site().now())
        except FileError as error:
            refused = error.problems
    return render_template(
        "staff/version.html",
        version=chosen,
        current=current,
        is_first=chosen.base is None,
        is_done=bool(request.args.get("done")),
        refused=[problem.as_dict(gettext()) for problem in refused],
        **values,
    )


@bp.get("/versions/compare")
@signed_in
def compare() -> str:
    """What one version has changed against another."""
    numbers = [_number(name) for name in ("a", "b")]
    with database() as opened:
        pair = [store.version_numbered(opened, number) for number in numbers]
        before, after = (_facilities(opened, number) for number in numbers)
    shown = review(before, after, site().now(), site().calendar, gettext())
    return render_template(
        "staff/compare.html",
        pair=pair,
        **review_context(shown, before, site().now()),
    )


@bp.get("/versions/<int:number>/rollback")
@signed_in
def rollback_preview(number: int) -> ResponseReturnValue:
    """What going back to a version would do, and the button."""
    return _preview(number), 200


@bp.post("/versions/<int:number>/rollback")
@publisher_only
def rollback(number: int) -> ResponseReturnValue:
    """Publish a version again, or show it again with the reason why not."""
    author = publisher_of(request.form.get("base", ""), request.form.get("removed", ""))
    try:
        with database() as opened:
            chosen = site().settings
            made = publishing.rollback(
                opened, chosen.csv_path, number, author, shared=chosen.shared
            )
    except ConflictError as error:
        return _preview(number, error.problems), 409
    except FileError as error:
        raise _refusal(number, error.problems) from error
    return redirect(url_for("staff.version", number=made.number, done=1), 303)


@bp.get("/versions/<int:number>/file")
@signed_in
def version_file(number: int) -> ResponseReturnValue:
    """A version as a file for a spreadsheet, or as it lies on disk (`?form=raw`)."""
    form = request.args.get("form", "xlsx")
    chinese = request.args.get("header") != "en"
    with database() as opened:
        if form == "raw":
            data = store.version_bytes(opened, number)
            return download(data, f"facilities-{number}.csv")
        sheet = publishing.sheet_of(_contents(opened, number))
    if form == "xlsx":
        return download(xlsx_bytes(sheet, chinese=chinese), f"facilities-{number}.xlsx")
    if form not in ENCODINGS:
        message = sentence("没有“%(value)s”这种下载格式。", value=form)
        hint = sentence("请从下载按钮里选择。")
        raise QueryError(Problem(message, hint, column="form", value=form))
    coded = csv_bytes(sheet, encoding=form, chinese=chinese)
    return download(coded, f"facilities-{number}.csv")


def _preview(number: int, conflicts: tuple[Problem, ...] = ()) -> str:
    now, tr = site().now(), gettext()
    with database() as opened:
        chosen, current = store.version_numbered(opened, number), store.version(opened)
        before, after = store.facilities(opened), _facilities(opened, number)
    shown = review(before, after, now, site().calendar, tr)
    return render_template(
        "staff/rollback.html",
        version=chosen,
        current=current,
        conflicts=[problem.as_dict(tr) for problem in conflicts],
        review=shown,
        **review_context(shown, before, now),
    )


def _contents(opened: Database, number: int) -> Contents:
    """Return what a version holds.

    Raises:
        FileError: as `_refusal`. Without it the rows would look as if they were removed.
    """
    found = contents(store.version_bytes(opened, number), limits=TERMINAL)
    if found.problems:
        raise _refusal(number, found.problems)
    return found


def _refusal(number: int, problems: tuple[Problem, ...]) -> FileError:
    """Return that the checker of today refuses a version that an older one let pass."""
    message = sentence(
        "第 %(number)d 版通不过现在的检查（%(count)d 个问题），不能比较，也不能退回。",
        number=number,
        count=len(problems),
    )
    hint = sentence("请下载这一版的原样文件，改好后再上传。第一个问题：")
    return FileError(Problem(message, hint, column="version", value=str(number)), problems[0])


def _facilities(opened: Database, number: int) -> tuple[Facility, ...]:
    return _contents(opened, number).facilities


def _number(name: str) -> int:
    text = request.args.get(name, "")
    found = asking.number(text)
    if found is not None:
        return found
    message = sentence("“%(value)s”不是版本号。", value=text)
    raise QueryError(Problem(message, sentence("请从版本列表里选择。"), column=name, value=text))
