"""From what an Italian clock shows to instants, also on the two days on which it is put forward or back."""

from datetime import UTC, date, datetime, time, timedelta

from chalicelib.kernel.clock import ROME, local

DAY_MINUTES = 24 * 60
STEP = timedelta(minutes=5)  # the grid on which sessions begin and end


def opens_at(on: date, minute: int) -> datetime:
    """The first instant at which the clock shows so many minutes after midnight, or has jumped over them.

    On 28 March 2027 half past two is when the clocks jump from two to three; on 31 October it is the first of the two.
    """
    shown = _shown(on, minute)
    return _jump(shown) or min(_instants(shown))


def closes_at(on: date, minute: int) -> datetime:
    """The instant from which the clock shows no earlier time any more on that day.

    On 28 March 2027 half past two is when the clocks jump from two to three; on 31 October it is the second of the two,
    while two o'clock is the first: after it the clock shows two or later.
    """
    shown = _shown(on, minute)
    first, last = sorted(_instants(shown))
    return _jump(shown) or (last if _on_the_clock(last - STEP) < shown else first)


def told(at: datetime) -> str:
    """An instant as the clock shows it, with how far it is from UTC: the hour that comes twice is told apart."""
    return local(at).isoformat(timespec="minutes")


def _shown(on: date, minute: int) -> datetime:
    return datetime.combine(on, time.min) + timedelta(minutes=minute)


def _instants(shown: datetime) -> tuple[datetime, datetime]:
    return tuple(shown.replace(tzinfo=ROME, fold=fold).astimezone(UTC) for fold in (0, 1))  # type: ignore[return-value]


def _jump(shown: datetime) -> datetime | None:
    """The instant of the jump, for a time that the clock never shows."""
    at = min(_instants(shown))
    if _on_the_clock(at) == shown:
        return None
    while _on_the_clock(at) < shown:
        at += STEP
    return at


def _on_the_clock(at: datetime) -> datetime:
    return local(at).replace(tzinfo=None)
