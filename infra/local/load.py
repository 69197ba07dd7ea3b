"""Loads the demo territory of `data/` by the platform's own use cases; run again, it adds only what is missing."""

import hashlib
import os
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Literal, TypeVar

import msgspec
import pyotp
from tqdm import tqdm

from chalicelib.access import accept, invite, sign_in
from chalicelib.access.model import AccountState
from chalicelib.catalogue import browse, publish
from chalicelib.catalogue.model import PriceUnit, Service
from chalicelib.catalogue.publish import OfferingDraft, SessionDraft
from chalicelib.desks import open as opening
from chalicelib.kernel import clock
from chalicelib.kernel.caller import PLATFORM, Caller, Role
from chalicelib.kernel.identifiers import IdempotencyKeyReused, RequestKey
from chalicelib.kernel.paging import Span
from chalicelib.kernel.territory import Audience, Category
from chalicelib.kernel.texts import Language
from chalicelib.ledger.model import Unit
from chalicelib.people import register
from chalicelib.people.model import Registration
from chalicelib.programmes import create
from chalicelib.programmes.create import ProgrammeDraft
from chalicelib.programmes.model import Rules
from chalicelib.providers import accredit, admit
from chalicelib.providers import read as providers
from chalicelib.providers.model import Network
from chalicelib.vouchers import issue
from infra.build import ROOT
from infra.local import cloud, stack
from infra.local.cloud import CloudFailed

T = TypeVar("T")

DATA = ROOT / "data"
ACCOUNTS = cloud.HOME / "accounts.json"
FUNDER = "ufficio-di-piano-tradate"  # "Ufficio di Piano — Distretto di Tradate": a funder is known by its id alone
SESSION_DAYS = 56  # eight weeks from tomorrow
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One object of a data file, known to the others by its slug."""

    slug: str


class DeskEntry(Entry, frozen=True, kw_only=True):
    """A Social Point; `demo` marks hours that are invented."""

    name: str
    municipality_code: str
    address: str
    opening_hours: str
    demo: bool


class Period(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An accreditation, in days from the loading."""

    category: Category
    from_days: int
    to_days: int


class ProviderEntry(Entry, frozen=True, kw_only=True):
    """A cooperative and what it is accredited for."""

    name: str
    network: Network
    description: str
    municipality_code: str
    address: str
    email: str
    phone: str
    accreditations: list[Period]


class ServiceEntry(Entry, frozen=True, kw_only=True):
    """A kind of help."""

    title: str
    category: Category
    audience: Audience
    price_unit: PriceUnit


class Slot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When an offering takes place: each week, or only on the nth such weekday of a month, or in some months."""

    weekday: str
    starts: str
    minutes: int
    places: int
    of_month: int | None = None
    months: list[int] | None = None

    def falls_on(self, day: date) -> bool:
        """Whether there is a session on that day."""
        return (
            WEEKDAYS[day.weekday()] == self.weekday
            and self.of_month in (None, (day.day + 6) // 7)
            and (self.months is None or day.month in self.months)
        )

    def session(self, day: date) -> SessionDraft:
        """The session of that day, at the hours an Italian clock shows."""
        starts_at = clock.at_local(day, time.fromisoformat(self.starts))
        return SessionDraft(starts_at, starts_at + timedelta(minutes=self.minutes), self.places)


class OfferingEntry(Entry, frozen=True, kw_only=True):
    """A service by a cooperative, with price and timetable."""

    service: str
    provider: str
    title: str
    description: str
    municipality_code: str | None
    place: str
    price_cents: int
    accepts_vouchers: bool
    schedule: list[Slot]


class ProgrammeEntry(Entry, frozen=True, kw_only=True):
    """A funded policy; its days are counted from the loading."""

    title: str
    legal_basis: str
    unit: Unit
    categories: list[Category]
    age_min: int
    age_max: int
    municipality_codes: list[str]
    budget: int
    voucher_max: int
    from_days: int
    to_days: int


class ResidentEntry(Entry, frozen=True, kw_only=True):
    """A synthetic person; one with a `demo_password` has an activated account."""

    household: str
    tax_code: str
    given_name: str
    family_name: str
    born_on: date
    birth_place_code: str
    municipality_code: str
    desk: str
    email: str | None
    phone: str | None
    delegate: str | None
    demo_password: str | None = None


class VoucherEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a resident was granted, in cents or minutes."""

    programme: str
    person: str
    granted: int


