"""Loads the demo territory of `data/` by the platform's own use cases; run again, it adds only what is missing."""

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import msgspec
import pyotp
from tqdm import tqdm

from chalicelib.access import accept, invite, sign_in
from chalicelib.access.model import AccountState
from chalicelib.catalogue import change, publish, stock
from chalicelib.catalogue.model import Service
from chalicelib.catalogue.needs import Need
from chalicelib.catalogue.premises import UNKNOWN, Premises
from chalicelib.catalogue.publish import OfferingDraft
from chalicelib.desks import open as opening
from chalicelib.kernel import clock
from chalicelib.kernel.caller import PLATFORM, Caller, Role
from chalicelib.kernel.identifiers import IdempotencyKeyReused
from chalicelib.kernel.texts import Language, Text
from chalicelib.people import find as people
from chalicelib.people import household, register
from chalicelib.people.model import Registration
from chalicelib.programmes import create
from chalicelib.programmes.create import ProgrammeDraft
from chalicelib.programmes.rules import Exclusion
from chalicelib.providers import accredit, admit
from chalicelib.providers import read as providers
from chalicelib.schedules import create as create_schedule
from chalicelib.usage import count as usage
from chalicelib.vouchers import issue
from infra.local import history, names, stack
from infra.local.accounts import DemoAccount, DemoAccounts, kept_in, show
from infra.local.cloud import CloudFailed
from infra.local.territory import Territory, read_data

FUNDER = "ufficio-di-piano-tradate"  # "Ufficio di Piano — Distretto di Tradate": a funder is known by its id alone
OPENS_AT = time(8)  # when a programme that began in the past was created
ALERT_TO = "ufficio.piano@example.org"  # who is told that a fund runs low


def main() -> None:
    """Load what is missing and print the demo accounts. Raises CloudFailed when `data/` has changed since."""
    os.environ.update(stack.environment())
    territory = read_data()
    try:
        accounts = _load(territory, clock.now())
    except IdempotencyKeyReused as changed:
        raise CloudFailed("data/ has changed since it was loaded: start again with RESET=1") from changed
    show(accounts)


def _load(territory: Territory, at: datetime) -> list[DemoAccount]:
    accounts = DemoAccounts(kept_in())
    steps = (
        _open_desks(territory),
        _admit_providers(territory, at),
        _publish_offerings(territory),
        _publish_needs(territory),
        _describe_premises(territory, at),
        _publish_prices(territory, at),
        _create_programmes(territory, at),
        _register_residents(territory, accounts, at),
        _issue_vouchers(territory, at),
        _invite_staff(territory, accounts, at),
        _schedule_sessions(territory, at),
        history.lived(territory.history, funder_id=FUNDER),
    )
    total = sum(len(entries) for entries in msgspec.structs.astuple(territory)) + len(territory.offerings)
    with tqdm(total=total, desc="Loading the territory", unit="", leave=False, disable=None) as progress:
        for step in steps:
            for _ in step:
                progress.update()
    stock.everything()  # whoever looks at once sees all of it, before the streams have told
    usage.days(at=at)
    return accounts.all()


def _open_desks(territory: Territory) -> Iterator[None]:
    for desk in territory.desks:
        hours = f"{desk.opening_hours} (orario dimostrativo)" if desk.demo else desk.opening_hours
        opening.desk(
            name=desk.name,
            municipality_code=desk.municipality_code,
            address=desk.address,
            opening_hours=hours,
            key=names.key("desk", desk.slug, desk),
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
            key=names.key("provider", entry.slug, entry),
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
            names.id_of("desk", entry.desk) if entry.desk else None,
        )
        key = names.key("offering", entry.slug, draft)
        publish.offering(draft, provider_id=names.id_of("provider", entry.provider), key=key)
        yield


def _publish_needs(territory: Territory) -> Iterator[None]:
    publish.needs(
        [Need(one.slug, one.kind, Text(one.title_it, one.title_en), tuple(one.services)) for one in territory.needs]
    )
    yield from (None for _ in territory.needs)


def _describe_premises(territory: Territory, at: datetime) -> Iterator[None]:
    for entry in territory.premises:
        said = msgspec.structs.asdict(entry)
        seen_on, _ = _days(said.pop("seen_days"), 0, at)
        place = said.pop("place")
        for offering in territory.offerings:
            provider_id = names.id_of("provider", offering.provider)
            offering_id = names.id_of("offering", offering.slug)
            if offering.place.startswith(place) and change.own(offering_id, provider_id).premises == UNKNOWN:
                change.premises(offering_id, Premises(**said, seen_on=seen_on), provider_id=provider_id)
        yield


