"""What the packaged template promises: references that resolve, least privilege, nothing lost in silence."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from chalicelib.catalogue import table as catalogue
from chalicelib.providers import table as providers
from chalicelib.runtime.identity import REFRESH_DAYS
from infra import build
from infra.local import stack
from tests.contract.template import (
    FUNCTIONS,
    Node,
    built,
    deployed,
    expanded,
    of_type,
    packaged,
    references,
)
from tests.integration.payments.stand_in import served

STREAM_READERS = ["AnnounceBookings", "AnnounceInvitations", "AnnounceOffers", "FollowOwnMoney", "OfferPlaces"]
JOBS = [
    "AlertBudgets",
    "CompareOnlinePayments",
    "ConfirmDeliveries",
    "CountUsage",
    "EndOffers",
    "EndRequests",
    "ExpireVouchers",
    "GenerateSessions",
    "RebuildCatalogue",
    "ReconcileLedger",
    "RemindBookings",
    "SealLedger",
    "SettleMonths",
    "SurveyLedger",
]


def queue_of(destination: Node) -> str:
    name: str = destination["Fn::GetAtt"][0]
    assert name in of_type("AWS::SQS::Queue")
    return name


def alarms_on(metric: str, dimension: Node) -> list[Node]:
    every = of_type("AWS::CloudWatch::Alarm").values()
    return [alarm for alarm in every if alarm["MetricName"] == metric and dimension in alarm.get("Dimensions", [])]


def test_the_functions_are_the_ones_agreed() -> None:
    assert sorted(of_type("AWS::Lambda::Function")) == FUNCTIONS


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_handler_lives_in_app(function: str) -> None:
    assert of_type("AWS::Lambda::Function")[function]["Handler"].startswith("app.")


def test_every_reference_resolves() -> None:
    template = expanded()
    known = set(template["Resources"]) | set(template["Parameters"])
    pseudo = {name for name in references(template) if name.startswith("AWS::")}
    assert references(template) - known - pseudo == set()


def test_no_placeholder_is_left() -> None:
    assert "set by infra/template.yaml" not in json.dumps(expanded())


def test_every_dependency_and_condition_exists() -> None:
    template = expanded()
    needed = {name for resource in template["Resources"].values() for name in _listed(resource.get("DependsOn", []))}
    conditions = {resource["Condition"] for resource in template["Resources"].values() if "Condition" in resource}
    assert needed <= set(template["Resources"])
    assert conditions <= set(template["Conditions"])


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_function_keeps_its_log_for_a_year(function: str) -> None:
    name = {"Fn::Sub": f"/aws/lambda/${{{function}}}"}
    assert [
        log["RetentionInDays"] for log in of_type("AWS::Logs::LogGroup").values() if log.get("LogGroupName") == name
    ] == [365]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_function_has_an_alarm_on_its_errors(function: str) -> None:
    assert alarms_on("Errors", {"Name": "FunctionName", "Value": {"Ref": function}})


@pytest.mark.parametrize("function", JOBS)
def test_every_job_has_an_alarm_on_its_absence(function: str) -> None:
    [alarm] = alarms_on("Invocations", {"Name": "FunctionName", "Value": {"Ref": function}})
    assert (alarm["ComparisonOperator"], alarm["TreatMissingData"]) == ("LessThanThreshold", "breaching")


def test_every_queue_of_failures_has_an_alarm() -> None:
    for queue in (
        "BatchesDeadLetters",
        "JobDeadLetters",
        "NoticesDeadLetters",
        "ReconciliationDeadLetters",
        "StreamDeadLetters",
    ):
        dimension = {"Name": "QueueName", "Value": {"Fn::GetAtt": [queue, "QueueName"]}}
        assert alarms_on("ApproximateNumberOfMessagesVisible", dimension), queue


def test_every_alarm_tells_somebody() -> None:
    silent = [name for name, alarm in of_type("AWS::CloudWatch::Alarm").items() if not alarm.get("AlarmActions")]
    assert silent == []


@pytest.mark.parametrize("function", STREAM_READERS)
def test_a_stream_reader_sets_aside_only_what_fails(function: str) -> None:
    [source] = sources(function)
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert source["BisectBatchOnFunctionError"] is True
    assert source["MaximumRetryAttempts"] > 0
    assert queue_of(source["DestinationConfig"]["OnFailure"]["Destination"]) == "StreamDeadLetters"


@pytest.mark.parametrize(
    ("function", "table"),
    [
        ("AnnounceBookings", "BookingsTable"),
        ("AnnounceInvitations", "AccessTable"),
        ("AnnounceOffers", "WaitlistsTable"),
        ("OfferPlaces", "CatalogueTable"),
    ],
)
def test_a_stream_reader_reads_its_table(function: str, table: str) -> None:
    [source] = sources(function)
    assert source["EventSourceArn"] == {"Fn::GetAtt": [table, "StreamArn"]}


def test_the_catalogue_follows_the_tables_it_is_made_of_and_nothing_else() -> None:
    asked = {
        source["EventSourceArn"]["Fn::GetAtt"][0]: json.loads(source["FilterCriteria"]["Filters"][0]["Pattern"])
        for source in sources("PublishCatalogue")
    }
    keys = {table: pattern["dynamodb"]["Keys"]["pk"]["S"] for table, pattern in asked.items()}
    assert keys == {
        "CatalogueTable": [{"prefix": catalogue.OFFERING_KEY}, catalogue.SERVICES, catalogue.NEEDS],
        "ProvidersTable": [{"prefix": providers.ACCREDITATIONS}, providers.PROVIDERS],
    }


def test_the_catalogue_gathers_changes_and_sets_aside_what_fails() -> None:
    for source in sources("PublishCatalogue"):
        assert source["MaximumBatchingWindowInSeconds"] == 2
        assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        assert queue_of(source["DestinationConfig"]["OnFailure"]["Destination"]) == "StreamDeadLetters"


QUEUE_READERS = {"DeliverNotices": "Notices", "ProcessBatches": "Batches", "ReconcileSegment": "Reconciliation"}


@pytest.mark.parametrize(("function", "named"), QUEUE_READERS.items())
def test_a_message_that_keeps_failing_is_set_aside_alone(function: str, named: str) -> None:
    [source] = sources(function)
    queue = of_type("AWS::SQS::Queue")[queue_of(source["EventSourceArn"])]
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert queue_of(queue["RedrivePolicy"]["deadLetterTargetArn"]) == f"{named}DeadLetters"


@pytest.mark.parametrize(("function", "named"), QUEUE_READERS.items())
def test_a_message_is_hidden_for_six_times_as_long_as_it_may_take(function: str, named: str) -> None:
    timeout = of_type("AWS::Lambda::Function")[function]["Timeout"]
    assert of_type("AWS::SQS::Queue")[f"{named}Queue"]["VisibilityTimeout"] >= 6 * timeout


def test_only_the_portal_leaves_files_from_a_browser() -> None:
    [rule] = of_type("AWS::S3::Bucket")["ReportsBucket"]["CorsConfiguration"]["CorsRules"]
    assert (rule["AllowedOrigins"], rule["AllowedMethods"]) == ([{"Ref": "PortalUrl"}], ["PUT"])


def test_uploads_are_forgotten_after_thirty_days() -> None:
    rules = of_type("AWS::S3::Bucket")["ReportsBucket"]["LifecycleConfiguration"]["Rules"]
    [rule] = [rule for rule in rules if rule.get("Prefix") == "uploads/"]
    assert (rule["Status"], rule["ExpirationInDays"]) == ("Enabled", 30)
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 1}


def test_printed_rosters_are_forgotten_after_a_day() -> None:
    rules = of_type("AWS::S3::Bucket")["ReportsBucket"]["LifecycleConfiguration"]["Rules"]
    [rule] = [rule for rule in rules if rule.get("Prefix") == "rosters/"]
    assert (rule["Status"], rule["ExpirationInDays"]) == ("Enabled", 1)
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 1}


def sources(function: str) -> list[Node]:
    every = of_type("AWS::Lambda::EventSourceMapping").values()
    return [source for source in every if source["FunctionName"] == {"Ref": function}]


@pytest.mark.parametrize("function", JOBS)
def test_a_job_that_fails_is_retried_and_then_set_aside(function: str) -> None:
    every = of_type("AWS::Lambda::EventInvokeConfig").values()
    [asynchronous] = [config for config in every if config["FunctionName"] == {"Ref": function}]
    assert asynchronous["MaximumRetryAttempts"] == 2
    assert queue_of(asynchronous["DestinationConfig"]["OnFailure"]["Destination"]) == "JobDeadLetters"


@pytest.mark.parametrize("function", JOBS)
def test_a_schedule_that_cannot_start_its_job_is_set_aside(function: str) -> None:
    arn = {"Fn::GetAtt": [function, "Arn"]}
    targets = [target for rule in of_type("AWS::Events::Rule").values() for target in rule["Targets"]]
    [target] = [target for target in targets if target["Arn"] == arn]
    assert target["RetryPolicy"]["MaximumRetryAttempts"] > 0
    assert queue_of(target["DeadLetterConfig"]["Arn"]) == "JobDeadLetters"


@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_function_runs_on_the_least_memory(function: str) -> None:
    assert of_type("AWS::Lambda::Function")[function]["MemorySize"] >= 1024


def test_tables_are_encrypted_restorable_and_hard_to_lose() -> None:
    outside_local = {"Fn::If": ["Deployed", True, False]}
    for name, table in of_type("AWS::DynamoDB::Table").items():
        assert table["BillingMode"] == "PAY_PER_REQUEST", name
        assert table["SSESpecification"] == {"SSEEnabled": True, "SSEType": "KMS"}, name
        assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": outside_local}, name
        assert table["DeletionProtectionEnabled"] == outside_local, name


def test_what_cannot_be_made_again_survives_the_stack() -> None:
    kinds = ("AWS::Cognito::UserPool", "AWS::DynamoDB::Table", "AWS::KMS::Key", "AWS::S3::Bucket")
    for name in (name for kind in (*kinds, "AWS::SecretsManager::Secret") for name in of_type(kind)):
        resource = expanded()["Resources"][name]
        assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain"), name


def test_the_stack_is_local_only_when_its_stage_is() -> None:
    assert packaged()["Conditions"]["Deployed"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "Stage"}, "local"]}]}


def test_buckets_are_private_and_keep_their_versions() -> None:
    for name, bucket in of_type("AWS::S3::Bucket").items():
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}, name
        assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}, name
        wanted = "AES256" if name == "PagesBucket" else "aws:kms"  # what is for everybody needs no key of ours
        assert wanted in json.dumps(bucket["BucketEncryption"]), name


def test_nobody_can_change_or_remove_what_a_day_was_sealed_with() -> None:
    bucket = of_type("AWS::S3::Bucket")["SealsBucket"]
    assert bucket["ObjectLockEnabled"] is True
    retention = bucket["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
    assert retention == {"Mode": "COMPLIANCE", "Years": 10}


@pytest.mark.parametrize("metric", ["ReconciliationDrift", "VerificationFindings", "DaysSealed"])
def test_the_controls_raise_an_alarm(metric: str) -> None:
    assert alarms_on(metric, {"Name": "service", "Value": "welfare"})


def tls_only(policy: Node) -> bool:
    guard = {"Bool": {"aws:SecureTransport": "false"}}
    entries = [deployed(entry) for entry in policy["PolicyDocument"]["Statement"]]
    return any((entry["Effect"], entry.get("Condition")) == ("Deny", guard) for entry in entries)


def test_buckets_and_queues_refuse_to_be_reached_without_tls() -> None:
    policies = of_type("AWS::S3::BucketPolicy") | of_type("AWS::SQS::QueuePolicy")
    guarded = {
        name
        for policy in policies.values()
        for name in references([policy.get("Bucket"), policy.get("Queues")])
        if tls_only(policy)
    }
    assert guarded == set(of_type("AWS::S3::Bucket")) | set(of_type("AWS::SQS::Queue"))


def test_the_access_log_tells_neither_queries_nor_paths_of_people() -> None:
    [stage] = of_type("AWS::ApiGateway::Stage").values()
    entry = json.loads(stage["AccessLogSetting"]["Format"])
    assert entry["path"] == "$context.resourcePath"
    assert not {"$context.path", "$context.identity.sourceIp", "$context.authorizer.principalId"} & set(entry.values())


def test_no_trace_of_the_gateway_keeps_the_address_of_a_calendar() -> None:
    [stage] = of_type("AWS::ApiGateway::Stage").values()
    assert stage["TracingEnabled"] is False


def test_what_is_kept_for_a_while_is_forgotten_by_its_own_clock() -> None:
    tables = of_type("AWS::DynamoDB::Table")
    forgetting = {name for name, table in tables.items() if "TimeToLiveSpecification" in table}

    assert forgetting == {"AccessTable", "NoticesTable"}
    for name in forgetting:
        assert tables[name]["TimeToLiveSpecification"] == {"AttributeName": "purge_at", "Enabled": True}


def test_a_browser_keeps_a_refresh_token_as_long_as_it_is_good() -> None:
    [client] = of_type("AWS::Cognito::UserPoolClient").values()

    assert (client["RefreshTokenValidity"], client["TokenValidityUnits"]["RefreshToken"]) == (REFRESH_DAYS, "days")


def test_the_stage_is_throttled() -> None:
    [stage] = of_type("AWS::ApiGateway::Stage").values()
    everything, *written_by_anybody = stage["MethodSettings"]
    assert everything["ThrottlingRateLimit"] > 0
    assert everything["ThrottlingBurstLimit"] > 0
    assert [one["DataTraceEnabled"] for one in stage["MethodSettings"]] == [False, False, False]
    assert [(one["HttpMethod"], one["ResourcePath"].replace("~1", "/")) for one in written_by_anybody] == [
        ("POST", "//v1/feedback"),
        ("POST", "//v1/recoveries"),
    ]
    assert all(one["ThrottlingRateLimit"] < everything["ThrottlingRateLimit"] for one in written_by_anybody)


def test_one_address_cannot_flood_a_deployed_api() -> None:
    [firewall] = of_type("AWS::WAFv2::WebACL").values()
    assert any("RateBasedStatement" in rule["Statement"] for rule in firewall["Rules"])
    assert "FirewallOnApi" in of_type("AWS::WAFv2::WebACLAssociation")


def test_pictures_go_through_the_gateway_as_browsers_ask_for_them() -> None:
    definition = packaged()["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]
    assert {"image/avif", "image/webp", "image/png", "image/*"} <= set(definition[stack.BINARY_TYPES])


def test_tokens_are_checked_against_our_own_pool() -> None:
    definition = packaged()["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]
    authorizer = definition["securityDefinitions"]["people"]["x-amazon-apigateway-authorizer"]
    assert authorizer["providerARNs"] == [{"Fn::GetAtt": ["UserPool", "Arn"]}]


def test_cfn_lint_finds_nothing(tmp_path: Path) -> None:
    plain = tmp_path / "expanded.json"
    plain.write_text(json.dumps(expanded()))
    lint = Path(sys.executable).with_name("cfn-lint")
    files = [str(built().template), str(plain)]
    done = subprocess.run(
        [lint, "--regions", build.REGION, "--template", *files], capture_output=True, text=True, check=False
    )
    assert done.stdout + done.stderr == ""


def as_packaged(code: str) -> str:
    """What the packaged code complains of, beside what Lambda brings and nothing else of this environment."""
    runtime = ("boto3", "botocore", "s3transfer", "urllib3", "dateutil", "six")
    script = f"""
