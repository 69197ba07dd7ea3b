"""Notices as they are left, as the queue brings them, and SES when it fails."""

from datetime import date, datetime

import msgspec
from botocore.exceptions import ClientError

from chalicelib.kernel.texts import Amount, Language
from chalicelib.notices import outbox
from chalicelib.notices.model import Letter, Notice
from chalicelib.runtime.aws import client
from tests import cloud

LINK = "https://portal.example.org/prenotazioni/abc"


def step(**facts: object) -> dict[str, object]:
    """One booking of a plan, as a notice tells it."""
    said: dict[str, object] = {
        "starts_at": datetime.fromisoformat("2027-03-16T09:00:00+00:00"),
        "title": "Ginnastica dolce",
        "provider_name": "Melograno",
        "place": "Tradate, via Roma 1",
        "cost_amount": Amount(20_00, "cents"),
        "after_amount": Amount(80_00, "cents"),
    }
    return {**said, **facts}


def notice(letter: Letter = Letter.BOOKED, language: Language = Language.IT, **facts: object) -> Notice:
    """A letter with all the facts that any letter tells."""
    said: dict[str, object] = {
        "given_name": "Anna",
        "starts_at": datetime.fromisoformat("2027-03-10T09:00:00+00:00"),
        "cancel_until_at": datetime.fromisoformat("2027-03-09T09:00:00+00:00"),
        "until_at": datetime.fromisoformat("2027-03-04T09:00:00+00:00"),
        "provider_name": "Melograno",
        "place": "Tradate, via Roma 1",
        "title": "Ginnastica dolce",
        "left_amount": Amount(100_00, "cents"),
        "below_amount": Amount(500_00, "cents"),
        "expires_on": date(2027, 3, 28),
        "left_days": 14,
        "today_on": None,
        "grace_until_on": None,
        "free_until_at": datetime.fromisoformat("2027-03-08T09:00:00+00:00"),
        "respond_until_at": datetime.fromisoformat("2027-03-05T09:00:00+00:00"),
        "charged_percent": 50,
        "plan": [step(), step(starts_at=datetime.fromisoformat("2027-03-17T09:00:00+00:00"))],
        "recorded_minutes": 510,
        "confirm_until_on": date(2027, 3, 17),
        "code": "042195",
    }
    return Notice(f"{letter}-abc", letter, "anna@example.org", language, {**said, **facts}, LINK)


def waiting(left: Notice) -> str:
    """What the queue brings of a notice that was left in the outbox."""
    outbox.leave(left)
    (message,) = cloud.outbox()
    return msgspec.json.encode(message).decode()


def failing() -> None:
    """Let SES fail once."""
    events = client("sesv2").meta.events

    def fail(**_: object) -> None:
        events.unregister("before-call.sesv2.SendEmail", fail)
        raise ClientError({"Error": {"Code": "TooManyRequestsException"}}, "SendEmail")

    events.register_first("before-call.sesv2.SendEmail", fail)
