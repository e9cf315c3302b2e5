"""The people who are drawn are those who were published: jointly, for every profile and solution."""

import json

import numpy as np
import pytest
from commandline import good, inroads

from experiments.people.population import (
    GROUPS,
    SOLVED,
    UNMEASURED,
    broken_claims,
    distribution,
    drawn,
    exact_errors,
    expected,
    record_of,
    targets,
    targets_of,
)
from experiments.people.report import largest_error
from experiments.people.solutions import find, read, solve, write
from sim import District, load
from sim.errors import InputError
from sim.population.together import chances
from sim.scenario import check, declarations, default_scenario, profile, profiles, shipped

DENMARK = load("denmark")
COUNTRIES = ("denmark", "norway", "sweden", "finland", "iceland")
POINT = 0.01
MANY = 50_000
FITTED = tuple(target for target in targets_of(None) if target.fitted)


def errors_of(scenario, people=MANY, seed=1, held=FITTED):
    """How far the drawn shares lie from the published ones."""
    sample = drawn(scenario, people, seed)
    return {t.id: t.error(sample.share(t.share, t.among)) for t in held}


def worst(errors):
    return max(map(abs, errors.values()))


# -- what was published -----------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(1, 6))
def test_all_published_shares_hold_at_once_to_within_a_point(seed):
    errors = errors_of(DENMARK, seed=seed)
    assert len(errors) == 13 and worst(errors) < POINT, errors


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_drawing_of_every_country_would_hold_them_exactly_with_endless_people(country):
    assert worst(exact_errors(load(country))) < 0.001


def test_what_is_worked_out_exactly_is_what_is_drawn():
    """The two ways of counting differ by chance only: within four standard errors."""
    people = record_of(DENMARK)
    found, sample = distribution(people), drawn(DENMARK, MANY, 3)
    for target in FITTED:
        gap = sample.share(target.share, target.among) - expected(people, target, found)
        assert abs(gap) <= 4 * sample.noise(target.share, target.among) + 1e-9, target.id


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({"health": 0.55}, "health"),
        ({"four_or_more": 1.0}, "four-or-more"),
        ({"just_one": 3.0}, "two-or-more"),
        ({"no_recent_job_if_senior": 0.7}, "no-recent-job-if-senior"),
        ({"few_jobs_if_young": 0.39}, "few-jobs-if-young"),
    ],
)
def test_another_population_is_noticed(changes, broken):
    """Negative control: each published share can fail."""
    changed = DENMARK.set({f"world.people.{name}": value for name, value in changes.items()})
    assert abs(errors_of(changed)[broken]) > POINT


def test_every_vulnerable_person_has_a_barrier_and_the_count_is_that_of_the_bits():
    column = drawn(DENMARK, MANY, 2).columns
    bits = column["ten_barriers"].astype(np.int64)
    assert column["barriers_at_start"].min() == 1
    assert np.array_equal(np.array([bit.bit_count() for bit in bits.tolist()]), column["barriers_at_start"])
    never, recent = bits >> 4 & 1, 1 - (bits >> 3 & 1)
    assert not (never & recent).any()  # who never worked has no recent job
    assert np.array_equal(column["limited"] == 1, bits & 1 == 1)


def test_the_other_denominator_is_reported_and_never_fitted():
    """Trap 4: two thirds and 14% are of all with weak attachment."""
    others = [target for target in targets() if target.source == "A-03"]
    assert len(others) == 2 and not any(target.fitted for target in others)
    assert all("weak attachment" in target.denominator for target in others)


def test_every_target_names_a_fact_that_there_is():
    from experiments.odd import sources

    assert {target.source for target in targets()} <= set(sources()["facts"])
    assert {name for target in targets() for name in target.profiles} <= set(profiles())


# -- the set of solutions ---------------------------------------------------------------------


def test_there_are_many_solutions_and_each_holds_every_published_share_exactly():
    solutions = read()
    assert len(solutions) >= 250 and set(solutions[0]) == {*UNMEASURED, *SOLVED}
    base = default_scenario()
    for solution in solutions:
        scenario = base.set(solution)
        assert worst(exact_errors(scenario)) < 0.001 and broken_claims(scenario) < 0.001


@pytest.mark.parametrize("row", range(0, 250, 25))
def test_drawn_people_of_a_solution_hold_them_too(row):
    assert worst(errors_of(DENMARK.set(read()[row]))) < POINT


def test_a_solution_with_the_weights_of_another_does_not_hold():
    """Negative control: the weights are solved for these very shares."""
    first, second = read()[0], read()[1]
    mixed = DENMARK.set({**first, **{address: second[address] for address in SOLVED}})
    assert worst(exact_errors(mixed)) > POINT


