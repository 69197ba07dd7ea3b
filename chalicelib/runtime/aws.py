"""One AWS client for each service in a process, with time-outs that fit a Lambda."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config

CONFIG = Config(
    connect_timeout=2,
    read_timeout=5,  # a call that hangs must end well before API Gateway's 29 seconds
    retries={"mode": "standard", "total_max_attempts": 4},
    max_pool_connections=10,
    parameter_validation=False,
)


@cache
def session() -> boto3.session.Session:
    """The session every client of the process shares."""
    return boto3.session.Session()


@cache
def client(service: str) -> Any:
    """The process's client for a service."""
    untyped: Any = session()
    return untyped.client(service, config=CONFIG)
