"""The house keeps its shape: what app.py may hold, how models meet tables, what a request may never do."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import app
import chalicelib
from chalicelib.kernel.refusals import Refusal
from chalicelib.runtime import aws, dynamodb
from chalicelib.runtime.dynamodb import Record
from chalicelib.runtime.http import Routes
from tests.conftest import ROOT, template_tables


def modules() -> Iterator[str]:
    """Every module of the platform."""
    return (module.name for module in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."))


for name in modules():
    importlib.import_module(name)


def records() -> list[type[Record]]:
    """Every Record of every context."""
    return sorted(Record.__subclasses__(), key=lambda record: record.__name__)


def refusals(root: type[Refusal] = Refusal) -> list[type[Refusal]]:
    """Every refusal there is."""
    return [found for child in root.__subclasses__() for found in (child, *refusals(child))]


def by_type(key_schema: list[dict[str, str]]) -> dict[str, str]:
    """A key schema in no order."""
    return {key["KeyType"]: key["AttributeName"] for key in key_schema}


def test_app_holds_imports_registrations_and_functions_of_one_statement() -> None:
    tree = ast.parse((ROOT / "app.py").read_text(encoding="utf-8"))

    def is_plain(node: ast.stmt) -> bool:
        match node:
            case ast.Import() | ast.ImportFrom():
                return True
            case ast.Expr(value=ast.Constant() | ast.Call()):
                return True
            case ast.Assign(targets=[ast.Name(id="app")]):
                return True
            case ast.FunctionDef(body=[ast.Expr(value=ast.Constant()), _]):
                return True
            case _:
                return False

    assert [ast.unparse(node) for node in tree.body if not is_plain(node)] == []


@pytest.mark.parametrize("record", records(), ids=lambda record: record.__name__)
def test_a_record_has_the_keys_and_indexes_of_its_table(record: type[Record]) -> None:
    logical_id = f"{record.table.removesuffix('_table').capitalize()}Table"
    declared = template_tables()[logical_id]
    schema: Any = record._get_schema()

    assert schema["key_schema"] == declared["KeySchema"]
    indexes = {index["IndexName"]: index for index in declared.get("GlobalSecondaryIndexes", [])}
    types = {one["AttributeName"]: one["AttributeType"] for one in declared["AttributeDefinitions"]}
    for index in schema["global_secondary_indexes"]:
        assert by_type(index["key_schema"]) == by_type(indexes[index["index_name"]]["KeySchema"])
        assert index["projection"]["ProjectionType"] == indexes[index["index_name"]]["Projection"]["ProjectionType"]
    for attribute in schema["attribute_definitions"]:
        assert types[attribute["AttributeName"]] == attribute["AttributeType"]


def test_every_index_of_the_template_serves_a_record() -> None:
    served = {
        (f"{record.table.removesuffix('_table').capitalize()}Table", index["index_name"])
        for record in records()
        for index in record._get_schema()["global_secondary_indexes"]
    }
    declared = {
        (logical_id, index["IndexName"])
        for logical_id, table in template_tables().items()
        for index in table.get("GlobalSecondaryIndexes", [])
    }
    assert declared == served


@pytest.mark.usefixtures("aws")
def test_no_record_builds_a_client_of_its_own() -> None:
    clients = {id(record._get_connection().connection.client) for record in records()}

    assert clients == {id(aws.client("dynamodb"))}


def test_only_one_function_scans() -> None:
    scanning = [
        (path.relative_to(ROOT).as_posix(), node.lineno)
        for path in (ROOT / "chalicelib").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Attribute) and node.attr in {"scan", "rate_limited_scan"})
        or (isinstance(node, ast.Constant) and node.value == "scan")
    ]
    assert [path for path, _ in scanning] == ["chalicelib/runtime/dynamodb.py"]
    assert callable(dynamodb.every_item)


def test_only_the_controls_read_whole_tables() -> None:
    callers = {
        path.relative_to(ROOT / "chalicelib").as_posix()
        for path in (ROOT / "chalicelib").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "every_item"
    }
    assert callers == {"bookings/table.py", "ledger/audit.py", "ledger/seal_table.py", "vouchers/table.py"}


def test_every_context_says_what_it_is_for() -> None:
    silent = [
        package.name
        for package in Path(chalicelib.__path__[0]).iterdir()
        if package.is_dir()
        and package.name != "__pycache__"
        and not ast.get_docstring(ast.parse((package / "__init__.py").read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_every_view_is_one_call() -> None:
    long = []
    for path in (ROOT / "chalicelib").rglob("*routes.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and len(node.body) != 2:
                long.append(f"{path.parent.name}.{node.name}")
    assert long == []


def test_every_route_that_is_not_public_declares_its_permission() -> None:
    public = {route.view.__name__ for route in Routes.registered if route.permission is None}

    assert public == {
        "sign_in_with_password",
        "sign_in_with_second_factor",
        "enrol_second_factor",
        "refresh_tokens",
        "sign_out",
        "accept_invitation",
        "recover_password",
        "give_feedback",
        "list_services",
        "list_needs",
        "list_offerings",
        "see_offering",
        "see_feed",
        "list_feed_services",
        "see_feed_service",
        "list_price_lists",
        "see_photo",
        "list_offering_sessions",
        "list_provider_offerings",
        "list_sessions",
        "see_session",
        "list_desks",
        "list_providers",
        "read_calendar",
        "see_provider",
        "list_accreditations",
        "see_status",
        "hear_stripe",
    }


def test_chalice_serves_every_registered_route_and_no_other() -> None:
    served = {(method, path) for path, methods in app.app.routes.items() for method in methods}

    assert served == {(route.method, route.path) for route in Routes.registered}


def test_refusals_have_codes_of_their_own() -> None:
    codes = [refusal.__name__ for refusal in refusals()]

    assert [code for code in set(codes) if codes.count(code) > 1] == []
