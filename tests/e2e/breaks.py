"""Requests that break at one of their calls, in four ways, and are sent again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from tests.e2e.fleet import Answer, Ask, Died, Fleet

KINDS = ("raise", "drop", "kill", "kill_after")
READS = frozenset({"BatchGetItem", "Query"})  # nothing is done by them: one way to break them is as good as another


@dataclass(frozen=True)
class Scenario:
    """A request on fresh objects, and what the objects look like from outside."""

    ask: Ask
    state: Callable[[], Any]


def everywhere(fleet: Fleet, scenario: Callable[[Fleet], Scenario]) -> str:
    """Break a scenario's request at each of its calls and send it again: always the state of one clean run."""
    clean = scenario(fleet)
    done = fleet.ask(clean.ask)
    assert done.status in (200, 201), done.body
    operations = [call["operation"] for call in done.calls]
    points = [
        (number, kind)
        for number, operation in enumerate(operations, 1)
        for kind in (("kill",) if operation in READS else KINDS)
    ]

    for number, kind in points:
        broken = scenario(fleet)
        at(fleet, broken.ask, number, kind)
        answer = fleet.ask(broken.ask)
        assert answer.status == done.status, (number, kind, answer.body)
        assert broken.state() == clean.state(), (number, kind)
    return f"{scenario.__name__}: {len(points)} failure points in {operations}"


def at(fleet: Fleet, ask: Ask, number: int, kind: str) -> Answer | None:
    """Send a request that ends badly at one of its calls; the deployed streams may have spared it the last ones."""
    broken = replace(ask, fault={"call": number, "kind": kind})
    try:
        answer = fleet.ask(broken)
    except Died:
        return None
    assert answer.status == 500 or len(answer.calls) < number, (number, kind, answer.body)
    return answer
