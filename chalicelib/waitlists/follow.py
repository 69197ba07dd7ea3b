"""What the sessions' and the waiting lists' streams say: places that came back are offered, offers become mail."""

from collections.abc import Mapping
from typing import Any

from chalicelib.kernel import clock
from chalicelib.notices import outbox
from chalicelib.notices.model import Letter, Notice
from chalicelib.people import find as people
from chalicelib.runtime import portal

from . import offer, table
from .model import EntryState


def session(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> None:
    """Offer the places of a session that came back while someone waits."""
    if new and int(new.get("list_first", {}).get("N", "0")):
        offer.places(str(new["pk"]["S"]).removeprefix("session#"), at=clock.now())


def entry(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> None:
    """Leave a mail for every offer: to each of the group, or to who acts for them, once for each address."""
    if not new or new["sk"]["S"] != table.ENTRY:
        return
    offered = table.to_entry(table.EntryRecord.from_raw_data(dict(new)))
    if offered.state is not EntryState.OFFERED or (old and old["offers"] == new["offers"]):
        return
    reached = [people.contact(person_id, on=clock.today()) for person_id in offered.person_ids]
    by_address = {address: person for person, address in filter(None, reached)}
    for address, person in by_address.items():
        outbox.leave(
            Notice(
                id=f"{Letter.OFFERED}-{offered.id}-{offered.offers}-{person.id}",
                letter=Letter.OFFERED,
                to=address,
                language=person.language,
                facts={
                    "given_name": person.given_name,
                    "starts_at": offered.starts_at,
                    "provider_name": offered.provider_name,
                    "until_at": offered.due_at,
                },
                link=portal.page(f"/attese/{offered.id}", person.language),
            )
        )
