"""Rosters of a day or a week, a desk's appointments, check-ins, attendance sheets and notes."""

from chalicelib.access import permissions
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.days import PeriodInvalid
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.runtime.files import Offer
from chalicelib.runtime.http import Routes
from chalicelib.runtime.shapes import FileView

from . import check_in, code, export, queue, read, record, write
from .code import Code
from .model import (
    BookingNamedTwice,
    CheckInCodeInvalid,
    CheckInTooEarly,
    CheckInTooLate,
    CodeOfAnotherProvider,
    CodeOrBooking,
    Line,
    Note,
    NotExpected,
    Queued,
    Roster,
    Sheet,
    TooManyNotes,
    TooMuchToPrint,
)
from .shapes import (
    CheckInCodeView,
    MeetingRosterView,
    NewCheckIn,
    NewNote,
    NewRosterFile,
    NewSheet,
    NoteView,
    QueuedView,
    QueueQuery,
    RecordedSheetView,
    RosterEntryView,
    RosterQuery,
)

routes = Routes(__name__)


@routes.get(
    "/v1/rosters",
    answer=MeetingRosterView,
    allow=permissions.SEE_ROSTERS,
    listing=True,
    refusals=(PeriodInvalid,),
)
def list_rosters(caller: Caller, query: RosterQuery, span: Span) -> Page[Roster]:
    """Who comes to the meetings of one's own cooperative, of a day or up to a week, in order of time."""
    return read.rosters(query.from_on, query.to_on, span, by=caller, at=clock.now())


@routes.post(
    "/v1/rosters/files",
    answer=FileView,
    allow=permissions.SEE_ROSTERS,
    idempotent=False,
    refusals=(PeriodInvalid, TooMuchToPrint),
)
def print_rosters(caller: Caller, body: NewRosterFile) -> Offer:
    """The same on paper (PDF, A4): first names, boxes to tick; at a short-lived address."""
    return export.paper(body.from_on, body.to_on, with_notes=body.with_notes, by=caller, at=clock.now())


@routes.get("/v1/desk-queue", answer=QueuedView, allow=permissions.SEE_DESK_QUEUE, listing=True)
def list_desk_queue(caller: Caller, query: QueueQuery) -> list[Queued]:
    """Who has an appointment at one's own Social Point on a day, in order of time. The person can read who looked."""
    return queue.of_day(query.on, by=caller, at=clock.now())


@routes.get(
    "/v1/bookings/{booking_id}/check-in-code",
    answer=CheckInCodeView,
    allow=permissions.SEE_CHECK_IN_CODE,
    refusals=(NotFound, NotExpected),
)
def see_check_in_code(caller: Caller, booking_id: str) -> Code:
    """The code that the person shows at the door, on every day of the booking."""
    return code.of(booking_id, by=caller, at=clock.now())


@routes.post(
    "/v1/check-ins",
    answer=RosterEntryView,
    allow=permissions.CHECK_IN,
    status=200,
    idempotent=False,
    refusals=(
        CodeOrBooking,
        CheckInCodeInvalid,
        CodeOfAnotherProvider,
        NotFound,
        NotExpected,
        CheckInTooEarly,
        CheckInTooLate,
    ),
)
def check_in_person(caller: Caller, body: NewCheckIn) -> Outcome[Line]:
    """Say that someone arrived, by their code or from the list: once for each meeting, however often it is said."""
    return check_in.person(
        told=body.token, booking_id=body.booking_id, meeting_at=body.meeting_at, by=caller, at=clock.now()
    )


@routes.post(
    "/v1/sessions/{session_id}/attendance",
    answer=RecordedSheetView,
    allow=permissions.RECORD_SHEET,
    status=200,
    refusals=(NotFound, BookingNamedTwice),
)
def record_session(caller: Caller, key: RequestKey, session_id: str, body: NewSheet) -> Outcome[Sheet]:
    """Record what was delivered in a session, each booking by itself; the answer tells what became of it."""
    return record.session(session_id, body.told, by=caller, key=key, at=clock.now())


@routes.post(
    "/v1/bookings/{booking_id}/notes",
    answer=NoteView,
    allow=permissions.WRITE_NOTE,
    refusals=(NotFound, TooManyNotes),
)
def write_note(caller: Caller, key: RequestKey, booking_id: str, body: NewNote) -> Outcome[Note]:
    """Write a note about a booking of one's own cooperative, for the family or for the staff."""
    return write.note(booking_id, text=body.text, for_family=body.for_family, by=caller, key=key, at=clock.now())


@routes.get(
    "/v1/bookings/{booking_id}/notes",
    answer=NoteView,
    allow=permissions.SEE_NOTES,
    listing=True,
    refusals=(NotFound,),
)
def list_notes(caller: Caller, booking_id: str, span: Span) -> Page[Note]:
    """What was written about a booking, oldest first: the family sees what is for it, the cooperative all."""
    return read.notes(booking_id, span, by=caller, at=clock.now())
