"""A notice becomes one mail, in its reader's language, that tells nobody else anything."""

import base64
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from html.parser import HTMLParser
from typing import Any

import msgspec
import pytest
from botocore.exceptions import ClientError
from chalice.app import SQSEvent

from chalicelib.kernel import clock
from chalicelib.kernel.territory import Category
from chalicelib.kernel.texts import Amount, Language
from chalicelib.notices import deliver, outbox, render
from chalicelib.notices.model import WORDINGS, Appointment, Letter, Notice, QuietHours
from chalicelib.runtime import batches, queues
from chalicelib.runtime.aws import client
from chalicelib.runtime.queues import NotYet
from chalicelib.runtime.settings import settings
from tests import builders as a
from tests import cloud, rfc5545

LINK = "https://portal.example.org/prenotazioni/abc"
LEASE = timedelta(minutes=5)
every_letter = pytest.mark.parametrize("letter", list(Letter))
every_language = pytest.mark.parametrize("language", list(Language))


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


@pytest.fixture
def sent(aws: None) -> Iterator[list[dict[str, Any]]]:
    """The mails that SES is handed."""
    mails: list[dict[str, Any]] = []

    def heard(params: dict[str, Any], **_: object) -> None:
        mails.append(msgspec.json.decode(params["body"]))

    client("sesv2").meta.events.register("before-call.sesv2.SendEmail", heard)
    yield mails
    client("sesv2").meta.events.unregister("before-call.sesv2.SendEmail", heard)


def failing() -> None:
    """Let SES fail once."""
    events = client("sesv2").meta.events

    def fail(**_: object) -> None:
        events.unregister("before-call.sesv2.SendEmail", fail)
        raise ClientError({"Error": {"Code": "TooManyRequestsException"}}, "SendEmail")

    events.register_first("before-call.sesv2.SendEmail", fail)


def test_a_notice_is_mailed_to_its_reader(sent: list[dict[str, Any]]) -> None:
    deliver.message(waiting(notice()), at=a.NOW)

    (mail,) = sent
    assert mail["Destination"] == {"ToAddresses": ["anna@example.org"]}
    assert mail["FromEmailAddress"] == "mail@example.org"
    assert mail["ConfigurationSetName"] == "mail"


def test_a_mail_says_the_instants_of_its_notice(sent: list[dict[str, Any]]) -> None:
    deliver.message(waiting(notice()), at=a.NOW)

    assert "mercoledì 10 marzo 2027, ore 10:00" in sent[0]["Content"]["Simple"]["Body"]["Text"]["Data"]


def test_a_message_that_comes_twice_is_mailed_once(sent: list[dict[str, Any]]) -> None:
    message = waiting(notice())

    deliver.message(message, at=a.NOW)
    deliver.message(message, at=a.NOW + timedelta(days=30))

    assert len(sent) == 1


def test_a_notice_left_twice_is_mailed_once(sent: list[dict[str, Any]]) -> None:
    deliver.message(waiting(notice()), at=a.NOW)
    deliver.message(waiting(notice()), at=a.NOW + timedelta(seconds=1))

    assert len(sent) == 1


def test_two_notices_are_two_mails(sent: list[dict[str, Any]]) -> None:
    deliver.message(waiting(notice(Letter.BOOKED)), at=a.NOW)
    deliver.message(waiting(notice(Letter.CANCELLED)), at=a.NOW)

    assert len(sent) == 2


def test_what_ses_refused_is_mailed_when_the_queue_brings_it_again(sent: list[dict[str, Any]]) -> None:
    message = waiting(notice())
    failing()
    with pytest.raises(ClientError):
        deliver.message(message, at=a.NOW)

    deliver.message(message, at=a.NOW + LEASE)

    assert len(sent) == 1


def test_while_one_worker_may_still_be_sending_no_other_does(sent: list[dict[str, Any]]) -> None:
    message = waiting(notice())
    failing()
    with pytest.raises(ClientError):
        deliver.message(message, at=a.NOW)

    with pytest.raises(deliver.Underway):
        deliver.message(message, at=a.NOW + LEASE - timedelta(seconds=1))
    assert sent == []


def test_a_sent_notice_is_kept_for_a_year_and_then_purged(sent: list[dict[str, Any]]) -> None:
    deliver.message(waiting(notice()), at=a.NOW)

    (kept,) = client("dynamodb").scan(TableName="notices")["Items"]

    assert kept["state"]["S"] == "sent"
    assert kept["message_id"]["S"]
    assert int(kept["purge_at"]["N"]) >= (a.NOW + timedelta(days=366)).timestamp()


