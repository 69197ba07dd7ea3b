"""A small world in which everything happens to everyone: its people, its measures, and each thing that may be done."""

import itertools
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chalicelib.bookings import close, code, confirm, contest, correct, place, quote, read, resolve
from chalicelib.bookings.model import Booking, BookingState
from chalicelib.bookings.refusals import AlreadyClosed
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.identifiers import Outcome
from chalicelib.kernel.paging import Span
from chalicelib.kernel.territory import Category
from chalicelib.ledger import read as accounts
from chalicelib.ledger import seal, verify
from chalicelib.ledger.model import Unit
from chalicelib.people import household
from chalicelib.programmes import commit, increase
from chalicelib.programmes.award import Facts
from chalicelib.programmes.model import Commitment
from chalicelib.programmes.rules import Caps, Exclusion, Reach
from chalicelib.providers import assign
from chalicelib.runtime.dynamodb import Reads
from chalicelib.settlements import answer, approve, pay
from chalicelib.settlements import issue as settle
from chalicelib.settlements import read as settlements
from chalicelib.settlements.model import SettlementState
from chalicelib.vouchers import change, expire, issue
from chalicelib.vouchers.model import ChangeKind, Voucher
from tests import builders as a

COLLEAGUE = Caller("colleague", frozenset({Role.PROGRAMME_OFFICER}))
IBAN = "IT60X0542811101000000123456"
DEBTOR_IBAN = "IT40S0542811101000000123456"
LIFE_DAYS = 40
Send = Callable[[], Outcome[Any]]


@dataclass(frozen=True)
class Wish:
    """Something that someone may want done; the numbers choose among what there is."""

    kind: str
    which: int
    other: int
    amount: int


