"""An emulator states an error that holds, refuses what it cannot know, and says that it is one."""

import json

import numpy as np
import pandas as pd
import pytest
from commandline import good, refused
from known_results import FILE, folder, gain, smooth

from experiments.designs.file import read
from experiments.designs.points import experiment_of
from experiments.discovery.points import gather
from experiments.emulation import emulator as emulator_module
from experiments.emulation import fit, load, save
from experiments.emulation.emulator import SHARE, Levels, Quality, fit_points, why_poor
from experiments.emulation.machines import BOOSTING, MOST_FOR_PROCESS, PROCESS
from experiments.emulation.report import checked
from experiments.engine.executors import Here
from experiments.engine.run import run
from experiments.store.results import open_results
from sim.errors import InputError

INPUTS = ["a", "b", "c", "country"]


def table(points, seeds=2, noise=0.3, seed=0, signal=1.0, common=0.0):
    """Runs of a bent function with an interaction and a name among its inputs, and luck."""
    luck = np.random.default_rng(seed)
    x, country = luck.random((points, 3)), luck.choice(["denmark", "norway"], points)
    truth = signal * (
        3 * x[:, 0] + np.sin(4 * x[:, 1]) + 2 * x[:, 0] * x[:, 2] + (country == "norway") * x[:, 2]
    )
    frame = pd.DataFrame(x, columns=INPUTS[:3]).assign(country=country, point=np.arange(points), set=0)
    runs = []
    for number in range(seeds):
        away = common * luck.standard_normal() + noise * luck.standard_normal(points)
        runs.append(frame.assign(seed=number, value=truth + away))
    return pd.concat(runs, ignore_index=True), truth


def fitted(points, **more):
    return fit_points(gather(table(points, **more)[0], INPUTS), "job_any", 12, "all")


def inside(emulator, inputs):
    """Fresh points moved to within what was tried."""
    return inputs.assign(**{n: inputs[n].clip(*emulator.ranges[n]) for n in INPUTS[:3]})


def test_stated_intervals_hold_on_fresh_points():
    """One emulator's coverage scatters with its own n points and the m fresh ones; that of many is 90%."""
    n, m, times, caught = 80, 200, 12, []
    for number in range(times):
        emulator = fitted(n, seed=number)
        fresh = gather(table(m, seed=100 + number)[0], INPUTS)
        answer = emulator.predict(inside(emulator, fresh.inputs))
        caught.append(((fresh.mean >= answer.lo) & (fresh.mean <= answer.hi)).mean())
    error = np.sqrt(SHARE * (1 - SHARE) * (1 / n + 1 / m) / times)
    assert abs(np.mean(caught) - SHARE) < 3 * error, (np.mean(caught), error)


def test_the_function_is_recovered_better_than_the_runs_show_it():
    frame, _ = table(200)
    emulator = fit_points(gather(frame, INPUTS), "job_any", 12, "all")
    fresh, truth = table(300, noise=0.0, seed=9)
    answer = emulator.predict(inside(emulator, gather(fresh, INPUTS).inputs))
    error = np.sqrt(np.mean((answer.emulated - truth) ** 2))
    assert error < emulator.quality.luck
    assert emulator.quality.luck == pytest.approx(0.3 / np.sqrt(2), rel=0.15)
    assert emulator.quality.explained > 0.9 and not emulator.quality.poor


def test_pure_noise_makes_it_poor_and_it_answers_nothing():
    emulator = fitted(120, signal=0.0)
    assert emulator.quality.poor and emulator.quality.by_luck and emulator.quality.explained < 0.1
    with pytest.raises(InputError, match=r"no emulated answer.*luck.* so more seeds"):
        emulator.predict([emulator.middle()])


def test_held_out_points_are_really_held_out():
    """Noise that can be learned by heart, but not predicted: whoever has seen a point would know it."""
    luck = np.random.default_rng(1)
    frame = table(100, seeds=1)[0].assign(value=luck.standard_normal(100))
    quality = fit_points(gather(frame, INPUTS), "job_any", 12, "all").quality
    assert quality.rmse > 0.9 * quality.spread


def test_what_a_seed_does_to_all_points_alike_is_no_luck_between_them():
    apart, alike = fitted(100, seeds=4, common=0.0).quality, fitted(100, seeds=4, common=3.0).quality
    assert alike.luck == pytest.approx(apart.luck, rel=0.2) and alike.explained > 0.9