@pytest.mark.parametrize("address", UNMEASURED)
def test_solutions_spread_over_the_range_of_what_is_not_measured(address):
    low, high = declarations()[address].parameter.plausible
    values = np.array([solution[address] for solution in read()])
    assert low <= values.min() and values.max() <= high
    assert np.ptp(np.quantile(values, (0.05, 0.95))) > 0.6 * (high - low)


def test_solutions_are_different_populations():
    """Two solutions agree in all that is published and differ in what is not."""
    shares = [drawn(DENMARK.set(row), 20_000, 1).share("few jobs", "seniors") for row in read()[:8]]
    assert np.std(shares) > 0.05


def test_the_declared_numbers_are_the_best_solution():
    solved = solve(default_scenario())
    for address in SOLVED:
        assert declarations()[address].parameter.default == pytest.approx(solved[address], abs=0.001)


def test_solving_again_gives_the_same_files(tmp_path):
    found, tried = find(number=20)
    again, _ = find(number=20)
    assert [one.values for one, _ in found] == [one.values for one, _ in again] and tried >= 20
    write(tmp_path, found, tried, seed=4)
    lines = (tmp_path / "people.csv").read_text().splitlines()
    assert len(lines) == 21 and lines[0].split(",") == [*UNMEASURED, *SOLVED]
    assert "seed = 4" in (tmp_path / "people.toml").read_text()


# -- profiles ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", profiles())
def test_a_profile_goes_on_any_country_and_its_people_are_as_it_says(name):
    for country in ("denmark", "norway"):
        scenario = load(country).set(profile(name))
        assert broken_claims(scenario) < POINT
    held = [target for target in targets_of(name) if target.fitted]
    assert not held or worst(errors_of(scenario, held=held)) < POINT


@pytest.mark.parametrize("name", profiles())
def test_a_profile_says_who_the_people_are_and_nothing_else(name):
    assert all(address.startswith(("world.people.", "world.mind.")) for address in profile(name))
    assert name not in shipped() and f"profiles/{name}" not in shipped()


