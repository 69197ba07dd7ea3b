"""Signing in, accepting an invitation, inviting staff."""

from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.refusals import NotFound
from chalicelib.runtime.http import Routes
from chalicelib.runtime.identity import SignInRefused, TooManyAttempts
from chalicelib.runtime.shapes import Body, Code, Email, Id, Name, Secret, Token, View

from . import accept, invite, permissions, sign_in
from .model import Account, EmailInUse, EmailInvalid, InvitationInvalid, PasswordPadded, PasswordTooWeak
from .sign_in import SignIn, Step

routes = Routes(__name__)


class TokensView(View, frozen=True, kw_only=True):
    """What a client shows with each request, and what renews it."""

    access_token: str
    refresh_token: str | None
    expires_in_seconds: int


class SignInView(View, frozen=True, kw_only=True):
    """Where a sign-in stands: tokens, or what is still missing."""

    step: Step
    tokens: TokensView | None
    session: str | None
    secret: str | None


class AccountView(View, frozen=True, kw_only=True):
    """One's own account."""

    id: str
    given_name: str
    roles: list[Role]
    organisation_id: str | None


class PasswordSignIn(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An e-mail address and a password."""

    email: Email
    password: Secret


class SecondFactor(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The session of a sign-in, and the authenticator's code."""

    session: Token
    code: Code


class RefreshToken(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A refresh token."""

    refresh_token: Token


class Acceptance(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The secret part of an invitation's link, and the password its holder chooses."""

    token: Token
    password: Secret


class StaffInvitation(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who is invited, as what, and for which desk, provider or funder."""

    email: Email
    given_name: Name
    role: Role
    organisation_id: Id


@routes.post("/v1/sign-ins", answer=SignInView, status=200, idempotent=False, refusals=(SignInRefused, TooManyAttempts))
def sign_in_with_password(body: PasswordSignIn) -> SignIn:
    """Sign in with a password. Staff go on to their second factor."""
    return sign_in.password(body.email, body.password)


@routes.post(
    "/v1/sign-ins/second-factor",
    answer=SignInView,
    status=200,
    idempotent=False,
    refusals=(SignInRefused, TooManyAttempts),
)
def sign_in_with_second_factor(body: SecondFactor) -> SignIn:
    """Finish a sign-in with the authenticator's code."""
    return sign_in.second_factor(body.session, body.code)


@routes.post("/v1/second-factors", answer=None, status=204, idempotent=False, refusals=(SignInRefused,))
def enrol_second_factor(body: SecondFactor) -> None:
    """Confirm a new authenticator with its first code; then sign in again."""
    sign_in.enrol_second_factor(body.session, body.code)


@routes.post("/v1/tokens", answer=SignInView, status=200, idempotent=False, refusals=(SignInRefused,))
def refresh_tokens(body: RefreshToken) -> SignIn:
    """Renew the access token."""
    return sign_in.refresh(body.refresh_token)


@routes.post("/v1/sign-outs", answer=None, status=204, idempotent=False)
def sign_out(body: RefreshToken) -> None:
    """End a refresh token, and with it the session on this device."""
    sign_in.out(body.refresh_token)


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
