"""What the platform answers to: its routes, its schedules, its streams, its queues."""

from typing import Any

from chalice.app import Chalice, CloudWatchEvent, DynamoDBEvent, SQSEvent

from chalicelib.access import announce as invitation_mail
from chalicelib.access.routes import routes as access_routes
from chalicelib.batches import process
from chalicelib.batches.routes import routes as batch_routes
from chalicelib.bookings import announce as booking_mail
from chalicelib.bookings import answer as request
from chalicelib.bookings import confirm, remind
from chalicelib.bookings.routes import routes as booking_routes
from chalicelib.bookings.series_routes import routes as series_routes
from chalicelib.calendars.routes import routes as calendar_routes
from chalicelib.catalogue import stock
from chalicelib.catalogue.routes import routes as catalogue_routes
from chalicelib.controls import reconcile, survey
from chalicelib.controls.routes import routes as control_routes
from chalicelib.desks.routes import routes as desk_routes
from chalicelib.feed.routes import routes as feed_routes
from chalicelib.feedback.routes import routes as feedback_routes
from chalicelib.homecare.routes import routes as homecare_routes
from chalicelib.kernel import clock
from chalicelib.ledger import seal
from chalicelib.notices import deliver
from chalicelib.payments import compare as online_payments
from chalicelib.payments import follow as own_money
from chalicelib.payments.routes import routes as payment_routes
from chalicelib.people.routes import routes as people_routes
from chalicelib.programmes import alert
from chalicelib.programmes.routes import routes as programme_routes
from chalicelib.providers.routes import routes as provider_routes
from chalicelib.rosters.routes import routes as roster_routes
from chalicelib.runtime import batches, http
from chalicelib.runtime.status import routes as status_routes
from chalicelib.schedules import generate
from chalicelib.schedules.routes import routes as schedule_routes
from chalicelib.settlements import issue as settlement
from chalicelib.settlements.routes import routes as settlement_routes
from chalicelib.usage import count as usage
from chalicelib.usage.routes import routes as usage_routes
from chalicelib.vouchers import expire
from chalicelib.vouchers.routes import routes as voucher_routes
from chalicelib.waitlists import expire as offer
from chalicelib.waitlists import follow as waiting
from chalicelib.waitlists.routes import routes as waitlist_routes

app = Chalice(app_name="welfare")
http.install(app)
app.register_blueprint(access_routes)
app.register_blueprint(batch_routes)
app.register_blueprint(booking_routes)
app.register_blueprint(calendar_routes)
app.register_blueprint(catalogue_routes)
app.register_blueprint(control_routes)
app.register_blueprint(desk_routes)
app.register_blueprint(feed_routes)
app.register_blueprint(feedback_routes)
app.register_blueprint(homecare_routes)
app.register_blueprint(payment_routes)
app.register_blueprint(people_routes)
app.register_blueprint(programme_routes)
app.register_blueprint(provider_routes)
app.register_blueprint(roster_routes)
app.register_blueprint(schedule_routes)
app.register_blueprint(series_routes)
app.register_blueprint(settlement_routes)
app.register_blueprint(status_routes)
app.register_blueprint(usage_routes)
app.register_blueprint(voucher_routes)
app.register_blueprint(waitlist_routes)


@app.on_dynamodb_record(stream_arn="set by infra/template.yaml")
def announce_bookings(event: DynamoDBEvent) -> dict[str, Any]:
    """Leave a mail for every booking placed, cancelled, or whose delivery was recorded."""
    return batches.of_changes(event, booking_mail.change)


@app.on_dynamodb_record(stream_arn="set by infra/template.yaml")
def announce_invitations(event: DynamoDBEvent) -> dict[str, Any]:
    """Make the links that were asked for; leave a mail for every invitation."""
    return batches.of_changes(event, invitation_mail.change)


@app.on_dynamodb_record(stream_arn="set by infra/template.yaml")
def announce_offers(event: DynamoDBEvent) -> dict[str, Any]:
    """Leave a mail for every place that is offered to who waited for it."""
    return batches.of_changes(event, waiting.entry)


@app.on_dynamodb_record(stream_arn="set by infra/template.yaml")
def offer_places(event: DynamoDBEvent) -> dict[str, Any]:
    """Offer the places that came back while someone waits, to each in their turn."""
    return batches.of_changes(event, waiting.session)


