"""An invitation opens one account, once, for three days."""

import json
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.access import accept, announce, invite, link_table, sign_in
from chalicelib.access.link_table import InvitationRecord
from chalicelib.access.model import (
    AccountState,
    EmailInUse,
    Invitation,
    InvitationInvalid,
    InvitationState,
    PasswordPadded,
    PasswordTooWeak,
)
from chalicelib.access.table import AccountRecord
from chalicelib.kernel.caller import PLATFORM, Caller, Role
from chalicelib.kernel.identifiers import IdempotencyKeyReused
from chalicelib.kernel.refusals import NotFound
from chalicelib.kernel.texts import Language
from chalicelib.people.model import Person
from chalicelib.runtime.aws import client
from chalicelib.runtime.dynamodb import Transaction
from chalicelib.runtime.settings import settings
from tests import builders as a
from tests import cloud

pytestmark = pytest.mark.usefixtures("aws")

PASSWORD = "Tavolo-Nuvola-71-Gatto"
SECOND = timedelta(seconds=1)


def invitation_of(account_id: str) -> str:
    invitation_id = sign_in.who(Caller(account_id, frozenset())).invitation_id
    assert invitation_id is not None
    return invitation_id


def accepted(invitation_id: str, *, password: str = PASSWORD, at: Any = a.NOW) -> None:
    accept.invitation(invitation_id, token=invite.token(invitation_id), password=password, at=at)


def crash_once() -> None:
    """Let the user pool fail the next time a user is made."""
    events = client("cognito-idp").meta.events

    def fail(**_: object) -> None:
        events.unregister("before-call.cognito-idp.AdminCreateUser", fail)
        raise ClientError({"Error": {"Code": "InternalErrorException"}}, "AdminCreateUser")

    events.register_first("before-call.cognito-idp.AdminCreateUser", fail)


def raw_items() -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client("dynamodb").scan(TableName="access")["Items"]
    return items


def test_who_accepts_has_an_active_account() -> None:
    holder = a.person()

    accepted(invitation_of(holder.id))

    assert sign_in.who(a.citizen(holder)).state is AccountState.ACTIVE


def test_a_resident_who_accepts_is_a_citizen_at_once() -> None:
    holder = a.person()

    accepted(invitation_of(holder.id))

    groups = client("cognito-idp").admin_list_groups_for_user(UserPoolId=settings().user_pool_id, Username=holder.id)
    assert [group["GroupName"] for group in groups["Groups"]] == [Role.CITIZEN]


def test_staff_who_accept_have_no_role_before_their_second_factor() -> None:
    operator = a.staff(Role.DESK_OPERATOR, "desk", active=False)

    accepted(invitation_of(operator.account_id))

    groups = client("cognito-idp").admin_list_groups_for_user(
        UserPoolId=settings().user_pool_id, Username=operator.account_id
    )
    assert groups["Groups"] == []


def test_an_invitation_works_once() -> None:
    invitation_id = invitation_of(a.person().id)
    accepted(invitation_id)

    with pytest.raises(InvitationInvalid):
        accepted(invitation_id, at=a.NOW + timedelta(hours=1))


def test_an_invitation_works_until_its_72_hours_are_over() -> None:
    last, over = invitation_of(a.person().id), invitation_of(a.person().id)

    accepted(last, at=a.NOW + timedelta(hours=72) - SECOND)
    with pytest.raises(InvitationInvalid):
        accepted(over, at=a.NOW + timedelta(hours=72))


def test_a_newer_invitation_ends_the_older_one() -> None:
    holder = a.person()
    older = invitation_of(holder.id)
    invite.again(holder.id, staff=False, by=a.OPERATOR, at=a.NOW)

    with pytest.raises(InvitationInvalid):
        accepted(older)
    accepted(invitation_of(holder.id))


