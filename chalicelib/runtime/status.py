"""Whether the platform answers, for monitors."""

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.kernel.refusals import Refusal
from chalicelib.kernel.texts import Text

from .aws import client
from .http import Routes
from .settings import settings
from .shapes import View

routes = Routes(__name__)


class StatusView(View, frozen=True, kw_only=True):
    """That the platform answers, and its data can be reached."""

    status: str


class Unavailable(Refusal):
    """The data cannot be reached."""

    status = 503
    detail = Text("Il servizio non è disponibile in questo momento.", "The service is not available at this moment.")


@routes.get("/v1/status", answer=StatusView, refusals=(Unavailable,))
def see_status() -> StatusView:
    """Whether the platform answers and its data can be reached."""
    return reached()


def reached() -> StatusView:
    """That a table answers. Raises Unavailable."""
    key = {"pk": {"S": "desks"}, "sk": {"S": "status"}}
    try:
        client("dynamodb").get_item(TableName=settings().desks_table, Key=key)
    except (BotoCoreError, ClientError) as error:
        raise Unavailable from error
    return StatusView(status="ok")
