"""A notice becomes one mail, in its reader's language, that tells nobody else anything."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError
from chalice.app import SQSEvent

from chalicelib.kernel import clock
from chalicelib.kernel.texts import Language
from chalicelib.notices import deliver, outbox
from chalicelib.notices.model import Letter, QuietHours
from chalicelib.runtime import batches, queues
from chalicelib.runtime.aws import client
from chalicelib.runtime.queues import NotYet
from chalicelib.runtime.settings import settings
from tests import builders as a
from tests.integration.notices.scenes import failing, notice, waiting

LEASE = timedelta(minutes=5)
every_letter = pytest.mark.parametrize("letter", list(Letter))
every_language = pytest.mark.parametrize("language", list(Language))


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


NIGHT, MORNING = (
    datetime.fromisoformat("2027-03-10T22:00:00+01:00"),
    datetime.fromisoformat("2027-03-11T08:00:00+01:00"),
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


@pytest.fixture
def hidden(aws: None) -> Iterator[list[dict[str, Any]]]:
    """What the queue is asked to hide."""
    asked: list[dict[str, Any]] = []
    events, hook = client("sqs").meta.events, "before-parameter-build.sqs.ChangeMessageVisibility"

    def heard(params: dict[str, Any], **_: object) -> None:
        asked.append(params)

    events.register(hook, heard)
    yield asked
    events.unregister(hook, heard)


def test_the_queue_hides_a_notice_until_its_time(monkeypatch: pytest.MonkeyPatch, hidden: list[dict[str, Any]]) -> None:
    outbox.leave(replace(notice(), quiet=QuietHours()))
    url = settings().notices_queue_url
    (taken,) = client("sqs").receive_message(QueueUrl=url, VisibilityTimeout=0)["Messages"]
    (taken,) = client("sqs").receive_message(QueueUrl=url)["Messages"]
    record = {"messageId": "1", "body": taken["Body"], "receiptHandle": taken["ReceiptHandle"]}
    monkeypatch.setattr(clock, "now", lambda: NIGHT)

    answer = batches.of_messages(SQSEvent({"Records": [record]}, None), deliver.message)

    assert answer == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert [one["VisibilityTimeout"] for one in hidden] == [10 * 3600]


@pytest.mark.parametrize(
    ("until", "seconds"), [(timedelta(hours=12), 11 * 3600), (timedelta(0), 1), (timedelta(microseconds=1), 1)]
)
def test_a_message_is_hidden_as_long_as_the_queue_can(
    until: timedelta, seconds: int, hidden: list[dict[str, Any]]
) -> None:
    outbox.leave(notice())
    (taken,) = client("sqs").receive_message(QueueUrl=settings().notices_queue_url)["Messages"]

    queues.hide_notice(taken["ReceiptHandle"], until_at=NIGHT + until, at=NIGHT)

    assert hidden[0]["VisibilityTimeout"] == seconds
