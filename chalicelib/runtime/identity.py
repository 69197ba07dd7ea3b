"""The Cognito user pool: passwords, second factors, tokens. A user's name there is our own account id."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import msgspec
from botocore.exceptions import ClientError

from chalicelib.kernel.refusals import Refusal, Unauthenticated
from chalicelib.kernel.texts import Text

from .aws import client
from .settings import settings

REFRESH_DAYS = 30  # as infra/template.yaml says of the pool's client


class SignInRefused(Unauthenticated):
    """The credentials are not right. It never tells whether the account exists."""

    detail = Text("E-mail, password o codice non corretti.", "Wrong e-mail, password or code.")
    remedy = Text(
        "Controlla e riprova. Non la ricordi? Scegli «Password dimenticata?» o passa al tuo Social Point.",
        "Check and try again. You do not remember it? Use “Forgot your password?” or come to your Social Point.",
    )


class TooManyAttempts(Refusal):
    """The user pool has locked the account for a while."""

    status = 429
    detail = Text("Troppi tentativi.", "Too many attempts.")
    remedy = Text("Aspetta qualche minuto e riprova.", "Wait a few minutes and try again.")


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a client shows with each request (15 minutes) and what renews it (30 days)."""

    access_token: str
    refresh_token: str | None
    expires_in_seconds: int

    @property
    def account_id(self) -> str:
        """Whose tokens they are. The pool made them a moment ago: there is no signature to doubt."""
        payload = self.access_token.split(".")[1]
        claims = msgspec.json.decode(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return str(claims["username"])


@dataclass(frozen=True, slots=True)
class Challenge:
    """The pool wants the second factor too."""

    session: str
    account_id: str


def create_user(account_id: str, email: str, password: str) -> None:
    """Give an account a user with a password. Done again, it sets the password and ends all earlier sign-ins."""
    pool = settings().user_pool_id
    existed = False
    try:
        client("cognito-idp").admin_create_user(
            UserPoolId=pool,
            Username=account_id,
            MessageAction="SUPPRESS",
            UserAttributes=[{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}],
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "UsernameExistsException":
            raise
        existed = True
    client("cognito-idp").admin_set_user_password(
        UserPoolId=pool, Username=account_id, Password=password, Permanent=True
    )
    if existed:
        end_sign_ins(account_id)


def end_sign_ins(account_id: str) -> None:
    """End every refresh token of a user. Who never chose a password has none."""
    try:
        client("cognito-idp").admin_user_global_sign_out(UserPoolId=settings().user_pool_id, Username=account_id)
    except ClientError as error:
        if error.response["Error"]["Code"] != "UserNotFoundException":
            raise


def add_to_group(account_id: str, group: str) -> None:
    """Give a user a role; it shows in the tokens made from now on."""
    client("cognito-idp").admin_add_user_to_group(
        UserPoolId=settings().user_pool_id, Username=account_id, GroupName=group
    )


def sign_in(email: str, password: str) -> Tokens | Challenge:
    """Exchange a password for tokens, or for the demand of a second factor. Raises SignInRefused."""
    with _refusals():
        answer = client("cognito-idp").admin_initiate_auth(
            UserPoolId=settings().user_pool_id,
            ClientId=settings().user_pool_client_id,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": email, "PASSWORD": password},
        )
    if "ChallengeName" not in answer:
        return _tokens(answer)
    if answer["ChallengeName"] != "SOFTWARE_TOKEN_MFA":
        raise SignInRefused
    return Challenge(answer["Session"], answer["ChallengeParameters"].get("USER_ID_FOR_SRP", email))


def answer_challenge(session: str, account_id: str, code: str) -> Tokens:
    """Exchange the second factor's code for tokens. Raises SignInRefused."""
    with _refusals():
        answer = client("cognito-idp").admin_respond_to_auth_challenge(
            UserPoolId=settings().user_pool_id,
            ClientId=settings().user_pool_client_id,
            ChallengeName="SOFTWARE_TOKEN_MFA",
            Session=session,
            ChallengeResponses={"USERNAME": account_id, "SOFTWARE_TOKEN_MFA_CODE": code},
        )
    return _tokens(answer)


def demand_second_factor(account_id: str) -> None:
    """Make the authenticator's code necessary again for a user who switched it off at the pool."""
    client("cognito-idp").admin_set_user_mfa_preference(
        UserPoolId=settings().user_pool_id,
        Username=account_id,
        SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True},
    )


def refresh(refresh_token: str) -> Tokens:
    """Exchange a refresh token for a new access token. Raises SignInRefused."""
    with _refusals():
        answer = client("cognito-idp").initiate_auth(
            ClientId=settings().user_pool_client_id,
            AuthFlow="REFRESH_TOKEN_AUTH",
            AuthParameters={"REFRESH_TOKEN": refresh_token},
        )
    return _tokens(answer)


def revoke(refresh_token: str) -> None:
    """End a refresh token and what was made from it. A token that is not one is nothing to end."""
    try:
        client("cognito-idp").revoke_token(Token=refresh_token, ClientId=settings().user_pool_client_id)
    except ClientError as error:
        if error.response["Error"]["Code"] not in REFUSED:
            raise


def begin_second_factor(access_token: str) -> str:
    """The secret that an authenticator application needs."""
    with _refusals():
        return str(client("cognito-idp").associate_software_token(AccessToken=access_token)["SecretCode"])


def confirm_second_factor(access_token: str, code: str) -> str:
    """Make the authenticator's code necessary from now on; returns whose it is. Raises SignInRefused."""
    with _refusals():
        answer = client("cognito-idp").verify_software_token(AccessToken=access_token, UserCode=code)
        if answer.get("Status") != "SUCCESS":
            raise SignInRefused
        client("cognito-idp").set_user_mfa_preference(
            AccessToken=access_token, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True}
        )
        return str(client("cognito-idp").get_user(AccessToken=access_token)["Username"])


REFUSED = frozenset(
    {
        "NotAuthorizedException",
        "UserNotFoundException",
        "UserNotConfirmedException",
        "PasswordResetRequiredException",
        "CodeMismatchException",
        "ExpiredCodeException",
        "EnableSoftwareTokenMFAException",
        "InvalidParameterException",
        "UnsupportedTokenTypeException",
        "InvalidLambdaResponseException",
    }
)
TOO_FAST = frozenset({"TooManyRequestsException", "LimitExceededException", "TooManyFailedAttemptsException"})


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in TOO_FAST or "attempts exceeded" in error.response["Error"].get("Message", ""):
            raise TooManyAttempts from error
        if code in REFUSED:
            raise SignInRefused from error
        raise


def _tokens(answer: dict[str, Any]) -> Tokens:
    found = answer["AuthenticationResult"]
    return Tokens(found["AccessToken"], found.get("RefreshToken"), int(found["ExpiresIn"]))
