"""A place in a row of Chinese words."""

from __future__ import annotations

from finder.errors import HoursError, Sentence, sentence
from finder.hours.zh_tokens import Source, Word

_NO_MARKS = dict.fromkeys(map(ord, '“”"'))


class Cursor:
    """Reads words one after another; the last one is of kind `end`."""

    def __init__(self, row: tuple[Word, ...], source: Source) -> None:
        self._row = row
        self.source = source
        self.at = 0

    def ahead(self, count: int = 0) -> Word:
        """Return the word `count` places ahead."""
        return self._row[min(self.at + count, len(self._row) - 1)]

    def sees(self, *kinds: str, ahead: int = 0) -> bool:
        """Return whether the word `ahead` is of one of `kinds`."""
        return self.ahead(ahead).kind in kinds

    def take(self, *kinds: str) -> Word | None:
        """Return the next word and go on if it is of one of `kinds`; else None."""
        word = self._row[self.at]
        if word.kind not in kinds or word.kind == "end":
            return None
        self.at += 1
        return word

    def go(self) -> Word:
        """Return the next word, which has been seen, and go on."""
        self.at += 1
        return self._row[self.at - 1]

    def skip(self, *kinds: str) -> None:
        """Go on past all words of `kinds`."""
        while self.take(*kinds):
            pass

    def before(self) -> int:
        """Return where the word before the next one ends."""
        return self._row[self.at - 1].end if self.at else 0

    def take_festival(self) -> str:
        """Return the name of a festival that comes next and go on; else nothing.

        The marks round it are left out, which a note of the rules cannot hold.
        """
        word = self.take("festival")
        return word.text.translate(_NO_MARKS) if word else ""

    def refused(self, hint: Sentence | None = None, since: int | None = None) -> HoursError:
        """Return the error that the next word, or the words from `since`, cannot be read."""
        word = self.ahead()
        start = word.start if since is None else since
        return self.source.refused(
            start,
            max(word.end, start),
            hint or sentence("这里请只写日期、星期和时间；说明文字写到“提示”一栏。"),
        )
