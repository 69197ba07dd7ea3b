"""`make run` says in one line why it cannot, and leaves nothing behind."""

import os
import socket
import subprocess
import sys

import pytest

from tests.conftest import ROOT


def ended(**variables: str) -> subprocess.CompletedProcess[str]:
    """What `make run` does on these ports."""
    environment = {**os.environ, **variables}
    command = [sys.executable, "-m", "infra.local.run"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("name", ["PORT", "MAILBOX_PORT", "PORTAL_PORT"])
def test_a_port_that_is_no_port_is_told(name: str) -> None:
    run = ended(**{name: "eighty"})

    assert run.returncode != 0
    assert run.stderr.splitlines() == [f"The platform cannot run: {name}=eighty is not a port"]


@pytest.mark.parametrize("name", ["PORT", "MAILBOX_PORT", "PORTAL_PORT"])
def test_a_busy_port_is_told(name: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        run = ended(**{name: port})

    assert run.returncode != 0
    assert len(run.stderr.splitlines()) == 1
    assert port in run.stderr
