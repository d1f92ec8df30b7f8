"""Sentences, problems and the errors that carry them.

Every sentence that a person may read is a `Sentence`: a Chinese message of the catalogue with its
values still apart, so that the same one can be shown in English. Every error raised on purpose is
a `FinderError` and holds one or more `Problem`s; nothing else is raised for bad input.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

Gettext = Callable[[str], str]


def untranslated(message: str) -> str:
    """Return `message` as it is: the catalogue's own language is Chinese."""
    return message


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message of the catalogue and the values that go into it.

    Args:
        message: the Chinese message with `%(name)s` places; the catalogue's key.
        values: the values by name; one that is itself a Sentence is put into words first, and the
            names in a tuple are parted as the language parts them.
    """

    message: str
    values: tuple[tuple[str, object], ...] = ()

    def text(self, gettext: Gettext = untranslated) -> str:
        """Return the sentence in the language of `gettext`."""
        words = {name: _word(value, gettext) for name, value in self.values}
        return gettext(self.message) % words

    def without_folders(self) -> Sentence:
        """Return the sentence with its files by their names alone."""
        named = ((name, _named(value)) for name, value in self.values)
        return Sentence(self.message, tuple(named))

    def __str__(self) -> str:
        return self.text()


def _named(value: object) -> object:
    return value.name if isinstance(value, Path) else value


def _word(value: object, gettext: Gettext) -> object:
    if isinstance(value, Sentence):
        return value.text(gettext)
    return gettext("、").join(value) if isinstance(value, tuple) else value


def sentence(message: str, /, **values: object) -> Sentence:
    """Return the `Sentence` of `message`; the catalogue is extracted from calls of this name."""
    return Sentence(message, tuple(values.items()))


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with what somebody gave, and how to mend it.

    Args:
        message: what is wrong; it names the value.
        hint: how to mend it.
        column: where: a CSV column's name, a parameter's name, or in a text of opening hours the
            place of the first character that could not be read, counted from 1.
        value: the value as it was given.
        row: the row number that a spreadsheet shows (the header is row 1); None outside a file.
    """

    message: Sentence
    hint: Sentence
    column: str | int | None = None
    value: str = ""
    row: int | None = None

    def as_dict(self, gettext: Gettext = untranslated) -> dict[str, object]:
        """Return the problem as JSON shows it; `row` only where there is one."""
        shown: dict[str, object] = {
            "column": self.column,
            "value": self.value,
            "message": self.message.text(gettext),
            "hint": self.hint.text(gettext),
        }
        return shown if self.row is None else {"row": self.row, **shown}

    def without_folders(self) -> Problem:
        """Return the problem for whoever asks from afar: not where the server keeps its files."""
        value = self.value
        if value in [str(one) for _, one in self.message.values if isinstance(one, Path)]:
            value = Path(value).name
        message, hint = self.message.without_folders(), self.hint.without_folders()
        return replace(self, message=message, hint=hint, value=value)


def problems_object(
    problems: tuple[Problem, ...], gettext: Gettext = untranslated
) -> dict[str, object]:
    """Return the one JSON shape of an error: `{"ok": false, "problems": [...]}`."""
    return {"ok": False, "problems": [problem.as_dict(gettext) for problem in problems]}


class FinderError(Exception):
    """The root of all errors raised on purpose; its text is the sentences of its problems."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems

    def text(self, gettext: Gettext = untranslated) -> str:
        """Return message and hint of every problem, a line each."""
        return "\n".join(
            f"{problem.message.text(gettext)} {problem.hint.text(gettext)}".strip()
            for problem in self.problems
        )

    def __str__(self) -> str:
        return self.text()


class HoursError(FinderError):
    """A text of opening hours that cannot be read for certain."""


class CoordinateError(FinderError):
    """A latitude, longitude or datum that cannot be right."""


class CalendarError(FinderError):
    """A holiday calendar that cannot be read."""


class FileError(FinderError):
    """A file of facilities that cannot be taken as it is."""


class QueryError(FinderError):
    """A question with a parameter that cannot be understood."""


class GeocodingError(FinderError):
    """An address for which no position can be had."""


class ServerError(FinderError):
    """A server elsewhere that does not answer as it should."""


class NotFoundError(FinderError):
    """Something asked for by a name that does not exist."""


class SettingsError(FinderError):
    """A setting, or a part of the installation, that is missing or wrong."""


class ConflictError(FinderError):
    """A list that may not be published as things are, although nothing is wrong with it."""


class AccountError(FinderError):
    """A name, a password or a role that an account cannot have."""


class ForbiddenError(FinderError):
    """Something that the account's role does not allow."""


class TooManyError(FinderError):
    """Something tried too often.

    Args:
        problem: what, and when to try again.
        wait_s: seconds until then.
    """

    def __init__(self, problem: Problem, wait_s: int) -> None:
        super().__init__(problem)
        self.wait_s = wait_s


class NotYetError(FinderError):
    """Something that takes longer than a request may wait for.

    Args:
        problem: what, and when to ask again.
        wait_s: seconds until then.
    """

    def __init__(self, problem: Problem, wait_s: int) -> None:
        super().__init__(problem)
        self.wait_s = wait_s


class StorageError(FinderError):
    """Something that could not be kept: a full disk, a folder that cannot be written."""


class UnreachableError(StorageError):
    """A shared store that does not answer, or not as it should."""
