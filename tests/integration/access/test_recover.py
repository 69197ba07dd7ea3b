"""Who forgot the password gets a link, and nobody learns who has an account."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.access import accept, announce, invite, recover, sign_in
from chalicelib.access.model import EmailInvalid, InvitationInvalid
from chalicelib.access.sign_in import Step
from chalicelib.kernel.texts import Language
from chalicelib.runtime.aws import client
from chalicelib.runtime.identity import SignInRefused
from tests import builders as a
from tests import cloud
from tests.wire import call

from .test_sign_in import PASSWORD, activated, code, enrolled, resident, suspend

pytestmark = pytest.mark.usefixtures("pool")

NEW = "Altra-Barca-38-Limone"
PAUSE = timedelta(minutes=10)
SECOND = timedelta(seconds=1)


def items(sk: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client("dynamodb").scan(TableName="access")["Items"]
    return [item for item in found if item["sk"]["S"] == sk]


def asked(email: str, *, at: Any = a.NOW) -> list[dict[str, Any]]:
    """The mails that are left when a new password was asked for, and the streams have been heard."""
    before = {item["pk"]["S"] for item in items("invitation")}
    recover.password(email, at=at)
    for item in items("recovery"):
        announce.change(None, item)
    for item in items("invitation"):
        if item["pk"]["S"] not in before:
            announce.change(None, item)
    return cloud.outbox()


def opened(link: str, *, at: Any = a.NOW) -> None:
    invitation_id, _, token = link.partition("#")[2].partition(".")
    accept.invitation(invitation_id, token=token, password=NEW, at=at)


def test_the_link_leads_to_a_new_password() -> None:
    holder = resident()

    [mail] = asked(holder.email or "")
    opened(mail["link"])

    assert (mail["letter"], mail["to"]) == ("recovery", holder.email)
    assert mail["link"].startswith("https://portal.example.org/attivazione#")
    assert sign_in.password(holder.email or "", NEW).step is Step.SIGNED_IN
    with pytest.raises(SignInRefused):
        sign_in.password(holder.email or "", PASSWORD)


def test_the_mail_is_in_its_readers_language() -> None:
    reader = a.person(language=Language.EN)
    activated(reader.id)

    assert [mail["language"] for mail in asked(reader.email or "")] == ["en"]


def test_however_the_address_is_written_it_is_the_same() -> None:
    holder = resident()

    assert len(asked((holder.email or "").upper())) == 1


def test_the_link_works_for_an_hour_and_its_mail_is_not_sent_later() -> None:
    [mail] = asked(resident().email or "")

    with pytest.raises(InvitationInvalid):
        opened(mail["link"], at=a.NOW + timedelta(hours=1))
    opened(mail["link"], at=a.NOW + timedelta(hours=1) - SECOND)
    assert mail["until_at"] == "2027-03-01T10:00:00Z"


def test_nobody_is_written_to_who_has_no_active_account() -> None:
    invited, suspended = a.person(), resident()
    suspend(suspended.id)

    for email in ("nobody@example.org", invited.email, suspended.email):
        assert asked(email or "") == []
    assert len(items("recovery")) == 3


def test_an_invitation_still_works_when_somebody_asks_with_its_address() -> None:
    invited = a.person()
    invitation_id = sign_in.who(a.citizen(invited)).invitation_id or ""

    asked(invited.email or "")

    accept.invitation(invitation_id, token=invite.token(invitation_id), password=NEW, at=a.NOW)


def test_an_address_is_written_to_once_in_ten_minutes() -> None:
    email = resident().email or ""

    sent = [len(asked(email, at=a.NOW + since)) for since in (SECOND * 0, PAUSE - SECOND, PAUSE)]

    assert sent == [1, 0, 1]


def test_a_newer_link_ends_the_older_one() -> None:
    email = resident().email or ""
    [older] = asked(email)
    [newer] = asked(email, at=a.NOW + PAUSE)

    with pytest.raises(InvitationInvalid):
        opened(older["link"], at=a.NOW + PAUSE)
    opened(newer["link"], at=a.NOW + PAUSE)


def test_a_stream_that_says_it_twice_makes_one_link() -> None:
    email = resident().email or ""
    recover.password(email, at=a.NOW)
    [said] = items("recovery")
    links = len(items("invitation"))

    announce.change(None, said)
    announce.change(None, said)

    assert len(items("invitation")) == links + 1


def test_the_second_factor_stays() -> None:
    _, email, secret = enrolled()

    [mail] = asked(email)
    opened(mail["link"])

    begun = sign_in.password(email, NEW)
    assert begun.step is Step.SECOND_FACTOR
    assert sign_in.second_factor(begun.session or "", code(secret)).step is Step.SIGNED_IN


def test_the_answer_is_the_same_and_as_much_work_whatever_exists() -> None:
    holder, calls = resident(), []
    events = client("dynamodb").meta.events

    def heard(model: Any, **_: object) -> None:
        calls.append(model.name)

    events.register("before-call.dynamodb", heard)
    answers = []
    for email in (holder.email, "nobody@example.org"):
        answer = call("POST", "/v1/recoveries", body=f'{{"email": "{email}"}}')
        answers.append((answer["statusCode"], answer["body"], answer["headers"].keys()))
    events.unregister("before-call.dynamodb", heard)

    assert answers[0] == answers[1]
    assert answers[0][:2] == (202, "")
    assert calls == ["TransactWriteItems", "TransactWriteItems"]


def test_what_is_no_address_is_told() -> None:
    with pytest.raises(EmailInvalid):
        recover.password("someone@nowhere", at=a.NOW)


def test_what_is_kept_of_the_asking_names_nobody_and_is_forgotten() -> None:
    recover.password("someone@example.org", at=a.NOW)

    [item] = items("recovery")
    assert "someone" not in str(item)
    assert int(item["purge_at"]["N"]) == int((a.NOW + timedelta(days=1)).timestamp())
