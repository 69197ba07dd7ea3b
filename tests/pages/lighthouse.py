"""What Lighthouse says of an address, on a phone with a slow line: the best of a few runs."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from infra import pages
from tests.pages.browser import CHROMIUM, QUIET, SHOTS

WANTED = {"performance": 0.95, "accessibility": 1.0, "best-practices": 1.0}
RUNS_MAX = 5  # other work of the machine only ever slows: a page is as fast as its best run
# The browser dropped what it was recording, and Lighthouse asks to be run again. An empty page is NO_FCP: a failure.
RECORDING_LOST = frozenset({"NO_TRACING_STARTED", "NO_RESOURCE_REQUEST", "NO_NAVSTART", "NO_DCL"})

Report = dict[str, Any]


def failing(address: str, name: str, *how: str) -> dict[str, float]:
    """The categories that do not reach what is wanted; the report of the last run stays for people to read."""
    pages.tools(checks=True)
    SHOTS.mkdir(parents=True, exist_ok=True)
    return short_of_wanted(lambda: _look(address, SHOTS / f"lighthouse-{name}.json", how))


def short_of_wanted(look: Callable[[], Report]) -> dict[str, float]:
    """The best score of each category below what is wanted, after as many looks as it takes and at most RUNS_MAX."""
    best = dict.fromkeys(WANTED, 0.0)
    for _ in range(RUNS_MAX):
        for category, score in scores(look()).items():
            best[category] = max(best[category], score)
        short = {category: score for category, score in best.items() if score < WANTED[category]}
        if not short:
            break
    return short


def scores(report: Report) -> dict[str, float]:
    """Of each wanted category, 0 to 1; none where the recording was lost.

    Raises:
        AssertionError: Lighthouse could not judge the page.
    """
    if "runtimeError" not in report:
        return {category: report["categories"][category]["score"] for category in WANTED}
    assert report["runtimeError"]["code"] in RECORDING_LOST, report["runtimeError"]
    return {}


def _look(address: str, into: Path, how: tuple[str, ...]) -> Report:
    command = ["npx", "--no-install", "lighthouse", address, "--quiet", "--output=json", f"--output-path={into}"]
    command += [f"--chrome-flags={' '.join(QUIET)} --headless=new", f"--only-categories={','.join(WANTED)}", *how]
    environment = {**os.environ, "CHROME_PATH": CHROMIUM}
    into.unlink(missing_ok=True)
    done = subprocess.run(command, cwd=pages.WEB, env=environment, capture_output=True, text=True, check=False)
    assert into.exists(), done.stderr[-2000:]  # a report is written of every page that was reached
    report: Report = json.loads(into.read_text())
    return report