def test_boosted_trees_take_over_beyond_a_thousand_points_and_hold_what_they_state():
    emulator = fitted(MOST_FOR_PROCESS + 1)
    assert emulator.kind == BOOSTING and fitted(60).kind == PROCESS
    fresh = gather(table(1000, seed=3)[0], INPUTS)
    answer = emulator.predict(inside(emulator, fresh.inputs))
    share = ((fresh.mean >= answer.lo) & (fresh.mean <= answer.hi)).mean()
    assert abs(share - SHARE) < 3 * np.sqrt(SHARE * (1 - SHARE) * 2 / 1000)


def test_the_same_points_give_the_same_answers_with_any_number_of_threads():
    from threadpoolctl import threadpool_limits

    answers = []
    for threads in (1, 2):
        with threadpool_limits(threads):
            emulator = fitted(60)
            answers.append(emulator.predict([emulator.middle()]))
    pd.testing.assert_frame_equal(*answers, check_exact=True)


def test_what_was_not_tried_is_refused():
    emulator = fitted(60)
    middle = emulator.middle()
    for change, expected in (
        ({"a": 1.5}, "was tried from"),
        ({"a": float("nan")}, "was tried from"),
        ({"a": "much"}, "was tried from"),
        ({"country": "sweden"}, "only denmark, norway were tried"),
    ):
        with pytest.raises(InputError, match=expected):
            emulator.predict([{**middle, **change}])
    middle.pop("b")
    with pytest.raises(InputError, match="needs b"):
        emulator.predict([middle])


def corners(seeds=2, noise=0.1):
    """A grid of two values an input, of a function that bends in between."""
    x = np.array(np.meshgrid(*[[0.0, 1.0]] * 5)).reshape(5, -1).T
    luck, names = np.random.default_rng(0), list("abcde")
    frame = pd.DataFrame(x, columns=names).assign(point=np.arange(len(x)), set=0)
    runs = [frame.assign(seed=k, value=bent(x) + noise * luck.normal(size=len(x))) for k in range(seeds)]
    return fit_points(gather(pd.concat(runs, ignore_index=True), names), "job_any", 12, "all")


def bent(x):
    return 2.0 * np.sin(3.0 * x[:, 0]) + (x[:, 1] > 0.6) + x[:, 0] * x[:, 1]


def test_between_two_values_that_were_tried_there_is_no_answer():
    emulator = corners()
    assert all(isinstance(tried, Levels) for tried in emulator.ranges.values())
    middle = emulator.middle()
    assert set(middle.values()) <= {0.0, 1.0}
    emulator.predict([middle, {**middle, "a": 1.0 - 1e-13}])
    with pytest.raises(InputError, match=r"a is 0\.5, but only 0, 1 were tried"):
        emulator.predict([{**middle, "a": 0.5}])
    with pytest.raises(InputError, match="only 0, 1 were tried"):
        emulator.predict([{**middle, "a": "much"}])


def test_without_that_refusal_stated_intervals_would_be_wrong_between(monkeypatch):
    """The negative control: held-out corners say nothing of what lies between corners."""
    monkeypatch.setattr(emulator_module, "LEAST_VALUES", 2)
    emulator, x = corners(), np.random.default_rng(1).random((1000, 5))
    answer = emulator.predict(pd.DataFrame(x, columns=list("abcde")))
    assert emulator.quality.inside > 0.8
    assert ((bent(x) >= answer.lo) & (bent(x) <= answer.hi)).mean() < 0.5


def made_up_quality(explained, luck):
    return Quality(50, 0.1, 0.2, 0.9, 1.0, luck, explained)


@pytest.mark.parametrize("luck", [0.2, 0.8, 1.0, 1.4])
@pytest.mark.parametrize("explained", [-0.1, 0.43, 0.96])
def test_what_is_explained_and_what_is_luck_are_never_more_than_all(explained, luck):
    quality = made_up_quality(explained, luck)
    assert quality.told + quality.of_luck <= 1.0 + 1e-12
    for said in (why_poor(quality), checked(quality, "trust", "DKK")):
        assert "100% is luck" not in said and "makes 100%" not in said
    assert ("all the rest" in checked(quality, "trust", "DKK")) == (luck**2 >= 1.0 - max(explained, 0.0))


def test_too_few_points_are_refused():
    with pytest.raises(InputError, match="too few to fit an emulator"):
        fitted(19)


@pytest.fixture
def made(tmp_path, monkeypatch):
    return folder(tmp_path / "made", monkeypatch, points=50, answer=smooth, noise=0.001)


def test_a_stored_emulator_answers_as_the_fitted_one_did(made):
    results = open_results(made)
    emulator = fit(results, "job_any", 2)
    path = save(results, emulator)
    again = load(open_results(made), "job_any", 2)
    points = [emulator.middle(), {**emulator.middle(), "policy.ips.mental_only": True}]
    pd.testing.assert_frame_equal(emulator.predict(points), again.predict(points), rtol=1e-6)
    assert again.quality == emulator.quality
    assert load(results, "job_any", 0) is None
    assert set(json.loads(path.read_text())) >= {"experiment", "points", "theta", "quality"}


