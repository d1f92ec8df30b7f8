"""Names of facilities and services in the reader's language."""

from __future__ import annotations

from finder.errors import Gettext, sentence, untranslated
from finder.facility import Facility
from finder.matching import english_name, pinyin_name

_SERVICES = {
    str(name): name
    for name in (
        sentence("借阅"),
        sentence("阅览"),
        sentence("自习"),
        sentence("自助"),
        sentence("期刊"),
        sentence("讲座"),
        sentence("展览"),
        sentence("活动"),
        sentence("培训"),
        sentence("演出"),
        sentence("无障碍"),
    )
}


def facility_name(facility: Facility, language: str) -> str:
    """Return the name to show; in English the Chinese one with its pinyin where there is no other.

    Args:
        language: `zh` or `en`.
    """
    return english_name(facility) if language == "en" else facility.name


# The ends of the names of towns and stations, which have a word in English.
_ENDS = {
    "街道": sentence("%(name)s街道"),
    "镇": sentence("%(name)s镇"),
    "乡": sentence("%(name)s乡"),
    "站": sentence("%(name)s站"),
}


def place_name(name: str, gettext: Gettext = untranslated) -> str:
    """Return the name of a town or a station; in English its pinyin, with what it is."""
    for end, named in _ENDS.items():
        if name.endswith(end) and name != end:
            stem = name.removesuffix(end)
            said = gettext(named.message)
            return name if said == named.message else said % {"name": pinyin_name(stem)}
    return name


def service_name(service: str, gettext: Gettext = untranslated) -> str:
    """Return the name of a service; one that the catalogue does not know stays as it is."""
    known = _SERVICES.get(service)
    return known.text(gettext) if known else service
