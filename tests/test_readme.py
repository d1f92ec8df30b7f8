"""The README says what the program does."""

from __future__ import annotations

import re
import shlex

import click
import pytest
from click.testing import CliRunner

from finder.cli import main
from finder.facility import Kind
from finder.settings import RESOURCES
from tooling.columns import table

README = (RESOURCES / "README.md").read_text("utf-8")
DOCS = {path.name: path.read_text("utf-8") for path in (RESOURCES / "docs").glob("*.md")}
ALL = "\n".join((README, *DOCS.values()))


def test_the_table_of_columns_is_that_of_the_facility() -> None:
    assert f"tooling/columns.py -->\n{table()}\n<!-- end of columns -->" in README


def test_every_kind_is_named_with_its_chinese_name() -> None:
    text = " ".join(README.split())
    for kind in Kind:
        assert f"`{kind.value}` {kind.label}" in text


def test_every_command_of_the_table_exists_with_its_options() -> None:
    commands = re.findall(r"^\| `finder ([^`]+)` \|", README, re.M)
    assert {command.split()[0] for command in commands} == set(main.commands)
    for command in commands:
        name, *rest = command.split()
        found: click.Command = main.commands[name]
        if isinstance(found, click.Group):
            name, *rest = rest
            found = found.commands[name]
        known = {option for parameter in found.params for option in parameter.opts}
        assert {word.strip("[]") for word in rest if word.startswith("[--")} <= known


def test_every_make_target_exists() -> None:
    makefile = (RESOURCES / "Makefile").read_text("utf-8")
    for target in re.findall(r"\bmake ([a-z-]+)\b", ALL):
        assert re.search(rf"^{target}:", makefile, re.M), target


def test_the_terminal_answers_as_shown(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path_factory.mktemp("data")))
    shown = re.search(r"^    \$ (finder near .*)\n((?:    .*\n)+)", README, re.M)
    assert shown
    answer = CliRunner().invoke(main, shlex.split(shown[1])[1:])
    assert answer.output == re.sub(r"^    ", "", shown[2], flags=re.M)


def test_every_setting_is_one_that_the_program_reads() -> None:
    source = (RESOURCES / "finder" / "settings.py").read_text("utf-8")
    for name in set(re.findall(r"FINDER_[A-Z_]+", ALL)):
        assert f'"{name}"' in source


def test_every_link_between_the_documents_leads_somewhere() -> None:
    for name, text in {"../README.md": README, **DOCS}.items():
        for target in re.findall(r"\]\(([^):#]+)\)", text):
            assert (RESOURCES / "docs" / name).parent.joinpath(target).exists(), (name, target)
