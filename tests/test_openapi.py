"""The description of the API: all of it, nothing else, and what it says of answers is so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask
from flask.testing import FlaskClient

from finder import create_app
from finder.facility import COLUMNS, Facility, Kind
from finder.interface import OPERATIONS, PARAMETERS
from finder.settings import Settings
from finder.translations import LANGUAGES
from tests.conftest import NOW


@pytest.fixture(scope="module")
def app(csv_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One for all: the cells of the circle are made once, however busy the machine is."""
    chosen = Settings(csv_path=csv_path, data_folder=tmp_path_factory.mktemp("data"), tiles=None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("finder.charts.PATIENCE_S", 60.0)
        made = create_app(chosen, clock=lambda: NOW)
        made.testing = True
        yield made


@pytest.fixture(scope="module")
def client(app: Flask) -> FlaskClient:
    return app.test_client()


LANGS = pytest.mark.parametrize("lang", LANGUAGES)
# One that is fit for every address, by the names of the parameters in its path.
IN_PATH = {"facility_id": "tz-library"}


def described(client: FlaskClient, lang: str = "zh") -> dict[str, Any]:
    answer = client.get(f"/api/openapi.json?lang={lang}")
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    found: dict[str, Any] = answer.get_json()
    return found


def validator(document: dict[str, Any], name: str) -> jsonschema_rs.Draft202012Validator:
    """Return what checks an answer against the schema of this name, formats too."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


def asked(path: str, parameters: list[dict[str, Any]]) -> str:
    """Return an address with all the examples of a document."""
    for name, value in IN_PATH.items():
        path = path.replace(f"{{{name}}}", value)
    values = [
        f"{one['name']}={','.join(one['example']) if one.get('style') else one['example']}"
        for one in parameters
        if one["in"] == "query" and "example" in one
    ]
    return f"{path}?{'&'.join(values)}"


def test_every_address_below_api_is_described_and_no_other(app: Flask) -> None:
    served = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
    }
    assert served == set(described(app.test_client())["paths"])


def test_every_address_can_only_be_read(app: Flask) -> None:
    document = described(app.test_client())
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/"):
            assert rule.methods == {"GET", "HEAD", "OPTIONS"}
    assert all(set(item) == {"get"} for item in document["paths"].values())


def test_every_parameter_that_is_described_is_read_and_every_other_refused(
    client: FlaskClient,
) -> None:
    for path, item in described(client)["paths"].items():
        names = {one["name"] for one in item["get"]["parameters"] if one["in"] == "query"}
        address = asked(path, []).removesuffix("?")
        for name in {*PARAMETERS, "none"}:
            # A value that none of them takes is refused by whatever reads it.
            answer = client.get(f"{address}?{name}=%00{'x' * 101}")
            said = {
                one["message"].startswith("没有") and one["message"].endswith("这个参数。")
                for one in answer.get_json()["problems"]
                if one["column"] == name
            }
            assert answer.status_code == 400
            assert said == {name not in names}, (path, name)


def test_what_is_required_is_missed_and_nothing_else_is(client: FlaskClient) -> None:
    for path, item in described(client)["paths"].items():
        required = [
            one["name"]
            for one in item["get"]["parameters"]
            if one["in"] == "query" and one["required"]
        ]
        answer = client.get(asked(path, []))
        missed = [one["column"] for one in answer.get_json().get("problems", [])]
        assert (missed, answer.status_code) == (required, 400 if required else 200)


@LANGS
def test_every_example_is_taken(client: FlaskClient, lang: str) -> None:
    for path, item in described(client, lang)["paths"].items():
        for one in item["get"]["parameters"]:
            if "example" in one:
                jsonschema_rs.validate(one["schema"], one["example"])
        assert client.get(asked(path, item["get"]["parameters"])).status_code == 200


@LANGS
def test_every_example_of_an_answer_is_the_answer(client: FlaskClient, lang: str) -> None:
    document = described(client, lang)
    near = document["paths"]["/api/near"]["get"]["responses"]["200"]["content"]
    near = near["application/json"]["example"]
    assert (
        near
        == client.get(
            f"/api/near?lat=39.9117&lon=116.6813&at=2026-11-24T20:00&limit=1&lang={lang}"
        ).get_json()
    )
    one = document["paths"]["/api/facilities/{facility_id}"]["get"]["responses"]["200"]
    one = one["content"]["application/json"]["example"]
    address = f"/api/facilities/{one['id']}?at=2026-11-24T20:00&lang={lang}"
    assert one == client.get(address).get_json()


ANSWERS = [
    ("/api/near?lat=39.9117&lon=116.6813&limit=1000", "Near"),
    ("/api/near?lat=39.9117&lon=116.6813&limit=1000&q=yizhan", "Near"),
    ("/api/near?lat=-90&lon=180&limit=1000&at=2026-10-05T10:00", "Near"),
    ("/api/near?lat=0&lon=0&limit=1000&at=2027-02-06T10:00", "Near"),
    ("/api/near?lat=39.9117&lon=116.6813&arriving=1&at=2026-11-24T21:30", "Near"),
    ("/api/facilities.geojson", "FacilityCollection"),
    ("/api/facilities.geojson?at=2026-10-05T10:00&q=yizhan", "FacilityCollection"),
    ("/api/places.geojson", "PlaceCollection"),
    ("/api/forecast.json", "Forecast"),
    ("/api/coverage.geojson", "CellCollection"),
    ("/api/coverage.geojson?hour=0&by=bicycle&week=holiday", "CellCollection"),
    ("/api/openapi.json", "Document"),
    ("/api/coverage.geojson?hour=168&by=boat&week=next", "Error"),
    ("/api/near", "Error"),
    ("/api/none", "Error"),
    ("/api/facilities/none", "Error"),
    ("/api/near?limit=0&lat=%00&kind=a,b&none=1&none=2", "Error"),
]


@LANGS
@pytest.mark.parametrize(("path", "name"), ANSWERS)
def test_real_answers_have_the_keys_that_are_described_and_no_others(
    client: FlaskClient, path: str, name: str, lang: str
) -> None:
    check = validator(described(client, lang), name)
    answer = client.get(f"{path}{'&' if '?' in path else '?'}lang={lang}")
    check.validate(answer.get_json())


@LANGS
def test_every_facility_of_the_list_answers_as_described(
    client: FlaskClient, facilities: tuple[Facility, ...], lang: str
) -> None:
    check = validator(described(client, lang), "Facility")
    for one in facilities:
        for at in ("", "2026-10-05T10:00", "2027-02-06T23:59"):
            check.validate(client.get(f"/api/facilities/{one.id}?at={at}&lang={lang}").get_json())


def test_the_schemas_are_strict(client: FlaskClient) -> None:
    document = described(client)
    answer = client.get("/api/near?lat=39.9117&lon=116.6813").get_json()
    check = validator(document, "Near")
    assert check.is_valid(answer)
    for spoilt in (
        {**answer, "more": 1},
        {key: value for key, value in answer.items() if key != "at"},
        {**answer, "at": "2026-11-24"},
        {**answer, "results": [{**answer["results"][0], "state": "maybe"}]},
        {**answer, "results": [{**answer["results"][0], "distance_m": "far"}]},
    ):
        assert not check.is_valid(spoilt)


@LANGS
def test_the_document_is_a_valid_one_and_reads_as_its_language(
    client: FlaskClient, lang: str
) -> None:
    document = described(client, lang)
    assert document["openapi"] == "3.1.0"
    for schema in document["components"]["schemas"].values():
        jsonschema_rs.meta.validate(schema)
    words = [document["info"][key] for key in ("title", "summary", "description")]
    for item in document["paths"].values():
        words += [item["get"]["summary"], item["get"]["description"]]
        words += [one["description"] for one in item["get"]["parameters"]]
        words += [one["description"] for one in item["get"]["responses"].values()]
    for schema in document["components"]["schemas"].values():
        words += [
            one["description"]
            for one in schema.get("properties", {}).values()
            if "description" in one
        ]
    for text in words:
        # Of what an English reader may give, a service is named as it stands in the list.
        is_chinese = bool(re.search("[一-鿿]", text.replace("无障碍", "")))
        assert is_chinese == (lang == "zh"), text


def test_it_names_kinds_columns_languages_services_and_towns_as_they_are(
    client: FlaskClient, facilities: tuple[Facility, ...]
) -> None:
    document = described(client)
    near = document["paths"]["/api/near"]["get"]["parameters"]
    enums = {one["name"]: one["schema"].get("items", one["schema"]).get("enum") for one in near}
    kinds = {text for kind in Kind for text in (kind.value, str(kind.label))}
    assert set(enums["kind"]) == kinds | {""}
    assert enums["lang"] == list(LANGUAGES)
    assert set(enums["town"]) == {one.town for one in facilities if one.town} | {""}
    offered = {name for one in facilities for name in one.service_names}
    assert set(enums["service"]) == offered | {"无障碍", ""}
    assert set(COLUMNS) <= set(document["components"]["schemas"]["Facility"]["properties"])


@pytest.mark.parametrize(
    "text",
    ["2026-11-24T20:00", "2028-02-29", "2000-01-01T00:00:00.5Z", "2199-12-31T23:59:59-11:30", ""],
)
def test_what_the_pattern_of_a_moment_takes_is_a_moment(client: FlaskClient, text: str) -> None:
    schema = PARAMETERS["at"].schema(client.application.extensions["finder"].listing())
    assert jsonschema_rs.is_valid(schema, text)
    assert client.get(f"/api/facilities/tz-library?at={text}").status_code == 200


@pytest.mark.parametrize(
    "text",
    ["2027-02-29", "2100-02-29", "2026-11-31", "1999-12-31", "2200-01-01", "2026-11-24T24:00"],
)
def test_what_the_pattern_of_a_moment_leaves_out_is_none(client: FlaskClient, text: str) -> None:
    schema = PARAMETERS["at"].schema(client.application.extensions["finder"].listing())
    assert not jsonschema_rs.is_valid(schema, text)
    assert client.get(f"/api/facilities/tz-library?at={text}").status_code == 400


def test_it_follows_the_published_list(settings: Settings) -> None:
    settings.csv_path.write_text("id,name,kind,town\njia,甲馆,library,测试镇\n", encoding="utf-8")
    document = described(create_app(settings, clock=lambda: NOW).test_client())
    near = document["paths"]["/api/near"]["get"]["parameters"]
    (town,) = (one for one in near if one["name"] == "town")
    assert (town["schema"]["items"]["enum"], town["example"]) == (["测试镇", ""], ["测试镇"])


def test_an_operation_names_only_parameters_that_exist() -> None:
    for one in OPERATIONS:
        assert set(one.parameters) <= set(PARAMETERS)
        assert set(one.required) <= set(one.parameters)
