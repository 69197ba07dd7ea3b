"""What can stand in the way of a place: what every quote, and what commits one, may be refused with."""

from chalicelib.catalogue.model import (
    MadeForAnother,
    SessionCancelled,
    SessionFull,
    TooFewPlaces,
    TooLateToBook,
    WaitingListFirst,
)
from chalicelib.kernel.refusals import NotFound
from chalicelib.ledger.model import AccountClosed, CapReached, ExpiredByThen, InsufficientBalance
from chalicelib.people.model import NotForThisPerson
from chalicelib.programmes.rules import AgeNotAdmitted, CategoryNotAdmitted, ResidenceNotAdmitted, ServiceNotAdmitted
from chalicelib.providers.model import NotAccredited
from chalicelib.vouchers.holdings import NotCumulable
from chalicelib.vouchers.model import NotTheBeneficiary, VouchersNotAccepted

from .lines import OptionUnknown, TooMuchAtOnce
from .model import Overlapping
from .refusals import AlreadyClosed, MovesNowhere, TooLateToMove

STANDS_IN_THE_WAY = (
    NotFound,
    NotForThisPerson,
    SessionCancelled,
    TooLateToBook,
    SessionFull,
    NotAccredited,
    Overlapping,
    VouchersNotAccepted,
    NotTheBeneficiary,
    CategoryNotAdmitted,
    AgeNotAdmitted,
    ResidenceNotAdmitted,
    AccountClosed,
    ExpiredByThen,
    InsufficientBalance,
    CapReached,
    NotCumulable,
    ServiceNotAdmitted,
    TooFewPlaces,
    WaitingListFirst,
    MadeForAnother,
    OptionUnknown,
    TooMuchAtOnce,
    AlreadyClosed,
    MovesNowhere,
    TooLateToMove,
)
