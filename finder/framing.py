"""Who may show the widget in a frame of their own page."""

from __future__ import annotations

import re

from finder.errors import Problem, SettingsError, sentence

# Nothing on the widget can be changed by a click, and no cookie goes with it: a site that shows it
# in a frame can neither do nor learn anything in its reader's name.
ANYBODY = "*"

NOBODY = "'none'"

# As a content security policy names a site; nothing in it can end the policy.
_ORIGIN = re.compile(r"https?://(\*\.)?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?")


def frame_ancestors(value: str) -> str:
    """Return the `frame-ancestors` of a setting: `*`, `none`, or sites parted by blanks or commas.

    Raises:
        SettingsError: it is none of these.
    """
    given = value.replace(",", " ").split()
    if given in ([], [ANYBODY]):
        return ANYBODY
    if given == ["none"]:
        return NOBODY
    for origin in given:
        if not _ORIGIN.fullmatch(origin):
            message = sentence("FINDER_EMBED 里的“%(value)s”看不懂。", value=origin)
            hint = sentence(
                "请写 *、none，或用空格隔开的网站，例如 https://www.example.gov.cn；不带路径。"
            )
            raise SettingsError(Problem(message, hint, column="FINDER_EMBED", value=value))
    return " ".join(given)
