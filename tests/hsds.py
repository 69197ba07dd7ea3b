"""Checks the open feed of the running local platform against the published schemas of HSDS.

python -m tests.hsds ../shared/hsds        (PORT= when the platform does not run on 4566)
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import requests
from jsonschema import Draft202012Validator

from infra.local import stack

PAGE_FIELDS = {
    "total_items": int,
    "total_pages": int,
    "page_number": int,
    "size": int,
    "first_page": bool,
    "last_page": bool,
    "empty": bool,
    "contents": list,
}
Fetch = Callable[[str], Any]


def problems(fetch: Fetch, schemas: Path) -> Iterator[str]:
    """Everything in a feed that the schemas do not allow, and every service that cannot be fetched by its id."""
    short, full = (_validator(schemas / name) for name in ("service_list.json", "service.json"))
    meta = fetch("/hsds")
    if set(meta) != {"version", "profile", "openapi_url"}:
        yield f"/hsds says {sorted(meta)}"
    for service in _listed(fetch):
        yield from _broken(short, service, f"listed {service['id']}")
        yield from _broken(full, fetch(f"/hsds/services/{service['id']}"), f"service {service['id']}")


def _listed(fetch: Fetch) -> Iterator[Any]:
    number, last = 0, False
    while not last:
        number += 1
        page = fetch(f"/hsds/services?page={number}&per_page=20")
        assert {name: type(value) for name, value in page.items()} == PAGE_FIELDS, page.keys()
        assert (page["page_number"], page["size"]) == (number, len(page["contents"]))
        last = page["last_page"]
        yield from page["contents"]


def _validator(schema: Path) -> Draft202012Validator:
    return Draft202012Validator(
        msgspec.json.decode(schema.read_bytes()), format_checker=Draft202012Validator.FORMAT_CHECKER
    )


def _broken(validator: Draft202012Validator, instance: Any, name: str) -> Iterator[str]:
    for error in validator.iter_errors(instance):
        yield f"{name}: {error.json_path}: {error.message}"


def main() -> int:
    """Check every page and every service of the running platform, and say what is wrong."""
    seen: list[str] = []

    def fetch(path: str) -> Any:
        seen.append(path)
        answer = requests.get(f"{stack.api_url(stack.endpoint())}{path}", timeout=30)
        answer.raise_for_status()
        return answer.json()

    found = list(problems(fetch, Path(sys.argv[1])))
    print("\n".join(found) or f"the open feed is HSDS: {len(seen)} answers, nothing to say against")
    return 1 if found or len(seen) < 10 else 0


if __name__ == "__main__":
    sys.exit(main())