class Organisation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom someone works for."""

    kind: Literal["desk", "provider", "funder"]
    slug: str


class StaffEntry(Entry, frozen=True, kw_only=True):
    """Someone who works for a desk, a cooperative or the funder."""

    given_name: str
    role: Role
    organisation: Organisation
    email: str
    demo_password: str


class Territory(msgspec.Struct, frozen=True):
    """All of `data/`."""

    desks: list[DeskEntry]
    providers: list[ProviderEntry]
    services: list[ServiceEntry]
    offerings: list[OfferingEntry]
    programmes: list[ProgrammeEntry]
    residents: list[ResidentEntry]
    vouchers: list[VoucherEntry]
    staff: list[StaffEntry]


class DemoAccount(msgspec.Struct, frozen=True):
    """An account one can sign in with, as `.local/accounts.json` keeps it."""

    role: Role
    organisation: str
    given_name: str
    email: str
    password: str
    totp_secret: str | None = None


def main() -> None:
    """Load what is missing and print the demo accounts. Raises CloudFailed when `data/` has changed since."""
    os.environ.update(stack.environment())
    territory = _read()
    try:
        accounts = _load(territory, clock.now())
    except IdempotencyKeyReused as changed:
        raise CloudFailed("data/ has changed since it was loaded: start again with RESET=1") from changed
    _print(accounts)


def _read() -> Territory:
    folder = {path.stem: msgspec.json.decode(path.read_bytes()) for path in DATA.glob("*.json")}
    try:
        return msgspec.convert(folder, Territory)
    except msgspec.ValidationError as error:
        raise CloudFailed(f"data/ cannot be read: {error}") from error


def _load(territory: Territory, at: datetime) -> list[DemoAccount]:
    accounts = _Accounts(ACCOUNTS)
    steps = (
        _open_desks(territory),
        _admit_providers(territory, at),
        _publish_offerings(territory),
        _create_programmes(territory, at),
        _register_residents(territory, accounts, at),
        _issue_vouchers(territory, at),
        _invite_staff(territory, accounts, at),
        _publish_sessions(territory, at),
    )
    total = sum(len(entries) for entries in msgspec.structs.astuple(territory)) + SESSION_DAYS
    with tqdm(total=total, desc="Loading the territory", unit="", leave=False, disable=None) as progress:
        for step in steps:
            for _ in step:
                progress.update()
    return accounts.all()


def _open_desks(territory: Territory) -> Iterator[None]:
    for desk in territory.desks:
        hours = f"{desk.opening_hours} (orario dimostrativo)" if desk.demo else desk.opening_hours
        opening.desk(
            name=desk.name,
            municipality_code=desk.municipality_code,
            address=desk.address,
            opening_hours=hours,
            key=_key("desk", desk.slug, desk),
        )
        yield


def _admit_providers(territory: Territory, at: datetime) -> Iterator[None]:
    for entry in territory.providers:
        provider = admit.provider(
            name=entry.name,
            network=entry.network,
            description=entry.description,
            municipality_code=entry.municipality_code,
            address=entry.address,
            email=entry.email,
            phone=entry.phone,
            key=_key("provider", entry.slug, entry),
        ).value
        there = {accreditation.category for accreditation in providers.accreditations(provider.id)}
        for period in entry.accreditations:
            if period.category not in there:  # it may have been suspended meanwhile: that stays
                from_on, to_on = _days(period.from_days, period.to_days, at)
                accredit.provider(provider.id, category=period.category, from_on=from_on, to_on=to_on)
        yield


def _publish_offerings(territory: Territory) -> Iterator[None]:
    publish.services(
        [Service(kind.slug, kind.title, kind.category, kind.audience, kind.price_unit) for kind in territory.services]
    )
    yield from (None for _ in territory.services)
    for entry in territory.offerings:
        draft = OfferingDraft(
            entry.service,
            entry.title,
            entry.description,
            entry.municipality_code,
            entry.place,
            entry.price_cents,
            entry.accepts_vouchers,
        )
        key = _key("offering", entry.slug, draft)
        publish.offering(draft, provider_id=_id("provider", entry.provider), key=key)
        yield


def _create_programmes(territory: Territory, at: datetime) -> Iterator[None]:
    for entry in territory.programmes:
        from_on, to_on = _days(entry.from_days, entry.to_days, at)
        draft = ProgrammeDraft(
            title=entry.title,
            legal_basis=entry.legal_basis,
            unit=entry.unit,
            rules=Rules(tuple(entry.categories), entry.age_min, entry.age_max, tuple(entry.municipality_codes)),
            budget=entry.budget,
            voucher_max=entry.voucher_max,
            from_on=from_on,
            expires_on=to_on,
        )
        key = _key("programme", entry.slug, entry)
        create.programme(draft, funder_id=FUNDER, by=PLATFORM, key=key, at=at)
        yield


def _register_residents(territory: Territory, accounts: "_Accounts", at: datetime) -> Iterator[None]:
    for entry in territory.residents:
        registration = Registration(
            tax_code=entry.tax_code,
            given_name=entry.given_name,
            family_name=entry.family_name,
            born_on=entry.born_on,
            birth_place_code=entry.birth_place_code,
            municipality_code=entry.municipality_code,
            language=Language.IT,
            email=entry.email,
            phone=entry.phone,
            delegate_id=_id("person", entry.delegate) if entry.delegate else None,
        )
        key = _key("person", entry.slug, entry)
        person = register.person(registration, desk_id=_id("desk", entry.desk), by=PLATFORM, key=key, at=at).value
        if person.email and entry.demo_password:
            secret = _activate(person.id, entry.demo_password, at)
            demo = DemoAccount(Role.CITIZEN, "", entry.given_name, person.email, entry.demo_password)
            accounts.keep(demo, new_secret=secret)
        yield


def _issue_vouchers(territory: Territory, at: datetime) -> Iterator[None]:
    for entry in territory.vouchers:
        issue.voucher(
            programme_id=_id("programme", entry.programme),
            person_id=_id("person", entry.person),
            granted=entry.granted,
            funder_id=FUNDER,
            by=PLATFORM,
            key=_key("voucher", f"{entry.programme}-{entry.person}", entry),
            at=at,
        )
        yield


def _invite_staff(territory: Territory, accounts: "_Accounts", at: datetime) -> Iterator[None]:
    for entry in territory.staff:
        employer = entry.organisation
        account = invite.staff(
            email=entry.email,
            given_name=entry.given_name,
            role=entry.role,
            organisation_id=employer.slug if employer.kind == "funder" else _id(employer.kind, employer.slug),
            by=PLATFORM,
            key=_key("account", entry.slug, entry),
            at=at,
        ).value
        demo = DemoAccount(entry.role, employer.slug, entry.given_name, entry.email, entry.demo_password)
        accounts.keep(demo, new_secret=_activate(account.id, entry.demo_password, at))
        yield


def _activate(account_id: str, password: str, at: datetime) -> str | None:
    """Give an account its password and, for staff, a second factor; returns the secret of one enrolled just now."""
    account = sign_in.who(Caller(account_id, frozenset()))
    if account.state is AccountState.INVITED and account.invitation_id:
        accept.invitation(account.invitation_id, token=invite.token(account.invitation_id), password=password, at=at)
    if not account.is_staff or account.second_factor:
        return None
    step = sign_in.password(account.email, password)
    if not (step.session and step.secret):
        raise CloudFailed(f"the account {account.id} cannot enrol its second factor")
    sign_in.enrol_second_factor(step.session, pyotp.TOTP(step.secret).now())
    return step.secret


def _publish_sessions(territory: Territory, at: datetime) -> Iterator[None]:
    """Publish the sessions of the days from tomorrow on. A day whose last sessions are there is there as a whole."""
    for ahead in range(1, SESSION_DAYS + 1):
        day = clock.local_day(at) + timedelta(days=ahead)
        due = [(offering, drafts) for offering in territory.offerings if (drafts := _sessions(offering, day))]
        if due and not _are_there(due[-1][0], day):
            for offering, drafts in due:
                publish.sessions(
                    _id("offering", offering.slug),
                    drafts,
                    provider_id=_id("provider", offering.provider),
                    key=_key("sessions", f"{offering.slug}-{day}", drafts),
                    at=at,
                )
        yield


def _sessions(offering: OfferingEntry, day: date) -> list[SessionDraft]:
    return [slot.session(day) for slot in offering.schedule if slot.falls_on(day)]


def _are_there(offering: OfferingEntry, day: date) -> bool:
    return bool(browse.sessions_of(_id("offering", offering.slug), from_on=day, to_on=day, span=Span(1)).items)


def _key(kind: str, slug: str, content: object) -> RequestKey:
    digest = hashlib.blake2b(msgspec.json.encode(content), digest_size=15).hexdigest()
    return RequestKey(PLATFORM.account_id, f"demo-{kind}-{slug}", digest)


def _id(kind: str, slug: str) -> str:
    return _key(kind, slug, None).id_for(kind)


def _days(from_days: int, to_days: int, at: datetime) -> tuple[date, date]:
    today = clock.local_day(at)
    return today + timedelta(days=from_days), today + timedelta(days=to_days)


class _Accounts:
    """The demo accounts, written at once: a second factor's secret is told only when it is enrolled."""

    def __init__(self, path: Path) -> None:
        self._path = path
        earlier = msgspec.json.decode(path.read_bytes(), type=list[DemoAccount]) if path.exists() else []
        self._secrets = {account.email: account.totp_secret for account in earlier}
        self._accounts: list[DemoAccount] = []

    def keep(self, account: DemoAccount, *, new_secret: str | None) -> None:
        """Take an account in, with the secret that was made now or the one that was kept before."""
        secret = new_secret or self._secrets.get(account.email)
        self._accounts.append(msgspec.structs.replace(account, totp_secret=secret))
        if new_secret:
            self._write()

    def all(self) -> list[DemoAccount]:
        """All of them, as they are on disk from now on."""
        self._write()
        return self._accounts

    def _write(self) -> None:
        self._path.parent.mkdir(exist_ok=True)
        self._path.touch(mode=0o600)
        self._path.write_bytes(msgspec.json.format(msgspec.json.encode(self._accounts), indent=2) + b"\n")


def _print(accounts: list[DemoAccount]) -> None:
    rows = [("ROLE", "WORKS FOR", "E-MAIL", "PASSWORD", "TOTP SECRET")]
    for one in accounts:
        secret = one.totp_secret or ("" if one.role is Role.CITIZEN else "lost: start again with RESET=1")
        rows.append((one.role, one.organisation, one.email, one.password, secret))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    print(f"\nDemo accounts (also in {ACCOUNTS.relative_to(ROOT)}):\n")
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


if __name__ == "__main__":
    try:
        main()
    except CloudFailed as failure:
        sys.exit(f"The territory cannot be loaded: {failure}")
