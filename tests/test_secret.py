"""The secret: one for all processes, for its owner's eyes alone."""

from __future__ import annotations

import multiprocessing
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from finder.errors import SettingsError
from finder.secret import secret
from finder.settings import Settings


def found(settings: Settings) -> str:
    settings.data_folder.mkdir(exist_ok=True)
    return secret(settings)


def test_a_secret_is_made_once_and_stays(settings: Settings) -> None:
    made = found(settings)
    assert len(made) == 64
    assert secret(settings) == made
    path = settings.data_folder / "secret"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in settings.data_folder.iterdir()] == ["secret"]


def test_two_folders_have_two_secrets(settings: Settings, tmp_path: Path) -> None:
    assert found(settings) != found(replace(settings, data_folder=tmp_path / "other"))


def test_processes_that_start_together_get_the_same_secret(settings: Settings) -> None:
    settings.data_folder.mkdir()
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        assert len(set(pool.map(secret, [settings] * 16))) == 1


def test_the_secret_of_the_settings_leaves_no_file(settings: Settings) -> None:
    assert found(replace(settings, secret="x" * 32)) == "x" * 32
    assert list(settings.data_folder.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 40])
def test_a_file_without_a_secret_is_said(settings: Settings, content: bytes) -> None:
    settings.data_folder.mkdir()
    (settings.data_folder / "secret").write_bytes(content)
    with pytest.raises(SettingsError, match="secret"):
        secret(settings)


def test_a_folder_that_is_not_there_is_said(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="设置 FINDER_SECRET"):
        secret(settings)
