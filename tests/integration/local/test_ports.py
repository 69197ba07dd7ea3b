"""What serves on a port of this machine: until the block ends, and never over somebody else."""

import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler

import pytest

from infra.local import ports
from infra.local.ports import PortBusy


class Greeter(BaseHTTPRequestHandler):
    """Says nothing, with success."""

    def do_GET(self) -> None:
        """Answer."""
        self.send_response(204)
        self.end_headers()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Stay silent."""


def test_it_answers_until_the_block_ends() -> None:
    with ports.listening(Greeter, 0, "ANY_PORT") as address:
        assert urllib.request.urlopen(address, timeout=5).status == 204

    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(address, timeout=5)


def test_who_comes_second_is_told_which_variable_chooses_another_port() -> None:
    with ports.listening(Greeter, 0, "FIRST_PORT") as address:
        port = int(address.rpartition(":")[2])

        with pytest.raises(PortBusy, match=rf"port {port} is busy: .* with SECOND_PORT="):
            ports.check(port, "SECOND_PORT")
        with pytest.raises(PortBusy, match="SECOND_PORT="), ports.listening(Greeter, port, "SECOND_PORT"):
            pass
