"""Runs MiniStack, the embedded AWS, as a child that leaves nothing behind."""

import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from infra.build import REGION, ROOT
from infra.local import ports

HOME = ROOT / ".local"
DEFAULT_PORT = "4566"
REQUIREMENTS = Path(__file__).with_name("requirements.txt")
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION}
READY_SECONDS_MAX = 60
STOP_SECONDS_MAX = 30  # it writes its state before it ends
WORKER_IDLE_SECONDS = 600  # who reads a page for some minutes still finds one; each is a process of some 80 MB


class CloudFailed(Exception):
    """The embedded AWS cannot run; the message is one line for a person."""


def kept_state() -> Path:
    """Where the cloud of `make run` keeps its state: each port its own, since its address stands in its queues."""
    return HOME / "state" / (os.environ.get("PORT") or DEFAULT_PORT)


@contextmanager
def running(port: int | None = None, state: Path | None = None) -> Iterator[str]:
    """Run an embedded AWS and yield its address.

    Without a port it takes a free one; without a state folder it forgets everything at the end. Raises CloudFailed.
    """
    python = _installed()
    chosen = port or ports.free()
    with ExitStack() as scratch:
        temporary = Path(scratch.enter_context(tempfile.TemporaryDirectory(prefix="welfare-cloud-")))
        log_path = (HOME if state else temporary) / "cloud.log"
        log_path.parent.mkdir(parents=True, exist_ok=True)
        log = scratch.enter_context(log_path.open("w"))
        if state:
            _forget_stream_positions(state)
        process = subprocess.Popen(
            [python, "-m", "ministack"],
            env=_environment(chosen, state, temporary),
            cwd=temporary,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches us alone, and its workers can be ended as one group
        )
        scratch.callback(_stop, process)
        endpoint = f"http://127.0.0.1:{chosen}"
        _wait_until_ready(process, endpoint, log_path)
        yield endpoint


def _installed() -> Path:
    """The interpreter of MiniStack's own environment, made on first use and whenever its pins change."""
    folder = HOME / "ministack"
    python = folder / "bin/python"
    mark = folder / "requirements.sha256"
    digest = hashlib.sha256(REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()
    HOME.mkdir(exist_ok=True)
    with (HOME / "ministack.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # tests that start together would install it over each other
        if not (mark.exists() and mark.read_text() == digest):
            shutil.rmtree(folder, ignore_errors=True)
            _run([sys.executable, "-m", "venv", str(folder)])
            _run([str(python), "-m", "pip", "install", "--quiet", "--requirement", str(REQUIREMENTS)])
            mark.write_text(digest)
    return python


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise CloudFailed(f"cannot install MiniStack: {' '.join(last)}")


def _environment(port: int, state: Path | None, temporary: Path) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    keep = {"PERSIST_STATE": "0", "S3_PERSIST": "0"}
    if state:
        keep = {"PERSIST_STATE": "1", "STATE_DIR": str(state / "services")}
        keep |= {"S3_PERSIST": "1", "S3_DATA_DIR": str(state / "s3")}
    return {
        **inherited,
        **CREDENTIALS,
        **keep,
        "AUTH": "true",  # roles may do here what they may do on AWS, and nothing else
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "IOT_MTLS_ENABLED": "0",
        "LAMBDA_EXECUTOR": "local",
        "LAMBDA_WARM_TTL_SECONDS": str(WORKER_IDLE_SECONDS),
        "MINISTACK_HOST": "127.0.0.1",
        "MINISTACK_REGION": REGION,
        "TMPDIR": str(temporary),
    }


def _forget_stream_positions(state: Path) -> None:
    """Let stream readers start anew: MiniStack 1.5 keeps their positions but not the records that they count.

    Otherwise as many new records are skipped as were read before the last stop.
    """
    kept = state / "services/lambda.json"
    if kept.exists():
        functions = json.loads(kept.read_text())
        functions["payload"].pop("dynamodb_stream_positions", None)
        kept.write_text(json.dumps(functions))


def _wait_until_ready(process: subprocess.Popen[bytes], endpoint: str, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS_MAX
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(f"{endpoint}/_ministack/health", timeout=2).close()
            return
        time.sleep(0.1)
    last = log.read_text(errors="replace").strip().splitlines()[-1:]
    raise CloudFailed(f"MiniStack did not start: {' '.join(last) or 'it said nothing'}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the server gently, so that it writes its state, and then whatever is left of its group."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS_MAX)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
