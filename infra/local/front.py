"""Serves pages and API at one address of this machine, as the distribution of a deployment does."""

import gzip
import http.client
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import urlsplit

from infra import build, pages
from infra.local import ports

DEFAULT_PORT = 8000
API = re.compile(r"/(v1|hsds|payments)(/|\?|$)")
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "server", "date"}
COMPRESSIBLE = ("text/", "application/json", "application/problem+json", "application/manifest+json", "image/svg+xml")
COMPRESSED_BYTES_MIN = 1024  # as the gateway's minimum_compression_size
OWN_NAME, OTHER_NAME = ports.HOST, "localhost"
ANSWER_SECONDS_MAX = 60


@dataclass(frozen=True)
class Answer:
    """What a browser is told."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


@contextmanager
def serving(site: Path, api_url: str, port: int, uploads: str) -> Iterator[str]:
    """Serve a built site and the API behind it, and yield the address. Raises PortBusy.

    `uploads` is where browsers may leave files besides this address.
    """
    known = {"site": site, "api": api_url, "security": security_headers(uploads)}
    with ports.listening(type("Handler", (_Handler,), known), port, "PORTAL_PORT") as address:
        yield address


def file_of(uri: str, site: Path) -> str:
    """The file of an address, by the rule of the distribution's own function (infra/template.yaml)."""
    name = uri.removeprefix("/")
    if name.startswith("assets/") or (not name.endswith(".html") and _is_there(site, name)):
        return name
    parts = [part for part in name.split("/") if part]
    prefix = f"{parts.pop(0)}/" if parts[:1] == ["en"] else ""
    named = "/".join("_" if at % 2 else part for at, part in enumerate(parts)) or "index"
    page = "desk" if parts[:1] == ["desk"] else named
    return f"{prefix}{page if _is_there(site, f'{prefix}{page}.html') else '404'}.html"


def security_headers(uploads: str) -> list[tuple[str, str]]:
    """The headers that the template puts on every page."""
    template = json.loads((build.stage("local").template).read_text())
    config = template["Resources"]["PageHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    policy = config["SecurityHeadersConfig"]
    csp: str = policy["ContentSecurityPolicy"]["ContentSecurityPolicy"]["Fn::Sub"][0]
    return [
        ("Content-Security-Policy", csp.replace("${Uploads}", uploads)),
        ("Referrer-Policy", policy["ReferrerPolicy"]["ReferrerPolicy"]),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", policy["FrameOptions"]["FrameOption"]),
        *((one["Header"], one["Value"]) for one in config["CustomHeadersConfig"]["Items"]),
    ]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Path
    api: str
    security: list[tuple[str, str]]

    def do_GET(self) -> None:
        """Answer with a page, or with what the API says."""
        self._answer()

    do_POST = do_PUT = do_HEAD = do_OPTIONS = do_GET  # noqa: N815 - the names that http.server calls

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Stay silent: the terminal belongs to whoever runs the platform."""

    def _answer(self) -> None:
        name = self.headers.get("Host", "").split(":")[0]
        if name == OTHER_NAME:  # the cookie and whoever may use it belong to one origin
            own = f"http://{OWN_NAME}:{self.connection.getsockname()[1]}{self.path}"
            return self._send(Answer(HTTPStatus.PERMANENT_REDIRECT, [("Location", own)], b""))
        # A page elsewhere could point its own name at this machine and act as whoever is signed in here.
        if name != OWN_NAME:
            return self._send(Answer(HTTPStatus.FORBIDDEN, [("Content-Type", "text/plain")], b"Forbidden"))
        return self._send(self._from_api() if API.match(self.path) else self._from_site())

    def _from_site(self) -> Answer:
        if self.command not in {"GET", "HEAD"}:
            return Answer(HTTPStatus.METHOD_NOT_ALLOWED, [("Allow", "GET, HEAD")], b"")
        name = file_of(urlsplit(self.path).path, self.site)
        if not _is_there(self.site, name):  # an asset of before the last build
            name = "404.html"
        status = HTTPStatus.NOT_FOUND if name.endswith("404.html") else HTTPStatus.OK
        headers = [("Content-Type", pages.media_type(name)), ("Cache-Control", pages.cache_control(name))]
        return Answer(status, [*headers, *self.security], (self.site / name).read_bytes())

    def _from_api(self) -> Answer:
        target = urlsplit(self.api)
        length = int(self.headers.get("Content-Length") or 0)
        sent = {name: value for name, value in self.headers.items() if name.lower() not in {*HOP_BY_HOP, "host"}}
        sent.pop("Accept-Encoding", None)
        connection = http.client.HTTPConnection(target.hostname or "", target.port, timeout=ANSWER_SECONDS_MAX)
        try:
            connection.request(self.command, target.path + self.path, self.rfile.read(length) or None, sent)
            told = connection.getresponse()
            headers = [(name, value) for name, value in told.getheaders() if name.lower() not in HOP_BY_HOP]
            return Answer(told.status, headers, told.read())
        except (OSError, http.client.HTTPException):
            return Answer(HTTPStatus.BAD_GATEWAY, [("Content-Type", "text/plain")], b"The API does not answer")
        finally:
            connection.close()

    def _send(self, answer: Answer) -> None:
        headers, body = list(answer.headers), answer.body
        kind = next((value for name, value in headers if name.lower() == "content-type"), "")
        encoded = any(name.lower() == "content-encoding" for name, _ in headers)
        wanted = "gzip" in self.headers.get("Accept-Encoding", "")
        if wanted and not encoded and len(body) >= COMPRESSED_BYTES_MIN and kind.startswith(COMPRESSIBLE):
            body = _compressed(body)
            headers += [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")]
        self.send_response(answer.status)
        for name, value in headers:
            self.send_header(name, value)
        if answer.status not in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _is_there(site: Path, name: str) -> bool:
    path = (site / name).resolve()
    return path.is_file() and path.is_relative_to(site.resolve())


@lru_cache(maxsize=256)
def _compressed(body: bytes) -> bytes:
    return gzip.compress(body, 9)
