"""Publishing the pages: what a browser gets is what was put there last."""

from pathlib import Path
from uuid import uuid4

import boto3
import pytest

from chalicelib.runtime.settings import settings
from infra import deploy, pages

pytestmark = pytest.mark.usefixtures("aws")

ORIGIN = {
    "Id": "pages",
    "DomainName": "pages.s3.eu-south-1.amazonaws.com",
    "S3OriginConfig": {"OriginAccessIdentity": ""},
}
BEHAVIOUR = {
    "TargetOriginId": "pages",
    "ViewerProtocolPolicy": "https-only",
    "ForwardedValues": {"QueryString": False, "Cookies": {"Forward": "none"}},
}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of two files, as if it had been built."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/portal-ABC.js").write_text("start()")
    (tmp_path / "index.html").write_text("<h1>Welfare</h1>")
    monkeypatch.setattr(pages, "site", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def outputs() -> dict[str, str]:
    """Where the pages go, and a distribution of them."""
    config = {
        "CallerReference": str(uuid4()),
        "Comment": "",
        "Enabled": True,
        "Origins": {"Quantity": 1, "Items": [ORIGIN]},
        "DefaultCacheBehavior": BEHAVIOUR,
    }
    made = boto3.client("cloudfront").create_distribution(DistributionConfig=config)
    return {"PagesBucketName": settings().reports_bucket, "PagesDistributionId": made["Distribution"]["Id"]}


def invalidations(distribution_id: str) -> list[str]:
    """The references of all that browsers were told to ask for anew."""
    cloudfront = boto3.client("cloudfront")
    listed = cloudfront.list_invalidations(DistributionId=distribution_id)["InvalidationList"]["Items"]
    found = [cloudfront.get_invalidation(DistributionId=distribution_id, Id=one["Id"]) for one in listed]
    assert all(one["Invalidation"]["InvalidationBatch"]["Paths"]["Items"] == ["/*"] for one in found)
    return [one["Invalidation"]["InvalidationBatch"]["CallerReference"] for one in found]


@pytest.mark.usefixtures("site")
def test_each_file_says_what_it_is_and_how_long_it_may_be_kept(outputs: dict[str, str]) -> None:
    deploy.publish_pages(deploy.Target("prod"), outputs)

    s3 = boto3.client("s3")
    page, script = (
        s3.head_object(Bucket=outputs["PagesBucketName"], Key=key) for key in ("index.html", "assets/portal-ABC.js")
    )
    assert (page["ContentType"], page["CacheControl"]) == ("text/html; charset=utf-8", "no-cache")
    assert script["CacheControl"] == "public, max-age=31536000, immutable"


def test_pages_of_before_that_are_put_back_are_shown_too(site: Path, outputs: dict[str, str]) -> None:
    for text in ("<h1>Welfare</h1>", "<h1>Prova</h1>", "<h1>Welfare</h1>"):
        (site / "index.html").write_text(text)
        deploy.publish_pages(deploy.Target("prod"), outputs)

    references = invalidations(outputs["PagesDistributionId"])
    assert len(set(references)) == len(references) == 3
