"""What own money is about: a resident who pays a cooperative by themselves, and its manager at the till."""

from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.bookings import close, place, quote, read
from chalicelib.bookings.lines import Wish
from chalicelib.bookings.model import Booking
from chalicelib.kernel.caller import Caller, Role
from chalicelib.payments import change, compare, hear, pay, receive, refund, table
from chalicelib.payments import read as payments
from chalicelib.payments.model import Balance, Way
from chalicelib.payments.online import Checkout
from chalicelib.people.model import Person
from chalicelib.providers.model import Provider
from chalicelib.runtime import dynamodb
from tests import builders as a
from tests.integration.payments.stand_in import StandIn, signed


@dataclass
class Till:
    """A cooperative, its manager, a resident, and a booking of 20 euros of own money."""

    coop: Provider = field(default_factory=a.provider)
    holder: Person = field(default_factory=a.person)
    price_cents: int = 2000
    booking: Booking = field(init=False)
    manager: Caller = field(init=False)

    def __post_init__(self) -> None:
        self.manager = a.staff(Role.PROVIDER_MANAGER, self.coop.id)
        self.booking = self.book(self.price_cents)

    @property
    def citizen(self) -> Caller:
        return a.citizen(self.holder)

    def book(self, price_cents: int) -> Booking:
        return self.follow(a.book(self.holder, a.session(by=self.coop, price_cents=price_cents)).value)

    def follow(self, booking: Booking) -> Booking:
        """What the stream does after each step of a booking."""
        change.account(booking.id, lambda balance: balance.account, at=a.NOW)
        return booking

    def now(self, *, at: datetime = a.NOW) -> Balance:
        """Own money of the booking as it stands."""
        return payments.balance(self.booking.id, by=self.manager, at=at)

    def receive(
        self, cents: int, way: Way = Way.CASH, *, named: str = "", said: str = "same", at: datetime = a.NOW
    ) -> Balance:
        key = a.key(self.manager, named, said)
        return receive.money(
            self.booking.id, amount_cents=cents, way=way, reference="R1", by=self.manager, key=key, at=at
        ).value

    def refund(self, cents: int, way: Way = Way.CASH, *, of: str = "", named: str = "") -> Balance:
        key = a.key(self.manager, named)
        return refund.money(
            self.booking.id,
            receipt_id=of or self.now().account.receipts[-1].id,
            amount_cents=cents,
            way=way,
            reference="",
            by=self.manager,
            key=key,
            at=a.NOW,
        ).value

    def cancel(self, by: Caller | None = None) -> Booking:
        by = by or self.manager
        return self.follow(close.cancelled(self.booking.id, by=by, key=a.key(by), at=a.NOW).value)

    def deliver(self, minutes: int) -> Booking:
        starts_at = self.booking.starts_at
        key = a.key(self.manager)
        done = close.attended(self.booking.id, delivered_minutes=minutes, by=self.manager, key=key, at=starts_at)
        return self.follow(done.value)

    def move(self, session_id: str) -> Booking:
        """Move the booking, and look at the one it was moved to from now on."""
        wish = Wish(session_id, self.holder.id, moves_booking_id=self.booking.id)
        quoted = quote.bookings([wish], means=a.OWN_MONEY, by=self.citizen, at=a.NOW)
        moved = place.booking(quoted.token, by=self.citizen, key=a.key(self.citizen), at=a.NOW).value
        self.follow(read.booking(self.booking.id, by=self.citizen, at=a.NOW))
        self.booking = self.follow(moved)
        return moved

    def check_out(self, *, named: str = "") -> Checkout:
        return pay.online(self.booking.id, by=self.citizen, key=a.key(self.citizen, named), at=a.NOW).value

    def paid_online(self, stripe: StandIn) -> str:
        """Pay what is due at Stripe, which tells of it; returns the payment's name there."""
        checkout = self.check_out()
        assert checkout.session_id
        intent_id = stripe.pay(checkout.session_id)
        tell(stripe.about_session("completed", checkout.session_id))
        return intent_id


def tell(raw: bytes) -> None:
    """Let Stripe's news arrive."""
    hear.news(raw, signed(raw), at=a.NOW)


def compare_now(*, at: datetime = a.NOW) -> None:
    """What the job does every ten minutes."""
    compare.payments(at=at)


def outcome(news_id: str) -> str | None:
    """What came of news."""
    found = dynamodb.find(table.NewsRecord, f"news#{news_id}", table.NEWS)
    return found.outcome if found else None
