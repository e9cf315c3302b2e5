import os

import pytest

from experiments import bootstrap


@pytest.fixture(scope="session")
def chromium():
    """Path of Chromium. Without one the test is skipped; in CI that would hide it, so it fails."""
    path = bootstrap.find_chromium()
    if path is None:
        refuse = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        refuse(bootstrap.NO_CHROMIUM)
    return path
