"""What crosses the wire of calendars."""

from datetime import datetime

from chalicelib.runtime.shapes import View


class CalendarFeedView(View, frozen=True, kw_only=True):
    """That a calendar can be read at an address. The address itself is not kept, and cannot be shown again."""

    made_at: datetime
    made_by: str


class IssuedView(View, frozen=True, kw_only=True):
    """The address of a calendar, shown this once. Whoever has it reads the calendar."""

    url: str
    made_at: datetime
