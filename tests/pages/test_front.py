"""The front that stands in for the distribution on this machine."""

import gzip
import http.client
from collections.abc import Iterator
from contextlib import closing

import pytest

from infra import pages
from infra.local import front, ports


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A front before an API that does not answer."""
    nobody = f"http://127.0.0.1:{ports.free()}"
    with front.serving(pages.site(), nobody, 0, "http://uploads.example.org") as address:
        yield int(address.rpartition(":")[2])


def asked(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """What it answers."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path, headers=headers)
        told = connection.getresponse()
        return told.status, dict(told.getheaders()), told.read()


def test_a_page_comes_with_the_policy_of_the_template(port: int) -> None:
    status, headers, body = asked(port, "/offerte/27gw347na3ubximlmkhhfrpy")

    assert status == 200
    assert b"<h1" in body
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "connect-src 'self' http://uploads.example.org" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-cache"


def test_what_is_long_is_sent_short(port: int) -> None:
    _, headers, body = asked(port, "/catalogo", **{"Accept-Encoding": "gzip"})

    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == asked(port, "/catalogo")[2]


def test_the_other_name_of_this_machine_leads_to_the_one_that_cookies_belong_to(port: int) -> None:
    status, headers, _ = asked(port, "/desk?a=1", Host=f"localhost:{port}")

    assert (status, headers["Location"]) == (308, f"http://127.0.0.1:{port}/desk?a=1")


def test_a_name_from_elsewhere_gets_nothing(port: int) -> None:
    assert asked(port, "/", Host="rebound.example.org")[0] == 403


@pytest.mark.parametrize("path", ["/nulla", "/en/nulla", "/assets/../../../pyproject.toml", "/assets/nulla.js"])
def test_what_is_not_there_is_the_page_that_says_so(port: int, path: str) -> None:
    status, _, body = asked(port, path)

    assert status == 404
    assert b"<h1" in body


def test_an_api_that_is_silent_is_told_as_such(port: int) -> None:
    assert asked(port, "/v1/status")[0] == 502
