"""Closures and changed hours of each published version as a feed to subscribe to (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element

from finder.changes import Change, change_texts
from finder.errors import Gettext, sentence
from finder.facility import Facility
from finder.hours import Rule, Rules, State, text_of
from finder.naming import facility_name
from finder.origin import Origin
from finder.past import Step
from finder.wording import hours_text
from finder.xmltext import DECLARATION, added, written

PATH = "/feed.atom"
NAMESPACE = "http://www.w3.org/2005/Atom"

# Ids are made from the versions: the same on every machine and under every address.
_IDS = UUID("5b0a1c52-3d0f-4b86-9d7e-3a2f1f6c9a44")

# A version that changes more is told in one more entry that says how many.
MOST_OF_A_VERSION = 100

_HOURS = ("opening_hours", "special_hours")


@dataclass(frozen=True, slots=True)
class News:
    """One thing that a reader of the feed is told.

    Args:
        facility: of which it is; None for one of the list.
        kind: `closure`, `hours`, `added`, `removed` or `list`.
        lines: one for each change.
    """

    step: Step
    facility: Facility | None
    kind: str
    title: str
    lines: tuple[str, ...]

    @property
    def identity(self) -> str:
        of = self.facility.id if self.facility else self.kind
        return _urn(f"{self.step.version.published_at} {self.step.version.digest} {of}")


def news(steps: Iterable[Step], language: str, gettext: Gettext) -> Iterator[News]:
    """Yield what some versions have brought, in their order."""
    for step in steps:
        found = list(_step_news(step, language, gettext))
        yield from found[:MOST_OF_A_VERSION]
        if len(found) > MOST_OF_A_VERSION:
            count = len(found) - MOST_OF_A_VERSION
            more = sentence("这一版另有 %(count)d 处变化，请看名单。", count=count).text(gettext)
            yield News(step, None, "list", more, (more,))


def _step_news(step: Step, language: str, gettext: Gettext) -> Iterator[News]:
    if step.is_first:
        count = step.version.facilities
        first = sentence("第一版名单：%(count)d 处设施。", count=count).text(gettext)
        yield News(step, None, "list", first, (first,))
    for change in step.changes.changed:
        if set(change.columns) & set(_HOURS):
            yield _change_news(step, change, language, gettext)
    for one in step.changes.added:
        title = sentence("新增：%(name)s", name=facility_name(one, language)).text(gettext)
        yield News(step, one, "added", title, (hours_text(one.rules, gettext),))
    for one in step.changes.removed:
        title = sentence("不再列出：%(name)s", name=facility_name(one, language)).text(gettext)
        yield News(step, one, "removed", title, ())


def _change_news(step: Step, change: Change, language: str, gettext: Gettext) -> News:
    hours = tuple(name for name in change.columns if name in _HOURS)
    lines = change_texts(Change(change.before, change.after, hours), gettext)
    name, closures = facility_name(change.after, language), new_closures(change)
    if closures:
        said = text_of(Rules(special=closures), gettext)
        title = sentence("%(name)s：%(closures)s", name=name, closures=said)
        return News(step, change.after, "closure", title.text(gettext), lines)
    title = sentence("%(name)s：开放时间有变", name=name)
    return News(step, change.after, "hours", title.text(gettext), lines)


def new_closures(change: Change) -> tuple[Rule, ...]:
    """Return the rules that close named dates after a change and were not there before."""
    before = change.before.rules
    known = {*before.ordinary, *before.special}
    after = (*change.after.rules.ordinary, *change.after.rules.special)
    return tuple(
        rule for rule in after if rule.is_dated and rule.state is State.CLOSED and rule not in known
    )


def atom_parts(origin: Origin) -> Iterator[bytes]:
    """Yield the feed."""
    gettext, past = origin.gettext, origin.past()
    lang = "en" if origin.language == "en" else "zh-Hans"
    feed = Element("feed", {"xmlns": NAMESPACE, "xml:lang": lang})
    added(feed, "id", _urn(f"{past.identity} {origin.language}"))
    added(feed, "title", sentence("通州公共文化设施：闭馆和时间变化").text(gettext))
    added(feed, "updated", origin.listing.published_at)
    _link(feed, "self", origin.page(PATH), "application/atom+xml")
    _link(feed, "alternate", origin.page("/"), "text/html")
    added(added(feed, "author"), "name", sentence("通州·此刻开放").text(gettext))
    for one in news(past.steps, origin.language, gettext):
        _entry(feed, one, origin)
    yield DECLARATION + written(feed) + b"\n"


def _entry(feed: Element, one: News, origin: Origin) -> None:
    made = added(feed, "entry")
    added(made, "id", one.identity)
    added(made, "title", one.title)
    added(made, "updated", one.step.version.published_at)
    gone = one.facility is None or one.kind == "removed"
    path = "/" if gone or one.facility is None else f"/facilities/{one.facility.id}"
    _link(made, "alternate", origin.page(path), "text/html")
    added(made, "category", attributes={"term": one.kind})
    added(made, "content", "\n".join(one.lines) or one.title, {"type": "text"})


def _link(parent: Element, rel: str, href: str, mimetype: str) -> None:
    added(parent, "link", attributes={"rel": rel, "type": mimetype, "href": href})


def _urn(text: str) -> str:
    return uuid5(_IDS, text).urn
