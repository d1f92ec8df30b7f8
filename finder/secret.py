"""What cookies and forms are signed with: one secret for all worker processes."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress

from finder.errors import Problem, SettingsError, sentence
from finder.settings import SHORTEST_SECRET, Settings


def secret(settings: Settings) -> str:
    """Return the secret of the settings, or the one in the data folder, made if it is missing.

    Two processes that start at the same moment get the same one.

    Raises:
        SettingsError: the file can neither be read nor made, or holds no secret.
    """
    if settings.secret:
        return settings.secret
    path = settings.data_folder / "secret"
    try:
        if not path.exists():
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
        found = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        message = sentence("文件 %(path)s 读不出来：%(error)s。", path=str(path), error=str(error))
        hint = sentence("请检查数据文件夹的权限，或设置 FINDER_SECRET。")
        raise SettingsError(Problem(message, hint, column="FINDER_SECRET")) from error
    if len(found) < SHORTEST_SECRET:
        message = sentence("文件 %(path)s 里没有密钥。", path=str(path))
        hint = sentence("请删去这个文件，程序会重新生成；大家需要重新登录。")
        raise SettingsError(Problem(message, hint, column="FINDER_SECRET"))
    return found
