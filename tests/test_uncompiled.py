"""The compiler and the generator of luck change nothing that they should not change."""

import hashlib
import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.lib.array_utils import byte_bounds

from sim import District, Scenario, simulate
from sim.instruments.follow_up import ordinary_introductions
from sim.outcomes import NAMES
from sim.phases.instruments import no_help_yet
from tests.districts import all_on, busy, lived

ROOT = Path(__file__).resolve().parents[1]
SMALL = busy(people=60, months=6)


def fingerprints(seed: int = 1) -> dict[str, str]:
    """A hash of every column, record and sum of a busy district after six months."""
    district: District = lived(SMALL, 6, seed)
    arrays = {
        f"{kind.__name__}.{name}": array
        for kind, rows in district.rows.items()
        for name, array in rows.arrays.items()
    }
    arrays |= {f"in {one.name}": one.enrolled for one in district.delivered}
    arrays |= {"market": district.market, "amounts": district.books.amounts}
    arrays |= {"sums": district.books.sums, "lives": district.books.lives}
    return {name: hashlib.sha256(np.asarray(array).tobytes()).hexdigest() for name, array in arrays.items()}


def elsewhere(expression: str, **environment: str):
    """The value of an expression about this file, in a Python with another environment."""
    script = (
        "import json, numpy as np\n"
        "from tests import test_uncompiled as here\n"
        f"with np.errstate(over='ignore'): print(json.dumps({expression}))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], cwd=ROOT, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_uncompiled_the_model_gives_the_same_bits():
    compiled, uncompiled = fingerprints(), elsewhere("here.fingerprints()", NUMBA_DISABLE_JIT="1")
    assert len(compiled) > 90
    assert [name for name in compiled if compiled[name] != uncompiled[name]] == []


def test_the_fingerprint_notices_another_seed():
    one, other = fingerprints(), fingerprints(seed=2)
    assert {"Jobseeker.trust", "Employer.memory", "Caseworker.skill", "sums", "lives"} <= {
        name for name in one if one[name] != other[name]
    }


WORLD = busy(people=1000, months=24).set({"policy.ips.places": 0.0})
SEEDS = range(1, 21)


def gains(baseline: Scenario = WORLD) -> list[float]:
    """What IPS adds to the share in work after two years, seed by seed."""
    policy = baseline.set({"policy.ips.places": 1.0})
    column = NAMES.index("job_any")
    return [
        simulate(policy, seed, keep_lives=False).outcomes[24, column]
        - simulate(baseline, seed, keep_lives=False).outcomes[24, column]
        for seed in SEEDS
    ]


def standard_errors_apart(one: list[float], other: list[float]) -> float:
    """How far two means lie apart, in standard errors of their difference."""
    error = np.sqrt((np.var(one, ddof=1) + np.var(other, ddof=1)) / len(one))
    return abs(np.mean(one) - np.mean(other)) / error


@pytest.mark.slow  # the model is compiled anew: half a minute, the first time
def test_another_generator_of_luck_gives_other_lives_and_the_same_answer():
    ours = gains()
    with_threefry = elsewhere("[here.gains(), here.fingerprints()]", INROADS_GENERATOR="threefry")
    theirs, lives = with_threefry
    assert lives["lives"] != fingerprints()["lives"]
    assert ours != theirs
    assert standard_errors_apart(ours, theirs) < 3.0


def test_that_comparison_notices_a_somewhat_weaker_effect():
    weaker = WORLD.set({"policy.ips.fidelity.employer_outreach": 0.2})
    assert standard_errors_apart(gains(), gains(weaker)) > 3.0


def overlap(arrays) -> bool:
    """Whether two of some arrays share memory."""
    spans = sorted(byte_bounds(array) for array in arrays if isinstance(array, np.ndarray) and array.size)
    return any(following[0] < before[1] for before, following in pairwise(spans))


def test_no_kernel_is_given_the_same_memory_twice():
    """The compiler is told so (`sim.compiled`): what it makes of a kernel that is would be wrong."""
    district = lived(all_on(people=60, months=4).set({"policy.plans.rule": "worst_first"}), 3)
    calls = [given for _, given in district._calls.values()]
    assert len(calls) > 80
    assert not any(overlap(given) for given in calls)
    column = district.people.arrays["trust"]
    assert overlap([column, column]) and overlap([column, column[5:]])


def test_a_kernel_works_on_the_numbers_as_they_are_when_it_is_called():
    """Numbers are copied when a kernel opens its groups, so not before."""
    district = lived(busy(people=60, months=4), 2)
    district.run(no_help_yet)
    district.run(ordinary_introductions)
    before = district.people.arrays["introductions"].copy()
    district.records["service"]["introductions"] *= 2.0
    district.run(ordinary_introductions)
    assert before.max() > 0.0
    assert district.people.arrays["introductions"] == pytest.approx(2.0 * before)
