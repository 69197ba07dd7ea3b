"""Nights of the expiry job, and what can go wrong in them; and the mails that come of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec

from chalicelib.kernel.clock import at_local, local_day, start_of_day
from chalicelib.notices import deliver
from chalicelib.runtime.aws import client
from chalicelib.vouchers import expire
from tests import cloud

Night = Callable[[datetime], None]


class Crash(Exception):
    """The job's process ended here."""


def midnight(day: date) -> datetime:
    """The instant at which a day begins in Italy."""
    return start_of_day(day)


@contextmanager
def once_before(operation: str, act: Callable[[], None]) -> Iterator[None]:
    """Do something just before the next call of this kind, and then let the call go on."""
    events, hook = client(operation.partition(".")[0]).meta.events, f"before-call.{operation}"

    def heard(**_: object) -> None:
        events.unregister(hook, heard)
        act()

    events.register_first(hook, heard)
    try:
        yield
    finally:
        events.unregister(hook, heard)


def crash() -> None:
    """End the process."""
    raise Crash


def once(at: datetime) -> None:
    """The job runs."""
    expire.vouchers(at=at)


def twice(at: datetime) -> None:
    """The job runs, and again an hour later."""
    expire.vouchers(at=at)
    expire.vouchers(at=at + timedelta(hours=1))


def crashing(at: datetime) -> None:
    """The job ends after the mail has left and before anything is written, and is started again."""
    with suppress(Crash), once_before("dynamodb.TransactWriteItems", crash):
        expire.vouchers(at=at)
    expire.vouchers(at=at + timedelta(hours=1))


def crashing_early(at: datetime) -> None:
    """The job ends before the mail has left, and is started again."""
    with suppress(Crash), once_before("sqs.SendMessage", crash):
        expire.vouchers(at=at)
    expire.vouchers(at=at + timedelta(hours=1))


def concurrently(at: datetime) -> None:
    """A second run comes between what the first one reads and what it writes."""
    with once_before("dynamodb.TransactWriteItems", lambda: once(at + timedelta(seconds=1))):
        expire.vouchers(at=at)


TROUBLES: list[Night] = [twice, crashing, crashing_early, concurrently]


def delivered(at: datetime) -> list[str]:
    """Deliver in the morning what waits, and return the ids of the notices that became a mail, one for each mail."""
    mailed: list[str] = []
    morning = max(at, at_local(local_day(at), time(8)))
    for notice in cloud.outbox():
        with _heard("before-call.sesv2.SendEmail") as sent:
            deliver.message(msgspec.json.encode(notice).decode(), at=morning)
        mailed += [notice["id"]] * len(sent)
    return mailed


def found_due(at: datetime) -> int:
    """Run the job, and tell how many vouchers it found due."""
    with _heard("after-call.dynamodb.Query") as answers:
        expire.vouchers(at=at)
    return sum(len(answer["parsed"]["Items"]) for answer in answers)


@contextmanager
def _heard(hook: str) -> Iterator[list[dict[str, Any]]]:
    """What was said on a hook of a client while the block runs."""
    calls: list[dict[str, Any]] = []
    events = client(hook.split(".")[1]).meta.events

    def heard(**said: Any) -> None:
        calls.append(said)

    events.register(hook, heard)
    yield calls
    events.unregister(hook, heard)
