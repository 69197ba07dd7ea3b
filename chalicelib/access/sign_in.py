"""Signing in, staying signed in, signing out."""

from dataclasses import dataclass
from enum import StrEnum

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.refusals import NotFound
from chalicelib.runtime import identity
from chalicelib.runtime.dynamodb import Reads, Transaction
from chalicelib.runtime.identity import Challenge, SignInRefused, Tokens
from chalicelib.runtime.observability import event

from . import table
from .model import Account, AccountState


class Step(StrEnum):
    """What a client does next."""

    SIGNED_IN = "signed_in"
    SECOND_FACTOR = "second_factor"
    SECOND_FACTOR_ENROLMENT = "second_factor_enrolment"


@dataclass(frozen=True, slots=True)
class SignIn:
    """Where a sign-in stands: tokens, or what is still missing."""

    step: Step
    tokens: Tokens | None = None
    session: str | None = None
    secret: str | None = None


def password(email: str, password: str) -> SignIn:
    """Sign in with a password; staff go on to their second factor, or to enrol it. Raises SignInRefused."""
    answer = identity.sign_in(email, password)
    if isinstance(answer, Challenge):
        return SignIn(Step.SECOND_FACTOR, session=f"{answer.account_id}:{answer.session}")
    account = _active(answer.account_id)
    if not account.is_staff:
        event("signed_in", account_id=account.id)
        return SignIn(Step.SIGNED_IN, tokens=answer)
    if account.second_factor:
        # The bearer of an access token can switch the second factor off at the pool: it is switched on again, and
        # these tokens, which came without it, are shown to nobody.
        identity.demand_second_factor(account.id)
        event("second_factor_was_off", account_id=account.id)
        raise SignInRefused
    # Until the second factor is confirmed the user is in no group: these tokens open nothing but the enrolment.
    secret = identity.begin_second_factor(answer.access_token)
    return SignIn(Step.SECOND_FACTOR_ENROLMENT, session=answer.access_token, secret=secret)


def second_factor(session: str, code: str) -> SignIn:
    """Finish a sign-in with the authenticator's code. Raises SignInRefused."""
    account_id, _, challenge = session.partition(":")
    tokens = identity.answer_challenge(challenge, account_id, code)
    event("signed_in", account_id=_active(tokens.account_id).id)
    return SignIn(Step.SIGNED_IN, tokens=tokens)


def enrol_second_factor(session: str, code: str) -> None:
    """Confirm an authenticator with its first code; from now on the roles work. Raises SignInRefused."""
    account_id = identity.confirm_second_factor(session, code)
    for role in _active(account_id).roles:
        identity.add_to_group(account_id, role)
    with Transaction() as writes:
        table.confirm_second_factor(writes, account_id)


def refresh(refresh_token: str) -> SignIn:
    """A new access token. Raises SignInRefused when the refresh token has ended."""
    tokens = identity.refresh(refresh_token)
    _active(tokens.account_id)
    return SignIn(Step.SIGNED_IN, tokens=tokens)


def out(refresh_token: str) -> None:
    """End a refresh token."""
    identity.revoke(refresh_token)


def who(caller: Caller) -> Account:
    """The caller's own account. Raises NotFound."""
    with Reads() as reads:
        account = table.account(reads, caller.account_id)
    return account.must(NotFound())


def _active(account_id: str) -> Account:
    with Reads() as reads:
        account = table.account(reads, account_id)
    found = account.must(SignInRefused())
    if found.state is not AccountState.ACTIVE:
        raise SignInRefused
    return found