BAD = {
    "extends": ('extends = "denmark"\nworld.people.young = 1.0', "extends"),
    "a size": ("district.people = 10", "district.people"),
    "no values": ('[about]\ntitle = "x"', "says nothing"),
    "an unknown number": ("world.people.yong = 1.0", "Did you mean 'world.people.young'?"),
    "an impossible share": ("world.people.young = 2.0", "from 0 to 1"),
    "an unknown word about it": ('[about]\nsorce = "A-01"', "Did you mean 'source'?"),
    "no TOML": ("world.people = = 1", "is not TOML"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_profile_gets_one_sentence(kind, tmp_path):
    content, expected_words = BAD[kind]
    path = tmp_path / "mine.toml"
    path.write_text(content)
    with pytest.raises(InputError) as caught:
        profile(path)
    sentence = str(caught.value)
    assert expected_words in sentence and len(sentence.splitlines()) == 1 and sentence.isprintable()


def test_an_unknown_profile_gets_the_nearest_name():
    with pytest.raises(InputError, match="Did you mean 'neet'"):
        profile("net")
    result = inroads("population", "denmark", "--profile", "sever-mental-illness")
    assert result.exit_code == 1 and "Did you mean 'severe-mental-illness'?" in result.stderr


# -- extremes ---------------------------------------------------------------------------------

SHARES = [
    address for address in declarations()
    if address.startswith("world.people.") and declarations()[address].parameter.unit.name == "share"
    and not address.endswith(("severity_low", "background"))
]  # fmt: skip


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_all_shares_of_nought_or_one_give_sane_people(value):
    people = DENMARK.set(dict.fromkeys(SHARES, value))
    assert np.isfinite(chances(record_of(people))).all()
    column = drawn(people, 2000, 1).columns
    counts = column["barriers_at_start"]
    assert (counts == (0 if value == 0.0 else 10)).all()
    assert ((column["age"] >= 18) & (column["age"] <= 65)).all() and np.isfinite(column["distance"]).all()


@pytest.mark.parametrize("address", SHARES)
@pytest.mark.parametrize("value", [0.0, 1.0])
def test_one_share_at_its_end_leaves_the_others_sane(address, value):
    table = chances(record_of(DENMARK.set({address: value})))
    assert np.isfinite(table).all() and table.min() >= 0.0 and table.max() <= 1.0 + 1e-9
    assert (np.diff(table, axis=3) <= 1e-9).all()  # a worse outcome is never likelier than it or worse


def test_a_share_of_nobody_is_nobody_and_of_everybody_everybody():
    ends = {"care_share": 0.0, "few_jobs": 1.0, "few_jobs_if_young": 1.0, "seniors": 0.0}
    sample = drawn(DENMARK.set({f"world.people.{k}": v for k, v in ends.items()}), 20_000, 1)
    assert sample.share("care", "all") == 0.0 and sample.share("few jobs", "all") == 1.0
    assert not sample.group("seniors").any()


def test_who_has_none_of_the_ten_is_declared_and_drawn():
    near = drawn(DENMARK.set(profile("short-term-unemployed")), MANY, 1)
    assert near.share("none", "all") == pytest.approx(0.4, abs=POINT)
    assert drawn(DENMARK, MANY, 1).share("none", "all") == 0.0


def test_shares_that_leave_somebody_without_a_barrier_do_so():
    """Too few barriers to go round: the shares come first, and the rest have none."""
    groups = {f"world.people.{name}" for name in ("young", "seniors", "immigrants")}
    few = dict.fromkeys(set(SHARES) - groups, 0.0)
    sample = drawn(DENMARK.set({**few, "world.people.care_share": 0.3}), 20_000, 1)
    assert sample.share("care", "all") == pytest.approx(0.3, abs=0.02)
    assert sample.share("none", "all") == pytest.approx(0.7, abs=0.02)


# -- luck -------------------------------------------------------------------------------------


def test_a_higher_share_gives_the_barrier_to_some_and_takes_it_from_hardly_anybody():
    """Same person, same luck: raising one share by two points does not draw everybody anew."""
    higher = DENMARK.set({"world.people.few_jobs": DENMARK["world.people.few_jobs"] + 0.02})
    before, after = (drawn(one, 20_000, 1) for one in (DENMARK, higher))
    had, has = before.have("few jobs"), after.have("few jobs")
    assert 0.01 < (has & ~had).mean() < 0.03 and (had & ~has).mean() < 0.002
    changed = before.columns["ten_barriers"] != after.columns["ten_barriers"]
    assert changed.mean() < 0.05


def test_people_do_not_depend_on_how_many_are_drawn():
    few, many = drawn(DENMARK, 500, 1).columns, drawn(DENMARK, 5000, 1).columns
    assert all(np.array_equal(few[name], many[name][:500]) for name in ("ten_barriers", "age", "distance"))


def test_newcomers_are_drawn_from_the_same_table():
    district = District(DENMARK.set({"world.people.newcomers": 0.03}), people=3000, months=3, rng=1)
    for _ in range(3):
        district.step()
    newcomers = slice(3000, district.people.used)
    column = {name: values[newcomers] for name, values in district.people.arrays.items()}
    assert len(column["age"]) > 200 and column["barriers_at_start"].min() == 1
    assert 0.7 < (column["barriers_at_start"] >= 2).mean() < 0.9


# -- the command ------------------------------------------------------------------------------


def test_the_command_prints_every_target_with_its_error_and_what_is_assumed():
    printed = good("population", "denmark")
    for target in targets_of(None):
        assert target.label in printed and target.source in printed
    for address in (*UNMEASURED, *SOLVED):
        assert address in printed
    assert "Largest error of a fitted share: 0." in printed and "limit 1" in printed


def test_the_command_answers_in_json():
    answer = json.loads(good("population", "sweden", "--people", "2000", "--json"))
    assert set(answer["targets"]) == {target.id for target in targets_of(None)}
    assert set(answer["groups"]) == set(GROUPS) and len(answer["assumed"]) == len(UNMEASURED) + len(SOLVED)
    errors = [row["error_points"] for row in answer["targets"].values() if row["fitted"]]
    assert answer["largest_error_points"] == max(map(abs, errors)) and answer["manifest"]["model"]


@pytest.mark.parametrize("name", ["neet", "activity-ready-cash-benefit", "severe-mental-illness"])
def test_the_command_shows_a_profile_beside_vulnerable_people(name):
    printed = good("population", "norway", "--profile", name, "--people", "5000")
    assert "vulnerable people" in printed
    for target in targets_of(name):
        assert target.label in printed


@pytest.mark.parametrize("people", ["0", "-5", "9999999999"])
def test_an_impossible_number_of_people_gets_one_sentence(people):
    result = inroads("population", "denmark", "--people", people)
    assert result.exit_code != 0 and "Traceback" not in result.stderr


def test_the_largest_error_counts_only_what_is_fitted():
    far, near = targets_of(None)[-1], targets_of(None)[0]
    assert largest_error({far: {"error_points": -9.0}, near: {"error_points": -0.4}}) == 0.4


def test_a_number_of_a_profile_is_checked_like_any_other():
    for name in profiles():
        for address, value in profile(name).items():
            assert check(address, value) == value