def test_what_is_kept_of_a_notice_names_nobody(sent: list[dict[str, Any]]) -> None:
    deliver.message(waiting(notice()), at=a.NOW)

    kept = str(client("dynamodb").scan(TableName="notices")["Items"])

    assert "anna@example.org" not in kept
    assert "Anna" not in kept


class Reader(HTMLParser):
    """Reads a mail as a person does: the language it says it is in, and its visible sentences."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.language: str | None = None
        self.tags: list[str] = []
        self.links: set[str | None] = set()
        self.said: list[str] = []
        self._title = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._title = tag == "title"
        if tag == "html":
            self.language = dict(attrs).get("lang")
        if tag == "a":
            self.links.add(dict(attrs).get("href"))

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._title:
            self.said.append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        self._title = False


@every_letter
@every_language
def test_text_and_html_say_the_same_sentences(letter: Letter, language: Language) -> None:
    mail = render.notice(notice(letter, language))

    in_text = [line.removesuffix(":").removeprefix("- ") for line in mail.text.splitlines() if line.strip()]
    assert Reader(mail.html).said == [mail.subject, *in_text]


@every_letter
@every_language
def test_a_mail_says_which_language_it_is_in(letter: Letter, language: Language) -> None:
    mail = render.notice(notice(letter, language))

    assert Reader(mail.html).language == language
    assert mail.text.startswith(WORDINGS[letter].greeting.say(language, {"given_name": "Anna"}))


@every_letter
@every_language
def test_a_mail_leads_only_to_its_own_link(letter: Letter, language: Language) -> None:
    mail = render.notice(notice(letter, language))

    assert Reader(mail.html).links == {LINK}
    assert LINK in mail.text


@every_letter
def test_a_subject_tells_no_need_no_measure_and_no_name(letter: Letter) -> None:
    telling = {word for category in Category for word in category.split("_")} - {"you", "point"}
    telling |= {"buono", "voucher", "misura", "programma", "programme", "assistenza", "bambin", "anzian", "disabil"}
    telling |= {"anna", "melograno", "tradate"}

    for language in Language:
        subject = render.notice(notice(letter, language)).subject.lower()
        assert not [word for word in telling if re.search(rf"\b{word}", subject)]
        assert WORDINGS[letter].subject.say(language) == render.notice(notice(letter, language)).subject


@every_letter
def test_markup_in_a_name_stays_text(letter: Letter) -> None:
    name = "<script>alert('1')</script> & \"Figli\""

    plan = [step(title=name, provider_name=name, place=name)]
    mail = render.notice(notice(letter, given_name=name, provider_name=name, place=name, title=name, plan=plan))

    assert name in mail.text
    assert name in " ".join(Reader(mail.html).said)
    assert "script" not in Reader(mail.html).tags


def test_braces_in_a_name_stay_braces() -> None:
    assert "Ciao {place}," in render.notice(notice(given_name="{place}")).text


def gulpease(text: str) -> float:
    """How easily an Italian text is read, from 0 to 100 (Lucisano and Piemontese, 1988)."""
    words = re.findall(r"\w+", text)
    letters = sum(len(word) for word in words)
    sentences = len(re.findall(r"[.!?]+|:\n|\n\n", text.strip() + "\n\n"))
    return 89 + (300 * sentences - 10 * letters) / len(words)


@every_letter
def test_who_left_school_early_reads_an_italian_mail_with_ease(letter: Letter) -> None:
    text = re.sub(r"https?://\S+", "", render.notice(notice(letter)).text)
    plain = re.sub(r"\n{2,}", " ", text).replace("Ciao Anna,", "").replace("Buongiorno,", "")

    assert gulpease(plain) >= 60


@every_letter
@every_language
def test_no_sentence_is_longer_than_twenty_four_words(letter: Letter, language: Language) -> None:
    text = re.sub(r"https?://\S+", "", render.notice(notice(letter, language)).text)

    longest = max(len(re.findall(r"\w+", sentence)) for sentence in re.split(r"[.!?:](?!\d)|\n\n", text))

    assert longest < 25


def paragraphs(left: Notice) -> str:
    """What a reader of the notice reads, after its way through the queue."""
    return render.notice(outbox.taken(waiting(left))).text


@pytest.mark.usefixtures("aws")
def test_days_amounts_and_plans_are_the_same_after_the_queue() -> None:
    left = notice(Letter.EXPIRING, left_amount=Amount(270, "minutes"), grace_until_on=date(2027, 4, 4))

    assert outbox.taken(waiting(left)) == left
    assert paragraphs(left) == render.notice(left).text


def test_a_warning_says_what_is_left_until_when_and_for_what() -> None:
    said = render.notice(notice(Letter.EXPIRING)).text

    assert "sul tuo buono restano 100,00 €." in said
    assert "Il buono scade domenica 28 marzo 2027. Tempo rimasto: 14 giorni." in said
    assert "- martedì 16 marzo 2027, ore 10:00. Ginnastica dolce, con Melograno. Dove: Tradate, via Roma 1." in said
    assert "Costa 20,00 €, poi restano 80,00 €." in said


def test_grace_is_told_only_where_there_is_any() -> None:
    without, with_some = (
        render.notice(notice(Letter.EXPIRING, grace_until_on=day)).text for day in (None, date(2027, 4, 4))
    )
    assert "qualche giorno in più" not in without
    assert "fino a domenica 4 aprile 2027" in with_some


def test_a_warning_of_the_last_day_says_today() -> None:
    last = notice(Letter.EXPIRING, expires_on=None, left_days=0, today_on=date(2027, 3, 28))

    said = render.notice(last).text

    assert "Il buono scade oggi, domenica 28 marzo 2027." in said
    assert "Tempo rimasto" not in said


def test_a_warning_without_a_plan_says_whom_to_ask() -> None:
    said = render.notice(notice(Letter.EXPIRING, plan=[])).text

    assert "Chiama il tuo Social Point" in said
    assert "Ecco che cosa" not in said


def test_a_low_budget_is_told_in_the_words_of_an_office() -> None:
    said = render.notice(notice(Letter.LOW_BUDGET, title="Estate 2027")).text

    assert said.startswith("Buongiorno,")
    assert "nel fondo di «Estate 2027» restano 100,00 €." in said
    assert "Social Point" not in said


NIGHT, MORNING = (
    datetime.fromisoformat("2027-03-10T22:00:00+01:00"),
    datetime.fromisoformat("2027-03-11T08:00:00+01:00"),
)
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


def test_in_quiet_hours_a_notice_waits_until_they_end(sent: list[dict[str, Any]]) -> None:
    message = waiting(replace(notice(), quiet=QuietHours()))

    with pytest.raises(NotYet) as early:
        deliver.message(message, at=NIGHT)
    assert (sent, early.value.until_at) == ([], MORNING)

    deliver.message(message, at=MORNING)
    assert len(sent) == 1


def test_what_cannot_wait_is_sent_at_night(sent: list[dict[str, Any]]) -> None:
    deliver.message(waiting(notice()), at=NIGHT)

    assert len(sent) == 1


def test_what_came_too_late_is_not_sent(sent: list[dict[str, Any]]) -> None:
    message = waiting(replace(notice(), until_at=NIGHT))

    deliver.message(message, at=NIGHT)
    assert sent == []

    deliver.message(message, at=NIGHT - timedelta(seconds=1))
    assert len(sent) == 1


@pytest.mark.usefixtures("aws")
def test_the_queue_hides_a_notice_until_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    outbox.leave(replace(notice(), quiet=QuietHours()))
    url = settings().notices_queue_url
    (taken,) = client("sqs").receive_message(QueueUrl=url, VisibilityTimeout=0)["Messages"]
    (taken,) = client("sqs").receive_message(QueueUrl=url)["Messages"]
    record = {"messageId": "1", "body": taken["Body"], "receiptHandle": taken["ReceiptHandle"]}
    hidden: list[dict[str, Any]] = []
    client("sqs").meta.events.register(
        "before-parameter-build.sqs.ChangeMessageVisibility", lambda params, **_: hidden.append(params)
    )
    monkeypatch.setattr(clock, "now", lambda: NIGHT)

    answer = batches.of_messages(SQSEvent({"Records": [record]}, None), deliver.message)

    assert answer == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert [one["VisibilityTimeout"] for one in hidden] == [10 * 3600]


@pytest.mark.parametrize(
    ("until", "seconds"), [(timedelta(hours=12), 11 * 3600), (timedelta(0), 1), (timedelta(microseconds=1), 1)]
)
@pytest.mark.usefixtures("aws")
def test_a_message_is_hidden_as_long_as_the_queue_can(until: timedelta, seconds: int) -> None:
    outbox.leave(notice())
    (taken,) = client("sqs").receive_message(QueueUrl=settings().notices_queue_url)["Messages"]
    hidden: list[dict[str, Any]] = []
    client("sqs").meta.events.register(
        "before-parameter-build.sqs.ChangeMessageVisibility", lambda params, **_: hidden.append(params)
    )

    queues.hide_notice(taken["ReceiptHandle"], until_at=NIGHT + until, at=NIGHT)

    assert hidden[0]["VisibilityTimeout"] == seconds


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
