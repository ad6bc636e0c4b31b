"""Addresses of our own pages as they leave the site: in mail, feeds, maps and markup."""

from urllib.parse import urljoin, urlsplit

from django.conf import settings


def public(url: str) -> str:
    """The page at the address that the operator gave: the host of a request is whatever its sender says."""
    return urljoin(str(settings.DISEASEMAPS["address"]), urlsplit(url)._replace(scheme="", netloc="").geturl())
