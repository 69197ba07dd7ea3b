"""What `make run` does: the whole platform on this machine, until it is told to stop."""

import importlib
import importlib.util
import json
import os
import shutil
import signal
import sys
from contextlib import ExitStack
from types import FrameType

from infra import pages
from infra.build import BuildFailed
from infra.deploy import DeployFailed
from infra.local import cloud, front, mailbox, ports, stack
from infra.local.cloud import CloudFailed
from infra.local.ports import PortBusy

LOADER = "infra.local.load"
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> None:
    """Run the platform and end with one clear line when it cannot."""
    for ending in ENDINGS:
        signal.signal(ending, _end)
    try:
        _run(
            _port("PORT", int(cloud.DEFAULT_PORT)),
            _port("MAILBOX_PORT", 8025),
            _port("PORTAL_PORT", front.DEFAULT_PORT),
        )
    except (BuildFailed, CloudFailed, DeployFailed, PortBusy) as failure:
        sys.exit(f"The platform cannot run: {failure}")


def _port(name: str, default: int) -> int:
    given = os.environ.get(name) or str(default)
    if not (given.isdecimal() and 0 < int(given) < 65536):
        raise CloudFailed(f"{name}={given} is not a port")
    return int(given)


def _run(port: int, mailbox_port: int, portal_port: int) -> None:
    for name, wanted in (("PORT", port), ("MAILBOX_PORT", mailbox_port), ("PORTAL_PORT", portal_port)):
        ports.check(wanted, name)  # before the minutes that the rest takes, and before a state in use is thrown away
    state = cloud.kept_state()
    if os.environ.get("RESET") == "1":
        shutil.rmtree(state, ignore_errors=True)
    with ExitStack() as opened:
        _say("Starting the embedded AWS (the first time it is installed: a minute)...")
        endpoint = opened.enter_context(cloud.running(port, state))
        mailbox_url = opened.enter_context(mailbox.serving(endpoint, mailbox_port))
        _say("Building and deploying...")
        os.environ.setdefault("PORTAL_URL", f"http://127.0.0.1:{portal_port}")
        outputs = stack.deploy_to(endpoint)
        portal_url = opened.enter_context(front.serving(pages.site(), stack.api_url(endpoint), portal_port, endpoint))
        os.environ.update(stack.environment(endpoint))
        _load()
        addresses = {"endpoint": endpoint, "api_url": stack.api_url(endpoint), "mailbox_url": mailbox_url}
        addresses["portal_url"] = portal_url
        written = cloud.HOME / "outputs.json"
        written.write_text(json.dumps(outputs | addresses, indent=2) + "\n")
        opened.callback(written.unlink, missing_ok=True)
        _say(f"\nPortal   {portal_url}\nDesk     {portal_url}/desk")
        _say(f"API      {addresses['api_url']}\nMailbox  {mailbox_url}\nAWS      {endpoint}\n")
        _say("Ctrl-C stops everything.")
        signal.pause()


def _load() -> None:
    if importlib.util.find_spec(LOADER) is None:
        _say(f"No reference territory is loaded: {LOADER} is missing.")
        return
    importlib.import_module(LOADER).main()


def _end(_signal: int, _frame: FrameType | None) -> None:
    """Leave by the front door, once: a second Ctrl-C would cut short the writing of the state."""
    for ending in ENDINGS:
        signal.signal(ending, signal.SIG_IGN)
    _say("\nStopping...")
    sys.exit(0)


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
