"""What each function may do: exactly what it needs, and nobody may take anything away."""

import json

import pytest

from tests.contract.template import FUNCTIONS, deployed, expanded, references, statements

KEEP = {f"dynamodb:{verb}Item" for verb in ("BatchGet", "ConditionCheck", "Get", "Put", "Update")} | {"dynamodb:Query"}
READ_STREAM = {f"dynamodb:{name}" for name in ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")}
TAKE_MESSAGES = {f"sqs:{verb}" for verb in ("ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes")}
MANAGE_ACCOUNTS = {
    f"cognito-idp:Admin{verb}"
    for verb in (
        "AddUserToGroup",
        "CreateUser",
        "InitiateAuth",
        "RespondToAuthChallenge",
        "SetUserMFAPreference",
        "SetUserPassword",
        "UserGlobalSignOut",
    )
}
READ_VAULT = {"s3:GetObjectVersion", "s3:ListBucketVersions"}
READ_SECRET = {"secretsmanager:GetSecretValue"}
SEND_MESSAGE = {"sqs:SendMessage"}
# Without listing, S3 tells a missing file as a forbidden one.
FILES = {"s3:GetObject", "s3:ListBucket", "s3:PutObject"}
OBSERVE = {"logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTelemetryRecords", "xray:PutTraceSegments"}

ACTIONS = {
    "APIHandler": KEEP
    | {"kms:Decrypt", "kms:Encrypt"}
    | MANAGE_ACCOUNTS
    | READ_SECRET
    | READ_VAULT
    | SEND_MESSAGE
    | FILES,
    "AlertBudgets": {"dynamodb:BatchGetItem", "dynamodb:Query"} | SEND_MESSAGE,
    "AnnounceBookings": READ_STREAM
    | {"dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:Query"}
    | READ_SECRET
    | SEND_MESSAGE,
    "AnnounceInvitations": READ_STREAM
    | {"dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"}
    | READ_SECRET
    | SEND_MESSAGE,
    "AnnounceOffers": READ_STREAM | {"dynamodb:BatchGetItem"} | READ_SECRET | SEND_MESSAGE,
    "CompareOnlinePayments": {"dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:PutItem"}
    | {"dynamodb:Query"}
    | READ_SECRET
    | SEND_MESSAGE,
    "ConfirmDeliveries": {"dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"}
    | SEND_MESSAGE,
    "CountUsage": {"dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:Query"} | SEND_MESSAGE,
    "DeliverNotices": {"dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"}
    | {"ses:SendEmail", "ses:SendRawEmail"}
    | TAKE_MESSAGES
    | {"sqs:ReceiveMessage"},
    "EndOffers": KEEP - {"dynamodb:ConditionCheckItem", "dynamodb:GetItem"} | SEND_MESSAGE,
    "EndRequests": KEEP - {"dynamodb:ConditionCheckItem", "dynamodb:GetItem"} | SEND_MESSAGE,
    "OfferPlaces": READ_STREAM | {"dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"} | SEND_MESSAGE,
    "ExpireVouchers": KEEP - {"dynamodb:GetItem"} | SEND_MESSAGE,
    "FollowOwnMoney": READ_STREAM
    | {"dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:PutItem"}
    | SEND_MESSAGE,
    "GenerateSessions": KEEP - {"dynamodb:GetItem"} | SEND_MESSAGE,
    "ProcessBatches": KEEP - {"dynamodb:GetItem"}
    | TAKE_MESSAGES
    | {"sqs:ReceiveMessage"}
    | SEND_MESSAGE
    | FILES
    | READ_SECRET,
    "PublishCatalogue": READ_STREAM | {"dynamodb:BatchGetItem", "dynamodb:Query"} | FILES | SEND_MESSAGE,
    "RebuildCatalogue": {"dynamodb:BatchGetItem", "dynamodb:Query"} | FILES | SEND_MESSAGE,
    "RemindBookings": {"dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:Query"} | SEND_MESSAGE,
    "SettleMonths": {"dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:Query", "s3:PutObject"}
    | READ_SECRET
    | SEND_MESSAGE,
    "ReconcileLedger": {"dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:Query", "s3:PutObject"} | SEND_MESSAGE,
    "ReconcileSegment": {"dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:Scan"}
    | {"sqs:ReceiveMessage"}
    | FILES
    | READ_SECRET
    | READ_VAULT
    | TAKE_MESSAGES
    | SEND_MESSAGE,
    "SealLedger": {"dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:Scan", "s3:PutObject"}
    | SEND_MESSAGE,
    "SurveyLedger": {"dynamodb:Query"} | SEND_MESSAGE,
}


def test_every_function_has_its_expected_actions() -> None:
    assert sorted(ACTIONS) == FUNCTIONS


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_role_may_do_exactly_what_is_expected(function: str) -> None:
    allowed = {action for entry in statements(function) for action in entry["Action"]}
    assert allowed == ACTIONS[function] | OBSERVE


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_role_reaches_everything_only_where_nothing_narrower_exists(function: str) -> None:
    wide = {
        action for entry in statements(function) if "*" in deployed(entry["Resource"]) for action in entry["Action"]
    }
    assert wide == {"xray:PutTelemetryRecords", "xray:PutTraceSegments"}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_action_is_a_pattern(function: str) -> None:
    assert not [action for entry in statements(function) for action in entry["Action"] if "*" in action]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_writes_only_its_own_log(function: str) -> None:
    [log] = [entry for entry in statements(function) if "logs:PutLogEvents" in entry["Action"]]
    assert f":/aws/lambda/${{AWS::StackName}}-{function}-*:*" in json.dumps(log["Resource"])


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_ledger_is_changed_only_at_account_heads(function: str) -> None:
    changing = [entry for entry in statements(function) if "dynamodb:UpdateItem" in entry["Action"]]
    on_ledger = [entry for entry in changing if "LedgerTable" in references(entry["Resource"])]
    heads = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["account#*"]}}
    assert all(entry["Condition"] == heads for entry in on_ledger)


