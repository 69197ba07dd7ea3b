"""An administrator sees the staff, suspends who must no longer get in, and says why."""

import pytest

from chalicelib.access import accept, invite, read, sign_in, suspend
from chalicelib.access.model import (
    Account,
    AccountState,
    AlreadySuspended,
    InvitationInvalid,
    NotSuspended,
    NotYourself,
    OrganisationKind,
    StaffChangeKind,
)
from chalicelib.access.sign_in import Step
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome, RequestKey
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import Forbidden, NotFound
from chalicelib.runtime import identity
from chalicelib.runtime.identity import SignInRefused
from tests import builders as a

from .test_sign_in import PASSWORD, activated, code, enrolled, resident

pytestmark = pytest.mark.usefixtures("pool")


@pytest.fixture
def administrator(pool: None) -> Caller:
    """Who looks after the staff."""
    return a.staff(Role.ADMINISTRATOR, "funder")


def suspended(account_id: str, by: Caller, key: RequestKey | None = None) -> Outcome[Account]:
    return suspend.staff(account_id, reason="Non lavora più qui", by=by, key=key or a.key(by), at=a.NOW)


def reactivated(account_id: str, by: Caller) -> Account:
    return suspend.ended(account_id, reason="È tornata", by=by, key=a.key(by), at=a.NOW).value


def state_of(account_id: str) -> AccountState:
    return sign_in.who(Caller(account_id, frozenset())).state


def test_a_suspended_operator_is_neither_signed_in_nor_renewed(administrator: Caller) -> None:
    account_id, email, secret = enrolled()
    asked = sign_in.password(email, PASSWORD)
    tokens = sign_in.second_factor(asked.session or "", code(secret)).tokens
    assert tokens is not None

    suspended(account_id, administrator)

    with pytest.raises(SignInRefused):
        sign_in.refresh(tokens.refresh_token or "")
    begun = sign_in.password(email, PASSWORD)
    with pytest.raises(SignInRefused):
        sign_in.second_factor(begun.session or "", code(secret))


def test_the_pool_ends_the_refresh_tokens_at_once(administrator: Caller) -> None:
    account_id, email, secret = enrolled()
    asked = sign_in.password(email, PASSWORD)
    tokens = sign_in.second_factor(asked.session or "", code(secret)).tokens
    assert tokens is not None

    suspended(account_id, administrator)

    with pytest.raises(SignInRefused):
        identity.refresh(tokens.refresh_token or "")


def test_who_comes_back_signs_in_as_before(administrator: Caller) -> None:
    account_id, email, secret = enrolled()
    suspended(account_id, administrator)

    reactivated(account_id, administrator)

    asked = sign_in.password(email, PASSWORD)
    assert sign_in.second_factor(asked.session or "", code(secret)).tokens is not None


def test_an_invitation_stands_still_while_its_account_is_suspended(administrator: Caller) -> None:
    colleague = a.staff(Role.DESK_OPERATOR, "desk", active=False).account_id

    suspended(colleague, administrator)
    assert state_of(colleague) is AccountState.SUSPENDED

    reactivated(colleague, administrator)
    assert state_of(colleague) is AccountState.INVITED
    activated(colleague)
    assert state_of(colleague) is AccountState.ACTIVE


def test_a_link_that_was_sent_before_changes_nothing_while_its_account_is_suspended(administrator: Caller) -> None:
    account_id, email, _ = enrolled()
    invite.again(account_id, staff=True, by=administrator, at=a.NOW)
    link = sign_in.who(Caller(account_id, frozenset())).invitation_id or ""
    suspended(account_id, administrator)

    with pytest.raises(InvitationInvalid):
        accept.invitation(link, token=invite.token(link), password="Altra-Barca-38-Limone", at=a.NOW)

    reactivated(account_id, administrator)
    assert sign_in.password(email, PASSWORD).step is Step.SECOND_FACTOR
    accept.invitation(link, token=invite.token(link), password="Altra-Barca-38-Limone", at=a.NOW)
    assert sign_in.password(email, "Altra-Barca-38-Limone").step is Step.SECOND_FACTOR


def test_nobody_suspends_themselves(administrator: Caller) -> None:
    with pytest.raises(NotYourself):
        suspended(administrator.account_id, administrator)


def test_two_administrators_cannot_both_be_left_outside(administrator: Caller) -> None:
    other = a.staff(Role.ADMINISTRATOR, "funder")
    suspended(other.account_id, administrator)

    with pytest.raises(Forbidden):
        suspended(administrator.account_id, other)
    with pytest.raises(NotYourself):
        reactivated(other.account_id, other)
    assert state_of(administrator.account_id) is AccountState.ACTIVE


