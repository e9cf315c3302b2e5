"""Comparisons pair worlds, tell luck, and can be stopped."""

import json

import numpy as np
import pytest

from experiments.compare import Estimate, Stopped, compare, run_arm, run_many
from experiments.manifest import manifest
from sim import InputError, load
from sim.compiled import model_fingerprint
from sim.outcomes import NAMES

BASE = load("denmark").set({"district.people": 150, "district.months": 6})
POLICY = BASE.set({"policy.ips.places": 0.8})


def test_an_estimate_is_the_mean_the_middle_nine_in_ten_and_the_error_of_the_mean():
    values = np.arange(101.0)
    estimate = Estimate.of(values)
    assert (estimate.mean, estimate.lo, estimate.hi) == (50.0, 5.0, 95.0)
    assert estimate.mcse == pytest.approx(np.std(values, ddof=1) / np.sqrt(101))
    assert Estimate.of(np.array([3.0])) == Estimate(3.0, 3.0, 3.0, None)


def test_differences_are_taken_within_a_seed():
    result = compare(BASE, POLICY, [3, 1, 2])
    for place, seed in enumerate((3, 1, 2)):
        alone = run_arm(POLICY, [seed]).values[0] - run_arm(BASE, [seed]).values[0]
        assert np.array_equal(result.differences[place], alone)


def test_the_plain_data_has_every_outcome_and_month_and_survives_json():
    result = compare(BASE, POLICY, range(1, 4))
    data = json.loads(json.dumps(result.as_dict(), allow_nan=False))
    assert set(data) == {"baseline", "policy", "difference", "manifest"}
    for outcome in NAMES:
        assert set(data["difference"][outcome]) == {str(m) for m in range(7)}
        assert set(data["difference"][outcome]["6"]) == {"mean", "lo", "hi", "mcse"}
        assert set(data["baseline"][outcome]["6"]) == {"mean", "lo", "hi"}
    six = data["difference"]["job_any"]["6"]
    assert six["mean"] == pytest.approx(
        data["policy"]["job_any"]["6"]["mean"] - data["baseline"]["job_any"]["6"]["mean"]
    )


def test_worlds_of_different_size_are_not_paired():
    with pytest.raises(InputError, match=r"district\.people"):
        compare(BASE, POLICY.set({"district.people": 151}), [1])


def test_progress_is_told_and_a_stop_is_heard():
    told = []
    run_many([(BASE, 1), (BASE, 2), (BASE, 3)], progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]
    with pytest.raises(Stopped):
        run_many([(BASE, seed) for seed in range(50)], stop=lambda: True)
    assert run_many([]) == []


def test_a_manifest_names_values_seeds_versions_and_what_changed():
    entry = manifest({"baseline": BASE, "policy": POLICY}, [1, 2])
    assert entry["model"] == model_fingerprint() and entry["seeds"] == [1, 2]
    assert entry["changes"] == {"policy.ips.places": {"from": BASE["policy.ips.places"], "to": 0.8}}
    assert set(entry["scenarios"]["policy"]["values"]) == set(BASE.values)
    assert {"python", "mesa", "numpy", "numba"} <= set(entry["versions"])
    json.dumps(entry)


def test_groups_add_up_to_everybody():
    arm = run_arm(BASE.set({"district.people": 600}), [1])
    run = arm.runs[0]
    from sim import District

    district = District(BASE.set({"district.people": 600}), rng=1)
    for _ in range(6):
        district.step()
    counts = district.books.counts[6].reshape(2, 3).sum(axis=0)  # outside the focus, and within
    column = NAMES.index("distance")
    together = sum(n * run.groups[g][6, column] for g, n in enumerate(counts)) / counts.sum()
    assert together == pytest.approx(run.outcomes[6, column])
