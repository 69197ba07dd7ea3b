"""Accounts and invitations: their states and the rules of a good password."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from chalicelib.kernel.caller import STAFF, Role
from chalicelib.kernel.refusals import Conflict, Gone, Invalid, Refusal
from chalicelib.kernel.texts import Language, Text

REDEEM_LEASE = timedelta(seconds=60)  # after a crash in the middle, the same link works again
PROVIDER_STAFF = frozenset({Role.PROVIDER_MANAGER, Role.PROVIDER_WORKER})
PASSWORD_LENGTH_MIN = 12  # NIST SP 800-63B: length, no composition rules, no rotation
PASSWORD_SCORE_MIN = 3  # zxcvbn: "safely unguessable" (10^8 guesses)


class AccountState(StrEnum):
    """The life of an account."""

    INVITED = "invited"
    ACTIVE = "active"
    SUSPENDED = "suspended"


class OrganisationKind(StrEnum):
    """For what a member of the staff works."""

    DESK = "desk"
    PROVIDER = "provider"
    FUNDER = "funder"


class StaffChangeKind(StrEnum):
    """What an administrator does to a member of the staff."""

    SUSPENSION = "suspension"
    REACTIVATION = "reactivation"


class InvitationState(StrEnum):
    """The life of an invitation."""

    OPEN = "open"
    REDEEMING = "redeeming"
    USED = "used"


class InvitationPurpose(StrEnum):
    """Why somebody gets a link to choose a password."""

    WELCOME = "welcome"
    RECOVERY = "recovery"


LINK_HOURS = {
    InvitationPurpose.WELCOME: 72,  # a long week-end: who is invited on Friday evening still finds it good on Monday
    InvitationPurpose.RECOVERY: 1,  # who has just asked for it is waiting for the mail
}
RECOVERY_PAUSE = timedelta(minutes=10)  # a mail may be slow; nobody's mailbox is filled by others


class InvitationInvalid(Gone):
    """The link is unknown, used, replaced by a newer one, out of time, or of an account that is suspended."""

    detail = Text("Questo link non è più valido.", "This link is no longer valid.")
    remedy = Text(
        "Avevi già una password? Scegli «Password dimenticata?». Altrimenti chiedi un invito al tuo Social Point.",
        "Had you chosen a password? Use “Forgot your password?”. Otherwise ask your Social Point for an invitation.",
    )


class PasswordTooWeak(Invalid):
    """The password is short, easy to guess, or made of the person's own words."""

    detail = Text("La password è troppo facile da indovinare.", "The password is too easy to guess.")
    remedy = Text(
        "Usa almeno 12 caratteri: per esempio quattro parole a caso, senza il tuo nome.",
        "Use at least 12 characters: four random words, for example, without your name.",
    )


class PasswordPadded(Invalid):
    """The password begins or ends with a space, which the user pool does not take."""

    detail = Text("La password comincia o finisce con uno spazio.", "The password begins or ends with a space.")
    remedy = Text("Togli lo spazio e riprova.", "Take the space away and try again.")


class EmailInvalid(Invalid):
    """The e-mail address cannot be one."""

    detail = Text("L'indirizzo e-mail non è valido.", "The e-mail address is not valid.")
    remedy = Text("Controlla che sia scritto per intero.", "Check that it is written in full.")


class EmailInUse(Conflict):
    """Another account signs in with this address."""

    detail = Text("Questo indirizzo e-mail è già di un altro accesso.", "Another account uses this e-mail address.")
    remedy = Text(
        "Usa un indirizzo personale, oppure registra la persona senza e-mail e con un delegato.",
        "Use a personal address, or register the person without e-mail and with a delegate.",
    )


class NotYourself(Conflict):
    """Nobody locks themselves out, so that somebody who can undo it is left; nor lets themselves in."""

    detail = Text("Non puoi sospendere né riattivare te stesso.", "You can neither suspend nor reactivate yourself.")
    remedy = Text("Chiedi a un'altra persona dell'amministrazione.", "Ask another administrator.")


class AlreadySuspended(Conflict):
    """The account is suspended."""

    detail = Text("Questo accesso è già sospeso.", "This account is suspended already.")
    remedy = Text("Guarda chi l'ha sospeso, quando e perché.", "Look who suspended it, when and why.")


