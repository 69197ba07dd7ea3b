"""Reading the books: all of them, one segment of them, or what concerns a few subjects."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import chain

from chalicelib.bookings import audit as bookings
from chalicelib.bookings.model import Booking
from chalicelib.ledger import audit as ledger
from chalicelib.ledger import model as accounts
from chalicelib.ledger.model import VOUCHER
from chalicelib.programmes import read as programmes
from chalicelib.vouchers import audit as vouchers

from .books import ABOUT_BOOKINGS, Books
from .rules import Scope


def everything(segment: int = 0, segments: int = 1, *, until_at: datetime) -> Books:
    """All that one segment of each table holds; programmes, which are tens, with the first. It reads it whole."""
    books = Books()
    for kept in ledger.everything(segment, segments):
        books.take(kept, until_at=until_at)
    for booking in bookings.everything(segment, segments):
        books.take_booking(booking)
    for voucher in vouchers.everything(segment, segments):
        books.take_voucher(voucher)
    for programme in programmes.every() if segment == 0 else ():
        books.take_programme(programme)
    return books


def some(scope: Scope) -> Books:
    """All that concerns the subjects in scope, and parts of what concerns others."""
    books, asked = Books(), list(bookings.several(scope.bookings))
    funds = {accounts.fund(programme_id) for programme_id in scope.programmes}
    entries = ledger.of_accounts({*scope.accounts, *_paying(asked), *funds})
    for kept in chain(entries, ledger.movements(scope.movements)):
        books.take(kept)
    # Whatever else is held or taken on these accounts is for bookings that their entries name.
    for booking in chain(asked, bookings.several(set(books.bookings) - scope.bookings)):
        books.take_booking(booking)
    ids = [name.removeprefix(VOUCHER) for name in books.accounts if name.startswith(VOUCHER)]
    for voucher in vouchers.several(ids):
        books.take_voucher(voucher)
    for programme in programmes.every() if scope.programmes else ():
        books.take_programme(programme)
    return books


def scope_of(on_days: Sequence[date], *, delivered_on: date) -> Scope:
    """What was posted on some ended days, and the bookings to be delivered on a day, before any of them is paid for."""
    named = [name for on in on_days for name in ledger.on_day(on)]
    touched = frozenset(one.account_id for one in named)
    due = [booking for booking in bookings.delivered_on(delivered_on) if booking.payments]
    return Scope(
        accounts=touched | _paying(due),
        movements=frozenset(one.movement_id for one in named),
        bookings=frozenset(one.about for one in named if one.kind in ABOUT_BOOKINGS) | {booking.id for booking in due},
        programmes=frozenset(name.removeprefix(accounts.FUND) for name in touched if name.startswith(accounts.FUND)),
    )


def _paying(paid: Iterable[Booking]) -> set[str]:
    """The accounts of the vouchers that pay some bookings."""
    return {accounts.voucher(payment.voucher_id) for booking in paid for payment in booking.payments}
