"""What cookies and forms are signed with: one secret for all worker processes."""

from __future__ import annotations

import os
import re
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from finder.errors import Problem, SettingsError, sentence
from finder.settings import Settings

SHORTEST_SECRET = 32
# 32 random hexadecimal digits have fewer different ones once in a million times.
_FEWEST_LETTERS = 8
# Who copies a secret from somewhere copies words like these; random letters hold none.
_PLACEHOLDER = re.compile("change|default|example|password|secret|replace|密钥|密码", re.IGNORECASE)


def secret(settings: Settings) -> str:
    """Return the secret of the settings, or the one in the data folder, made if it is missing.

    Two processes that start at the same moment get the same one.

    Raises:
        SettingsError: it can be guessed, or its file can neither be read nor made, holds no
            secret, or can be read by others.
    """
    if settings.secret:
        return _checked(settings.secret)
    path = settings.data_folder / "secret"
    try:
        if not path.exists():
            _make(path)
        mode = stat.S_IMODE(path.stat().st_mode)
        found = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        message = sentence("文件 %(path)s 读不出来：%(error)s。", path=str(path), error=str(error))
        hint = sentence("请检查数据文件夹的权限，或设置 FINDER_SECRET。")
        raise SettingsError(Problem(message, hint, column="FINDER_SECRET")) from error
    if len(found) < SHORTEST_SECRET or _can_be_guessed(found):
        message = sentence("文件 %(path)s 里没有密钥。", path=str(path))
        hint = sentence("请删去这个文件，程序会重新生成；大家需要重新登录。")
        raise SettingsError(Problem(message, hint, column="FINDER_SECRET"))
    if mode & 0o077:
        message = sentence(
            "密钥文件 %(path)s 的权限是 %(mode)s，别人也能读。", path=str(path), mode=f"{mode:04o}"
        )
        hint = sentence(
            "请运行 chmod 600 %(path)s；如果有人可能读过，请删去它，程序会重新生成。",
            path=str(path),
        )
        raise SettingsError(Problem(message, hint, column="FINDER_SECRET"))
    return found


def _make(path: Path) -> None:
    beside = path.with_name(f".secret.{secrets.token_hex(8)}.new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(32))
        file.flush()
        os.fsync(file.fileno())
    # A link is never put in the place of another's file.
    with suppress(FileExistsError):
        os.link(beside, path)
    beside.unlink()


def _can_be_guessed(text: str) -> bool:
    return len(set(text)) < _FEWEST_LETTERS or bool(_PLACEHOLDER.search(text))


def _checked(given: str) -> str:
    """Return a secret that nobody guesses. What is wrong with another is said without showing it.

    Raises:
        SettingsError: it is short, repeats itself, or is a word to be replaced.
    """
    if len(given) < SHORTEST_SECRET:
        message = sentence("FINDER_SECRET 太短，只有 %(length)d 个字符。", length=len(given))
    elif _can_be_guessed(given):
        message = sentence("FINDER_SECRET 不是随机的，别人猜得到。")
    else:
        return given
    hint = sentence(
        "请用至少 %(least)d 个随机字符，或不设置它，由程序自己保管。", least=SHORTEST_SECRET
    )
    raise SettingsError(Problem(message, hint, column="FINDER_SECRET"))
