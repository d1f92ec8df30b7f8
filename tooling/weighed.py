"""What `tooling/weight.py` weighs: the finder, a made-up long list, and a page of plain folium."""

from __future__ import annotations

import csv
import random
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import brotli
import folium

from finder.facility import COLUMNS, Kind
from tooling.build import npm_command

# folium's own files, by the end of the address that its page has for each: package, path.
FOLIUM_FILES = {
    "dist/leaflet.js": ("leaflet@1.9.3", "dist/leaflet.js"),
    "dist/leaflet.css": ("leaflet@1.9.3", "dist/leaflet.css"),
    "jquery-3.7.1.min.js": ("jquery@3.7.1", "dist/jquery.min.js"),
    "bootstrap.bundle.min.js": ("bootstrap@5.2.2", "dist/js/bootstrap.bundle.min.js"),
    "bootstrap.min.css": ("bootstrap@5.2.2", "dist/css/bootstrap.min.css"),
    "css/all.min.css": ("@fortawesome/fontawesome-free@6.2.0", "css/all.min.css"),
    "leaflet.awesome-markers.js": (
        "leaflet.awesome-markers@2.0.5",
        "dist/leaflet.awesome-markers.js",
    ),
    "leaflet.awesome-markers.css": (
        "leaflet.awesome-markers@2.0.5",
        "dist/leaflet.awesome-markers.css",
    ),
}
_MIDDLE = (39.9, 116.68)
_HOURS = (
    "Mo-Su,PH 09:00-17:00",
    "Tu-Su 09:00-17:00; PH 09:00-16:00",
    "Mo-Fr 08:30-18:00; Sa,Su 09:00-17:00; PH off",
    "24/7",
    "周二至周日9:00-17:00，周一闭馆",
    "Mo-Fr 08:30-20:00; Sa 10:00-22:00; PH off",
    "",
)


def made_up_list(path: Path, count: int) -> Path:
    """Write a list of `count` plainly made-up facilities round the middle and return its path."""
    draw = random.Random(1)  # noqa: S311 - no secret
    kinds = [kind.value for kind in Kind]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for number in range(count):
            lat, lon = (middle + draw.uniform(-0.2, 0.2) for middle in _MIDDLE)
            row = {
                "id": f"made-up-{number}",
                "name": f"虚构设施第{number}号",
                "name_en": f"Made-up facility {number}",
                "kind": draw.choice(kinds),
                "town": f"虚构镇{number % 40}",
                "address": f"虚构路{number}号",
                "lat": f"{lat:.6f}",
                "lon": f"{lon:.6f}",
                "opening_hours": draw.choice(_HOURS),
                "phone": f"010-{number:08d}",
                "source": "虚构",
            }
            writer.writerow(row)
    return path


@contextmanager
def folium_page(folder: Path, count: int) -> Iterator[str | None]:
    """Serve a page of plain folium with `count` markers; yield its address, None without npm.

    Its files come from npm instead of five other hosts, compressed with brotli and kept for a
    year: better than it would be served. Two sheets that npm does not have, and tiles, are left
    out.
    """
    if not _fetch(folder):
        yield None
        return
    map_ = folium.Map(_MIDDLE, tiles=None, zoom_start=12)
    draw = random.Random(1)  # noqa: S311 - no secret
    for number in range(count):
        position = [middle + draw.uniform(-0.1, 0.1) for middle in _MIDDLE]
        folium.Marker(position, popup=f"虚构设施第{number}号", tooltip="开放中·至 17:00").add_to(
            map_
        )
    page = re.sub(r'<(?:script|link)[^>]*"(https://[^"]+)"[^>]*>', _local, map_.get_root().render())
    (folder / "index.html").write_text(page, "utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def _fetch(folder: Path) -> bool:
    """Return whether npm could bring folium's files to `folder`."""
    folder.mkdir()
    (folder / "package.json").write_text('{"private": true}', "utf-8")
    packages = sorted({package for package, _ in FOLIUM_FILES.values()})
    command = [*npm_command(), "install", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run([*command, *packages], cwd=folder, check=False)  # noqa: S603 - the command is ours
    return done.returncode == 0


def _local(tag: re.Match[str]) -> str:
    """Return a tag with the address of the file that lies here, nothing where there is none."""
    for end, (package, path) in FOLIUM_FILES.items():
        if tag[1].endswith(end):
            return tag[0].replace(tag[1], f"/node_modules/{package.rpartition('@')[0]}/{path}")
    return ""


class _Files(SimpleHTTPRequestHandler):
    """Files of a folder, as a content delivery network would send them."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        content = path.read_bytes()
        is_text = path.suffix in (".html", ".js", ".css")
        body = brotli.compress(content, quality=5) if is_text else content
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        if is_text:
            self.send_header("Content-Encoding", "br")
        is_page = path.suffix == ".html"
        self.send_header("Cache-Control", "no-cache" if is_page else "public, max-age=31536000")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - so it is called
        pass
