"""Run by fleet.py: imports the packaged app, forks, and answers requests one at a time, with faults on demand.

Faults: {"conflicts": 0.2} cancels that share of transactions as contention; {"call": n, "kind": ...} breaks the n-th
AWS call of a request: "raise" before it is sent, "drop" its answer after it was done, "kill" the process before it,
"kill_after" after it was done.
"""

import json
import os
import random
import signal
import socket
import sys
from datetime import datetime
from typing import Any

package, address, size = sys.argv[1], sys.argv[2], int(sys.argv[3])
sys.path.insert(0, package)

from botocore.awsrequest import AWSResponse  # noqa: E402
from botocore.exceptions import EndpointConnectionError  # noqa: E402

import app  # noqa: E402
from chalicelib.kernel import clock  # noqa: E402
from chalicelib.runtime import aws, throttle  # noqa: E402

calls: list[dict[str, Any]] = []
fault: dict[str, Any] = {}


class Body:
    """A response body as botocore reads it."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def stream(self) -> Any:
        yield self.content

    def read(self, *_: Any) -> bytes:
        return self.content


def note_call(params: dict[str, Any], model: Any, **_: Any) -> None:
    if model.service_model.service_name == "dynamodb":
        params["ReturnConsumedCapacity"] = "INDEXES"
    calls.append({"operation": model.name, "params": json.loads(json.dumps(params, default=str)), "capacity": None})


def note_answer(parsed: dict[str, Any], **_: Any) -> None:
    calls[-1]["capacity"] = json.loads(json.dumps(parsed.get("ConsumedCapacity"), default=str))


def before_send(request: Any, **_: Any) -> AWSResponse | None:
    if fault.get("call") == len(calls):
        if fault["kind"] == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if fault["kind"] == "raise":
            raise EndpointConnectionError(endpoint_url=request.url)
    operation = str(request.headers.get("X-Amz-Target", b""))
    if "TransactWriteItems" in operation and random.random() < fault.get("conflicts", 0):
        return conflict(request)
    return None


def conflict(request: Any) -> AWSResponse:
    """What DynamoDB answers when another transaction has an item in hand."""
    items = json.loads(request.body)["TransactItems"]
    reasons: list[dict[str, str]] = [{"Code": "None"} for _ in items]
    reasons[random.randrange(len(items))] = {
        "Code": "TransactionConflict",
        "Message": "Transaction is ongoing for the item",
    }
    body = {
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "Message": "Transaction cancelled, please refer cancellation reasons for specific reasons",
        "CancellationReasons": reasons,
    }
    headers: Any = {"Content-Type": "application/x-amz-json-1.0"}
    return AWSResponse(request.url, 400, headers, Body(json.dumps(body).encode()))


def after_call(**_: Any) -> None:
    if fault.get("call") == len(calls):
        if fault["kind"] == "kill_after":
            os.kill(os.getpid(), signal.SIGKILL)
        if fault["kind"] == "drop":
            raise EndpointConnectionError(endpoint_url="the answer was lost")


def event(ask: dict[str, Any]) -> dict[str, Any]:
    """The event that API Gateway makes of a request whose token it has checked."""
    path, _, query = ask["path"].partition("?")
    resource, parameters = resolve(path)
    claims = {"username": ask["username"], "cognito:groups": f"[{' '.join(ask['groups'])}]"}
    pairs = [pair.split("=", 1) for pair in query.split("&") if pair]
    body = ask["body"]
    return {
        "resource": resource,
        "path": path,
        "httpMethod": ask["method"],
        "headers": {"Content-Type": "application/json", "Host": "localhost", **ask["headers"]},
        "multiValueQueryStringParameters": {name: [value] for name, value in pairs} or None,
        "pathParameters": parameters,
        "stageVariables": None,
        "isBase64Encoded": False,
        "body": body if body is None or isinstance(body, str) else json.dumps(body),
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": ask["method"],
            "path": path,
            "requestId": "00000000-0000-0000-0000-000000000001",
            "identity": {"sourceIp": "127.0.0.1"},
            "authorizer": {"claims": claims} if ask["username"] else {},
        },
    }


def resolve(path: str) -> tuple[str, dict[str, str]]:
    """Which route a path belongs to, literal ones first."""
    parts = path.strip("/").split("/")
    for resource in sorted(app.app.routes, key=lambda route: route.count("{")):
        names = resource.strip("/").split("/")
        if len(names) == len(parts) and all(
            name.startswith("{") or name == part for name, part in zip(names, parts, strict=True)
        ):
            return resource, {
                name.strip("{}"): part for name, part in zip(names, parts, strict=True) if name.startswith("{")
            }
    raise LookupError(path)


def answer(ask: dict[str, Any]) -> dict[str, Any]:
    """One request, as one invocation of the Lambda."""
    calls.clear()
    fault.clear()
    fault.update(ask["fault"])
    throttle._windows.clear()
    clock.now = moved(ask["at"]) if ask["at"] else now
    response = app.app(event(ask), None)
    fault.clear()
    body = response["body"]
    return {
        "status": response["statusCode"],
        "headers": {**response["headers"], **{k: v[-1] for k, v in (response.get("multiValueHeaders") or {}).items()}},
        "body": json.loads(body) if body else None,
        "calls": calls,
    }


def moved(at: str) -> Any:
    """A clock that stands at an instant."""
    return lambda: datetime.fromisoformat(at)


def serve() -> None:
    """Answer until the fleet hangs up."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    random.seed(os.getpid())
    for service in ("dynamodb", "kms", "cognito-idp", "sqs"):
        events = aws.client(service).meta.events
        events.register("provide-client-params", note_call)
        events.register("before-send", before_send)
        events.register("after-call", note_answer)
        events.register("after-call", after_call)
    wire = socket.socket(socket.AF_UNIX)
    wire.connect(address)
    with wire.makefile("rwb") as lines:
        for line in lines:
            lines.write(json.dumps(answer(json.loads(line))).encode() + b"\n")
            lines.flush()


now = clock.now
children: set[int] = set()
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
while True:  # a killed worker is replaced, as Lambda would
    while len(children) < size:
        child = os.fork()
        if child == 0:
            serve()
            os._exit(0)
        children.add(child)
    gone, status = os.wait()
    children.discard(gone)
    if os.WIFEXITED(status):  # it was not killed: the fleet is closing
        size -= 1
        if size == 0:
            sys.exit(0)
