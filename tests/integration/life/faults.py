"""What may go wrong between two calls to AWS: the process dies, or someone else is faster."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

from chalicelib.runtime import aws


class When(StrEnum):
    """On which side of a call the process dies."""

    BEFORE = "before"  # nothing of the call has happened
    AFTER = "after"  # it has happened, and nobody knows


class Died(Exception):
    """The process is gone: what it held in memory is lost."""


@contextmanager
def dying(call: int, when: When) -> Iterator[None]:
    """Die at the n-th call to DynamoDB or SQS that is made inside."""
    made = 0

    def die(perform: Callable[[], Any]) -> Any:
        nonlocal made
        made += 1
        if made == call and when is When.BEFORE:
            raise Died
        answer = perform()
        if made == call:
            raise Died
        return answer

    with _each_call(lambda _operation, perform: die(perform)):
        yield


@contextmanager
def overtaken(other: Callable[[], Any]) -> Iterator[None]:
    """Let something else happen, whole, just before the first transaction that is written inside."""
    waiting = [other]

    def let_pass(operation: str, perform: Callable[[], Any]) -> Any:
        if operation == "TransactWriteItems" and waiting:
            waiting.pop()()
        return perform()

    with _each_call(let_pass):
        yield


@contextmanager
def _each_call(around: Callable[[str, Callable[[], Any]], Any]) -> Iterator[None]:
    clients = [aws.client(service) for service in ("dynamodb", "sqs")]
    plain = [client._make_api_call for client in clients]
    for client, call in zip(clients, plain, strict=True):

        def wrapped(operation: str, wanted: dict[str, Any], *, call: Any = call) -> Any:
            return around(operation, lambda: call(operation, wanted))

        client._make_api_call = wrapped
    try:
        yield
    finally:
        for client in clients:
            del client._make_api_call
