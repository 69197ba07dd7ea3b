"""Residents sign in with a password, staff with a password and a code."""

import pyotp
import pytest
from botocore.exceptions import ClientError

from chalicelib.access import accept, invite, sign_in
from chalicelib.access import read as access
from chalicelib.access.sign_in import Step
from chalicelib.access.table import AccountRecord
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.refusals import Forbidden
from chalicelib.people.model import Person
from chalicelib.runtime.aws import client
from chalicelib.runtime.identity import SignInRefused, TooManyAttempts
from chalicelib.runtime.settings import settings
from tests import builders as a

from .conftest import AT_SECONDS

pytestmark = pytest.mark.usefixtures("pool")

PASSWORD = "Tavolo-Nuvola-71-Gatto"


def activated(account_id: str) -> str:
    """Accept an account's invitation; its address."""
    invitation_id = sign_in.who(Caller(account_id, frozenset())).invitation_id or ""
    account = accept.invitation(invitation_id, token=invite.token(invitation_id), password=PASSWORD, at=a.NOW)
    return account.email


def resident() -> Person:
    holder = a.person()
    activated(holder.id)
    return holder


def operator() -> tuple[str, str]:
    """A member of the staff with a password: their account and address."""
    account_id = a.staff(Role.DESK_OPERATOR, "desk", active=False).account_id
    return account_id, activated(account_id)


def code(secret: str | None) -> str:
    return pyotp.TOTP(secret or "").at(AT_SECONDS)


def enrolled() -> tuple[str, str, str]:
    """A member of the staff with a second factor: their account, address and secret."""
    account_id, email = operator()
    begun = sign_in.password(email, PASSWORD)
    sign_in.enrol_second_factor(begun.session or "", code(begun.secret))
    return account_id, email, begun.secret or ""


def suspend(account_id: str) -> None:
    AccountRecord(pk=f"account#{account_id}", sk="account").update([AccountRecord.state.set("suspended")])


def groups(account_id: str) -> list[str]:
    found = client("cognito-idp").admin_list_groups_for_user(UserPoolId=settings().user_pool_id, Username=account_id)
    return [group["GroupName"] for group in found["Groups"]]


def test_a_resident_signs_in_with_a_password() -> None:
    holder = resident()

    signed_in = sign_in.password(holder.email or "", PASSWORD)

    assert signed_in.step is Step.SIGNED_IN
    assert signed_in.tokens is not None
    assert signed_in.tokens.account_id == holder.id


def test_a_wrong_password_and_an_unknown_address_are_refused_alike() -> None:
    holder = resident()

    for email, password in ((holder.email or "", "Wrong-Nuvola-71-Gatto"), ("nobody@example.org", PASSWORD)):
        with pytest.raises(SignInRefused) as refused:
            sign_in.password(email, password)
        assert refused.value.facts == {}


def test_who_has_not_accepted_the_invitation_cannot_sign_in() -> None:
    with pytest.raises(SignInRefused):
        sign_in.password(a.person().email or "", PASSWORD)


def test_a_suspended_account_cannot_sign_in() -> None:
    holder = resident()
    suspend(holder.id)

    with pytest.raises(SignInRefused):
        sign_in.password(holder.email or "", PASSWORD)


def test_the_session_is_renewed_without_a_password() -> None:
    holder = resident()
    first = sign_in.password(holder.email or "", PASSWORD).tokens
    assert first is not None

    renewed = sign_in.refresh(first.refresh_token or "").tokens

    assert renewed is not None
    assert renewed.account_id == holder.id


def test_a_suspended_account_is_not_renewed() -> None:
    holder = resident()
    first = sign_in.password(holder.email or "", PASSWORD).tokens
    assert first is not None
    suspend(holder.id)

    with pytest.raises(SignInRefused):
        sign_in.refresh(first.refresh_token or "")


def test_after_signing_out_nothing_is_renewed() -> None:
    holder = resident()
    first = sign_in.password(holder.email or "", PASSWORD).tokens
    assert first is not None

    sign_in.out(first.refresh_token or "")

    with pytest.raises(SignInRefused):
        sign_in.refresh(first.refresh_token or "")


def test_an_invented_refresh_token_is_refused() -> None:
    resident()

    with pytest.raises(SignInRefused):
        sign_in.refresh("invented")


def test_staff_are_asked_to_enrol_a_second_factor_before_any_role_works() -> None:
    account_id, email = operator()

    begun = sign_in.password(email, PASSWORD)

    assert (begun.step, begun.tokens) == (Step.SECOND_FACTOR_ENROLMENT, None)
    assert begun.secret
    assert groups(account_id) == []


def test_a_wrong_first_code_enrols_nothing() -> None:
    account_id, email = operator()
    begun = sign_in.password(email, PASSWORD)

    with pytest.raises(SignInRefused):
        sign_in.enrol_second_factor(begun.session or "", "000000")
    assert groups(account_id) == []


def test_with_the_second_factor_the_roles_work() -> None:
    account_id, _, _ = enrolled()

    assert groups(account_id) == [Role.DESK_OPERATOR]
    assert sign_in.who(Caller(account_id, frozenset())).second_factor


def test_staff_sign_in_with_password_and_code() -> None:
    account_id, email, secret = enrolled()

    asked = sign_in.password(email, PASSWORD)
    assert (asked.step, asked.tokens) == (Step.SECOND_FACTOR, None)
    tokens = sign_in.second_factor(asked.session or "", code(secret)).tokens

    assert tokens is not None
    assert tokens.account_id == account_id


def test_a_wrong_code_is_refused() -> None:
    _, email, _ = enrolled()
    asked = sign_in.password(email, PASSWORD)

    with pytest.raises(SignInRefused):
        sign_in.second_factor(asked.session or "", "000000")


def test_suspended_staff_are_refused_after_their_code() -> None:
    account_id, email, secret = enrolled()
    asked = sign_in.password(email, PASSWORD)
    suspend(account_id)

    with pytest.raises(SignInRefused):
        sign_in.second_factor(asked.session or "", code(secret))


def test_too_many_attempts_are_told_as_such() -> None:
    events = client("cognito-idp").meta.events

    def locked(**_: object) -> None:
        answer = {"Error": {"Code": "NotAuthorizedException", "Message": "Password attempts exceeded"}}
        raise ClientError(answer, "InitiateAuth")  # type: ignore[arg-type]

    events.register_first("before-call.cognito-idp.AdminInitiateAuth", locked)
    try:
        with pytest.raises(TooManyAttempts):
            sign_in.password("anna@example.org", PASSWORD)
    finally:
        events.unregister("before-call.cognito-idp.AdminInitiateAuth", locked)


def test_suspended_staff_work_for_nobody() -> None:
    operator_account = a.staff(Role.DESK_OPERATOR, "desk")
    assert access.organisation(operator_account) == "desk"

    suspend(operator_account.account_id)

    with pytest.raises(Forbidden):
        access.organisation(operator_account)


def test_a_resident_works_for_nobody() -> None:
    holder = resident()

    with pytest.raises(Forbidden):
        access.organisation(a.citizen(holder))
