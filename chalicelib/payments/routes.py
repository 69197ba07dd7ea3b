"""Own money: what is to be paid, what was received and refunded, paying online, the online provider's news."""

from chalicelib.access import permissions
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.runtime.files import Offer
from chalicelib.runtime.http import Routes
from chalicelib.runtime.online import (
    OnlinePaymentsOff,
    OnlineProviderRefused,
    OnlineProviderUnavailable,
    SignatureWrong,
)
from chalicelib.runtime.shapes import FileView, Signed

from . import export, hear, pay, read, receive, refund
from .model import Balance
from .online import Checkout
from .refusals import (
    MoreThanOwnMoney,
    MoreThanToRefund,
    NothingToPay,
    OtherWayThanReceived,
    PaymentUnderWay,
    ReceiptUnknown,
    ReceivedOnlineByItself,
    RefundedByItself,
    TooLittleOnline,
    TooManyCheckouts,
    TooManyEntries,
)
from .shapes import CheckoutView, NewCheckout, NewOwnMoneyFile, NewReceipt, NewRefund, OwnMoneyView

routes = Routes(__name__)


@routes.get(
    "/v1/bookings/{booking_id}/own-money",
    answer=OwnMoneyView,
    allow=permissions.SEE_OWN_MONEY,
    refusals=(NotFound,),
)
def see_own_money(caller: Caller, booking_id: str) -> Balance:
    """What is to be paid of a booking by the person themselves, what was paid, what is to be refunded."""
    return read.balance(booking_id, by=caller, at=clock.now())


@routes.post(
    "/v1/bookings/{booking_id}/receipts",
    answer=OwnMoneyView,
    allow=permissions.RECORD_OWN_MONEY,
    refusals=(NotFound, ReceivedOnlineByItself, MoreThanOwnMoney, TooManyEntries),
)
def record_receipt(caller: Caller, key: RequestKey, booking_id: str, body: NewReceipt) -> Outcome[Balance]:
    """Record that one's own cooperative has received own money: in cash, by card, by bank transfer."""
    return receive.money(
        booking_id,
        amount_cents=body.amount_cents,
        way=body.way,
        reference=body.reference,
        by=caller,
        key=key,
        at=clock.now(),
    )


@routes.post(
    "/v1/bookings/{booking_id}/refunds",
    answer=OwnMoneyView,
    allow=permissions.RECORD_OWN_MONEY,
    refusals=(NotFound, ReceiptUnknown, RefundedByItself, OtherWayThanReceived, MoreThanToRefund, TooManyEntries),
)
def record_refund(caller: Caller, key: RequestKey, booking_id: str, body: NewRefund) -> Outcome[Balance]:
    """Record that one's own cooperative has given own money back, the way it came."""
    return refund.money(
        booking_id,
        receipt_id=body.receipt_id,
        amount_cents=body.amount_cents,
        way=body.way,
        reference=body.reference,
        by=caller,
        key=key,
        at=clock.now(),
    )


@routes.get("/v1/open-own-money", answer=OwnMoneyView, allow=permissions.SEE_OPEN_OWN_MONEY, listing=True)
def list_open_own_money(caller: Caller, span: Span) -> Page[Balance]:
    """The bookings of one's own cooperative for which somebody has to pay or to be refunded, the longest open first."""
    return read.open_balances(span, by=caller)


@routes.post("/v1/own-money-files", answer=FileView, allow=permissions.EXPORT_OWN_MONEY, idempotent=False)
def export_own_money(caller: Caller, body: NewOwnMoneyFile) -> Offer:
    """A month of receipts and refunds of one's own cooperative, as a CSV file at an address good for some minutes."""
    return export.file(body.month, by=caller, at=clock.now())


@routes.post(
    "/v1/bookings/{booking_id}/checkout",
    answer=CheckoutView,
    allow=permissions.PAY_ONLINE,
    refusals=(
        OnlinePaymentsOff,
        NotFound,
        NothingToPay,
        TooLittleOnline,
        PaymentUnderWay,
        TooManyCheckouts,
        OnlineProviderRefused,
        OnlineProviderUnavailable,
    ),
)
def pay_online(caller: Caller, key: RequestKey, booking_id: str, body: NewCheckout) -> Outcome[Checkout]:
    """Open a page at which what is to be paid of one's own booking can be paid online; one at a time."""
    return pay.online(booking_id, language=body.language, by=caller, key=key, at=clock.now())


@routes.post(
    "/payments/stripe",
    answer=None,
    status=200,
    idempotent=False,
    refusals=(OnlinePaymentsOff, SignatureWrong, OnlineProviderUnavailable),
)
def hear_stripe(body: Signed) -> None:
    """Take news of Stripe: signed, in any order, any number of times."""
    return hear.news(body.raw, body.signature, at=clock.now())
