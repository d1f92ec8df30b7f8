"""Bringing a machine and the shared store to the same versions, whichever has more of them."""

from __future__ import annotations

from finder import store
from finder.csvfile import contents
from finder.errors import ConflictError, Problem, UnreachableError, sentence
from finder.file_limits import TERMINAL
from finder.progress import Progress, silent
from finder.shared import Entry, Link, digests, entry, hand_in, head, is_same
from finder.store import Database, Version


def join(database: Database, link: Link | None, progress: Progress = silent) -> None:
    """Take in the versions of other machines, and bring the store what it lacks.

    Nothing is done where both have the same.

    Args:
        link: None where no store is set.

    Raises:
        ConflictError: the two have different versions of the same number, or no store is set, and
            yet the versions of this machine are in one.
        UnreachableError: the store does not answer, or has a list that this machine cannot read.
        StorageError: the database cannot be written.
    """
    name = store.shared_name(database)
    if link is None:
        if name:
            raise ConflictError(_forgotten(name))
        return
    _make_same(database, link, progress)
    if name != link.name:
        store.set_shared_name(database, link.name)


def _make_same(database: Database, link: Link, progress: Progress) -> None:
    # In this order: what is published here in between is in the store as well.
    mine = store.version(database)
    newest = head(link)
    if is_same(newest, mine):
        return
    theirs = digests(link)
    for one in store.versions(database):
        if theirs.get(one.number, one.digest) != one.digest:
            raise ConflictError(_other_history(link, one))
    if newest and (mine is None or mine.number < newest.number):
        _take_in(database, link, mine, newest, progress)
    else:
        _bring(database, link, newest, progress)


def _take_in(
    database: Database, link: Link, mine: Version | None, newest: Version, progress: Progress
) -> None:
    """Keep the versions after `mine`, and serve the newest."""
    made = entry(link, newest.number)
    found = contents(made.data, limits=TERMINAL, progress=progress)
    if found.problems:
        raise UnreachableError(_refusal(link, newest), found.problems[0])
    with store.writing(database):
        # Another worker may have done so meanwhile.
        if not is_same(store.version(database), mine):
            return
        for number in range(mine.number + 1 if mine else 1, newest.number):
            earlier = entry(link, number)
            store.keep_version(database, earlier.version, earlier.detail, earlier.data)
        store.keep_version(database, made.version, made.detail, made.data)
        store.replace_facilities(database, found.facilities, progress)
        note_replaced(database)


def _bring(database: Database, link: Link, newest: Version | None, progress: Progress) -> None:
    """Put into the store what it lacks: it is new, or was restored from a copy of some time ago."""
    before = newest
    later = [one for one in store.versions(database) if not newest or one.number > newest.number]
    for one in reversed(later):
        data = store.version_bytes(database, one.number)
        if hand_in(link, before, Entry(one, store.version_detail(database, one.number), data)):
            # Another worker brings them too, or another machine its own.
            _make_same(database, link, progress)
            return
        before = one


def handed_in(
    link: Link | None, before: Version | None, version: Version, detail: str, data: bytes
) -> Version | None:
    """Put a new version into the shared store, as the last act of its transaction.

    Returns:
        The version; None where no store is shared.

    Raises:
        ConflictError: another machine has published meanwhile.
        UnreachableError: the store does not answer.
    """
    if link is None:
        return None
    other = hand_in(link, before, Entry(version, detail, data))
    if other:
        raise ConflictError(published_meanwhile(other, version.base or 0))
    return version


def note_replaced(database: Database) -> None:
    """Write down that what was refused on disk is to be replaced, whoever finishes that."""
    known = store.disk(database)
    if known and known.refused:
        store.set_disk(database, known.path, known.refused)


def _forgotten(name: str) -> Problem:
    message = sentence(
        "这份数据和共享库 %(name)s 里的是同一份，但没有设置 FINDER_SHARED。", name=name
    )
    hint = sentence("请和其他机器设置得一样；这台机器不再共用时，请设为 none。")
    return Problem(message, hint, column="FINDER_SHARED")


def _other_history(link: Link, mine: Version) -> Problem:
    message = sentence(
        "本机的第 %(number)d 版和共享库 %(name)s 里的第 %(number)d 版不是同一份名单。",
        number=mine.number,
        name=link.name,
    )
    hint = sentence(
        "没有改动任何一边。要跟随共享库，请停止程序，给数据文件夹改名，再启动；"
        "本机独有的版本留在改名的文件夹里。"
    )
    return Problem(message, hint, column="FINDER_SHARED")


def _refusal(link: Link, newest: Version) -> Problem:
    message = sentence(
        "共享库 %(name)s 里的第 %(number)d 版通不过本机的检查。",
        number=newest.number,
        name=link.name,
    )
    hint = sentence("本机继续用已有的名单；请把各台机器的程序更新到同一版。第一个问题：")
    return Problem(message, hint, column="FINDER_SHARED")


def published_meanwhile(current: Version | None, base: int) -> Problem:
    """Return why a list is not published: it was compared with another version."""
    number = current.number if current else 0
    message = sentence(
        "比较用的是第 %(base)d 版，现在发布的是第 %(number)d 版（%(account)s）。",
        base=base,
        number=number,
        account=(current.account if current else "") or sentence("直接改文件"),
    )
    hint = sentence("请重新查看改动，再决定是否发布；名单没有变。")
    return Problem(message, hint, column="version", value=str(base))


def only_shared(version: Version) -> Problem:
    """Return what is to be said where only the shared store has kept a version."""
    message = sentence("第 %(number)d 版已经发布到共享库，本机没有存下来。", number=version.number)
    hint = sentence("不用再发布：本机能写以后会自动取来。原因：")
    return Problem(message, hint, column="version", value=str(version.number))