import sys
from importlib.machinery import PathFinder
class Runtime:
    def find_spec(name, path=None, target=None):
        return PathFinder.find_spec(name, path or {sys.path!r}) if name.split(".")[0] in {runtime!r} else None
sys.path[:] = [{str(built().package)!r}] + [entry for entry in sys.path if "site-packages" not in entry]
sys.meta_path.append(Runtime)
{code}
"""
    done = subprocess.run([sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=False)
    return done.stderr


def test_the_zip_needs_nothing_but_the_runtime() -> None:
    assert as_packaged("import app") == ""


HOLIDAY = """
from datetime import date
from chalicelib.schedules import holiday
assert holiday.name(date(2027, 12, 25), "L319")
"""


def test_the_zip_knows_the_holidays() -> None:
    assert as_packaged(HOLIDAY) == ""


NOBODY = """
import os
from dataclasses import fields
import app
from chalicelib.kernel import clock
from chalicelib.payments import compare
from chalicelib.runtime import online
from chalicelib.runtime.settings import Settings
os.environ.update({field.name.upper(): "" for field in fields(Settings)})
assert compare.payments(at=clock.now()) == 0
assert isinstance(online.provider(), online.Nobody)
assert not {"stripe", "requests"} & set(sys.modules)
"""


def test_where_nobody_pays_online_stripe_is_never_imported() -> None:
    assert as_packaged(NOBODY) == ""


PAY = """
from datetime import datetime
from chalicelib.runtime.online import Wanted
from chalicelib.runtime.stripe_checkout import Keys, StripeCheckout
stripe = StripeCheckout(Keys("sk_test_x", "whsec_x", "{address}"))
until = datetime.fromisoformat("2099-01-01T00:00:00+00:00")
page = stripe.open(Wanted("checkout", "booking", 2000, until, "https://a.example", "https://a.example"))
stripe.payment(page.id)
stripe.payment("paid")
assert stripe.session_of("pi") == "paid"
stripe.refund("refund", intent_id="pi", amount_cents=500)
assert [len(stripe.payment("paid").refunds), len(stripe.payment("paid").disputes)] == [1, 1]
stripe.close(page.id)
"""


def test_the_zip_has_all_of_stripe_that_is_needed() -> None:
    with served() as stripe:
        stripe.intents["pi"] = {"id": "pi", "object": "payment_intent", "status": "succeeded", "amount_received": 2000}
        stripe.intents["pi"]["currency"] = "eur"
        paid = {"id": "paid", "object": "checkout.session", "status": "complete", "mode": "payment", "metadata": {}}
        stripe.sessions["paid"] = paid | {"payment_intent": "pi", "client_reference_id": None, "currency": "eur"}
        stripe.dispute("pi")
        assert as_packaged(PAY.replace("{address}", stripe.address)) == ""
