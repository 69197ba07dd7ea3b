"""What crosses the wire about accounts."""

from datetime import datetime

from chalicelib.kernel.caller import Role
from chalicelib.runtime.shapes import Body, Code, Email, Id, Line, Name, Secret, Token, View

from .keep import Keep
from .model import AccountState, OrganisationKind, StaffChangeKind
from .sign_in import Step


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


class StaffView(View, frozen=True, kw_only=True):
    """A member of the staff, as an administrator sees them."""

    id: str
    given_name: str
    email: str
    roles: list[Role]
    organisation_id: str | None
    organisation_kind: OrganisationKind | None
    state: AccountState
    second_factor: bool


class WorkerView(View, frozen=True, kw_only=True):
    """Who can be sent to deliver: the address tells two of the same name apart."""

    id: str
    given_name: str
    email: str


class StaffChangeView(View, frozen=True, kw_only=True):
    """That a member of the staff was suspended, or came back: who did it, when, why."""

    kind: StaffChangeKind
    reason: str
    by: str
    at: datetime


class PasswordSignIn(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An e-mail address and a password."""

    email: Email
    password: Secret
    keep: Keep = Keep.BODY


class SecondFactor(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The session of a sign-in, and the authenticator's code."""

    session: Token
    code: Code


class SignInCode(SecondFactor, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The session of a sign-in, the authenticator's code, and where the refresh token goes."""

    keep: Keep = Keep.BODY


class RefreshToken(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A refresh token; without one, that of the cookie is meant."""

    refresh_token: Token | None = None


class ForgottenPassword(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The address with which someone signs in."""

    email: Email


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


class StaffReason(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a member of the staff is suspended, or comes back."""

    reason: Line
