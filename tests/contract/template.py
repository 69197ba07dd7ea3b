"""The packaged template as the contract tests look at it."""

import json
import re
from collections.abc import Iterator
from functools import cache
from types import SimpleNamespace
from typing import Any, TypeAlias

from samtranslator.translator.transform import transform  # type: ignore[import-untyped]

from infra import build

Node: TypeAlias = dict[str, Any]

FUNCTIONS = [
    "APIHandler",
    "AlertBudgets",
    "AnnounceBookings",
    "AnnounceInvitations",
    "AnnounceOffers",
    "CompareOnlinePayments",
    "ConfirmDeliveries",
    "CountUsage",
    "DeliverNotices",
    "EndOffers",
    "EndRequests",
    "ExpireVouchers",
    "FollowOwnMoney",
    "GenerateSessions",
    "OfferPlaces",
    "ProcessBatches",
    "PublishCatalogue",
    "RebuildCatalogue",
    "ReconcileLedger",
    "ReconcileSegment",
    "RemindBookings",
    "SealLedger",
    "SettleMonths",
    "SurveyLedger",
]


@cache
def built() -> build.Build:
    """The build that goes to AWS."""
    return build.stage("prod")


@cache
def packaged() -> Node:
    """The template as Chalice packages it."""
    template: Node = json.loads(built().template.read_text())
    return template


@cache
def expanded() -> Node:
    """The template as CloudFormation sees it, once SAM has written it out."""
    template = json.loads(built().template.read_text())
    for function in of_type("AWS::Serverless::Function", template):
        template["Resources"][function]["Properties"]["CodeUri"] = {"Bucket": "artifacts", "Key": "code.zip"}
    plain: Node = transform(template, {}, SimpleNamespace(load=dict))
    return plain


def of_type(kind: str, template: Node | None = None) -> dict[str, Node]:
    resources = (template or expanded())["Resources"]
    return {name: resource["Properties"] for name, resource in resources.items() if resource["Type"] == kind}


def walk(node: object) -> Iterator[Node]:
    """Every mapping inside a node, itself included."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from walk(value)
    elif isinstance(node, list):
        for value in node:
            yield from walk(value)


def references(node: object) -> set[str]:
    """Every resource, parameter or pseudo parameter that a node names."""
    found: set[str] = set()
    for mapping in walk(node):
        match mapping:
            case {"Ref": str(name)}:
                found.add(name)
            case {"Fn::GetAtt": [str(name), *_]}:
                found.add(name)
            case {"Fn::Sub": str(text)}:
                found |= named_in(text)
            case {"Fn::Sub": [str(text), dict(own)]}:
                found |= named_in(text) - set(own)
    return found


def named_in(text: str) -> set[str]:
    return {name.split(".")[0] for name in re.findall(r"\$\{([^!}]+)\}", text)}


def role_of(function: str) -> Node:
    role: str = of_type("AWS::Lambda::Function")[function]["Role"]["Fn::GetAtt"][0]
    return of_type("AWS::IAM::Role")[role]


def statements(function: str) -> list[Node]:
    return [entry for policy in role_of(function)["Policies"] for entry in policy["PolicyDocument"]["Statement"]]


def deployed(node: Any) -> Any:
    """What a node is outside the local stage."""
    return node["Fn::If"][1] if isinstance(node, dict) and node.get("Fn::If", [""])[0] == "Deployed" else node
