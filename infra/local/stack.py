"""The platform's stack on the embedded AWS: deploying it, and running our code in process against it."""

import json
import os
from typing import Any

from infra import build, deploy
from infra.local.cloud import CREDENTIALS, DEFAULT_PORT

STAGE = "local"
BINARY_TYPES = "x-amazon-apigateway-binary-media-types"
MAIL_FROM = "non-rispondere@welfare.example"
PORTAL_URL = "http://127.0.0.1:8000"


def endpoint() -> str:
    """The address of the embedded AWS that `make run` started."""
    return f"http://127.0.0.1:{os.environ.get('PORT', DEFAULT_PORT)}"


def deploy_to(address: str) -> dict[str, str]:
    """Build and deploy the platform and return the stack's outputs. Raises BuildFailed and DeployFailed."""
    target = _target(address)
    portal = os.environ.get("PORTAL_URL", PORTAL_URL)
    parameters = {"PortalUrl": portal, "MailFrom": MAIL_FROM}
    outputs = deploy.stage(target, parameters)
    # The gateway here is reached under a path that its requests do not tell, and its id is known only now.
    deploy.stage(target, parameters | {"ApiUrl": _api_url(address, outputs)})
    _let_pictures_through(target.client("apigateway"), outputs["RestAPIId"])
    _shape_gateway_errors(target.client("apigateway"), outputs["RestAPIId"])
    _lock_seals(target.client("s3"), outputs["SealsBucketName"])
    _let_notes_be_opened(target, outputs["APIHandlerName"])
    return outputs


def api_url(address: str | None = None) -> str:
    """Where the deployed API answers, without a slash at the end."""
    address = address or endpoint()
    return _api_url(address, _outputs(address))


def environment(address: str | None = None) -> dict[str, str]:
    """The variables under which our code, run in process, works on the deployed stack."""
    address = address or endpoint()
    function = _outputs(address)["APIHandlerName"]
    configuration = _target(address).client("lambda").get_function_configuration(FunctionName=function)
    variables: dict[str, str] = configuration["Environment"]["Variables"]
    return {**variables, **CREDENTIALS, "AWS_ENDPOINT_URL": address}


def _target(address: str) -> deploy.Target:
    keys = {name.lower(): value for name, value in CREDENTIALS.items() if name.endswith(("_KEY", "_KEY_ID"))}
    return deploy.Target(STAGE, address, keys)


def _outputs(address: str) -> dict[str, str]:
    return deploy.outputs(_target(address))


def _api_url(address: str, outputs: dict[str, str]) -> str:
    return f"{address}/_aws/execute-api/{outputs['RestAPIId']}/api"


def _lock_seals(s3: Any, bucket: str) -> None:
    """Lock the bucket of seals as the template asks: MiniStack 1.5 leaves that out when it creates a bucket."""
    properties = _template()["Resources"]["SealsBucket"]["Properties"]
    s3.put_object_lock_configuration(Bucket=bucket, ObjectLockConfiguration=properties["ObjectLockConfiguration"])


def _let_notes_be_opened(target: deploy.Target, function: str) -> None:
    """Leave out of the API's role the conditions on what a text was encrypted for: MiniStack 1.5 knows none of them."""
    iam = target.client("iam")
    role = target.client("lambda").get_function_configuration(FunctionName=function)["Role"].rpartition("/")[2]
    for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
        policy = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        for statement in policy["Statement"]:
            if "kms:EncryptionContext" in json.dumps(statement.get("Condition", {})):
                del statement["Condition"]
        iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(policy))


def _template() -> dict[str, Any]:
    template: dict[str, Any] = json.loads((build.BUILD / STAGE / "template.json").read_text())
    return template


def _let_pictures_through(apigateway: Any, api_id: str) -> None:
    """Tell the gateway which types are binary: MiniStack 1.5 leaves that out, and takes the list only as a whole."""
    types = _template()["Resources"]["RestAPI"]["Properties"]["DefinitionBody"][BINARY_TYPES]
    whole = json.dumps({"patchOperations": [{"op": "replace", "path": "/binaryMediaTypes", "value": types}]})

    def as_a_whole(params: dict[str, Any], **_: object) -> None:
        params["body"] = whole.encode()

    apigateway.meta.events.register("before-call.api-gateway.UpdateRestApi", as_a_whole)
    apigateway.update_rest_api(restApiId=api_id)


def _shape_gateway_errors(apigateway: Any, api_id: str) -> None:
    """Give the gateway the error bodies of the template: MiniStack 1.5 leaves them out when it imports a definition."""
    for kind, response in _template()["Resources"]["RestAPI"]["Properties"]["GatewayResponses"].items():
        headers = response["ResponseParameters"]["Headers"]
        apigateway.put_gateway_response(
            restApiId=api_id,
            responseType=kind,
            statusCode=str(response["StatusCode"]),
            responseParameters={f"gatewayresponse.header.{name}": value for name, value in headers.items()},
            responseTemplates=response["ResponseTemplates"],
        )
    apigateway.create_deployment(restApiId=api_id, stageName="api")