@dataclass
class World:
    """Three people, two of them of one household; three measures, two of which exclude each other; one cooperative."""

    at: datetime = a.NOW + timedelta(days=26)  # the eve of a change of the clocks, near the end of a month
    vouchers: list[Voucher] = field(default_factory=list)
    bookings: list[Booking] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Found it."""
        a._numbers = itertools.count(1)
        last_day = local_day(a.NOW) + timedelta(days=LIFE_DAYS)
        self.coop = a.provider()
        self.staff = a.staff(Role.PROVIDER_MANAGER, self.coop.id)
        self.officer = a.staff(Role.PROGRAMME_OFFICER, a.FUNDER_ID)
        self.finance = a.staff(Role.FINANCE_OFFICER, a.FUNDER_ID)
        assign.bank_account(self.coop.id, iban=IBAN, by=self.officer, key=a.key(self.officer), at=a.NOW)
        mother, son, single = a.person(), a.person(), a.person()
        household.joined(son.id, with_person_id=mother.id, by=a.OPERATOR, at=a.NOW)
        self.people = [mother, son, single]
        caps = Caps(month_max=150_00, category_max={Category.SILVER_CARE: 200_00})
        care = a.programme(
            budget=1000_00,
            expires_on=last_day + timedelta(days=LIFE_DAYS),
            months=1,
            second_person_above=90_00,
            rules={"caps": caps, "is_transferable": True, "grace_days": 2, "confirm_days": 3},
        )
        rival = a.programme(
            budget=300_00,
            expires_on=last_day,
            rules={"exclusions": (Exclusion(care.id, Reach.HOUSEHOLD, "avviso, art. 3"),)},
        )
        hours = a.programme(budget=600, unit=Unit.MINUTES, expires_on=last_day, rules={"confirm_days": 2})
        self.programmes = [care, hours, rival]

    def send(self, wish: Wish) -> Send | None:
        """How a wish is sent, as often as one likes under the same key; None where there is nothing to do it to."""
        made: Send | None = getattr(self, f"_{wish.kind}")(wish)
        return made

    def remember(self, found: Any) -> None:
        """Keep what came of a wish, for later wishes to choose from."""
        of_kind: dict[type, list[Any]] = {
            Voucher: self.vouchers,
            Booking: self.bookings,
            Commitment: self.commitments,
        }
        kept = of_kind.get(type(found), [])
        kept[:] = [one for one in kept if one.id != found.id] + [found]

    def run_jobs(self) -> None:
        """What the night does."""
        confirm.deliveries(at=self.at)
        expire.vouchers(at=self.at)
        settle.months(at=self.at)
        seal.days(at=self.at)

    def is_as_sealed(self) -> bool:
        """Whether every sealed day is still what it was."""
        return verify.days(local_day(a.NOW), local_day(self.at)).findings == []

    def end(self) -> None:
        """Cancel what is still booked, decide what is contested, and let every voucher expire."""
        while decide := self._resolve(Wish("resolve", 0, 0, 0)):
            decide()
        for booking in self.bookings:
            with suppress(AlreadyClosed):
                close.cancelled(booking.id, by=self.staff, key=a.key(self.staff), at=self.at)
        self.at = a.NOW + timedelta(days=400)
        confirm.deliveries(at=self.at)
        expire.vouchers(at=self.at)

    def left_over(self) -> list[str]:
        """The vouchers that, in the end, still have something."""
        heads = [a.voucher_account(voucher) for voucher in self.vouchers if self._is_granted(voucher)]
        return [account.id for account in heads if account.available or account.held]

    @staticmethod
    def _is_granted(voucher: Voucher) -> bool:
        with Reads() as reads:
            head = accounts.account(reads, voucher.account_id)
        return head.found() is not None

    def _issue(self, wish: Wish) -> Send:
        programme, at = self.programmes[wish.which % 3], self.at
        person, key = self.people[wish.other % 3], a.key(a.OFFICER)
        facts = Facts(granted=min(wish.amount, 120) if programme.unit is Unit.MINUTES else wish.amount)
        return lambda: issue.voucher(
            programme_id=programme.id,
            person_id=person.id,
            facts=facts,
            funder_id=a.FUNDER_ID,
            by=a.OFFICER,
            key=key,
            at=at,
        )

    def _book(self, wish: Wish) -> Send | None:
        if not (voucher := self._one(self.vouchers, wish)):
            return None
        number, at = a.number(), self.at
        starts_at = at + timedelta(days=1 + wish.other % 4, minutes=5 * (number % 200))
        starts_at = starts_at.replace(hour=starts_at.hour % 20, minute=starts_at.minute // 5 * 5, second=0)
        session = a.session(by=self.coop, price_cents=wish.amount % 60_00 + 1, starts_at=starts_at, at=self.at)
        by = a.citizen(next(person for person in self.people if person.id == voucher.person_id))
        key = a.key(by)
        quoted = quote.booking(session.id, person_id=voucher.person_id, voucher_id=voucher.id, by=by, at=at)
        return lambda: place.booking(quoted.token, by=by, key=key, at=at)

    def _cancel(self, wish: Wish) -> Send | None:
        if not (booking := self._one(self.bookings, wish)):
            return None
        key, at = a.key(self.staff), self.at
        return lambda: close.cancelled(booking.id, by=self.staff, key=key, at=at)

    def _attend(self, wish: Wish) -> Send | None:
        if not (booking := self._one(self._now_in(BookingState.BOOKED), wish)):
            return None
        key, at, minutes = a.key(self.staff), max(self.at, booking.starts_at), (0, 1, 20, 60)[wish.other % 4]
        return lambda: close.attended(booking.id, delivered_minutes=minutes, by=self.staff, key=key, at=at)

    def _confirm(self, wish: Wish) -> Send | None:
        if not (booking := self._one(self._now_in(BookingState.RECORDED), wish)):
            return None
        told = (None, code.of(booking), "000000")[wish.other % 3]
        by = self._family(booking) if told is None else self.staff
        key, at = a.key(by), max(self.at, booking.starts_at)
        return lambda: confirm.delivery(booking.id, code=told, by=by, key=key, at=at)

    def _contest(self, wish: Wish) -> Send | None:
        if not (booking := self._one(self._now_in(BookingState.RECORDED), wish)):
            return None
        by, minutes = self._family(booking), (booking.recorded_minutes or 0) * (wish.other % 3) // 3
        key, at = a.key(by), max(self.at, booking.starts_at)
        return lambda: contest.delivery(booking.id, delivered_minutes=minutes, reason="di meno", by=by, key=key, at=at)

    def _resolve(self, wish: Wish) -> Send | None:
        if not (booking := self._one(self._now_in(BookingState.CONTESTED), wish)):
            return None
        agreed, told = booking.delivered_minutes or 0, booking.recorded_minutes or 0
        minutes, key = agreed + (told - agreed) * (wish.other % 3) // 2, a.key(self.officer)
        at = max(self.at, booking.starts_at)
        return lambda: resolve.contest(
            booking.id, delivered_minutes=minutes, reason="sentiti tutti", by=self.officer, key=key, at=at
        )

    def _correct(self, wish: Wish) -> Send | None:
        if not (booking := self._one(self._now_in(BookingState.ATTENDED), wish)):
            return None
        key, at = a.key(self.officer), max(self.at, booking.starts_at)
        minutes = (booking.delivered_minutes or 0) * (wish.other % 3) // 3
        return lambda: correct.delivery(
            booking.id, delivered_minutes=minutes, reason="errore", by=self.officer, key=key, at=at
        )

    def _settle(self, wish: Wish) -> Send | None:
        if not (settlement := self._one(settlements.every(Span(), by=self.finance).items, wish)):
            return None
        key, at, execute_on = a.key(self.finance), self.at, local_day(self.at)
        match settlement.state:
            case SettlementState.ISSUED:
                return lambda: answer.acknowledged(settlement.id, by=self.staff, key=a.key(self.staff, key.key), at=at)
            case SettlementState.ACKNOWLEDGED:
                return lambda: approve.settlement(
                    settlement.id,
                    debtor_name="Ufficio di Piano",
                    debtor_iban=DEBTOR_IBAN,
                    execute_on=execute_on,
                    by=self.finance,
                    key=key,
                    at=at,
                )
            case _:
                return lambda: pay.settlement(settlement.id, reason="mandato 7", by=self.finance, key=key, at=at)

    def _now_in(self, state: BookingState) -> list[Booking]:
        now = [read.booking(booking.id, by=self.staff, at=self.at) for booking in self.bookings]
        return [booking for booking in now if booking.state is state]

    @staticmethod
    def _family(booking: Booking) -> Caller:
        return Caller(booking.person_id, frozenset({Role.CITIZEN}))

    def _change(self, wish: Wish) -> Send | None:
        if not (voucher := self._one(self.vouchers, wish)):
            return None
        kinds = (ChangeKind.SUSPEND, ChangeKind.REACTIVATE, ChangeKind.REVOKE)
        kind, name, at = kinds[wish.other % 3], f"change-{a.number()}", self.at
        return lambda: a.changed(voucher, kind, named=name, at=at)

    def _extend(self, wish: Wish) -> Send | None:
        if not (voucher := self._one(self.vouchers, wish)):
            return None
        name, at, expires_on = f"extend-{a.number()}", self.at, voucher.expires_on + timedelta(days=wish.other % 9)
        return lambda: a.changed(voucher, ChangeKind.EXTEND, named=name, at=at, expires_on=expires_on)

    def _transfer(self, wish: Wish) -> Send | None:
        if not (voucher := self._one(self.vouchers, wish)):
            return None
        name, at, to_person_id = f"transfer-{a.number()}", self.at, self.people[wish.other % 3].id
        return lambda: a.changed(voucher, ChangeKind.TRANSFER, named=name, at=at, to_person_id=to_person_id)

    def _decide(self, wish: Wish) -> Send | None:
        if not (voucher := self._one([one for one in self.vouchers if one.waiting], wish)):
            return None
        key, at = a.key(COLLEAGUE), self.at
        return lambda: change.decided(
            voucher.id, approved=wish.other % 4 > 0, reason="visto", funder_id=a.FUNDER_ID, by=COLLEAGUE, key=key, at=at
        )

    def _increase(self, wish: Wish) -> Send:
        programme, key, at = self.programmes[wish.which % 3], a.key(a.OFFICER), self.at
        return lambda: increase.budget(
            programme.id,
            units=wish.amount,
            reason="variazione",
            funder_id=a.FUNDER_ID,
            by=a.OFFICER,
            key=key,
            at=at,
        )

    def _commit(self, wish: Wish) -> Send:
        programme, key, at = self.programmes[wish.which % 3], a.key(a.OFFICER), self.at
        return lambda: commit.budget(
            programme.id, units=wish.amount, act="determina", funder_id=a.FUNDER_ID, by=a.OFFICER, key=key, at=at
        )

    def _free(self, wish: Wish) -> Send | None:
        if not (commitment := self._one(self.commitments, wish)):
            return None
        at = self.at
        return lambda: Outcome(commit.freed(commitment.id, funder_id=a.FUNDER_ID, by=a.OFFICER, at=at), replayed=True)

    @staticmethod
    def _one(of: list[Any], wish: Wish) -> Any:
        return of[wish.which % len(of)] if of else None


KINDS = (
    *("issue",) * 4,
    *("book",) * 6,
    *("attend",) * 4,
    *("cancel",) * 2,
    *("confirm",) * 2,
    *("contest",) * 3,
    *("resolve",) * 2,
    *("correct",) * 2,
    *("settle",) * 2,
    "change",
    "extend",
    "transfer",
    "decide",
    "decide",
    "increase",
    "commit",
    "free",
)
