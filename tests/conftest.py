import os

import pytest
from hypothesis import settings

from experiments import bootstrap

# Timings belong to the benchmarks: on a shared machine a deadline only fails by chance.
settings.register_profile("inroads", deadline=None)
settings.load_profile("inroads")


@pytest.fixture(scope="session")
def chromium():
    """Path of Chromium. Without one the test is skipped; in CI that would hide it, so it fails."""
    path = bootstrap.find_chromium()
    if path is None:
        refuse = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        refuse(bootstrap.NO_CHROMIUM)
    return path
