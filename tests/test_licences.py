"""The tool that asks every package for its licence."""

import pytest

from tests.licences import misfits

pytestmark = pytest.mark.one_engine


def package(licence):
    return {"Name": "something", "Version": "1.0", "License": licence}


@pytest.mark.parametrize(
    "licence", ["MIT", "BSD-3-Clause", "Apache-2.0 OR GPL-2.0", "MPL-2.0 AND MIT", "LGPL-3.0-only"]
)
def test_licence_that_fits_is_taken(licence):
    assert list(misfits([package(licence)])) == []


@pytest.mark.parametrize("licence", ["GPL-3.0-only", "AGPL-3.0", "MIT AND GPL-3.0-only", "UNKNOWN", ""])
def test_licence_that_does_not_fit_is_named(licence):
    (sentence,) = misfits([package(licence)])
    assert f"something 1.0 has the licence “{licence}”" in sentence
