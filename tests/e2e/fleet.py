"""The packaged handler, in processes of its own: each is one warm Lambda, and they run at the same time."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from queue import Queue
from types import TracebackType
from typing import Any, Self

WORKER = Path(__file__).parent / "worker.py"


@dataclass(frozen=True)
class Ask:
    """A request as API Gateway would hand it over, after it has checked the token."""

    method: str
    path: str
    body: Any = None
    username: str | None = None
    groups: tuple[str, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    at: str | None = None  # a moved clock, for what happens only later
    fault: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What the handler answered, and the calls to AWS it made for it."""

    status: int
    headers: dict[str, str]
    body: Any
    calls: list[dict[str, Any]]

    @property
    def code(self) -> str | None:
        """The problem's code, if it is one."""
        return self.body.get("code") if isinstance(self.body, dict) else None


class Died(Exception):
    """The process was killed in the middle, as it was told to be."""


class Fleet:
    """Processes that imported the package once and were then forked."""

    def __init__(self, package: Path, environment: dict[str, str], *, size: int) -> None:
        self._package = package
        self._environment = environment
        self._size = size
        self._idle: Queue[socket.socket] = Queue()

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="welfare-fleet-")
        address = str(Path(self._folder.name) / "fleet")
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(address)
        self._server.listen(self._size)
        self._server.settimeout(60)
        self._parent = subprocess.Popen(
            [sys.executable, str(WORKER), str(self._package), address, str(self._size)],
            env=self._environment,
            cwd=self._folder.name,
            start_new_session=True,
        )
        for _ in range(self._size):
            self._idle.put(self._server.accept()[0])
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        while not self._idle.empty():
            self._idle.get().close()
        os.killpg(self._parent.pid, signal.SIGTERM)
        self._parent.wait(timeout=10)
        self._server.close()
        self._folder.cleanup()

    def ask(self, ask: Ask) -> Answer:
        """One request; raises Died when its fault was to kill the process."""
        worker = self._idle.get()
        try:
            worker.sendall(json.dumps(asdict(ask)).encode() + b"\n")
            line = _line(worker)
        finally:
            self._idle.put(worker)
        if not line:
            self._replace(worker)
            raise Died(ask.path)
        return Answer(**json.loads(line))

    def ask_all(self, asks: list[Ask]) -> list[Answer]:
        """Many requests at the same time, as many as there are processes."""
        with ThreadPoolExecutor(self._size) as pool:
            return list(pool.map(self.ask, asks))

    def _replace(self, dead: socket.socket) -> None:
        alive = [one for one in (self._idle.get() for _ in range(self._idle.qsize())) if one is not dead]
        dead.close()
        for one in [*alive, self._server.accept()[0]]:
            self._idle.put(one)


def _line(worker: socket.socket) -> bytes:
    received = b""
    while not received.endswith(b"\n"):
        part = worker.recv(1 << 20)
        if not part:
            return b""
        received += part
    return received
