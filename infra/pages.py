"""Builds the static pages and says how each file of them is served."""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from infra.build import BUILD, ROOT, BuildFailed

WEB = ROOT / "web"
HOME = BUILD / "pages"
SITE = HOME / "site"
NODE_MIN = 20

IMMUTABLE = "public, max-age=31536000, immutable"  # the name of such a file follows from what is in it
FRESH = "no-cache"  # asked for again each time, and sent again only when it has changed
MEDIA = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}


def site() -> Path:
    """The folder of the finished pages, built when anything they are made of has changed. Raises BuildFailed."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "pages.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        tools()
        mark, now = HOME / "digest", digest()
        if not (mark.exists() and mark.read_text() == now):
            _run(["node", "build/site.js"])
            mark.write_text(now)
    return SITE


def tools(*, checks: bool = False) -> None:
    """Install what pages are built with, as pinned, and on demand what they are checked with. Raises BuildFailed."""
    if not shutil.which("node") or not shutil.which("npm"):
        raise BuildFailed(f"the pages need Node {NODE_MIN} and npm")
    mark = WEB / "node_modules/installed"
    pinned = hashlib.sha256((WEB / "package-lock.json").read_bytes()).hexdigest()
    installed = mark.read_text().split() if mark.exists() else []
    if installed[:1] != [pinned] or (checks and "checks" not in installed):
        _run(["npm", "ci", "--ignore-scripts", "--silent", *([] if checks else ["--omit=dev"])])
        mark.write_text(f"{pinned} {'checks' if checks else ''}")


def digest() -> str:
    """What the pages are made of, as one word."""
    made_of = hashlib.sha256()
    for path in sorted(path for path in WEB.rglob("*") if path.is_file() and "node_modules" not in path.parts):
        made_of.update(f"\0{path.relative_to(WEB)}\0".encode() + path.read_bytes())
    return made_of.hexdigest()


def cache_control(name: str) -> str:
    """How long browsers may keep a file of the site."""
    return IMMUTABLE if name.startswith("assets/") and not name.endswith((".svg", ".webmanifest")) else FRESH


def media_type(name: str) -> str:
    """What kind of file it is."""
    return MEDIA[Path(name).suffix]


def _run(command: list[str]) -> None:
    done = subprocess.run(command, cwd=WEB, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-3:]
        raise BuildFailed(f"{' '.join(command)} failed: {' '.join(last)}")


def main() -> None:
    """Build the pages from the command line, with what they are checked with, and say where they are."""
    try:
        tools(checks=True)
        print(site())
    except BuildFailed as failure:
        sys.exit(f"Build failed: {failure}")


if __name__ == "__main__":
    main()
