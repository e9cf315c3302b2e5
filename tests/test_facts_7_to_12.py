"""Facts 7 to 12 and those in reserve, claim by claim, at 30 seeds; and for each a world in which it fails."""

import pytest

from tests.facts import CONTROLS, assert_as_listed, assert_control_fails, claims_of

NUMBERS = range(7, 16)


@pytest.mark.parametrize("name", claims_of(NUMBERS))
def test_a_claim_is_met_unless_it_is_listed_as_not_met(name):
    assert_as_listed(name)


@pytest.mark.parametrize("name", [name for name in CONTROLS if int(name.split()[0]) in NUMBERS])
def test_in_a_changed_world_the_claim_fails(name):
    assert_control_fails(name)