def test_an_emulator_of_other_results_is_refused(made):
    results = open_results(made)
    path = save(results, fit(results, "job_any", 2))
    stored = json.loads(path.read_text())
    for change, expected in (
        ({"experiment": "other"}, "belongs to another experiment"), ({"points": "other"}, "other results"),
        ({"theta": [1.0]}, "damaged"), ({"stretch": "x"}, "damaged"), ({"schema": 9}, "another version"),
        ({"quality": {}}, "damaged"), ({"month": 1}, "damaged"), ({"theta": None}, "damaged"),
    ):  # fmt: skip
        path.write_text(json.dumps({**stored, **change}))
        with pytest.raises(InputError, match=expected):
            load(results, "job_any", 2)
    for text in ("", "[]", "{", "null", '{"schema": 1}'):
        path.write_text(text)
        with pytest.raises(InputError, match="fits it anew"):
            load(results, "job_any", 2)


def test_an_emulator_is_refused_once_other_runs_are_there(tmp_path, monkeypatch):
    made = folder(tmp_path / "made", monkeypatch, points=60, seeds=6, answer=smooth)
    parts = sorted((made / "status").glob("*.parquet"))
    assert len(parts) > 1
    later = parts[-1].read_bytes()
    parts[-1].unlink()
    said = " ".join(good("emulate", made).split())
    assert "Half-finished:" in said
    good("emulate", made, "--at", "world.economy.demand=1")
    parts[-1].write_bytes(later)
    assert "other results than there are now" in refused("emulate", made, "--at", "world.economy.demand=1")
    good("emulate", made)
    assert "Half-finished" not in good("emulate", made, "--at", "world.economy.demand=1")


def test_the_command_says_how_good_it_is_and_that_answers_are_emulated(made):
    said = " ".join(good("emulate", made).split())
    assert "Each point was predicted by an emulator that had not seen it" in said and "POOR" not in said
    said = " ".join(good("emulate", made, "--at", "world.economy.demand=0.8").split())
    assert said.startswith(
        "Emulated, not simulated: what the policy changes of 'In paid work' after 2 months is +"
    )
    assert "on 50 held-out points nine in ten lay within" in said
    assert "Not named, and so in the middle of what was tried: policy.caseload.ordinary" in said
    found = json.loads(good("emulate", made, "--at", "world.economy.demand=0.8", "--json"))
    truth = smooth(
        {"world.economy.demand": 0.8, "policy.caseload.ordinary": found["at"]["policy.caseload.ordinary"]}
    )
    assert found["answer"]["lo"] < truth < found["answer"]["hi"]
    assert found["answer"]["emulated"] == pytest.approx(truth, abs=0.002)


def test_a_poor_emulator_is_marked_and_refuses(tmp_path, monkeypatch):
    noise = folder(tmp_path / "noise", monkeypatch, points=40, answer=lambda world: 0.0, noise=0.02)
    assert "POOR, and so it gives no answers" in good("emulate", noise)
    assert "no emulated answer" in refused("emulate", noise, "--at", "world.economy.demand=1")


def test_failed_runs_are_said(tmp_path, monkeypatch):
    broken = folder(tmp_path / "broken", monkeypatch, points=50, answer=gain, fails=lambda run: run < 6)
    assert "6 runs ended with an error and are left out" in good("emulate", broken)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--at", "world.economy.demand=9"), "was tried from"),
        (("--at", "world.economy.demand"), "--at takes ADDRESS=VALUE"),
        (("--at", "world.economy.demnd=1"), "world.economy.demand"),
        (("--at", "policy.ips.mental_only=maybe"), "true or false"),
        (("--outcome", "hours"), "hold no outcome"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_sentence(made, words, expected):
    assert expected in refused("emulate", made, *words)


def test_it_works_on_what_the_model_itself_wrote(tmp_path):
    text = (
        FILE.format(seeds=2, points=24)
        .replace("people = 100", "people = 60")
        .replace("months = 2\n", "months = 3\n")
        .replace("[0, 2]", "[3]")
    )
    (tmp_path / "real.toml").write_text(text)
    run(experiment_of(read(tmp_path / "real.toml")), tmp_path / "real", engine=Here())
    said = " ".join(good("emulate", tmp_path / "real", "--outcome", "public_cost").split())
    assert "on 24 points and 5 inputs" in said and "explains" in said
    found = json.loads(good("emulate", tmp_path / "real", "--outcome", "public_cost", "--json"))
    assert found["quality"]["luck"] > 0 and found["results"]["done"] == 96
