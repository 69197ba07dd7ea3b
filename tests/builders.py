"""Builders: a test says only what matters to it, the rest is an ordinary day in Tradate."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from stdnum.it import codicefiscale

from chalicelib.access import accept, invite
from chalicelib.access.table import AccountRecord
from chalicelib.bookings import place, quote
from chalicelib.bookings.lines import Means
from chalicelib.bookings.model import Booking
from chalicelib.catalogue import publish
from chalicelib.catalogue.model import PriceUnit, Service, Session
from chalicelib.catalogue.publish import OfferingDraft, SessionDraft
from chalicelib.desks import open as opening
from chalicelib.desks.model import Desk
from chalicelib.kernel import identifiers
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.clock import at_local, local_day, now, today
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.territory import Audience, Category
from chalicelib.kernel.texts import Language
from chalicelib.ledger import model as ledger
from chalicelib.ledger import read as accounts
from chalicelib.ledger.model import Account as LedgerAccount
from chalicelib.ledger.model import Unit
from chalicelib.people import register
from chalicelib.people.model import Person, Registration
from chalicelib.programmes import create
from chalicelib.programmes.award import Facts
from chalicelib.programmes.create import ProgrammeDraft
from chalicelib.programmes.model import Programme
from chalicelib.programmes.rules import Rules
from chalicelib.providers import accredit, admit
from chalicelib.providers.model import Network, Provider
from chalicelib.runtime.dynamodb import Reads
from chalicelib.vouchers import change, issue
from chalicelib.vouchers.model import Change, ChangeKind, Voucher

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)  # a Monday
OPERATOR = Caller("operator", frozenset({Role.DESK_OPERATOR}))
OFFICER = Caller("officer", frozenset({Role.PROGRAMME_OFFICER}))
FUNDER_ID = "funder"
OWN_MONEY = Means(())
NAMES = ["Anna", "Bruno", "Carla", "Dario", "Elena", "Franco", "Gina", "Luca", "Maria", "Nino"]

CONSONANTS, MONTHS = "BCDFGHJKLMNPQRSTVWXZ", "ABCDEHLMPRST"  # as a codice fiscale writes them

_numbers = itertools.count(1)


def number() -> int:
    """A number no builder gave before."""
    return next(_numbers)


def key(caller: Caller = OPERATOR, name: str = "", fingerprint: str = "same") -> RequestKey:
    """A request key, fresh unless named."""
    return RequestKey(caller.account_id, name or f"key-{number()}", fingerprint)


def tax_code(*, born_on: date = date(1950, 5, 4), serial: int | None = None) -> str:
    """A synthetic codice fiscale that nobody else in the run has: there are as many as 64 million of one day."""
    serial = number() if serial is None else serial
    letters = "".join(CONSONANTS[(serial // 20**power) % 20] for power in range(6))
    code = f"{letters}{born_on:%y}{MONTHS[born_on.month - 1]}{born_on:%d}L319"
    return code + str(codicefiscale.calc_check_digit(code))


def registration(**changes: object) -> Registration:
    """What an operator writes down of an ordinary resident."""
    born_on = changes.get("born_on", date(1950, 5, 4))
    assert isinstance(born_on, date)
    ordinary = Registration(
        tax_code=tax_code(born_on=born_on),
        given_name=NAMES[number() % len(NAMES)],
        family_name="Prova",
        born_on=born_on,
        birth_place_code="L319",
        municipality_code="L319",
        language=Language.IT,
        email=f"person{number()}@example.org",
    )
    return replace(ordinary, **changes)  # type: ignore[arg-type]


def person(**changes: object) -> Person:
    """A registered resident."""
    return register.person(registration(**changes), desk_id="desk", by=OPERATOR, key=key(), at=NOW).value


def signed_up(password: str) -> Person:
    """A registered resident who has accepted the invitation."""
    someone = person()
    invitation_id = identifiers.derived("invitation", someone.id)
    accept.invitation(invitation_id, token=invite.token(invitation_id), password=password, at=now())
    return someone


def citizen(someone: Person) -> Caller:
    """A resident, signed in."""
    return Caller(someone.id, frozenset({Role.CITIZEN}))


def staff(role: Role, organisation_id: str, *, active: bool = True, given_name: str = "Rita") -> Caller:
    """A member of the staff of an organisation, with an active account."""
    account = invite.staff(
        email=f"staff{number()}@example.org",
        given_name=given_name,
        role=role,
        organisation_id=organisation_id,
        by=OPERATOR,
        key=key(),
        at=NOW,
    ).value
    if active:
        AccountRecord(pk=f"account#{account.id}", sk="account").update([AccountRecord.state.set("active")])
    return Caller(account.id, frozenset({role}))


def desk() -> Desk:
    """A Social Point."""
    name = f"Social Point {number()}"
    where = {"municipality_code": "L319", "address": "via Roma 1, Tradate", "opening_hours": "mercoledì 14–17"}
    return opening.desk(name=name, **where, key=key()).value


def provider(category: Category = Category.SILVER_CARE, *, until: date = date(2028, 12, 31)) -> Provider:
    """A cooperative accredited for a category."""
    admitted = admit.provider(
        name=f"Cooperativa {number()}",
        network=Network.LOCAL,
        description="Aiuto in casa.",
        municipality_code="L319",
        address="via Roma 1, Tradate",
        email="coop@example.org",
        phone="0331 000000",
        key=key(),
    ).value
    accredit.provider(admitted.id, category=category, from_on=date(2026, 1, 1), to_on=until)
    return admitted


def session(
    *,
    places: int = 10,
    price_cents: int = 2000,
    category: Category = Category.SILVER_CARE,
    starts_at: datetime | None = None,
    minutes: int = 60,
    accepts_vouchers: bool = True,
    by: Provider | None = None,
    desk_id: str | None = None,
    at: datetime = NOW,
    **more: Any,
) -> Session:
    """A session of a fresh offering; by default tomorrow's first free hour of its own. `more`: terms, meetings..."""
    coop = by or provider(category)
    service = Service(f"service-{category}", "Assistenza", category, Audience.ELDERLY, PriceUnit.SESSION)
    publish.services([service])
    offering = publish.offering(
        OfferingDraft(
            service.id, "Assistenza a casa", "Aiuto in casa.", "L319", "a casa", price_cents, accepts_vouchers, desk_id
        ),
        provider_id=coop.id,
        key=key(),
    ).value
    begins = starts_at or NOW + timedelta(days=2 + number())
    ends = more["meetings"][-1].ends_at if more.get("meetings") else begins + timedelta(minutes=minutes)
    draft = SessionDraft(begins, ends, places, **more)
    return publish.sessions(offering.id, [draft], provider_id=coop.id, key=key(), at=at).value.items[0]


