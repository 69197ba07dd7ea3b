"""A letter about an appointment, as mail programmes and calendars read it."""

import base64
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest

from chalicelib.notices import deliver, outbox, render
from chalicelib.notices.model import Appointment, QuietHours
from tests import builders as a
from tests import rfc5545
from tests.integration.notices.scenes import LINK, notice, waiting

APPOINTMENT = Appointment(
    uid="booking-abc@welfare",
    sequence=0,
    changed_at=a.NOW,
    starts_at=datetime.fromisoformat("2027-03-12T09:00:00+00:00"),
    ends_at=datetime.fromisoformat("2027-03-12T10:00:00+00:00"),
    summary="Appuntamento con Melograno",
    place="via Roma 1, Tradate",
    description="Perché è così",
    link=LINK,
)


def mime(mails: list[dict[str, Any]]) -> EmailMessage:
    """The one mail that was handed over whole."""
    (mail,) = mails
    parsed = message_from_bytes(base64.b64decode(mail["Content"]["Raw"]["Data"]), policy=SMTP)
    assert isinstance(parsed, EmailMessage)
    return parsed


def parts(mail: EmailMessage) -> dict[str, EmailMessage]:
    return {part.get_content_type(): part for part in mail.walk() if isinstance(part, EmailMessage)}


def test_a_letter_with_an_appointment_is_read_as_text_as_html_and_by_a_calendar(sent: list[dict[str, Any]]) -> None:
    left = replace(notice(), appointment=APPOINTMENT)
    deliver.message(waiting(left), at=a.NOW)

    mail, plain = mime(sent), render.notice(left)
    found = parts(mail)
    assert (mail["To"], mail["From"], mail["Subject"]) == (left.to, "mail@example.org", plain.subject)
    assert found["text/plain"].get_content().splitlines() == plain.text.splitlines()
    assert found["text/html"].get_content().splitlines() == plain.html.splitlines()
    assert list(found["multipart/alternative"].iter_parts())[-1].get_content_type() == "text/calendar"
    assert sent[0]["Destination"] == {"ToAddresses": [left.to]}


@pytest.mark.parametrize(("called_off", "method"), [(False, "REQUEST"), (True, "CANCEL")])
def test_the_part_for_calendars_says_what_it_asks_for(
    called_off: bool, method: str, sent: list[dict[str, Any]]
) -> None:
    deliver.message(waiting(replace(notice(), appointment=replace(APPOINTMENT, called_off=called_off))), at=a.NOW)

    part = parts(mime(sent))["text/calendar"]
    text = part.get_payload(decode=True)
    assert isinstance(text, bytes)
    assert (part.get_param("method"), part.get_content_charset()) == (method, "utf-8")
    assert rfc5545.faults(text.decode()) == []
    assert rfc5545.calendar(text.decode()).values("METHOD") == [method]


def test_the_file_beside_it_is_the_same_calendar(sent: list[dict[str, Any]]) -> None:
    deliver.message(waiting(replace(notice(), appointment=APPOINTMENT)), at=a.NOW)

    found = parts(mime(sent))
    assert found["application/ics"].get_filename() == "appuntamento.ics"
    assert found["application/ics"].get_payload(decode=True) == found["text/calendar"].get_payload(decode=True)


def test_a_mail_breaks_no_line_that_a_mail_server_would_break(sent: list[dict[str, Any]]) -> None:
    deliver.message(waiting(replace(notice(place="x" * 2000), appointment=APPOINTMENT)), at=a.NOW)

    raw = base64.b64decode(sent[0]["Content"]["Raw"]["Data"])
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998


def test_an_appointment_is_the_same_after_the_queue(aws: None) -> None:
    left = replace(notice(), appointment=replace(APPOINTMENT, alarms=(timedelta(days=1),)), quiet=QuietHours())

    assert outbox.taken(waiting(left)) == left
