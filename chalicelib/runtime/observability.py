"""Logs and metrics: events with ids, never sentences with people in them."""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

logger = Logger(service="welfare")


def count(name: str, value: int = 1, **dimensions: str) -> None:
    """Add to a metric, at once (a job's metric must not wait for a handler to end)."""
    with_dimensions = Metrics(namespace="Welfare", service="welfare")
    for dimension, name_of in dimensions.items():
        with_dimensions.add_dimension(dimension, name_of)
    with_dimensions.add_metric(name=name, unit=MetricUnit.Count, value=value)
    with_dimensions.flush_metrics()


def event(name: str, **facts: Any) -> None:
    """Record that something happened; facts are ids, amounts and counts."""
    logger.info(name, extra=facts)
