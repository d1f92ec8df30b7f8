"""Only whom the setting names may frame the widget, and nothing else is framed by anybody."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from finder import create_app
from finder.errors import SettingsError
from finder.framing import frame_ancestors
from finder.settings import Settings, settings


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", "*"),
        ("*", "*"),
        ("none", "'none'"),
        ("https://a.example", "https://a.example"),
        ("https://a.example, http://b.example:8080", "https://a.example http://b.example:8080"),
        ("https://*.example.gov.cn", "https://*.example.gov.cn"),
    ],
)
def test_a_setting_names_everybody_nobody_or_sites(value: str, expected: str) -> None:
    assert frame_ancestors(value) == expected
    assert settings({"FINDER_EMBED": value}).embed == expected


@pytest.mark.parametrize(
    "value",
    [
        "a.example",
        "https://a.example/path",
        "https://a.example; script-src *",
        "https://a.example\nX-Header: 1 2",
        "* https://a.example",
        "none https://a.example",
        "'self'",
        "javascript:1",
        "https://",
        "https://*",
        "https://a.example:999999",
    ],
)
def test_what_is_no_site_is_refused_with_its_name(value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        frame_ancestors(value)
    (problem,) = refused.value.problems
    assert "FINDER_EMBED" in str(problem.message)
    assert problem.value == value


def policy(client: FlaskClient, path: str) -> dict[str, str]:
    answer = client.get(path).headers["Content-Security-Policy"]
    return dict(part.strip().partition(" ")[::2] for part in answer.split(";"))


@pytest.mark.parametrize("embed", ["*", "'none'", "https://a.example https://b.example"])
def test_the_widget_has_a_policy_of_its_own_and_all_else_the_strict_one(
    chosen: Settings, embed: str
) -> None:
    from dataclasses import replace

    client = create_app(replace(chosen, embed=embed)).test_client()
    assert policy(client, "/embed")["frame-ancestors"] == embed
    assert policy(client, "/embed?kind=none")["frame-ancestors"] == embed
    for path in ("/", "/data", "/embed/about", "/facilities/tz-library", "/embed/", "/holidays"):
        assert policy(client, path)["frame-ancestors"] in ("'self'", "'none'"), path
    assert policy(client, "/staff/")["frame-ancestors"] == "'none'"
    assert policy(client, "/embed")["default-src"] == "'none'"
    assert policy(client, "/embed")["script-src"] == "'self'"
    framing = [path for path in ("/", "/data", "/embed") if "frame-src" in policy(client, path)]
    assert framing == []
    assert policy(client, "/embed/about")["frame-src"] == "'self'"


def test_the_widget_sets_no_cookie(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.get("/embed").headers
    assert "X-Frame-Options" not in client.get("/embed").headers


@pytest.fixture
def chosen(settings: Settings) -> Settings:
    return settings
