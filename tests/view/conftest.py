"""A browser for all tests of pages."""

import pytest

from browser import chromium


@pytest.fixture(scope="session")
def browser():
    with chromium() as running:
        yield running
