"""Write docs/openapi.json from the code: `python -m infra.openapi`; with `--check`, fail when it has drifted."""

import importlib
import json
import sys
from pathlib import Path

DOCUMENT = Path(__file__).parent.parent / "docs" / "openapi.json"


def main() -> int:
    """Write the document, or compare it."""
    importlib.import_module("app")  # registers the routes
    from chalicelib.runtime import openapi  # noqa: PLC0415 - after the routes are there

    fresh = json.dumps(openapi.document(), indent=2, ensure_ascii=False) + "\n"
    if "--check" in sys.argv:
        if DOCUMENT.read_text(encoding="utf-8") == fresh:
            return 0
        print("docs/openapi.json is not what the code says: run `make openapi`", file=sys.stderr)
        return 1
    DOCUMENT.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
