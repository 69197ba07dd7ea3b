"""What a module of the pages answers, asked without a browser."""

import json
import os
import subprocess
from typing import Any

from infra import pages

RUN = """
import { build } from "esbuild";
const { module, name, language } = JSON.parse(process.env.ASKED);
const contents = `import * as made from ${JSON.stringify(module)};
console.log(JSON.stringify(JSON.parse(process.env.ASKED).calls.map((call) => made.${name}(...call))));`;
const stdin = { contents, resolveDir: process.cwd() };
const how = { bundle: true, write: false, conditions: [language], format: "esm" };
const { outputFiles } = await build({ ...how, stdin });
await import("data:text/javascript," + encodeURIComponent(outputFiles[0].text));
"""


def answers(module: str, name: str, calls: list[list[Any]], *, language: str = "it") -> list[Any]:
    """What a function of a module (`./shared/amounts.js`) gives for each list of arguments."""
    pages.tools()
    asked = json.dumps({"module": module, "name": name, "language": language, "calls": calls})
    node = ["node", "--input-type=module", "-e", RUN]
    told = subprocess.run(node, cwd=pages.WEB, env=os.environ | {"ASKED": asked}, capture_output=True, check=True)
    found: list[Any] = json.loads(told.stdout)
    return found
