"""Signing in, recovering a password, accepting an invitation, the staff."""

from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.runtime.cookies import ForeignPage, Keeping, Kept, SignedOut
from chalicelib.runtime.http import Routes
from chalicelib.runtime.identity import SignInRefused, TooManyAttempts

from . import accept, invite, keep, permissions, read, recover, sign_in, suspend
from .model import (
    Account,
    AlreadySuspended,
    EmailInUse,
    EmailInvalid,
    InvitationInvalid,
    NotSuspended,
    NotYourself,
    PasswordPadded,
    PasswordTooWeak,
    StaffChange,
)
from .shapes import (
    Acceptance,
    AccountView,
    ForgottenPassword,
    PasswordSignIn,
    RefreshToken,
    SecondFactor,
    SignInCode,
    SignInView,
    StaffChangeView,
    StaffInvitation,
    StaffReason,
    StaffView,
    WorkerView,
)
from .sign_in import SignIn

routes = Routes(__name__)


@routes.post("/v1/sign-ins", answer=SignInView, status=200, idempotent=False, refusals=(SignInRefused, TooManyAttempts))
def sign_in_with_password(body: PasswordSignIn) -> Keeping[SignIn]:
    """Sign in with a password. Staff go on to their second factor."""
    return keep.signed_in(sign_in.password(body.email, body.password), body.keep)


@routes.post(
    "/v1/sign-ins/second-factor",
    answer=SignInView,
    status=200,
    idempotent=False,
    refusals=(SignInRefused, TooManyAttempts),
)
def sign_in_with_second_factor(body: SignInCode) -> Keeping[SignIn]:
    """Finish a sign-in with the authenticator's code."""
    return keep.signed_in(sign_in.second_factor(body.session, body.code), body.keep)


@routes.post("/v1/second-factors", answer=None, status=204, idempotent=False, refusals=(SignInRefused,))
def enrol_second_factor(body: SecondFactor) -> None:
    """Confirm a new authenticator with its first code; then sign in again."""
    sign_in.enrol_second_factor(body.session, body.code)


@routes.post(
    "/v1/tokens",
    answer=SignInView,
    status=200,
    idempotent=False,
    refusals=(SignInRefused, SignedOut, ForeignPage),
)
def refresh_tokens(body: RefreshToken, kept: Kept) -> Keeping[SignIn]:
    """Renew the access token."""
    return keep.renewed(body.refresh_token, kept)


@routes.post("/v1/sign-outs", answer=None, status=204, idempotent=False, refusals=(SignedOut, ForeignPage))
def sign_out(body: RefreshToken, kept: Kept) -> Keeping[None]:
    """End a refresh token, and with it the session on this device."""
    return keep.ended(body.refresh_token, kept)


@routes.post("/v1/recoveries", answer=None, status=202, idempotent=False, refusals=(EmailInvalid,))
def recover_password(body: ForgottenPassword) -> None:
    """Ask for a mail with a link to a new password. The answer does not tell whether an account has the address."""
    recover.password(body.email, at=clock.now())


@routes.post(
    "/v1/invitations/{invitation_id}/acceptance",
    answer=None,
    status=204,
    idempotent=False,
    refusals=(InvitationInvalid, PasswordTooWeak, PasswordPadded),
)
def accept_invitation(invitation_id: str, body: Acceptance) -> None:
    """Consume an invitation, once, and choose a password."""
    accept.invitation(invitation_id, token=body.token, password=body.password, at=clock.now())


@routes.get("/v1/me", answer=AccountView, allow=permissions.SEE_SELF, refusals=(NotFound,))
def see_self(caller: Caller) -> Account:
    """One's own account and roles."""
    return sign_in.who(caller)


@routes.post("/v1/staff", answer=AccountView, allow=permissions.INVITE_STAFF, refusals=(EmailInUse, EmailInvalid))
def invite_staff(caller: Caller, key: RequestKey, body: StaffInvitation) -> Outcome[Account]:
    """Invite a member of the staff of a desk, a provider or a funder."""
    return invite.staff(
        email=body.email,
        given_name=body.given_name,
        role=body.role,
        organisation_id=body.organisation_id,
        by=caller,
        key=key,
        at=clock.now(),
    )


@routes.post(
    "/v1/staff/{account_id}/invitations",
    answer=AccountView,
    allow=permissions.INVITE_STAFF,
    status=202,
    idempotent=False,
    refusals=(NotFound,),
)
def invite_staff_again(caller: Caller, account_id: str) -> Account:
    """Send a member of the staff a new invitation; earlier links stop working. The second factor stays."""
    return invite.again(account_id, staff=True, by=caller, at=clock.now())


@routes.get("/v1/staff", answer=StaffView, allow=permissions.SEE_STAFF, listing=True)
def list_staff(span: Span) -> Page[Account]:
    """Everybody who works for a desk, a provider or a funder, by given name."""
    return read.staff(span)


@routes.post(
    "/v1/staff/{account_id}/suspension",
    answer=StaffView,
    allow=permissions.SUSPEND_STAFF,
    refusals=(NotFound, NotYourself, AlreadySuspended),
)
def suspend_staff(caller: Caller, key: RequestKey, account_id: str, body: StaffReason) -> Outcome[Account]:
    """Let a member of the staff in no more: at once nothing is renewed, within 15 minutes nothing works."""
    return suspend.staff(account_id, reason=body.reason, by=caller, key=key, at=clock.now())


@routes.post(
    "/v1/staff/{account_id}/reactivation",
    answer=StaffView,
    allow=permissions.SUSPEND_STAFF,
    refusals=(NotFound, NotYourself, NotSuspended),
)
def reactivate_staff(caller: Caller, key: RequestKey, account_id: str, body: StaffReason) -> Outcome[Account]:
    """Let a suspended member of the staff in again, with the password and the second factor they had."""
    return suspend.ended(account_id, reason=body.reason, by=caller, key=key, at=clock.now())


@routes.get(
    "/v1/staff/{account_id}/changes",
    answer=StaffChangeView,
    allow=permissions.SEE_STAFF,
    listing=True,
    refusals=(NotFound,),
)
def list_staff_changes(account_id: str) -> list[StaffChange]:
    """When, by whom and why a member of the staff was suspended and came back; the latest first."""
    return read.staff_changes(account_id)


@routes.get("/v1/workers", answer=WorkerView, allow=permissions.SEE_WORKERS, listing=True)
def list_workers(caller: Caller) -> list[Account]:
    """Who of one's own cooperative can be sent to deliver a session, by given name."""
    return read.workers(by=caller)
