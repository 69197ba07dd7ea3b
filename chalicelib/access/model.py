"""Accounts and invitations: their states and the rules of a good password."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.kernel.caller import STAFF, Role
from chalicelib.kernel.refusals import Conflict, Gone, Invalid, Refusal
from chalicelib.kernel.texts import Language, Text

INVITATION_HOURS = 72  # a long week-end: who is invited on Friday evening still finds it good on Monday
REDEEM_LEASE = timedelta(seconds=60)  # after a crash in the middle, the same link works again
PASSWORD_LENGTH_MIN = 12  # NIST SP 800-63B: length, no composition rules, no rotation
PASSWORD_SCORE_MIN = 3  # zxcvbn: "safely unguessable" (10^8 guesses)


class AccountState(StrEnum):
    """The life of an account."""

    INVITED = "invited"
    ACTIVE = "active"
    SUSPENDED = "suspended"


class InvitationState(StrEnum):
    """The life of an invitation."""

    OPEN = "open"
    REDEEMING = "redeeming"
    USED = "used"


class InvitationInvalid(Gone):
    """The link is unknown, used, replaced by a newer one, or older than 72 hours."""

    detail = Text("Questo invito non è più valido.", "This invitation is no longer valid.")
    remedy = Text("Chiedi un nuovo invito al tuo Social Point.", "Ask your Social Point for a new invitation.")


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

    @property
    def is_staff(self) -> bool:
        """Staff need a second factor before any of their roles works."""
        return bool(self.roles & STAFF)


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time way to set a password; only a digest of its token is kept."""

    id: str
    account_id: str
    digest: str
    expires_at: datetime
    state: InvitationState
    redeeming_since: datetime | None = None

    def is_good(self, *, at: datetime, account: Account) -> bool:
        """Whether the link still works: open, in time, and the account's latest."""
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
