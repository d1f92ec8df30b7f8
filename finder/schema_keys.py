"""The pieces that the schemas of answers are made of: JSON Schema, 2020-12."""

from __future__ import annotations

from dataclasses import dataclass

from finder.errors import Gettext, Sentence
from finder.facility import Kind
from finder.geojson import MARKS
from finder.hours import State
from finder.interface import Schema

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
COUNT: Schema = {"type": "integer", "minimum": 0}
YES_NO: Schema = {"type": "boolean"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
DATE: Schema = {"type": "string", "format": "date"}
KIND: Schema = {"type": "string", "enum": [kind.value for kind in Kind]}
STATE: Schema = {"type": "string", "enum": [state.value for state in State]}
RANK: Schema = {"type": "integer", "minimum": 0, "maximum": len(MARKS) - 1}
LAT: Schema = {"type": "number", "minimum": -90, "maximum": 90}
LON: Schema = {"type": "number", "minimum": -180, "maximum": 180}
_SPOT: Schema = {"type": "array", "prefixItems": [LON, LAT], "items": False, "minItems": 2}
POINT: Schema = {
    "type": "object",
    "required": ["type", "coordinates"],
    "additionalProperties": False,
    "properties": {"type": {"const": "Point"}, "coordinates": _SPOT},
}

AREA: Schema = {
    "type": "object",
    "required": ["type", "coordinates"],
    "additionalProperties": False,
    "properties": {
        "type": {"const": "Polygon"},
        "coordinates": {
            "type": "array",
            "items": {"type": "array", "items": _SPOT, "minItems": 4},
            "minItems": 1,
        },
    },
}


def or_null(schema: Schema) -> Schema:
    """Return the schema of the same, or of nothing."""
    return {**schema, "type": [schema["type"], "null"]}


def list_of(schema: Schema) -> Schema:
    """Return the schema of any number of these."""
    return {"type": "array", "items": schema}


def ref(name: str) -> Schema:
    """Return the reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


@dataclass(frozen=True, slots=True)
class Key:
    """A key of an answer.

    Args:
        meaning: None where the name says it all.
        may_be_missing: whether it is left out where there is nothing to say.
    """

    name: str
    schema: Schema
    meaning: Sentence | None = None
    may_be_missing: bool = False


def object_schema(keys: tuple[Key, ...], gettext: Gettext) -> Schema:
    """Return the schema of an object with these keys and no others."""
    return {
        "type": "object",
        "required": [key.name for key in keys if not key.may_be_missing],
        "additionalProperties": False,
        "properties": {
            key.name: {
                **key.schema,
                **({"description": key.meaning.text(gettext)} if key.meaning else {}),
            }
            for key in keys
        },
    }
