"""The static files: read, shortened, and hashed once, at the start of the process."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rcssmin import cssmin
from rjsmin import jsmin

from finder.compression import THOROUGH, Coded
from finder.errors import Problem, SettingsError, sentence
from finder.settings import RESOURCES

# What the machine's own table of types may name otherwise, or not at all.
_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
# Below static/: what comes from npm, or is drawn when the program is built.
_FRONTEND = (
    "vendor/leaflet.js",
    "vendor/leaflet.css",
    "vendor/leaflet.markercluster.js",
    "vendor/MarkerCluster.css",
    "vendor/L.Control.Locate.min.js",
    "vendor/L.Control.Locate.min.css",
    "vendor/icons/icon-maskable-180.png",
)
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
        body: in every coding that can make it smaller.
    """

    name: str
    mimetype: str
    digest: str
    body: Coded


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
    body = _coded(content) if suffix in _SMALLER_COMPRESSED else Coded(content, {})
    return Asset(name, mimetype, digest_of(content), body)


# Kept, for the best brotli takes a quarter of a second over all files, and tests start often.
@cache
def _coded(content: bytes) -> Coded:
    return Coded(content, THOROUGH)


@cache
def _shortened(content: bytes, suffix: str) -> bytes:
    """Return a script or a style sheet without comments and blanks that mean nothing."""
    if suffix not in (".js", ".css"):
        return content
    short: str = (jsmin if suffix == ".js" else cssmin)(content.decode())
    return short.encode()


def check_frontend() -> None:
    """Check that the front-end packages have been installed.

    Raises:
        SettingsError: they have not, so that no page would have a map.
    """
    missing = [name for name in _FRONTEND if not (RESOURCES / "static" / name).is_file()]
    if missing:
        message = sentence("缺少前端文件 %(path)s。", path=f"static/{missing[0]}")
        raise SettingsError(Problem(message, sentence("请先运行 make run，它会安装这些文件。")))