def test_a_new_invitation_lets_one_choose_a_new_password() -> None:
    holder = a.person()
    accepted(invitation_of(holder.id))
    invite.again(holder.id, staff=False, by=a.OPERATOR, at=a.NOW)

    accepted(invitation_of(holder.id), password="Altra-Barca-38-Limone")

    assert sign_in.password(holder.id, "Altra-Barca-38-Limone").tokens is not None


def test_nobody_is_invited_again_who_was_never_invited() -> None:
    with pytest.raises(NotFound):
        invite.again("nobody", staff=False, by=a.OPERATOR, at=a.NOW)


@pytest.mark.parametrize("token", ["", "x", "à", "0" * 43])
def test_a_wrong_token_opens_nothing(token: str) -> None:
    with pytest.raises(InvitationInvalid):
        accept.invitation(invitation_of(a.person().id), token=token, password=PASSWORD, at=a.NOW)


def test_another_invitations_token_opens_nothing() -> None:
    mine, other = invitation_of(a.person().id), invitation_of(a.person().id)

    with pytest.raises(InvitationInvalid):
        accept.invitation(mine, token=invite.token(other), password=PASSWORD, at=a.NOW)


def test_an_unknown_invitation_is_as_invalid_as_a_used_one() -> None:
    with pytest.raises(InvitationInvalid):
        accepted("unknown")


@pytest.mark.parametrize(
    "password",
    [
        "Kq7-zW2-pX9",  # eleven characters
        "Password123!",
        "aaaaaaaaaaaaaaaa",
        "qwertyuiop123",
        "annabella-annabella",  # the person's own name
        "resident.77-tavolo",  # the person's own address
    ],
)
def test_a_weak_password_is_refused_and_the_link_still_works(password: str) -> None:
    invitation_id = invitation_of(a.person(given_name="Annabella", email="resident.77@example.org").id)

    with pytest.raises(PasswordTooWeak):
        accepted(invitation_id, password=password)
    accepted(invitation_id)


@pytest.mark.parametrize("password", [" quattro-gatti-verdi", "quattro-gatti-verdi "])
def test_a_space_at_either_end_is_told_before_the_link_is_used(password: str) -> None:
    invitation_id = invitation_of(a.person().id)

    with pytest.raises(PasswordPadded):
        accepted(invitation_id, password=password)
    accepted(invitation_id)


def test_after_a_crash_the_same_link_works_again_in_a_minute() -> None:
    holder = a.person()
    invitation_id = invitation_of(holder.id)
    crash_once()
    with pytest.raises(ClientError):
        accepted(invitation_id)

    accepted(invitation_id, at=a.NOW + timedelta(seconds=60))

    assert sign_in.who(a.citizen(holder)).state is AccountState.ACTIVE


def test_before_the_minute_is_over_a_claimed_link_is_somebody_elses() -> None:
    invitation_id = invitation_of(a.person().id)
    crash_once()
    with pytest.raises(ClientError):
        accepted(invitation_id)

    with pytest.raises(InvitationInvalid):
        accepted(invitation_id, at=a.NOW + timedelta(seconds=59))


@pytest.mark.parametrize("state", list(InvitationState))
@pytest.mark.parametrize("since", [None, 59, 60])
@pytest.mark.parametrize("left", [0, 1])
def test_model_and_table_agree_on_who_may_redeem(state: InvitationState, since: int | None, left: int) -> None:
    holder = a.person()
    account = sign_in.who(a.citizen(holder))
    redeeming_since = None if since is None else a.NOW - timedelta(seconds=since)
    invitation = Invitation(
        account.invitation_id or "", holder.id, "digest", a.NOW + left * SECOND, state, redeeming_since
    )
    record = InvitationRecord(pk=f"invitation#{invitation.id}", sk="invitation")
    lease = [InvitationRecord.redeeming_since.set(redeeming_since)] if redeeming_since else []
    record.update([InvitationRecord.state.set(state), InvitationRecord.expires_at.set(invitation.expires_at), *lease])

    try:
        with Transaction() as writes:
            link_table.claim_invitation(writes, invitation, at=a.NOW)
        claimed = True
    except InvitationInvalid:
        claimed = False

    assert claimed == invitation.is_good(at=a.NOW, account=account)


