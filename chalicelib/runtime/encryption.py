"""Field-level encryption under the deployment's KMS key, bound to the record it belongs to."""

import base64

from .aws import client
from .settings import settings


def seal(plain: str, *, record_id: str) -> str:
    """The text, encrypted so that only this record's id opens it (at most 4 KB)."""
    answer = client("kms").encrypt(
        KeyId=settings().people_key_id, Plaintext=plain.encode(), EncryptionContext={"record_id": record_id}
    )
    return base64.b64encode(answer["CiphertextBlob"]).decode()


def unseal(sealed: str, *, record_id: str) -> str:
    """The text that `seal` took; fails for another record's id."""
    answer = client("kms").decrypt(
        KeyId=settings().people_key_id,
        CiphertextBlob=base64.b64decode(sealed),
        EncryptionContext={"record_id": record_id},
    )
    return bytes(answer["Plaintext"]).decode()
