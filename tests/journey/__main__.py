"""Plays the whole story of the platform over HTTP against the running local stack, and checks every sum on the way.

    python -m tests.journey        (PORT= when the platform does not run on 4566)

Everything goes through the deployed API with real tokens, but for what its output says otherwise: the mails are read
where the local SES keeps them, the nightly jobs are started through the Lambda API, and where the story would have to
wait for days the same handler runs in this process under a moved clock, against the same cloud.
"""

import logging
import os
import sys
import time

from botocore.exceptions import BotoCoreError, ClientError

from infra.deploy import DeployFailed
from infra.local import stack
from tests.journey import booking, calendar, funding, jobs, joining, moved_clock, sums, timetable, waiting
from tests.journey.api import refused
from tests.journey.stage import Stage
from tests.journey.telling import Off, act, say

OPERATOR = "operatrice.tradate@example.org"
OFFICER = "ufficio.di.piano@example.org"
FINANCE = "ragioneria@example.org"
ADMINISTRATOR = "amministrazione@example.org"
MANAGER = "responsabile.melograno@example.org"


def main() -> None:
    """Play the story, and end with one clear line when anything is off."""
    began = time.monotonic()
    try:
        os.environ.update(stack.environment())
        logging.getLogger("welfare").setLevel(logging.ERROR)  # the steps in this process must not log into the story
        _play(Stage())
    except (Off, DeployFailed, OSError, BotoCoreError, ClientError) as off:
        sys.exit(f"\nTHE JOURNEY IS OFF: {off}")
    print(f"\nEverything adds up. {time.monotonic() - began:.0f} seconds.")


def _play(stage: Stage) -> None:
    act("The staff signs in: password, then authenticator")
    operator, officer, finance = (stage.staff(email) for email in (OPERATOR, OFFICER, FINANCE))
    administrator, manager = stage.staff(ADMINISTRATOR), stage.staff(MANAGER)
    joining.wrong_password(stage, OPERATOR)

    act("The administrator invites an educator, who enrols a second factor")
    worker = joining.hire(stage, administrator, manager)

    act("At the Social Point the operator registers Teresa, and her grandchild without e-mail")
    teresa, grandchild_id = joining.register(stage, operator)

    act("Teresa receives the invitation, sets a password, signs in")
    joining.activate(stage, teresa)
    joining.keep_signed_in(stage, teresa)
    joining.who_looked(teresa)

    act("The programme officer creates a programme and issues a voucher")
    care = funding.fund(officer, teresa, grandchild_id)

    act("The cooperative publishes sessions; Teresa browses")
    sessions = timetable.publish(stage, manager)
    free_session = timetable.browse(stage, sessions)

    act("Teresa asks for a quote and books with her voucher")
    first = booking.book_twice(teresa, sessions[0]["id"], sessions[1]["id"], care.voucher_id)
    stage.inbox.mail(teresa.email, "La tua prenotazione è confermata")
    sums.expect_account(teresa, care, available=67_00, held=33_00)

    act("Her own calendar shows it, at an address that only she has")
    calendar.subscribe(stage, teresa, first)

    act("Every no has its reason and its remedy")
    booking.refusals(stage, teresa, grandchild_id, care, sessions, free_session)

    act("Teresa cancels: the place and the money come back")
    booking.cancel(teresa, first, sessions[0])
    stage.inbox.mail(teresa.email, "La tua prenotazione è stata disdetta")
    sums.expect_account(teresa, care, available=funding.GRANTED_CENTS)

    act("A session is full: Teresa waits, and is asked first when a place comes back")
    waited = waiting.wait(stage, teresa, sessions[5])
    sums.expect_account(teresa, care, available=67_00, held=33_00)
    booking.cancel(teresa, waited, sessions[5])
    sums.expect_account(teresa, care, available=funding.GRANTED_CENTS)

    act("She books again, three times; an appointment at the Social Point costs nothing, and she gives it back")
    booked = [booking.book(teresa, session["id"], care.voucher_id) for session in sessions[1:4]]
    booking.cancel(teresa, booking.book(teresa, free_session["id"], None), free_session)
    sums.expect_account(teresa, care, available=1_00, held=99_00)
    refused(teresa.api.quote(teresa.id, sessions[0]["id"], care.voucher_id), 409, "insufficient_balance")

    act("The educator sees who comes, and records who came")
    moved_clock.attend(worker, booked)
    sums.expect_account(teresa, care, available=50_50, captured=49_50)

    act("A voucher expires: what is left goes back to the programme")
    soon = moved_clock.expire(officer, teresa, sessions[0])

    act("The nightly jobs and the weekly one, through the Lambda API")
    say(f"reminders that remind_bookings left: {jobs.run('remind_bookings')}")
    say(f"vouchers that expire_vouchers let lapse: {jobs.run('expire_vouchers')}")
    jobs.seal()
    jobs.reconcile()

    act("The final accounts")
    sums.statement(teresa, care)
    for grant in (care, soon):
        sums.conserves(finance, teresa, grant, provider_id=sessions[0]["provider_id"])


if __name__ == "__main__":
    main()
