"""A week as a picture: a square for each hour, drawn by pygal; the only user of it.

The picture has attributes only: a page whose policy forbids styles inside it, a word processor and
a printer show it alike. Its inner square is what is certain, its frame what may be besides.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from finder.circle import Share
from finder.errors import Gettext, sentence, untranslated
from finder.hours.words_days import WEEKDAY_NAMES
from finder.levels import LEVELS, level, level_texts
from finder.weeks import DAYS, HOURS

# isort: split
# It leaves a finder for its plug-ins behind, of a kind that Python has given up and warns of with
# every import; so it comes last, and the finder goes.
import pygal
from pygal.etree import etree

sys.meta_path[:] = [one for one in sys.meta_path if type(one).__module__ != "pygal"]

WIDTH, HEIGHT = 960, 380
_LEFT, _TOP, _BOTTOM = 24, 0, 76
_FONT = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
_GAP = 2
# The inner square's part of a cell's width.
_INNER = 0.5
_SMALL = {"font-size": "13"}


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a picture: of its words, its ground, and of each level, which differ in
    lightness so that they are told apart by those who see no colours."""

    ink: str
    ground: str
    levels: tuple[str, ...]


# The same colours as in static/coverage.css.
LIGHT = Palette(
    "#1c1f1d",
    "#ffffff",
    ("#f1f0ea", "#cfe4d6", "#aed4ba", "#93c6a4", "#5fa87b", "#2c7d54", "#115a38", "#063d24"),
)
DARK = Palette(
    "#eef1ee",
    "#1e2220",
    ("#262b28", "#1d3a2c", "#1d4d38", "#1f6446", "#26764f", "#45a376", "#74c79c", "#b4ecce"),
)


def heat_map(
    shares: Sequence[Share],
    title: str,
    palette: Palette = LIGHT,
    gettext: Gettext = untranslated,
) -> str:
    """Return the SVG of the shares of a week's hours, the same bytes whenever it is drawn.

    Args:
        title: what the picture is called by those who cannot see it.
    """
    chart = _HeatMap(shares, palette, gettext)
    chart.x_labels = [str(hour) for hour in range(HOURS)]
    for number, name in enumerate(WEEKDAY_NAMES):
        week = shares[number * HOURS : (number + 1) * HOURS]
        chart.add(name.text(gettext), [max(one.counted, 1e-9) for one in week])
    chart.add_xml_filter(_plain(palette, title))
    text: str = chart.render(is_unicode=True)
    return text


# pygal has no types, so that its class is Any to the checker.
class _HeatMap(pygal.Dot):  # type: ignore[misc]
    """pygal's chart of dots by row and column, with squares in place of the dots."""

    def __init__(self, shares: Sequence[Share], palette: Palette, gettext: Gettext) -> None:
        super().__init__(
            width=WIDTH,
            height=HEIGHT,
            margin_left=_LEFT,
            margin_top=_TOP,
            margin_right=8,
            margin_bottom=_BOTTOM,
            spacing=6,
            show_legend=False,
            show_title=False,
            explicit_size=True,
            no_prefix=True,
            disable_xml_declaration=True,
            js=(),
        )
        self._shares, self._palette, self._gettext = shares, palette, gettext

    def _plot(self) -> None:
        wide = self.view.x(1) - self.view.x(0)
        high = self.view.y(0) - self.view.y(1)
        for hour, share in enumerate(self._shares):
            day, at = divmod(hour, HOURS)
            self._square(
                self.nodes["plot"],
                self.view.x(at),
                self.view.y(DAYS - day),
                (wide - _GAP, high - _GAP),
                share,
            )
        self._legend_below()

    def _square(
        self, parent: Any, x: float, y: float, size: tuple[float, float], share: Share
    ) -> None:
        """Draw a cell: the frame has the colour of all that may be, the middle of what is sure."""
        wide, high = size
        self._rect(parent, x, y, (wide, high), level(share.counted))
        inner = wide * _INNER, high * _INNER
        x, y = x + (wide - inner[0]) / 2, y + (high - inner[1]) / 2
        self._rect(parent, x, y, inner, level(share.certain))

    def _rect(
        self, parent: Any, x: float, y: float, size: tuple[float, float], number: int
    ) -> None:
        self.svg.node(
            parent,
            "rect",
            x=f"{x:.1f}",
            y=f"{y:.1f}",
            width=f"{size[0]:.1f}",
            height=f"{size[1]:.1f}",
            rx=2,
            fill=self._palette.levels[number],
        )

    def _legend_below(self) -> None:
        """Draw what the colours mean, and what the two squares are."""
        parent, y = self.nodes["graph"], HEIGHT - 66
        left = self.margin_box.left
        step = self.view.width / LEVELS
        for number, text in enumerate(level_texts(self._gettext)):
            x = left + number * step
            self._rect(parent, x, y, (step - _GAP, 12), number)
            self.svg.node(parent, "text", x=f"{x:.1f}", y=y + 28, **_SMALL).text = text
        words = sentence("中心的方块：确定。外框：连同不确定的。横轴是每天的整点。")
        node = self.svg.node(parent, "text", x=left, y=HEIGHT - 10, **_SMALL)
        node.text = words.text(self._gettext)


def _plain(palette: Palette, title: str) -> Callable[[Any], Any]:
    """Return what makes a chart of pygal a picture of attributes, without styles and scripts."""

    def made(root: Any) -> Any:
        for parent in list(root.iter()):
            for child in [one for one in parent if _is_left_out(one)]:
                parent.remove(child)
        for node in root.iter("g"):
            _set_labels(node)
        for node in root.iter("text"):
            node.set("fill", palette.ink)
        for node in root.iter("rect"):
            if node.get("class") == "background":
                node.set("fill", palette.ground)
        for node in root.iter():
            node.attrib.pop("class", None)
        named = etree.Element("title")
        named.text = title
        root.insert(0, named)
        root.attrib.pop("id", None)
        root.set("font-family", _FONT)
        root.set("role", "img")
        return root

    return made


def _is_left_out(node: Any) -> bool:
    """Return whether a part is a comment, a style, a script, a line or only for the mouse."""
    is_of_mouse = node.get("class", "") in ("plot tooltip-overlay", "titles")
    return not isinstance(node.tag, str) or node.tag in ("defs", "path", "title") or is_of_mouse


def _set_labels(node: Any) -> None:
    """Let the words of an axis stand where pygal's style sheet would put them."""
    name = node.get("class", "")
    if name.startswith("axis "):
        for text in node.iter("text"):
            text.set("text-anchor", "middle" if name.startswith("axis x") else "end")
            text.set("font-size", "14")
