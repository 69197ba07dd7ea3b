"""Well-formed requests for every route, made from docs/openapi.json: what hostile ones are mutated from."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

DOCUMENT = json.loads((Path(__file__).parents[2] / "docs" / "openapi.json").read_text(encoding="utf-8"))
STRINGS = {
    "date": "2027-01-01",
    "date-time": "2027-01-01T10:00:00Z",
    "^[a-z0-9-]{1,64}$": "some-id",
    "^[a-z]+(:[a-z0-9-]{1,64}){1,2}$": "voucher:some-id",
    "^[A-Z][0-9]{3}$": "L319",
    "^[0-9]{6}$": "123456",
    "^20[0-9]{2}-(0[1-9]|1[0-2])$": "2026-01",
    "^[A-Za-z0-9 ]{15,42}$": "IT60X0542811101000000123456",
    "^[^\\s@]+@[^\\s@]+$": "someone@example.org",
    "^\\+?[0-9 ]{5,20}$": "0331 000000",
}


@dataclass(frozen=True)
class Operation:
    """One method on one path, as the document describes it."""

    method: str
    path: str
    operation: dict[str, Any]

    @property
    def roles(self) -> list[str]:
        """Who may call it; nobody in particular for a public one."""
        return list(self.operation.get("x-roles", []))

    @property
    def url(self) -> str:
        """The path with an identifier in each place, and the required query."""
        path = self.path
        for parameter in self.parameters("path"):
            path = path.replace(f"{{{parameter['name']}}}", "some-id")
        query = [f"{one['name']}={sample(one['schema'])}" for one in self.parameters("query") if one["required"]]
        base = "" if "servers" in self.operation else "/v1"
        return f"{base}{path}" + (f"?{'&'.join(query)}" if query else "")

    @property
    def headers(self) -> dict[str, str]:
        """The headers it requires."""
        return {one["name"]: "a-key" for one in self.parameters("header") if one["required"]}

    @property
    def body(self) -> dict[str, Any] | None:
        """A well-formed body, with every field there is."""
        if "requestBody" not in self.operation:
            return None
        made = sample(self.operation["requestBody"]["content"]["application/json"]["schema"])
        assert isinstance(made, dict)
        return made

    def admits(self, field: str, value: Any) -> bool:
        """Whether the document allows this value in a field of the body."""
        schema = _resolved(self.operation["requestBody"]["content"]["application/json"]["schema"])
        whole = {**schema["properties"][field], "components": DOCUMENT["components"]}
        return bool(Draft202012Validator(whole).is_valid(value))

    def parameters(self, place: str) -> list[dict[str, Any]]:
        """Its parameters in the path, the query or the headers."""
        return [one for one in self.operation["parameters"] if one["in"] == place]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def operations() -> list[Operation]:
    """Every operation of the document."""
    return [
        Operation(method.upper(), path, operation)
        for path, methods in DOCUMENT["paths"].items()
        for method, operation in methods.items()
    ]


def sample(schema: dict[str, Any]) -> Any:
    """A value that a schema admits."""
    schema = _resolved(schema)
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return sample(next(one for one in schema["anyOf"] if one.get("type") != "null"))
    match schema.get("type"):
        case "object":
            return {name: sample(one) for name, one in schema.get("properties", {}).items()}
        case "array":
            return [sample(schema["items"])]
        case "integer":
            return schema.get("minimum", 1)
        case "boolean":
            return True
        case _:
            known = STRINGS.get(schema.get("format", "")) or STRINGS.get(schema.get("pattern", ""))
            return known or "x" * max(schema.get("minLength", 1), 1)


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    found: dict[str, Any] = DOCUMENT["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return found