def programme(
    *,
    budget: int = 10_000_00,
    unit: Unit = Unit.CENTS,
    categories: tuple[Category, ...] = (Category.SILVER_CARE,),
    ages: tuple[int, int] = (0, 130),
    municipality_codes: tuple[str, ...] = ("L319",),
    expires_on: date | None = date(2028, 12, 31),
    at: datetime = NOW,
    rules: Mapping[str, Any] | None = None,
    **more: Any,
) -> Programme:
    """An open programme with its budget; `rules` are those that an ordinary one does not have."""
    draft = ProgrammeDraft(
        title="Assistenza domiciliare",
        legal_basis="Demo",
        unit=unit,
        rules=Rules(categories, *ages, municipality_codes, **(rules or {})),
        budget=budget,
        voucher_max=budget,
        from_on=local_day(at),
        expires_on=expires_on,
        **more,
    )
    return create.programme(draft, funder_id=FUNDER_ID, by=OFFICER, key=key(OFFICER), at=at).value


def voucher(holder: Person, granted: int = 100_00, *, under: Programme | None = None, at: datetime = NOW) -> Voucher:
    """A voucher of a person."""
    return issue.voucher(
        programme_id=(under or programme()).id,
        person_id=holder.id,
        facts=Facts(granted=granted),
        funder_id=FUNDER_ID,
        by=OFFICER,
        key=key(OFFICER),
        at=at,
    ).value


def changed(
    voucher: Voucher,
    kind: ChangeKind,
    *,
    by: Caller = OFFICER,
    named: str = "",
    said: str = "same",
    funder_id: str = FUNDER_ID,
    at: datetime = NOW,
    **more: Any,
) -> Outcome[Voucher]:
    """What an officer does to a voucher, with a reason."""
    wish = key(by, named, said)
    change_id = wish.id_for("voucher change")
    asked = Change(voucher.id, kind, "Verifica in corso", by.account_id, at, change_id, said, **more)
    return change.voucher(asked, funder_id=funder_id, key=wish)


def book(
    holder: Person,
    where: Session,
    paid_by: Voucher | None = None,
    *,
    named: str = "",
    at: datetime = NOW,
) -> Outcome[Booking]:
    """A booking by the person themselves: quote, then place."""
    caller = citizen(holder)
    voucher_id = paid_by.id if paid_by else None
    quoted = quote.booking(where.id, person_id=holder.id, voucher_id=voucher_id, means=OWN_MONEY, by=caller, at=at)
    return place.booking(quoted.token, by=caller, key=key(caller, named), at=at)


def account(account_id: str) -> LedgerAccount:
    """An account of the ledger as it is now."""
    with Reads() as reads:
        found = accounts.account(reads, account_id)
    account = found.found()
    assert account is not None, f"no account {account_id}"
    return account


def voucher_account(of: Voucher) -> LedgerAccount:
    """A voucher's account as it is now."""
    return account(ledger.voucher(of.id))


@dataclass(frozen=True)
class Scene:
    """A resident, a voucher and a session: all that a booking needs."""

    person: Person
    voucher: Voucher
    session: Session


def scene(*, granted: int = 100_00, price_cents: int = 2000, places: int = 10) -> Scene:
    """A resident with a voucher, before a session it pays for."""
    holder = person()
    return Scene(holder, voucher(holder, granted), session(price_cents=price_cents, places=places))


def soon() -> datetime:
    """The day after tomorrow at ten, by the real clock: for what runs on the deployed platform."""
    return at_local(today() + timedelta(days=2), time(10))