def test_residents_are_not_staff(administrator: Caller) -> None:
    for act in (suspended, reactivated):
        with pytest.raises(NotFound):
            act(resident().id, administrator)
    with pytest.raises(NotFound):
        read.staff_changes(resident().id)


def test_what_is_so_already_is_refused(administrator: Caller) -> None:
    colleague = a.staff(Role.DESK_OPERATOR, "desk").account_id

    with pytest.raises(NotSuspended):
        reactivated(colleague, administrator)
    suspended(colleague, administrator)
    with pytest.raises(AlreadySuspended):
        suspended(colleague, administrator)


def test_sent_again_it_is_the_same_suspension_and_ends_the_tokens_again(
    administrator: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    colleague, key, ends = a.staff(Role.DESK_OPERATOR, "desk").account_id, a.key(administrator), []

    def crashed(account_id: str) -> None:
        ends.append(account_id)
        if len(ends) == 1:
            raise ConnectionError

    monkeypatch.setattr(identity, "end_sign_ins", crashed)
    with pytest.raises(ConnectionError):
        suspended(colleague, administrator, key)
    again = suspended(colleague, administrator, key)

    assert (again.replayed, again.value.state, ends) == (True, AccountState.SUSPENDED, [colleague, colleague])
    assert len(read.staff_changes(colleague)) == 1


def test_a_key_that_said_something_else_is_refused(administrator: Caller) -> None:
    colleague = a.staff(Role.DESK_OPERATOR, "desk").account_id
    suspended(colleague, administrator, a.key(administrator, "one", "said"))

    with pytest.raises(IdempotencyKeyReused):
        suspended(colleague, administrator, a.key(administrator, "one", "said otherwise"))


def test_who_did_it_when_and_why_stays_written(administrator: Caller) -> None:
    colleague = a.staff(Role.DESK_OPERATOR, "desk").account_id
    suspended(colleague, administrator)
    suspend.ended(
        colleague, reason="Era un errore", by=administrator, key=a.key(administrator), at=a.NOW.replace(hour=10)
    )

    told = [(one.kind, one.reason, one.by, one.at.hour) for one in read.staff_changes(colleague)]

    assert told == [
        (StaffChangeKind.REACTIVATION, "Era un errore", administrator.account_id, 10),
        (StaffChangeKind.SUSPENSION, "Non lavora più qui", administrator.account_id, 9),
    ]


def test_the_staff_are_listed_by_name_a_page_at_a_time_and_no_resident(administrator: Caller) -> None:
    a.person()
    for name in ("Zoe", "Anna"):
        invite.staff(
            email=f"{name}@example.org",
            given_name=name,
            role=Role.PROVIDER_MANAGER,
            organisation_id="coop",
            by=administrator,
            key=a.key(administrator),
            at=a.NOW,
        )

    first = read.staff(Span(2))
    second = read.staff(Span(2, first.rest))

    assert [one.given_name for one in first.items + second.items] == ["Anna", "Rita", "Zoe"]
    assert second.rest is None


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        (Role.DESK_OPERATOR, OrganisationKind.DESK),
        (Role.PROVIDER_WORKER, OrganisationKind.PROVIDER),
        (Role.FINANCE_OFFICER, OrganisationKind.FUNDER),
    ],
)
def test_a_list_tells_for_what_somebody_works(pool: None, role: Role, kind: OrganisationKind) -> None:
    a.staff(role, "somewhere")

    [one] = read.staff(Span()).items
    assert (one.organisation_id, one.organisation_kind, one.state) == ("somewhere", kind, AccountState.ACTIVE)


@pytest.mark.parametrize("state", list(AccountState))
@pytest.mark.parametrize("kind", list(StaffChangeKind))
def test_model_and_table_agree_on_what_becomes_of_an_account(
    administrator: Caller, state: AccountState, kind: StaffChangeKind
) -> None:
    colleague = a.staff(Role.DESK_OPERATOR, "desk", active=state is not AccountState.INVITED).account_id
    if state is AccountState.SUSPENDED:
        suspended(colleague, administrator)
    before = sign_in.who(Caller(colleague, frozenset()))

    act = suspended if kind is StaffChangeKind.SUSPENSION else reactivated
    if refusal := before.why_not(kind):
        with pytest.raises(type(refusal)):
            act(colleague, administrator)
    else:
        act(colleague, administrator)
        assert sign_in.who(Caller(colleague, frozenset())) == before.after(kind)
