"""The secret: one for all processes, for its owner's eyes alone."""

from __future__ import annotations

import multiprocessing
import os
import stat
import subprocess
import sys
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
    random = "".join(map(chr, range(0x41, 0x61)))
    assert found(replace(settings, secret=random)) == random
    assert list(settings.data_folder.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 40, b"0" * 64])
def test_a_file_without_a_secret_is_said(settings: Settings, content: bytes) -> None:
    settings.data_folder.mkdir()
    (settings.data_folder / "secret").write_bytes(content)
    with pytest.raises(SettingsError, match="secret"):
        secret(settings)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o622, 0o666, 0o777])
def test_a_file_that_others_can_read_or_write_is_refused(settings: Settings, mode: int) -> None:
    found(settings)
    (settings.data_folder / "secret").chmod(mode)
    with pytest.raises(SettingsError, match=f"权限是 {mode:04o}.*chmod 600"):
        secret(settings)


@pytest.mark.parametrize(
    ("weak", "words"),
    [
        ("short", "只有 5 个字符"),
        ("s" * 31, "只有 31 个字符"),
        ("s" * 64, "猜得到"),
        ("0123456" * 8, "猜得到"),
        ("please-Change-this-to-32-letters!", "猜得到"),
        ("django-insecure-default-key-1234567890", "猜得到"),
        ("请在这里填写至少三十二个字符的密钥" * 3, "猜得到"),
    ],
)
def test_a_secret_that_can_be_guessed_is_refused_and_never_shown(
    settings: Settings, weak: str, words: str
) -> None:
    with pytest.raises(SettingsError, match=words) as caught:
        secret(replace(settings, secret=weak))
    assert weak not in str(caught.value)


def test_no_server_starts_with_a_secret_that_can_be_guessed(tmp_path: Path) -> None:
    environment = {**os.environ, "FINDER_DATA": str(tmp_path), "FINDER_SECRET": "changeme" * 4}
    command = [sys.executable, "-m", "finder", "serve", "--port", "0"]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert ended.returncode != 0
    assert "猜得到" in ended.stderr
    assert "changeme" not in ended.stdout + ended.stderr


def test_a_folder_that_is_not_there_is_said(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="设置 FINDER_SECRET"):
        secret(settings)