class NotSuspended(Conflict):
    """The account is not suspended."""

    detail = Text("Questo accesso non è sospeso.", "This account is not suspended.")
    remedy = Text("Non riesce a entrare? Manda un nuovo invito.", "They cannot sign in? Send them a new invitation.")


@dataclass(frozen=True, slots=True)
class Account:
    """Who can sign in, as what, and for which desk, provider or funder."""

    id: str
    email: str
    given_name: str
    language: Language
    roles: frozenset[Role]
    organisation_id: str | None = None
    state: AccountState = AccountState.INVITED
    second_factor: bool = False
    invitation_id: str | None = None
    suspended_from: AccountState | None = None  # what it comes back to

    @property
    def organisation_kind(self) -> OrganisationKind | None:
        """For what this member of the staff works; a resident for nothing."""
        if not self.is_staff:
            return None
        if self.roles & PROVIDER_STAFF:
            return OrganisationKind.PROVIDER
        return OrganisationKind.DESK if Role.DESK_OPERATOR in self.roles else OrganisationKind.FUNDER

    @property
    def is_staff(self) -> bool:
        """Staff need a second factor before any of their roles works."""
        return bool(self.roles & STAFF)

    def delivers_for(self, provider_id: str) -> bool:
        """Whether they can be sent to deliver what a provider offers: they work for it, and get in."""
        works = self.organisation_id == provider_id and bool(self.roles & PROVIDER_STAFF)
        return works and self.state is AccountState.ACTIVE

    def why_not(self, kind: StaffChangeKind) -> Refusal | None:
        """Why this cannot be done to the account now. The table's condition says the same."""
        suspended = self.state is AccountState.SUSPENDED
        match kind:
            case StaffChangeKind.SUSPENSION:
                return AlreadySuspended(account_id=self.id) if suspended else None
            case StaffChangeKind.REACTIVATION:
                return None if suspended else NotSuspended(account_id=self.id)
            case _:
                assert_never(kind)

    def after(self, kind: StaffChangeKind) -> "Account":
        """The account once this was done to it."""
        if kind is StaffChangeKind.SUSPENSION:
            return replace(self, state=AccountState.SUSPENDED, suspended_from=self.state)
        return replace(self, state=self.suspended_from or AccountState.ACTIVE, suspended_from=None)


@dataclass(frozen=True, slots=True)
class StaffChange:
    """That an administrator suspended a member of the staff, or let them in again. It is never changed."""

    id: str
    account_id: str
    kind: StaffChangeKind
    reason: str
    by: str
    at: datetime
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time way to set a password; only a digest of its token is kept."""

    id: str
    account_id: str
    digest: str
    expires_at: datetime
    state: InvitationState
    redeeming_since: datetime | None = None
    purpose: InvitationPurpose = InvitationPurpose.WELCOME

    def is_good(self, *, at: datetime, account: Account) -> bool:
        """Whether the link works: open, in time, the latest of an account that is not suspended."""
        if account.state is AccountState.SUSPENDED:
            return False
        lease_over = self.redeeming_since is not None and self.redeeming_since + REDEEM_LEASE <= at
        free = self.state is InvitationState.OPEN or (self.state is InvitationState.REDEEMING and lease_over)
        return free and at < self.expires_at and account.invitation_id == self.id


def why_weak(password: str, own_words: list[str], score: int) -> Refusal | None:
    """Why a password is refused: too short, made of the person's own words, or guessed too soon."""
    plain = password.casefold()
    mine = [word for word in own_words if len(word) > 3 and word.casefold() in plain]
    stripped = len(password) - sum(len(word) for word in mine)
    if password != password.strip():
        return PasswordPadded()
    if len(password) < PASSWORD_LENGTH_MIN or stripped < PASSWORD_LENGTH_MIN or score < PASSWORD_SCORE_MIN:
        return PasswordTooWeak()
    return None


def normal_email(text: str) -> str:
    """An e-mail address in its one usual spelling. Raises EmailInvalid."""
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - only who registers or invites needs it

    try:
        return str(validate_email(text, check_deliverability=False).normalized)
    except EmailNotValidError as error:
        raise EmailInvalid from error