def test_a_suspended_account_does_not_come_back_by_an_invitation() -> None:
    holder = a.person()
    AccountRecord(pk=f"account#{holder.id}", sk="account").update([AccountRecord.state.set("suspended")])

    with pytest.raises(InvitationInvalid):
        accepted(invitation_of(holder.id))
    assert sign_in.who(a.citizen(holder)).state is AccountState.SUSPENDED


def test_the_token_is_stored_nowhere() -> None:
    token = invite.token(invitation_of(a.person().id))

    assert token not in json.dumps(raw_items())


def test_the_address_is_no_key() -> None:
    holder = a.person(email="Someone@Example.org")

    assert holder.email is not None
    assert all(holder.email.casefold() not in item["pk"]["S"].casefold() for item in raw_items())


def test_an_address_belongs_to_one_account_however_it_is_written() -> None:
    a.person(email="someone@example.org")

    with pytest.raises(EmailInUse):
        a.person(email="Someone@Example.ORG")


def staff(**changes: str) -> Any:
    wish = {"email": "rita@example.org", "given_name": "Rita", "organisation_id": "desk", **changes}
    key = a.key(PLATFORM, "one invitation")
    return invite.staff(**wish, role=Role.DESK_OPERATOR, by=PLATFORM, key=key, at=a.NOW)


def test_staff_are_invited_once_for_each_key() -> None:
    first, again = staff(), staff()

    assert (first.replayed, again.replayed, again.value.id) == (False, True, first.value.id)


def test_a_key_that_invited_someone_else_is_refused() -> None:
    staff()

    with pytest.raises(IdempotencyKeyReused):
        staff(email="other@example.org")


def image(invitation_id: str) -> dict[str, Any]:
    return next(item for item in raw_items() if item["pk"]["S"] == f"invitation#{invitation_id}")


def test_an_invitation_becomes_a_mail_with_its_link(a_person: Person) -> None:
    invitation_id = invitation_of(a_person.id)

    announce.change(None, image(invitation_id))

    (notice,) = cloud.outbox()
    assert (notice["to"], notice["letter"]) == (a_person.email, "invitation")
    assert notice["link"] == f"https://portal.example.org/attivazione#{invitation_id}.{invite.token(invitation_id)}"


def test_the_mail_of_an_invitation_is_in_its_readers_language() -> None:
    reader = a.person(language=Language.EN)

    announce.change(None, image(invitation_of(reader.id)))

    assert [notice["language"] for notice in cloud.outbox()] == ["en"]


def test_a_changed_invitation_and_other_items_are_no_mail(a_person: Person) -> None:
    invitation_id = invitation_of(a_person.id)
    new = image(invitation_id)

    announce.change(new, new)
    announce.change(new, None)
    for item in raw_items():
        if item["sk"]["S"] != "invitation":
            announce.change(None, item)

    assert cloud.outbox() == []


@pytest.fixture
def a_person() -> Person:
    """A resident who has just been registered."""
    return a.person()


def test_an_operator_does_not_invite_staff_again() -> None:
    colleague = a.staff(Role.ADMINISTRATOR, "desk")

    with pytest.raises(NotFound):
        invite.again(colleague.account_id, staff=False, by=a.OPERATOR, at=a.NOW)


def test_an_administrator_invites_staff_again_and_no_resident() -> None:
    colleague, resident = a.staff(Role.DESK_OPERATOR, "desk"), a.person()

    assert invite.again(colleague.account_id, staff=True, by=a.OPERATOR, at=a.NOW).id == colleague.account_id
    with pytest.raises(NotFound):
        invite.again(resident.id, staff=True, by=a.OPERATOR, at=a.NOW)
