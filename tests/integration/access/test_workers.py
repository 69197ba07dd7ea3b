"""A cooperative's manager sees who can be sent: its own people, as long as they get in."""

import pytest

from chalicelib.access import read, suspend
from chalicelib.kernel.caller import Role
from chalicelib.kernel.refusals import Forbidden
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")


def test_who_works_for_the_cooperative_is_listed_by_name_and_nobody_of_another() -> None:
    manager = a.staff(Role.PROVIDER_MANAGER, "melograno", given_name="Luisa")
    for name in ("Zoe", "Bruno"):
        a.staff(Role.PROVIDER_WORKER, "melograno", given_name=name)
    a.staff(Role.PROVIDER_WORKER, "arcobaleno")
    a.staff(Role.DESK_OPERATOR, "melograno")  # a desk can have any name

    assert [one.given_name for one in read.workers(by=manager)] == ["Bruno", "Luisa", "Zoe"]


def test_who_was_suspended_is_not_sent_and_sees_nobody() -> None:
    manager, worker = a.staff(Role.PROVIDER_MANAGER, "melograno"), a.staff(Role.PROVIDER_WORKER, "melograno")
    by = a.staff(Role.ADMINISTRATOR, "funder")

    suspend.staff(worker.account_id, reason="Non lavora più qui", by=by, key=a.key(by), at=a.NOW)
    assert [one.id for one in read.workers(by=manager)] == [manager.account_id]

    suspend.staff(manager.account_id, reason="Non lavora più qui", by=by, key=a.key(by), at=a.NOW)
    with pytest.raises(Forbidden):
        read.workers(by=manager)
