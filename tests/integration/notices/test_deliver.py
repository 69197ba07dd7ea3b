"""A notice becomes one mail, in its reader's language, that tells nobody else anything."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import msgspec
import pytest
from botocore.exceptions import ClientError

from chalicelib.kernel.territory import Category
from chalicelib.kernel.texts import Language
from chalicelib.notices import deliver, outbox, render
from chalicelib.notices.model import WORDINGS, Letter, Notice
from chalicelib.runtime.aws import client
from tests import builders as a
from tests import cloud

LINK = "https://portal.example.org/prenotazioni/abc"
LEASE = timedelta(minutes=5)
every_letter = pytest.mark.parametrize("letter", list(Letter))
every_language = pytest.mark.parametrize("language", list(Language))


def notice(letter: Letter = Letter.BOOKED, language: Language = Language.IT, **facts: object) -> Notice:
    said: dict[str, object] = {
        "given_name": "Anna",
        "starts_at": datetime.fromisoformat("2027-03-10T09:00:00+00:00"),
        "cancel_until_at": datetime.fromisoformat("2027-03-09T09:00:00+00:00"),
        "until_at": datetime.fromisoformat("2027-03-04T09:00:00+00:00"),
        "provider_name": "Melograno",
        "place": "Tradate, via Roma 1",
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

    in_text = [line.removesuffix(":") for line in mail.text.splitlines() if line.strip()]
    assert Reader(mail.html).said == [mail.subject, *in_text]


@every_letter
@every_language
def test_a_mail_says_which_language_it_is_in(letter: Letter, language: Language) -> None:
    mail = render.notice(notice(letter, language))

    assert Reader(mail.html).language == language
    assert mail.text.startswith({"it": "Ciao Anna,", "en": "Hello Anna,"}[language])


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

    mail = render.notice(notice(letter, given_name=name, provider_name=name, place=name))

    assert f"Ciao {name}," in mail.text
    assert f"Ciao {name}," in Reader(mail.html).said
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
    plain = re.sub(r"\n{2,}", " ", text).replace("Ciao Anna,", "")

    assert gulpease(plain) >= 60
