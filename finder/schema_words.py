"""JSON Schema as people read it: what a value may be, in as few signs as will do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from finder.errors import Gettext, sentence, untranslated
from finder.interface import Schema

# So many values are named in a line; more are shown when somebody asks for them.
MOST_IN_LINE = 8


@dataclass(frozen=True, slots=True)
class Value:
    """What a value may be.

    Args:
        type: the JSON types, `string | null`; blank where only a part of the document is named.
        part: the name of the schema that it refers to; blank for none.
        is_list: whether it is any number of these.
        limits: what else it has to keep to, in words.
        choices: all that it may be; empty where they cannot be listed.
    """

    type: str
    part: str
    is_list: bool
    limits: str
    choices: tuple[str, ...]

    @property
    def has_many(self) -> bool:
        """Whether there are too many choices for a line."""
        return len(self.choices) > MOST_IN_LINE


def value_of(schema: Schema, gettext: Gettext = untranslated) -> Value:
    """Return what a value of this schema may be."""
    inner = schema.get("items")
    one = inner if isinstance(inner, dict) else schema
    kinds = one.get("type", "")
    names = kinds if isinstance(kinds, list) else [kinds]
    choices = one.get("enum", [one["const"]] if "const" in one else [])
    assert isinstance(choices, list)  # noqa: S101 - JSON Schema has it so
    return Value(
        type=" | ".join(str(name) for name in names if name),
        part=str(one.get("$ref", "")).rpartition("/")[2],
        is_list=one is not schema,
        limits=sentence("，").text(gettext).join(_limits(one, gettext)),
        choices=tuple(_shown(choice) for choice in choices if choice != ""),
    )


def _limits(schema: Schema, gettext: Gettext) -> Iterator[str]:
    if "maximum" in schema:
        yield f"{schema['minimum']} – {schema['maximum']}"
    if "maxLength" in schema:
        yield sentence("最多 %(count)d 个字", count=schema["maxLength"]).text(gettext)
    if schema.get("format") in ("date", "date-time"):
        yield "ISO 8601"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
