"""What somebody asks for and cannot have, each for a reason of its own."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from chalicelib.bookings import close
from chalicelib.bookings.lines import Means, OptionUnknown, TooMuchAtOnce, Wish
from chalicelib.bookings.model import Overlapping
from chalicelib.bookings.refusals import AlreadyClosed, MovesNowhere, TooLateToMove
from chalicelib.bookings.why_not import Advice
from chalicelib.catalogue import publish
from chalicelib.catalogue.model import (
    MadeForAnother,
    Session,
    SessionCancelled,
    SessionFull,
    TooLateToBook,
    WaitingListFirst,
)
from chalicelib.catalogue.publish import SessionDraft
from chalicelib.catalogue.terms import Meeting, Option
from chalicelib.kernel.caller import Role
from chalicelib.kernel.territory import Category
from chalicelib.ledger.model import AccountClosed, CapReached, ExpiredByThen, InsufficientBalance
from chalicelib.people import household
from chalicelib.people.model import Person
from chalicelib.people.table import PersonRecord
from chalicelib.programmes.rules import (
    AgeNotAdmitted,
    Caps,
    CategoryNotAdmitted,
    Exclusion,
    Reach,
    ResidenceNotAdmitted,
    ServiceNotAdmitted,
)
from chalicelib.providers.model import NotAccredited
from chalicelib.schedules import cancel
from chalicelib.vouchers.holdings import NotCumulable
from chalicelib.vouchers.model import ChangeKind, NotTheBeneficiary, VouchersNotAccepted
from chalicelib.waitlists import advise, join
from chalicelib.waitlists.join import Group
from tests import builders as a

IN_NINE_DAYS = a.NOW + timedelta(days=9)


DAY = timedelta(days=1)


OWN = Means(())


@dataclass
class Asked:
    """What someone asks for and cannot have."""

    holder: Person
    session: Session
    means: Means = OWN
    more: dict[str, object] = field(default_factory=dict)

    @property
    def wish(self) -> Wish:
        return Wish(self.session.id, self.holder.id, **self.more)  # type: ignore[arg-type]

    def advice(self) -> Advice:
        return advise.person(self.wish, means=self.means, by=a.citizen(self.holder), at=a.NOW)


def again(session: Session, *, after: timedelta, **more: object) -> Session:
    """Another session of the same offering."""
    begins = session.starts_at + after
    draft = SessionDraft(begins, begins + timedelta(hours=1), 10, **more)  # type: ignore[arg-type]
    key, coop = a.key(), session.provider_id
    return publish.sessions(session.offering_id, [draft], provider_id=coop, key=key, at=a.NOW).value.items[0]


def full() -> Asked:
    session = a.session(places=1, starts_at=IN_NINE_DAYS)
    a.book(a.person(), session)
    again(session, after=DAY)
    return Asked(a.person(), session)


def place_came_back() -> Asked:
    session = a.session(places=1, starts_at=IN_NINE_DAYS)
    first, waits = a.person(), [a.person(), a.person()]
    booking = a.book(first, session).value
    caller = a.citizen(waits[0])
    join.line(Group(session.id, (waits[0].id,)), by=caller, key=a.key(caller), at=a.NOW)
    close.cancelled(booking.id, by=a.citizen(first), key=a.key(a.citizen(first)), at=a.NOW)
    again(session, after=DAY)
    return Asked(waits[1], session)


def too_late() -> Asked:
    session = a.session(starts_at=a.NOW + timedelta(hours=1))
    again(session, after=DAY)
    return Asked(a.person(), session)


def made_for_another() -> Asked:
    session = a.session(starts_at=IN_NINE_DAYS, person_id=a.person().id)
    again(session, after=DAY)
    return Asked(a.person(), session)


def not_accredited() -> Asked:
    session = a.session(by=a.provider(until=a.NOW.date()), starts_at=IN_NINE_DAYS)
    a.session(starts_at=IN_NINE_DAYS + DAY)
    return Asked(a.person(), session)


def overlapping() -> Asked:
    holder, session = a.person(), a.session(starts_at=IN_NINE_DAYS)
    a.book(holder, a.session(starts_at=IN_NINE_DAYS))
    return Asked(holder, session)


def too_many_extras() -> Asked:
    session = a.session(starts_at=IN_NINE_DAYS, guests_max=3, options=(Option("cake", "Torta", 40_00, 2),))
    return Asked(a.person(), session, more={"options": {"cake": 3, "clown": 1}, "guests": 4})


def vouchers_not_accepted() -> Asked:
    scene = a.scene()
    return paid(scene.person, a.session(accepts_vouchers=False), scene.voucher.id)


def a_stranger_s_voucher() -> Asked:
    return paid(a.person(), a.session(), a.voucher(a.person()).id)


def another_category() -> Asked:
    scene = a.scene()
    return paid(scene.person, a.session(category=Category.CHILD_CARE), scene.voucher.id)


def another_service() -> Asked:
    holder = a.person()
    voucher = a.voucher(holder, under=a.programme(rules={"service_ids": ("service-other",)}))
    return paid(holder, a.session(), voucher.id)


def too_old_by_then() -> Asked:
    holder = a.person(born_on=date(1950, 3, 10))
    voucher = a.voucher(holder, under=a.programme(ages=(0, 76)))
    session = a.session(starts_at=IN_NINE_DAYS)
    again(session, after=-2 * DAY)
    return paid(holder, session, voucher.id)


def suspended() -> Asked:
    scene = a.scene()
    a.changed(scene.voucher, ChangeKind.SUSPEND)
    return paid(scene.person, scene.session, scene.voucher.id)


def too_little_left() -> Asked:
    holder = a.person()
    return paid(holder, a.session(price_cents=25_00), a.voucher(holder, 15_00).id)


def cap_reached() -> Asked:
    holder = a.person()
    voucher = a.voucher(holder, 100_00, under=a.programme(rules={"caps": Caps(month_max=15_00)}))
    return paid(holder, a.session(), voucher.id)


def expired_by_then() -> Asked:
    holder = a.person()
    under = a.programme(expires_on=a.NOW.date() + 5 * DAY)
    return paid(holder, a.session(starts_at=IN_NINE_DAYS), a.voucher(holder, under=under).id)


def moved_away() -> Asked:
    scene = a.scene()
    record = PersonRecord(pk=f"person#{scene.person.id}", sk="person")
    record.update([PersonRecord.municipality_code.set("C273")])
    return paid(scene.person, scene.session, scene.voucher.id)


def excluded_by_the_household_s() -> Asked:
    first, other = a.person(), a.person()
    under = a.programme()
    rules = {"exclusions": (Exclusion(under.id, Reach.HOUSEHOLD, "art. 3"),)}
    a.voucher(first, under=under)
    voucher = a.voucher(other, under=a.programme(rules=rules))
    household.joined(other.id, with_person_id=first.id, by=a.OPERATOR, at=a.NOW)
    return paid(other, a.session(), voucher.id)


def cancelled_by_its_provider() -> Asked:
    coop = a.provider()
    session = a.session(by=coop, starts_at=IN_NINE_DAYS)
    again(session, after=DAY)
    manager = a.staff(Role.PROVIDER_MANAGER, coop.id)
    cancel.session(session.id, reason="neve", by=manager, at=a.NOW)
    return Asked(a.person(), session)


def more_than_a_transaction_bears() -> Asked:
    begins = [IN_NINE_DAYS + number * DAY for number in range(100)]
    course = a.session(meetings=tuple(Meeting(at, at + timedelta(hours=1)) for at in begins), starts_at=IN_NINE_DAYS)
    a.session(starts_at=IN_NINE_DAYS)
    return Asked(a.person(), course)


def moved_to_where_it_is() -> Asked:
    scene = a.scene()
    booking = a.book(scene.person, scene.session).value
    again(scene.session, after=DAY)
    return Asked(scene.person, scene.session, more={"moves_booking_id": booking.id})


def moved_too_late() -> Asked:
    holder = a.person()
    booking = a.book(holder, a.session(starts_at=a.NOW + timedelta(hours=20))).value
    return Asked(holder, a.session(starts_at=IN_NINE_DAYS), more={"moves_booking_id": booking.id})


def moved_what_is_closed() -> Asked:
    holder = a.person()
    booking = a.book(holder, a.session()).value
    close.cancelled(booking.id, by=a.citizen(holder), key=a.key(a.citizen(holder)), at=a.NOW)
    return Asked(holder, a.session(starts_at=IN_NINE_DAYS), more={"moves_booking_id": booking.id})


def paid(holder: Person, session: Session, voucher_id: str) -> Asked:
    return Asked(holder, session, Means((voucher_id,), alone=True))


CASES = [
    (full, SessionFull),
    (place_came_back, WaitingListFirst),
    (too_late, TooLateToBook),
    (made_for_another, MadeForAnother),
    (not_accredited, NotAccredited),
    (overlapping, Overlapping),
    (cancelled_by_its_provider, SessionCancelled),
    (more_than_a_transaction_bears, TooMuchAtOnce),
    (moved_away, ResidenceNotAdmitted),
    (excluded_by_the_household_s, NotCumulable),
    (too_many_extras, OptionUnknown),
    (vouchers_not_accepted, VouchersNotAccepted),
    (a_stranger_s_voucher, NotTheBeneficiary),
    (another_category, CategoryNotAdmitted),
    (another_service, ServiceNotAdmitted),
    (too_old_by_then, AgeNotAdmitted),
    (suspended, AccountClosed),
    (too_little_left, InsufficientBalance),
    (cap_reached, CapReached),
    (expired_by_then, ExpiredByThen),
    (moved_to_where_it_is, MovesNowhere),
    (moved_too_late, TooLateToMove),
    (moved_what_is_closed, AlreadyClosed),
]
