"""The static files: read, shortened, hashed and compressed once, at the start of the process."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import brotli
from rcssmin import cssmin
from rjsmin import jsmin

# What the machine's own table of types may name otherwise, or not at all.
_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
_SMALLER_COMPRESSED = {".css", ".js", ".svg"}
DIGEST_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file as it is sent.

    Args:
        name: its path below static/, with slashes.
        mimetype: what it is.
        digest: the first characters of the SHA-256 of its content, for an address that changes
            with it.
        bodies: its bytes by content coding: `identity`, and `br` and `gzip` where they are smaller.
    """

    name: str
    mimetype: str
    digest: str
    bodies: Mapping[str, bytes]


def assets(folder: Path) -> dict[str, Asset]:
    """Return every file below `folder` by its name; hidden files are left out."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    found = (_asset(path.relative_to(folder).as_posix(), path) for path in paths)
    return {one.name: one for one in found if not Path(one.name).name.startswith(".")}


def digest_of(*parts: bytes) -> str:
    """Return the first characters of a SHA-256 that changes when one of `parts` does."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()[:DIGEST_LENGTH]


def _asset(name: str, path: Path) -> Asset:
    suffix = path.suffix.lower()
    content = _shortened(path.read_bytes(), suffix)
    mimetype = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    bodies = {"identity": content}
    if suffix in _SMALLER_COMPRESSED:
        bodies |= compressed(content)
    return Asset(name, mimetype, digest_of(content), bodies)


@cache
def _shortened(content: bytes, suffix: str) -> bytes:
    """Return a script or a style sheet without comments and blanks that mean nothing."""
    if suffix not in (".js", ".css"):
        return content
    short: str = (jsmin if suffix == ".js" else cssmin)(content.decode())
    return short.encode()


# Kept, for the best brotli takes a quarter of a second over all files, and tests start often.
@cache
def compressed(content: bytes) -> dict[str, bytes]:
    """Return `content` by each content coding that makes it smaller."""
    made = {
        "br": brotli.compress(content, quality=11),
        "gzip": gzip.compress(content, 9, mtime=0),
    }
    return {coding: body for coding, body in made.items() if len(body) < len(content)}
