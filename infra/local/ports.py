"""Ports of this machine, and what serves on them as long as the platform runs."""

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HOST = "127.0.0.1"


class PortBusy(Exception):
    """Somebody else listens on the port; the message is one line for a person."""

    def __init__(self, port: int, name: str) -> None:
        super().__init__(f"port {port} is busy: stop what uses it, or choose another with {name}=")


def free() -> int:
    """A port on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def check(port: int, name: str) -> None:
    """Raise PortBusy if somebody listens on a port, which the variable `name` chose."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise PortBusy(port, name) from error


@contextmanager
def listening(handler: type[BaseHTTPRequestHandler], port: int, name: str) -> Iterator[str]:
    """Answer on a port, which the variable `name` chose, until the block ends; yields the address. Raises PortBusy."""
    try:
        server = _Server((HOST, port), handler)
    except OSError as error:
        raise PortBusy(port, name) from error
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{HOST}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that left before the answer came."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)
