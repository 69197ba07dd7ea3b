"""How many requests a caller may make in a minute, counted in this execution environment.

It protects a warm Lambda from one impatient client; the stage's throttle and the web firewall bound the whole.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass

REQUESTS_PER_MINUTE = 600  # ten a second: a busy page, not a script
WINDOW_SECONDS = 60
CALLERS_MAX = 10_000  # memory stays bounded, the longest unseen are forgotten first


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a caller may still do in the present window."""

    limit: int
    remaining: int
    reset_seconds: int
    exceeded: bool

    def headers(self) -> dict[str, str]:
        """The standard rate-limit headers."""
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": str(self.reset_seconds),
        }


_windows: OrderedDict[str, tuple[int, int]] = OrderedDict()


def take(caller: str) -> Allowance:
    """Count one request of a caller."""
    clock = int(time.time())
    window = clock // WINDOW_SECONDS
    seen_in, used = _windows.pop(caller, (window, 0))
    used = used + 1 if seen_in == window else 1
    _windows[caller] = (window, used)
    if len(_windows) > CALLERS_MAX:
        _windows.popitem(last=False)
    left = max(0, REQUESTS_PER_MINUTE - used)
    return Allowance(REQUESTS_PER_MINUTE, left, (window + 1) * WINDOW_SECONDS - clock, used > REQUESTS_PER_MINUTE)