@app.on_dynamodb_record(stream_arn="set by infra/template.yaml")
def publish_catalogue(event: DynamoDBEvent) -> dict[str, Any]:
    """Bring the public catalogue up to date with what has changed of offerings, needs, cooperatives."""
    return batches.of_keys(event, stock.changes)


@app.on_dynamodb_record(stream_arn="set by infra/template.yaml")
def follow_own_money(event: DynamoDBEvent) -> dict[str, Any]:
    """Let the own money of every booking that changed say what is to be paid or refunded now."""
    return batches.of_changes(event, own_money.booking)


@app.on_sqs_message(queue_arn="set by infra/template.yaml")
def deliver_notices(event: SQSEvent) -> dict[str, Any]:
    """Send the mails that wait in the outbox."""
    return batches.of_messages(event, deliver.message)


@app.on_sqs_message(queue_arn="set by infra/template.yaml")
def process_batches(event: SQSEvent) -> dict[str, Any]:
    """Check and issue the batches that wait in the queue, a step at a time."""
    return batches.of_messages(event, process.message)


@app.schedule("cron(5 23 * * ? *)")
def confirm_deliveries(event: CloudWatchEvent) -> int:
    """Every night, after midnight in Italy: what nobody contested in time stands, before what is left expires."""
    return confirm.deliveries(at=clock.now())


@app.schedule("cron(15 23 * * ? *)")
def expire_vouchers(event: CloudWatchEvent) -> int:
    """Every night, after midnight in Italy: who must hurry is warned, what expired goes back to its programme."""
    return expire.vouchers(at=clock.now())


@app.schedule("cron(45 23 * * ? *)")
def generate_sessions(event: CloudWatchEvent) -> int:
    """Every night, after midnight in Italy: sessions that have come near are made from their schedules."""
    return generate.sessions(at=clock.now())


@app.schedule("rate(5 minutes)")
def end_offers(event: CloudWatchEvent) -> int:
    """Every five minutes: an offer that nobody answered goes to the next who waits."""
    return offer.offers(at=clock.now())


@app.schedule("rate(5 minutes)")
def end_requests(event: CloudWatchEvent) -> int:
    """Every five minutes: what a provider did not answer in time frees its place and its money."""
    return request.unanswered(at=clock.now())


@app.schedule("cron(45 1 * * ? *)")
def rebuild_catalogue(event: CloudWatchEvent) -> int:
    """Every night: the public catalogue is made anew, in case a change did not reach it."""
    return stock.everything()


@app.schedule("cron(0/15 * * * ? *)")
def remind_bookings(event: CloudWatchEvent) -> int:
    """Every quarter of an hour: who is expected is reminded, as long before as they chose."""
    return remind.bookings(at=clock.now())


@app.schedule("rate(10 minutes)")
def compare_online_payments(event: CloudWatchEvent) -> int:
    """Every ten minutes: what is open at the online provider is compared, and refunds are asked for."""
    return online_payments.payments(at=clock.now())


@app.schedule("cron(30 6 * * ? *)")
def alert_budgets(event: CloudWatchEvent) -> int:
    """Every morning: who asked for it hears which funds are running low."""
    return alert.budgets()


@app.schedule("cron(0 3 * * ? *)")
def seal_ledger(event: CloudWatchEvent) -> int:
    """Every night, hours after midnight in Italy: the entries of the days that ended are sealed."""
    return seal.days(at=clock.now())


@app.schedule("cron(15 3 * * ? *)")
def count_usage(event: CloudWatchEvent) -> int:
    """Every night, hours after midnight in Italy: what became of money and places on the days that ended is counted."""
    return usage.days(at=clock.now())


@app.schedule("cron(30 3 * * ? *)")
def reconcile_ledger(event: CloudWatchEvent) -> int:
    """Every night: tell where what changed does not add up, or the bookings say something else."""
    return len(reconcile.changes(at=clock.now()).differences)


@app.schedule("cron(0 4 ? * SUN *)")
def survey_ledger(event: CloudWatchEvent) -> str:
    """Every week: begin to read, compare and verify all there is."""
    return survey.begin(at=clock.now())


@app.on_sqs_message(queue_arn="set by infra/template.yaml")
def reconcile_segment(event: SQSEvent) -> dict[str, Any]:
    """Take the steps of the weekly control that wait in the queue."""
    return batches.of_messages(event, survey.step)


@app.schedule("cron(30 2 * * ? *)")
def settle_months(event: CloudWatchEvent) -> int:
    """Every night: from its second day on, a month settles what the one before it owes providers."""
    return settlement.months(at=clock.now())
