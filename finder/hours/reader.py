"""A place in a row of tokens, and the words that may stand there."""

from __future__ import annotations

from finder.errors import HoursError, Sentence, sentence
from finder.hours.tokens import Token, refusal


class Reader:
    """Reads tokens one after another; the last one is of kind `end`."""

    def __init__(self, row: tuple[Token, ...]) -> None:
        # Two more of its end: so far a rule may look ahead.
        self._row = (*row, row[-1], row[-1])
        self._at = 0

    @property
    def token(self) -> Token:
        """The token that comes next."""
        return self._row[self._at]

    @property
    def at_end(self) -> bool:
        return self.token.kind == "end"

    def peek(self, kind: str, *texts: str, ahead: int = 0) -> bool:
        """Return whether a token of `kind`, one of `texts` if any are named, stands `ahead`."""
        token = self._row[self._at + ahead]
        return token.kind == kind and (not texts or token.text in texts)

    def take(self, kind: str, *texts: str) -> Token | None:
        """Return the next token and go on if it is of `kind` and one of `texts`; else None."""
        token = self._row[self._at]
        if token.kind != kind or (texts and token.text not in texts):
            return None
        self._at += 1
        return token

    def need(self, kind: str, *texts: str, hint: Sentence) -> Token:
        """Return the next token and go on.

        Raises:
            HoursError: it is something else; `hint` says how it is written.
        """
        token = self.take(kind, *texts)
        if token is None:
            raise self.unexpected(hint)
        return token

    def unexpected(self, hint: Sentence) -> HoursError:
        """Return the error that the next token cannot stand here."""
        token = self.token
        if token.kind == "end":
            message = sentence("开放时间没有写完。")
        else:
            message = sentence(
                "第 %(column)d 个字起的“%(value)s”读不懂。", column=token.column, value=token.text
            )
        return refusal(token.column, token.text, message, hint)