def _publish_prices(territory: Territory, at: datetime) -> Iterator[None]:
    for entry in territory.offerings:
        if later := entry.later_price:
            from_on, _ = _days(later.from_days, 0, at)
            change.price(
                names.id_of("offering", entry.slug),
                price_cents=later.price_cents,
                from_on=from_on,
                provider_id=names.id_of("provider", entry.provider),
                key=names.key("price", entry.slug, later),
                at=at,
            )
            yield


def _create_programmes(territory: Territory, at: datetime) -> Iterator[None]:
    for entry in territory.programmes:
        from_on, to_on = _days(entry.from_days, entry.to_days or 0, at)
        excluded = [Exclusion(names.id_of("programme", one.programme), one.reach, one.rule) for one in entry.exclusions]
        draft = ProgrammeDraft(
            title=entry.title,
            legal_basis=entry.legal_basis,
            unit=entry.unit,
            rules=replace(entry.rules, exclusions=tuple(excluded)),
            budget=entry.budget,
            voucher_max=entry.voucher_max,
            from_on=from_on,
            expires_on=to_on if entry.to_days is not None else None,
            months=entry.months,
            award=entry.award,
            second_person_above=entry.second_person_above,
            alert_below=entry.alert_below,
            alert_to=ALERT_TO if entry.alert_below else None,
        )
        key = names.key("programme", entry.slug, entry)
        begun_at = min(at, clock.at_local(from_on, OPENS_AT))
        create.programme(draft, funder_id=FUNDER, by=PLATFORM, key=key, at=begun_at)
        yield


def _register_residents(territory: Territory, accounts: DemoAccounts, at: datetime) -> Iterator[None]:
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
            delegate_id=names.id_of("person", entry.delegate) if entry.delegate else None,
        )
        key, desk_id = names.key("person", entry.slug, entry), names.id_of("desk", entry.desk)
        person = register.person(registration, desk_id=desk_id, by=PLATFORM, key=key, at=at).value
        if person.email and entry.demo_password:
            secret = _activate(person.id, entry.demo_password, at)
            demo = DemoAccount(Role.CITIZEN, "", entry.given_name, person.email, entry.demo_password)
            accounts.keep(demo, new_secret=secret)
        yield
    heads = {entry.household: entry.slug for entry in reversed(territory.residents)}
    for entry in territory.residents:
        _settle_in(names.id_of("person", entry.slug), names.id_of("person", heads[entry.household]), at)


def _settle_in(person_id: str, head_id: str, at: datetime) -> None:
    """Record with whom someone lives, once: the desk leaves a trace each time."""
    if people.by_id(person_id).household_id != head_id:
        household.joined(person_id, with_person_id=head_id, by=PLATFORM, at=at)


def _issue_vouchers(territory: Territory, at: datetime) -> Iterator[None]:
    for entry in territory.vouchers:
        issue.voucher(
            programme_id=names.id_of("programme", entry.programme),
            person_id=names.id_of("person", entry.person),
            facts=entry.facts,
            funder_id=FUNDER,
            by=PLATFORM,
            key=names.key("voucher", f"{entry.programme}-{entry.person}", entry),
            at=at,
        )
        yield


def _invite_staff(territory: Territory, accounts: DemoAccounts, at: datetime) -> Iterator[None]:
    for entry in territory.staff:
        employer = entry.organisation
        account = invite.staff(
            email=entry.email,
            given_name=entry.given_name,
            role=entry.role,
            organisation_id=employer.slug if employer.kind == "funder" else names.id_of(employer.kind, employer.slug),
            by=PLATFORM,
            key=names.key("account", entry.slug, entry),
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


def _schedule_sessions(territory: Territory, at: datetime) -> Iterator[None]:
    """Create the schedules; they make the sessions that are near, and the nightly job goes on with them."""
    today = clock.local_day(at)
    for offering in territory.offerings:
        for number, timetable in enumerate(offering.timetables):
            worker_id = names.id_of("account", timetable.worker) if timetable.worker else None
            create_schedule.schedule(
                timetable.schedule(names.id_of("offering", offering.slug), worker_id=worker_id, today=today),
                provider_id=names.id_of("provider", offering.provider),
                key=names.key("schedule", f"{offering.slug}-{number}", timetable),
                at=at,
            )
        yield


def _days(from_days: int, to_days: int, at: datetime) -> tuple[date, date]:
    today = clock.local_day(at)
    return today + timedelta(days=from_days), today + timedelta(days=to_days)


if __name__ == "__main__":
    try:
        main()
    except CloudFailed as failure:
        sys.exit(f"The territory cannot be loaded: {failure}")
