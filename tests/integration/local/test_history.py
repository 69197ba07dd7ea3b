"""The demo territory's past is like any other: the books add up, it can be sealed, and it happens once."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from chalicelib.access import invite
from chalicelib.access.table import AccountRecord
from chalicelib.bookings import audit as bookings
from chalicelib.bookings import close
from chalicelib.bookings.model import BookingState
from chalicelib.controls import reconcile
from chalicelib.kernel.caller import PLATFORM
from chalicelib.kernel.clock import local_day
from chalicelib.ledger import audit as ledger
from chalicelib.ledger import seal, verify
from chalicelib.usage import count, read
from chalicelib.vouchers import audit as vouchers
from infra.local import history, load, names
from infra.local.accounts import DemoAccounts
from infra.local.territory import StaffEntry, Territory, read_data
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")

WEEKS, LIVES = 4, slice(1, 3)  # of what there is: all fates, and a programme whose families confirm


def small() -> Territory:
    """The territory without what no past needs."""
    whole = read_data()
    lives = [msgspec.structs.replace(entry, weeks=WEEKS) for entry in whole.history[LIVES]]
    people = {slug for entry in lives for slug in entry.people}
    families = people | {one.delegate for one in whole.residents if one.slug in people}
    recorders = {entry.recorded_by for entry in lives}
    offerings = {entry.offering for entry in lives}
    return msgspec.structs.replace(
        whole,
        offerings=[one for one in whole.offerings if one.slug in offerings],
        residents=[one for one in whole.residents if one.slug in families],
        staff=[one for one in whole.staff if one.slug in recorders],
        history=lives,
    )


def hire(entry: StaffEntry) -> None:
    """An active member of the staff of a cooperative."""
    account = invite.staff(
        email=entry.email,
        given_name=entry.given_name,
        role=entry.role,
        organisation_id=names.id_of(entry.organisation.kind, entry.organisation.slug),
        by=PLATFORM,
        key=names.key("account", entry.slug, entry),
        at=a.NOW,
    ).value
    AccountRecord(pk=f"account#{account.id}", sk="account").update([AccountRecord.state.set("active")])


@pytest.fixture
def territory(tmp_path: Path) -> Territory:
    """A territory that was loaded up to its past."""
    told = small()
    steps = (
        load._admit_providers(told, a.NOW),
        load._publish_offerings(told),
        load._create_programmes(told, a.NOW),
        load._register_residents(told, DemoAccounts(tmp_path / "accounts.json"), a.NOW),
    )
    for step in steps:
        list(step)
    for entry in told.staff:
        hire(entry)
    return told


def live(territory: Territory) -> None:
    list(history.lived(territory.history, funder_id=load.FUNDER))


def test_the_past_adds_up_can_be_sealed_and_is_told_in_figures(territory: Territory) -> None:
    live(territory)

    states = Counter(booking.state for booking in bookings.everything())
    assert states.keys() == {BookingState.ATTENDED, BookingState.ABSENT, BookingState.CANCELLED}
    assert reconcile.everything(at=a.NOW).differences == []
    seal.days(at=a.NOW)
    yesterday = local_day(a.NOW) - timedelta(days=1)
    assert verify.days(yesterday - timedelta(days=90), yesterday).findings == []
    count.days(at=a.NOW)
    for entry in territory.history:
        told = read.burn_down(names.id_of("programme", entry.programme), funder_id=load.FUNDER, at=a.NOW)
        assert told.left < told.budget
        assert not told.forecast.too_early


def test_loaded_again_on_another_day_nothing_is_added(territory: Territory) -> None:
    live(territory)
    before = len(list(ledger.everything())), len(list(bookings.everything())), len(list(vouchers.everything()))

    later = a.NOW + timedelta(days=3)
    list(load._create_programmes(territory, later))
    live(territory)

    after = len(list(ledger.everything())), len(list(bookings.everything())), len(list(vouchers.everything()))
    assert after == before


def test_a_loading_that_was_cut_off_goes_on_where_it_stopped(
    territory: Territory, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = msgspec.structs.replace(territory, history=territory.history[:1])
    monkeypatch.setattr(close, "attended", _cut_off)
    with pytest.raises(ConnectionError):
        live(short)
    monkeypatch.undo()

    live(short)

    assert BookingState.BOOKED not in {booking.state for booking in bookings.everything()}


def test_every_fate_is_met() -> None:
    met = {history.fate(week, number) for week in range(WEEKS) for number in range(history.JOINING * (week + 1))}

    assert met == set(history.Fate)


def _cut_off(*_: object, **__: object) -> None:
    raise ConnectionError
