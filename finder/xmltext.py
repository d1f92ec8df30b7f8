"""XML of texts that anybody may have written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'

# What XML 1.0 cannot hold, not even as a reference.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def added(
    parent: Element, tag: str, text: str = "", attributes: Mapping[str, str] | None = None
) -> Element:
    """Return a new last child of an element; what XML cannot hold shows as U+FFFD."""
    made = SubElement(parent, tag, {k: plain(v) for k, v in (attributes or {}).items()})
    made.text = plain(text) or None
    return made


def plain(text: str) -> str:
    """Return a text with a mark in the place of each character that XML cannot hold."""
    return _ILLEGAL.sub("\ufffd", text)


def written(element: Element) -> bytes:
    """Return an element as UTF-8, without a declaration."""
    return bytes(tostring(element, encoding="utf-8", xml_declaration=False))
