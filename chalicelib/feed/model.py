"""What the feed knows by itself: ids as HSDS wants them, and sessions told as schedules."""

import base64
import binascii
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.kernel import clock
from chalicelib.kernel.days import A_WEEK

NAMESPACE = uuid.UUID("6f1b5f0e-6f0c-5a53-9a5c-0d2f7a4f6f10")  # of the things of this feed that have no id of their own
ID_LETTERS, ID_BITS = 24, 120
LOW_BITS, MIDDLE_BITS = 60, 12  # of an id, after the version and after the variant


def uuid_of(identifier: str) -> str:
    """An id of ours as a UUID of version 8 (RFC 9562), which holds all of it."""
    try:
        bits = int.from_bytes(base64.b32decode(identifier.upper()))
    except binascii.Error:
        bits = -1
    if len(identifier) != ID_LETTERS or bits < 0:
        return part_of(identifier)
    high, rest = bits >> (LOW_BITS + MIDDLE_BITS), bits & ((1 << (LOW_BITS + MIDDLE_BITS)) - 1)
    middle, low = rest >> LOW_BITS, rest & ((1 << LOW_BITS) - 1)
    return str(uuid.UUID(int=high << 80 | 8 << 76 | middle << 64 | 2 << 62 | low))


def id_of(text: str) -> str | None:
    """The id that such a UUID holds; None for any other text."""
    try:
        number = uuid.UUID(text).int
    except ValueError:
        return None
    high, middle, low = number >> 80, number >> 64 & 0xFFF, number & ((1 << LOW_BITS) - 1)
    bits = high << (LOW_BITS + MIDDLE_BITS) | middle << LOW_BITS | low
    found = base64.b32encode(bits.to_bytes(ID_BITS // 8)).decode().lower()
    return found if uuid_of(found) == text else None


def part_of(*names: str) -> str:
    """The UUID of something that has no id of its own: always the same for the same names."""
    return str(uuid.uuid5(NAMESPACE, "\x1f".join(names)))


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Something that takes place once, or each week at the same time of an Italian clock."""

    first_on: date
    last_on: date
    count: int
    opens_at: str
    closes_at: str


def recurrences(times: Iterable[tuple[datetime, datetime]]) -> list[Recurrence]:
    """Sessions as schedules: those a week apart, at the same time and the same distance from UTC, are one."""
    alike: defaultdict[tuple[int, str, str], list[date]] = defaultdict(list)
    for starts_at, ends_at in times:
        begins, ends = clock.local(starts_at), clock.local(ends_at)
        alike[begins.weekday(), _hour(begins), _hour(ends)].append(begins.date())
    found = [
        Recurrence(run[0], run[-1], len(run), opens_at, closes_at)
        for (_, opens_at, closes_at), days in alike.items()
        for run in _runs(sorted(set(days)))
    ]
    return sorted(found, key=lambda one: (one.first_on, one.opens_at, one.closes_at))


def _runs(days: list[date]) -> list[list[date]]:
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == A_WEEK:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _hour(at: datetime) -> str:
    return at.isoformat(timespec="minutes")[11:]
