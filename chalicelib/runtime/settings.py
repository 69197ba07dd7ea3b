"""What the deployment tells the code, read once, when first needed."""

import os
from dataclasses import dataclass, fields
from functools import cache


@dataclass(frozen=True, slots=True)
class Settings:
    """One field for each environment variable that infra/template.yaml sets."""

    people_table: str
    desks_table: str
    access_table: str
    providers_table: str
    rosters_table: str
    catalogue_table: str
    programmes_table: str
    vouchers_table: str
    ledger_table: str
    bookings_table: str
    calendars_table: str
    notices_table: str
    settlements_table: str
    controls_table: str
    batches_table: str
    schedules_table: str
    homecare_table: str
    waitlists_table: str
    payments_table: str
    feedback_table: str
    usage_table: str
    user_pool_id: str
    user_pool_client_id: str
    people_key_id: str
    platform_secret_arn: str
    stripe_secret_arn: str  # empty: own money is not paid online
    notices_queue_url: str
    reconciliation_queue_url: str
    batches_queue_url: str
    reports_bucket: str
    seals_bucket: str
    mail_from: str
    mail_configuration_set: str
    portal_url: str
    api_url: str
    front_key: str  # what the distribution of the pages shows, so that its word on who asks is believed
    stage: str


@cache
def settings() -> Settings:
    """The settings of this process; raises KeyError naming a variable that the deployment did not set."""
    return Settings(**{field.name: os.environ[field.name.upper()] for field in fields(Settings)})
