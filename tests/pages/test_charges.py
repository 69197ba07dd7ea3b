"""What cancelling costs is counted on the pages exactly as the platform counts it."""

from datetime import UTC, datetime, timedelta

from chalicelib.kernel.clock import hours_before
from tests.pages.module import answers

CHANGES = (datetime(2027, 3, 28, tzinfo=UTC), datetime(2027, 10, 31, tzinfo=UTC))


def test_hours_before_a_session_are_those_of_the_platform_also_when_the_clocks_change() -> None:
    begins = [change + timedelta(hours=hours) for change in CHANGES for hours in range(-30, 80)]
    asked = [(begin, hours) for begin in begins for hours in (1, 23, 24, 25, 48, 72, 168)]
    told = answers("./portal/booking/charges.js", "hoursBefore", [[begin.isoformat(), hours] for begin, hours in asked])
    found = [datetime.fromisoformat(one) for one in told]
    wrong = [(asked[at], one) for at, one in enumerate(found) if one != hours_before(*asked[at])]
    assert wrong == []
