"""What is read at an address, and whether there is one."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.bookings import appointment
from chalicelib.bookings import read as bookings
from chalicelib.catalogue import browse
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.refusals import NotFound
from chalicelib.kernel.texts import Text
from chalicelib.notices import calendar
from chalicelib.notices.model import Appointment
from chalicelib.people import find as people
from chalicelib.people import remind
from chalicelib.people.model import Person
from chalicelib.providers import read as providers
from chalicelib.runtime import portal
from chalicelib.runtime.dynamodb import Reads

from . import address, issue, model, table
from .model import Feed, FeedRevoked, Owner, OwnerKind

OF_PERSON = Text("Appuntamenti di {given_name}", "Appointments of {given_name}")


def feed_of_person(person_id: str, *, by: Caller, at: datetime) -> Feed:
    """The present feed of a person. Raises NotFound where there is none, or for a stranger."""
    people.must_see(person_id, what=issue.WHAT, by=by, at=at)
    return _present(Owner(OwnerKind.PERSON, person_id))


def feed_of_provider(provider_id: str, *, by: Caller) -> Feed:
    """The present feed of one's own provider. Raises NotFound where there is none, or for another's."""
    return _present(issue.own_provider(provider_id, by=by))


def document(word: str, *, at: datetime) -> str:
    """The calendar that is read at an address. Raises NotFound, FeedRevoked."""
    if not address.WORD.fullmatch(word):
        raise NotFound
    with Reads() as reads:
        asked = table.feed(reads, address.digest(word))
    feed = asked.must(NotFound())
    if feed.revoked_at is not None:
        raise FeedRevoked
    match feed.owner.kind:
        case OwnerKind.PERSON:
            return _of_person(feed, at)
        case OwnerKind.PROVIDER:
            return _of_provider(feed.owner.id, at)


def _present(owner: Owner) -> Feed:
    feed = table.present(owner)
    if feed is None:
        raise NotFound
    return feed


def _of_person(feed: Feed, at: datetime) -> str:
    person_id = feed.owner.id
    with Reads() as reads:
        asked = people.person(reads, person_id)
        right = people.delegation(reads, person_id, feed.delegate_id or person_id)
    delegation = right.found()
    if feed.delegate_id and (delegation is None or not delegation.is_in_force(on=local_day(at))):
        raise FeedRevoked
    person = asked.must(FeedRevoked())
    name = OF_PERSON.say(person.language, {"given_name": person.given_name})
    return calendar.feed(_appointments(person, at), name=name)


def _appointments(person: Person, at: datetime) -> Iterator[Appointment]:
    """What stands in a person's calendar. What was cancelled is left out: whoever reads a feed shows what is in it."""
    leads = remind.of(person.id).leads
    for booking in bookings.calendar(person.id, since=model.since(at)):
        if appointment.is_on(booking):
            link = portal.page(f"/prenotazioni/{booking.id}", person.language)
            yield appointment.kept(booking, leads, language=person.language, link=link)


def _of_provider(provider_id: str, at: datetime) -> str:
    link = portal.page("/desk/presenze")
    sessions = browse.calendar(provider_id, since=model.since(at))
    deliveries = [model.delivery(session, link=link, at=at) for session in sessions]
    on = [one for one in deliveries if not one.called_off]
    return calendar.feed(on, name=providers.provider(provider_id).name)