@pytest.mark.parametrize("function", ["AnnounceBookings", "RemindBookings"])
def test_who_reminds_writes_of_people_only_their_reminders(function: str) -> None:
    [on_people] = [entry for entry in statements(function) if "dynamodb:PutItem" in entry["Action"]]

    assert references(on_people["Resource"]) == {"PeopleTable"}
    assert on_people["Condition"] == {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["reminders#*"]}}


def test_who_makes_links_writes_only_links_and_where_accounts_point() -> None:
    writing = {
        action: entry["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
        for entry in statements("AnnounceInvitations")
        for action in entry["Action"]
        if action in {"dynamodb:PutItem", "dynamodb:UpdateItem"}
    }

    assert writing == {"dynamodb:PutItem": ["invitation#*"], "dynamodb:UpdateItem": ["account#*"]}


def test_opinions_are_counted_and_read_together_never_one_by_one() -> None:
    reaching = [entry for entry in statements("APIHandler") if "FeedbackTable" in references(entry["Resource"])]

    assert [entry["Action"] for entry in reaching] == [["dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"]]
    others = [one for one in FUNCTIONS if one != "APIHandler"]
    assert not [one for one in others if any("FeedbackTable" in references(e["Resource"]) for e in statements(one))]


def test_requests_open_notes_and_no_codice_fiscale() -> None:
    [opening] = [entry for entry in statements("APIHandler") if "kms:Decrypt" in entry["Action"]]

    assert opening["Condition"] == {"StringLike": {"kms:EncryptionContext:record_id": "note#*"}}


def test_the_expiry_writes_of_vouchers_only_what_people_have() -> None:
    putting = [entry for entry in statements("ExpireVouchers") if "dynamodb:PutItem" in entry["Action"]]
    [on_vouchers] = [entry for entry in putting if "VouchersTable" in references(entry["Resource"])]

    assert on_vouchers["Condition"] == {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["holdings#*"]}}


def test_who_counts_writes_figures_and_nothing_else() -> None:
    [writing] = [entry for entry in statements("CountUsage") if "dynamodb:PutItem" in entry["Action"]]

    assert references(writing["Resource"]) == {"UsageTable"}


def test_requests_read_figures_and_never_write_them() -> None:
    [on_usage] = [entry for entry in statements("APIHandler") if "UsageTable" in references(entry["Resource"])]

    assert on_usage["Action"] == ["dynamodb:BatchGetItem", "dynamodb:Query"]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_nobody_deletes(function: str) -> None:
    assert not [action for entry in statements(function) for action in entry["Action"] if "DeleteItem" in action]


@pytest.mark.parametrize("function", ["ReconcileLedger", "ReconcileSegment", "SealLedger", "SurveyLedger"])
def test_what_controls_the_ledger_writes_nothing_into_it_but_seals(function: str) -> None:
    writing = [
        entry
        for entry in statements(function)
        if "dynamodb:PutItem" in entry["Action"] and "LedgerTable" in references(entry["Resource"])
    ]
    seals = {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["seals"]}}
    assert all(entry["Condition"] == seals for entry in writing)


def test_every_index_may_be_asked_by_someone() -> None:
    tables = {name: one for name, one in expanded()["Resources"].items() if one["Type"] == "AWS::DynamoDB::Table"}
    indexes = {
        f"${{{name}.Arn}}/index/{index['IndexName']}"
        for name, table in tables.items()
        for index in table["Properties"].get("GlobalSecondaryIndexes", [])
    }
    asked = json.dumps([entry["Resource"] for function in FUNCTIONS for entry in statements(function)])
    assert {one for one in indexes if one not in asked and f"{one.rsplit('/', 1)[0]}/*" not in asked} == set()
