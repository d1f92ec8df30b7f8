"""How the widget for other sites' pages looks, and what they have to copy to show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from finder import asking
from finder.errors import Problem, QueryError, Sentence, sentence

THEMES: Mapping[str, Sentence] = {
    "": sentence("随读者的系统"),
    "light": sentence("浅色"),
    "dark": sentence("深色"),
}

# As many rows as fit in a frame of ordinary height; and as many as somebody scrolls through there.
ROWS, MOST_ROWS = 5, 50

# What the address of the widget may say, beside what the list can be asked.
OWN = ("limit", "theme")
ASKED = ("place", "lat", "lon", "kind", "town", "service", "open", "q", "lang")

HEIGHT_PX = 520


@dataclass(frozen=True, slots=True)
class Widget:
    """How the widget looks.

    Args:
        rows: how many facilities it shows at most.
        theme: one of `THEMES`.
    """

    rows: int = ROWS
    theme: str = ""


def widget(given: MultiDict[str, str]) -> Widget:
    """Return what the parameters of an address ask for.

    Raises:
        QueryError: the number of rows, or the theme, is none.
    """
    text, theme = given.get("limit", "").strip(), given.get("theme", "").strip()
    rows = asking.number(text) if text else ROWS
    if rows is None or not 1 <= rows <= MOST_ROWS:
        message = sentence("limit 的值“%(value)s”不对。", value=text)
        hint = sentence("请写 1 到 %(limit)d 的整数。", limit=MOST_ROWS)
        raise QueryError(Problem(message, hint, column="limit", value=text))
    if theme not in THEMES:
        message = sentence("没有“%(value)s”这种配色。", value=theme)
        hint = sentence("请写 light 或 dark，或留空。")
        raise QueryError(Problem(message, hint, column="theme", value=theme))
    return Widget(rows, theme)


def widget_query(given: MultiDict[str, str]) -> str:
    """Return the query of the widget's address, with what is blank left out."""
    pairs = [
        (name, value) for name in (*ASKED, *OWN) for value in given.getlist(name) if value.strip()
    ]
    return urlencode(pairs)


def snippet(address: str, title: str) -> str:
    """Return what has to be copied into a page."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%"'
        f' height="{HEIGHT_PX}" style="border:0" loading="lazy"></iframe>'
    )
