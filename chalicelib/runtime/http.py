"""The one place that bends Chalice: every view is wrapped once, here."""

import functools
from collections.abc import Callable
from typing import Any, ClassVar

from chalice.app import Blueprint, Chalice, CognitoUserPoolAuthorizer, Response

from chalicelib.kernel.caller import Permission
from chalicelib.kernel.refusals import EditedMeanwhile, Refusal
from chalicelib.kernel.texts import Language

from .exchange import Exchange, refused, request_id_of
from .problems import BY_STATUS, PROBLEM, Fault, IfMatchRequired
from .route import Route, View

# A token without this scope (an ID token) is not for the API. The pool's address is in infra/template.yaml.
PEOPLE = CognitoUserPoolAuthorizer(
    "people", provider_arns=["set by infra/template.yaml"], scopes=["aws.cognito.signin.user.admin"]
)

# The gateway sends a picture as one only if the first type of the request's Accept is among these. What browsers send
# for an <img> begins with one of them.
PICTURES = ("image/avif", "image/webp", "image/apng", "image/*")


class Routes(Blueprint):
    """A context's routes. A view says what it needs by its type hints, and is one call."""

    registered: ClassVar[list[Route]] = []

    def __init__(self, import_name: str) -> None:
        super().__init__(import_name)
        self._tag = import_name.split(".")[1]

    def get(
        self,
        path: str,
        *,
        answer: Any,
        allow: Permission | None = None,
        listing: bool = False,
        max_age_seconds: int = 0,
        seeded: bool = False,
        refusals: tuple[type[Refusal], ...] = (),
    ) -> Callable[[View], View]:
        """A view that reads. Public ones (no permission) may be cached for `max_age_seconds`.

        A `seeded` list says what its order was drawn from.
        """
        return self._registering(
            method="GET",
            path=path,
            answer=answer,
            permission=allow,
            status=200,
            listing=listing,
            idempotent=False,
            max_age_seconds=max_age_seconds,
            seeded=seeded,
            refusals=refusals,
        )

    def post(
        self,
        path: str,
        *,
        answer: Any,
        allow: Permission | None = None,
        status: int = 201,
        idempotent: bool = True,
        refusals: tuple[type[Refusal], ...] = (),
    ) -> Callable[[View], View]:
        """A view that changes something. `idempotent` ones require an Idempotency-Key."""
        return self._registering(
            method="POST",
            path=path,
            answer=answer,
            permission=allow,
            status=status,
            listing=False,
            idempotent=idempotent,
            max_age_seconds=0,
            seeded=False,
            refusals=refusals,
        )

    def put(
        self, path: str, *, answer: Any, allow: Permission, refusals: tuple[type[Refusal], ...] = ()
    ) -> Callable[[View], View]:
        """A view that edits in place, seeing an edition: it has an `Edition` among its parameters."""
        return self._registering(
            method="PUT",
            path=path,
            answer=answer,
            permission=allow,
            status=200,
            listing=False,
            idempotent=False,
            max_age_seconds=0,
            refusals=(EditedMeanwhile, IfMatchRequired, *refusals),
        )

    def text(
        self, path: str, *, media: str, suffix: str, refusals: tuple[type[Refusal], ...] = ()
    ) -> Callable[[View], View]:
        """A public view that answers with a text of its own kind; whoever asks again with its ETag is told no more."""
        return self._registering(
            method="GET",
            path=path,
            answer=str,
            permission=None,
            status=200,
            listing=False,
            idempotent=False,
            max_age_seconds=0,
            refusals=refusals,
            media=media,
            suffix=suffix,
        )

    def _registering(self, **known: Any) -> Callable[[View], View]:
        def register(view: View) -> View:
            route = Route(view=view, tag=self._tag, **known)
            Routes.registered.append(route)

            @functools.wraps(view)
            def wrapped(**path_parameters: str) -> Response:
                return Exchange(route, self.current_request).answered(path_parameters)

            # Chalice would answer a foreign content type by itself, and not as a problem: the wrapper looks at it.
            self.route(
                route.path,
                methods=[route.method],
                authorizer=PEOPLE if route.permission else None,
                content_types=["*/*"],
            )(wrapped)
            return view

        return register


def install(app: Chalice) -> None:
    """Make what Chalice itself answers (unknown method, unhandled fault) a problem too; let browsers have pictures."""
    app.api.binary_types = [*app.api.default_binary_types, *PICTURES]

    @app.middleware("http")
    def problems_only(event: Any, get_response: Callable[[Any], Response]) -> Response:
        response = get_response(event)
        if response.status_code < 400 or response.headers.get("Content-Type") == PROBLEM:
            return response
        return refused(BY_STATUS.get(response.status_code, Fault)(), Language.IT, request_id_of(event), {})
