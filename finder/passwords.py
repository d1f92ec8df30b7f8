"""Passwords: which are taken, and how they are kept (argon2id, RFC 9106's low-memory profile).

Measured on two shared cores: about 0.1 s and 64 MiB for each, so that the profile stays.
"""

from __future__ import annotations

import secrets
from functools import cache
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from finder.errors import AccountError, Problem, Sentence, sentence

SHORTEST, LONGEST = 10, 200
# Fewer different characters than this are a pattern.
_LEAST_DIFFERENT = 4
# Without what looks alike: 0 and o, 1 and l and i. Four groups of five are 99 bits.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_GROUPS, _GROUP = 4, 5

_hasher = PasswordHasher()


def checked_password(password: str, name: str) -> str:
    """Return a password that the account `name` may have.

    Raises:
        AccountError: it is too short, too long, or among the first that somebody would try. The
            error does not repeat it.
    """
    length = len(_normal(password))
    if length < SHORTEST:
        raise _refused(sentence("密码太短，只有 %(length)d 个字符。", length=length))
    if length > LONGEST:
        raise _refused(sentence("密码太长，有 %(length)d 个字符。", length=length))
    small, own = _normal(password).casefold(), _normal(name).casefold()
    if own and not small.replace(own, "").strip("0123456789 "):
        raise _refused(sentence("密码就是名字，太容易猜到。"))
    if len(set(small)) < _LEAST_DIFFERENT:
        raise _refused(sentence("密码里只有几个重复的字符，太容易猜到。"))
    return password


def generated_password() -> str:
    """Return a random password that can be read out: four groups of five characters."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def hashed(password: str) -> str:
    """Return what is kept of a password: an argon2id hash with its salt and parameters."""
    return _hasher.hash(_normal(password))


def is_password(kept: str | None, password: str) -> bool:
    """Return whether `password` is the one that `kept` was made from.

    Args:
        kept: from `hashed`; None where there is no such account, which takes as long to deny.
    """
    try:
        is_same = _hasher.verify(kept or _nobodys(), _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return is_same and kept is not None


def is_outdated(kept: str) -> bool:
    """Return whether a hash was made with other parameters than those of today."""
    return _hasher.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return _hasher.hash(secrets.token_hex())


def _normal(text: str) -> str:
    """Return a text in the one form that every keyboard's input comes to (RFC 8265)."""
    return normalize("NFC", text)


def _refused(message: Sentence) -> AccountError:
    hint = sentence(
        "请用 %(least)d 到 %(most)d 个字符，比如几个不相干的词。", least=SHORTEST, most=LONGEST
    )
    return AccountError(Problem(message, hint, column="password"))
