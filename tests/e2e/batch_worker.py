"""Run by test_batches.py: does one step of a batch and those that it leaves, and is killed where it is told.

Arguments: the message; the number of the AWS call at which to die, 0 for none; "before" it is sent or "after" it was
done; a file for the first large transaction; a file where each finished step leaves a line.
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from chalicelib.batches import process
from chalicelib.kernel import clock
from chalicelib.runtime import aws, queues

message, at_call, moment = sys.argv[1], int(sys.argv[2]), sys.argv[3]
transaction, log = Path(sys.argv[4]), Path(sys.argv[5])
calls = 0


def before_send(**_: Any) -> None:
    global calls
    calls += 1
    if calls == at_call and moment == "before":
        os.kill(os.getpid(), signal.SIGKILL)


def after_call(**_: Any) -> None:
    if calls == at_call and moment == "after":
        os.kill(os.getpid(), signal.SIGKILL)


def note(params: dict[str, Any], **_: Any) -> None:
    if not transaction.exists() and len(params.get("TransactItems", [])) > 90:
        transaction.write_text(json.dumps(params))


for service in ("dynamodb", "s3"):
    events = aws.client(service).meta.events
    events.register("before-send", before_send)
    events.register("after-call", after_call)
    events.register("provide-client-params", note)

left = [message]
queues.put_batch_step = lambda step: left.append(json.dumps({"kind": step.kind, "batch_id": step.batch_id}))
while left:
    process.message(left.pop(), at=clock.now())
    with log.open("a") as lines:
        lines.write(f"{calls}\n")
