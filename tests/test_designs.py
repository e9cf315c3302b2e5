"""Claims about experiment files: what each kind of design makes, and that what is documented is so."""

import itertools
import math
import tomllib

import numpy as np
import pandas as pd
import pytest
from experiment_files import DEMAND, GRID, PEOPLE, PLACES, PLAN, RESERVE, RULE, complaint, planned, writer
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import qmc

from experiments import posterior
from experiments.designs import keys, reference
from experiments.designs.experiment import BASELINE, ONE_ARM, POLICY, TWO_ARMS, plan_runs
from experiments.designs.factors import Levels, Range, rounded
from experiments.designs.file import read, shipped
from experiments.designs.points import experiment_of, points_of, unit_points, value_at
from experiments.designs.schema import schema
from experiments.designs.words import values_at
from experiments.kinds import check_any, kind_of
from sim.errors import InputError
from sim.outcomes import NAMES
from sim.scenario import declarations, load


@pytest.fixture
def write(tmp_path):
    return writer(tmp_path)


# -- what designs make ------------------------------------------------------------------------


def test_a_grid_has_every_combination_once_in_the_order_of_the_file(write):
    points = planned(write(GRID)).points
    assert list(points) == [PLACES, DEMAND]
    assert list(points.itertuples(index=False, name=None)) == list(
        itertools.product([0.0, 0.5], [0.7, 1.0, 1.3])
    )


def test_levels_of_every_type_reach_the_world(write):
    text = f"""[factors]
    {PLAN} = ["", "language > practice"]
    {RULE} = ["by_lot", "work_first"]
    {RESERVE} = [true, false]
    {PEOPLE} = [50, 60]
    """
    made = planned(write(text))
    assert len(made.points) == 16
    last = made.world(15, "scenario")
    assert (last[PLAN], last[RULE], last[RESERVE], last[PEOPLE]) == (
        "language > practice", "work_first", False, 60,
    )  # fmt: skip
    assert type(last[PEOPLE]) is int and type(last[RESERVE]) is bool
    assert made.world(0, "scenario").values == load("denmark").set({PEOPLE: 50}).values


def test_steps_go_from_end_to_end_evenly(write):
    points = planned(write(f"[factors]\n{DEMAND} = {{ from = 0.7, to = 1.3, steps = 4 }}")).points
    assert points[DEMAND].tolist() == [0.7, 0.9, 1.1, 1.3]


@given(low=st.floats(0, 1), high=st.floats(0, 1), steps=st.integers(2, 50))
@settings(max_examples=200, deadline=None)
def test_steps_never_leave_their_range(low, high, steps):
    parameter = declarations()[PLACES].parameter
    low, high = sorted((low, high))
    for k in range(steps):
        assert low <= rounded(low + k * (high - low) / (steps - 1), parameter, low, high) <= high


def test_a_list_fills_what_a_point_leaves_out_from_its_scenario(write):
    text = f"[[points]]\n{PLACES} = 0.5\n[[points]]\n{DEMAND} = 0.8\n[[points]]\n{PLACES} = 0.1\n"
    made = planned(write(text))
    assert made.points[PLACES].tolist() == [0.5, load("denmark")[PLACES], 0.1]
    assert made.points[DEMAND].tolist() == [1.0, 0.8, 1.0]


def test_in_a_list_of_whole_scenarios_the_rest_is_that_scenarios_own(write):
    address = "policy.caseload.ordinary"
    text = f"[[points]]\nscenario = 'denmark'\n{address} = 33\n[[points]]\nscenario = 'norway'\n"
    made = planned(write(text))
    assert made.points[address].tolist() == [33.0, load("norway")[address]]
    world = made.world(1, "scenario")
    sizes = {one: load("denmark")[one] for one in ("district.people", "district.months")}
    assert world.values == load("norway").set(sizes).values


def test_a_latin_hypercube_has_one_point_in_every_slice_of_every_factor(write):
    text = f'[factors]\n{PLACES} = "plausible"\n{DEMAND} = {{ from = 0.5, to = 1.5 }}\n'
    points = planned(write(f'{text}[design]\nkind = "latin"\npoints = 40\nseed = 7')).points
    for column, (low, high) in zip(points, [(0.0, 1.0), (0.5, 1.5)], strict=True):
        slices = np.floor((points[column] - low) / (high - low) * 40).astype(int)
        assert sorted(slices) == list(range(40))


def test_a_sobol_sample_is_more_even_than_chance_and_follows_from_its_seed():
    design = {"points": 128, "seed": 3}
    points = unit_points("sobol", 4, design)
    assert np.array_equal(points, unit_points("sobol", 4, design))
    assert not np.array_equal(points, unit_points("sobol", 4, {**design, "seed": 4}))
    assert (points > 0).all()  # scrambled: without it the first point is the corner
    chance = np.random.default_rng(1).random((128, 4))
    assert qmc.discrepancy(points) < qmc.discrepancy(chance) / 4


def test_a_sample_takes_whole_numbers_and_levels_equally_often():
    places = (np.arange(6000) + 0.5) / 6000
    whole = [value_at("policy.plans.review", Range(6.0, 8.0), place) for place in places]
    assert {n: whole.count(n) for n in set(whole)} == {6: 2000, 7: 2000, 8: 2000}
    levels = [value_at(RULE, Levels(("by_lot", "work_first")), place) for place in places]
    assert levels.count("by_lot") == 3000


@pytest.mark.parametrize("kind", ["latin", "sobol"])
def test_a_sample_has_no_point_twice_or_says_how_many_it_has(kind, write):
    """Every point counts as much as any other, so none may be there twice under two numbers."""
    few = f'[factors]\n{RESERVE} = "plausible"\ndistrict.people = {{ from = 50, to = 51 }}\n'
    design = f'[design]\nkind = "{kind}"\npoints = 64\n'
    sentence = complaint(write(few + design))
    assert "64" in sentence and "only 4 of these" in sentence and '"grid"' in sentence
    points = planned(write(f"{few}{DEMAND} = {{ from = 0.7, to = 1.3 }}\n{design}")).points
    assert len(points) == 64 and not points.duplicated().any()


def test_choices_and_yes_no_are_plausible_in_all_their_values(write):
    text = f'[factors]\n{RULE} = "plausible"\n{RESERVE} = "plausible"'
    found = read(write(text)).factors
    assert found[RULE].values == declarations()[RULE].parameter.choices
    assert found[RESERVE].values == (False, True)


def test_a_table_is_read_as_a_spreadsheet_writes_it(write):
    rows = f"\ufeff{PLACES},{RESERVE},{PLAN},{PEOPLE}\r\n0.5,TRUE,language > practice,60\r\n,false,-,\r\n\r\n"
    write(rows, "points.csv")
    made = planned(write('[design]\nkind = "csv"\nfile = "points.csv"'))
    assert made.points[PLACES].tolist() == [0.5, load("denmark")[PLACES]]
    assert made.points[RESERVE].tolist() == [True, False]
    assert made.points[PLAN].tolist() == ["language > practice", ""]
    assert made.points[PEOPLE].tolist() == [60, load("denmark")[PEOPLE]]


def test_semicolons_and_decimal_commas_are_read_too(write):
    write(f"{PLACES};{DEMAND}\n0,25;1,1\n0,5;0,9\n", "points.csv")
    made = planned(write('[design]\nkind = "csv"\nfile = "points.csv"'))
    assert made.points[PLACES].tolist() == [0.25, 0.5] and made.points[DEMAND].tolist() == [1.1, 0.9]


def test_a_grid_a_list_and_a_table_of_the_same_points_are_the_same_runs(write):
    grid = planned(write(f"[factors]\n{PLACES} = [0.0, 0.5]"))
    listed = planned(write(f"[[points]]\n{PLACES} = 0.0\n[[points]]\n{PLACES} = 0.5\n"))
    write(f"{PLACES}\n0\n0.5\n", "points.csv")
    table = planned(write('[design]\nkind = "csv"\nfile = "points.csv"'))
    ids = [one.with_ids()["id"].tolist() for one in (grid, listed, table)]
    assert ids[0] == ids[1] == ids[2] and len(set(ids[0])) == 8


# -- arms, whole scenarios, policies, parameters ------------------------------------------------


def test_the_policys_arm_differs_from_the_baseline_in_the_policy_alone(write):
    made = planned(write(f"{GRID.replace(PLACES, 'policy.caseload.ordinary').replace('0.0, 0.5', '40, 70')}"
                         f"[what_if]\n{PLACES} = 0.5"))  # fmt: skip
    assert made.arms == TWO_ARMS
    for point in range(len(made.points)):
        differ = made.world(point, BASELINE).differences(made.world(point, POLICY))
        assert differ == {PLACES: (load("denmark")[PLACES], 0.5)}


def test_a_policy_may_be_a_scenario_and_is_then_what_it_says_otherwise(write):
    name = "recommendations/1-1-flexible-measures"
    made = planned(
        write(f'[experiment]\npeople = 90\n[what_if]\nscenario = "{name}"\n[factors]\n{DEMAND} = [0.8]')
    )
    base = load("denmark").set({PEOPLE: 90})
    expected = {
        a: new for a, (_, new) in base.differences(load(name)).items() if not a.startswith("district.")
    }
    assert expected and dict(made.what_if) == expected
    assert made.world(0, POLICY)[PEOPLE] == 90


def test_whole_policies_as_levels_are_laid_upon_every_country(write):
    names = ["recommendations/1-1-flexible-measures", "ips/as-designed"]
    made = planned(write(f'[factors]\nscenario = ["denmark", "norway"]\nwhat_if = {names}'))
    assert made.arms == TWO_ARMS and len(made.points) == 4 and len(made.runs) == 4 * 2 * 4
    for point, row in enumerate(made.points.itertuples(index=False)):
        found = made.world(point, BASELINE).differences(made.world(point, POLICY))
        said = load("denmark").differences(load(row.what_if))
        country = load(row.scenario)
        assert {a: new for a, (_, new) in found.items()} == {
            a: new for a, (_, new) in said.items() if country[a] != new
        }


def test_what_is_set_holds_in_every_run(write):
    factors = f'[factors]\nscenario = ["denmark", "norway"]\n[what_if]\n{PLACES} = 1'
    made = planned(write(f"[set]\npolicy.language.places = 0.9\n{factors}"))
    worlds = [made.world(point, arm) for point in (0, 1) for arm in TWO_ARMS]
    assert [world["policy.language.places"] for world in worlds] == [0.9] * 4


def test_a_policy_that_is_a_scenario_takes_nothing_back_of_what_is_set(write):
    """It is what that scenario says itself: not that it is without what all runs have."""
    name = "recommendations/1-1-flexible-measures"
    own = {a: new for a, (_, new) in load("denmark").differences(load(name)).items()}
    assert own and "policy.caseload.ordinary" not in own and PEOPLE not in own
    fixed = "[set]\npolicy.caseload.ordinary = 33\n"
    factors = f"[factors]\n{DEMAND} = [0.8]\n"
    made = planned(write(f'{fixed}[what_if]\nscenario = "{name}"\n{factors}'))
    assert dict(made.what_if) == own
    assert [made.world(0, arm)["policy.caseload.ordinary"] for arm in TWO_ARMS] == [33.0, 33.0]
    made = planned(write(f'{fixed}{factors}what_if = ["{name}"]'))
    assert dict(made.what_ifs[name]) == own
    # What is set to the very value of the policy is in both arms, and no difference between them.
    write('extends = "denmark"\npolicy.ips.places = 0.5\npolicy.language.places = 0.9', "other.toml")
    made = planned(write(f'[set]\n{PLACES} = 0.5\n[what_if]\nscenario = "other.toml"\n{factors}'))
    assert dict(made.what_if) == {"policy.language.places": 0.9}
    assert made.world(0, BASELINE)[PLACES] == made.world(0, POLICY)[PLACES] == 0.5


def test_the_posterior_as_a_factor_is_every_set_once(write):
    made = planned(
        write(f'[experiment]\nseeds = 1\n[factors]\nparameters = "posterior"\n[what_if]\n{PLACES} = 0.5')
    )
    assert made.points["parameters"].tolist() == list(range(posterior.count()))
    values = posterior.values_of(3)
    world = made.world(3, POLICY)
    assert all(world[address] == value for address, value in values.items())
    assert made.world(4, POLICY).values != world.values


CHANGES = [
    ("people = 80", "people = 81"), ("0.8, 1.1", "0.81, 1.11"), ("seeds = 2", "seeds = [3, 4]"),
    ("[experiment]", '[experiment]\nscenario = "norway"'), ("[experiment]", "[experiment]\nmonths = 9"),
    ("[experiment]", '[experiment]\nparameters = "posterior"'),
    ("[what_if]", f"[set]\n{RESERVE} = true\n[what_if]"),
]  # fmt: skip


def test_changing_anything_that_a_run_depends_on_changes_its_identity(write):
    text = f"[experiment]\nseeds = 2\npeople = 80\n[what_if]\n{PLACES} = 0.5\n"
    text += f"[factors]\n{DEMAND} = [0.8, 1.1]"
    ids = planned(write(text)).with_ids()["id"]
    assert ids.is_unique
    assert planned(write(text)).with_ids()["id"].tolist() == ids.tolist()
    for old, new in CHANGES:
        assert not set(planned(write(text.replace(old, new))).with_ids()["id"]) & set(ids), new
    policy = planned(write(text.replace(f"{PLACES} = 0.5", f"{PLACES} = 0.6"))).with_ids()
    assert (policy["id"] == ids).tolist() == (policy["arm"] == BASELINE).tolist()


@given(
    points=st.integers(0, 5), seeds=st.lists(st.integers(1, 50), unique=True, max_size=5),
    arms=st.sampled_from([ONE_ARM, TWO_ARMS]),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_the_plan_has_every_point_seed_and_arm_once_and_arms_side_by_side(points, seeds, arms):
    runs = plan_runs(points, seeds, arms)
    expected = [(p, a, s) for p in range(points) for s in seeds for a in arms]
    assert list(runs[["point", "arm", "seed"]].itertuples(index=False, name=None)) == expected
    assert runs["run"].tolist() == list(range(len(expected))) and runs["set"].isna().all()
    shared = plan_runs(points, (), arms, seeds_of=lambda point: seeds)
    assert shared.equals(runs)


# -- what comes along, and what is documented -----------------------------------------------------


@pytest.mark.parametrize("name", shipped())
def test_experiments_that_come_along_are_sound_small_and_say_what_they_are(name):
    file = read(name)
    made = experiment_of(file)
    assert file.about["title"] and file.about["question"] and file.about["assumes"]
    people = made.points[PEOPLE] if PEOPLE in made.points else [made.scenario[PEOPLE]]
    months = made.scenario["district.months"]
    # About 0.3 microseconds a person-month on one core: two minutes on two.
    assert len(made.runs) * (0.01 + 3e-7 * max(people) * months) < 120
    for point, arm in itertools.product({0, len(made.points) - 1}, made.arms):
        made.world(point, arm)


def test_the_reader_takes_every_key_that_is_documented_and_no_other(write):
    """The words of the reference are those of the reader: a made-up key is refused in every table."""
    for table in ("about", "experiment", "keep", "design"):
        for key in keys.TABLES[table]:
            try:
                read(write(f"[{table}]\n{key} = []\n{GRID}"))
            except InputError as error:
                assert "has no entry" not in str(error), error
        assert "has no entry 'made_up'" in complaint(write(f"[{table}]\nmade_up = 1\n{GRID}"))


def test_the_document_has_the_reference_that_the_code_gives():
    text = reference.DOCUMENT.read_text(encoding="utf-8")
    assert reference.reference() in text and reference.written(text) == text
    missing = [name for name in shipped() if f"| `{name}` |" not in text]
    assert not missing


def test_the_schema_knows_every_key_and_every_address():
    found = schema()["properties"]
    assert set(found) == set(keys.TABLES)
    for table, words in keys.TABLES.items():
        if table not in ("points", "groups"):
            assert {key for key in words if key != "ADDRESS"} <= set(found[table]["properties"]), table
    for address in declarations():
        node = found["factors"]
        for part in address.split("."):
            node = node["properties"].get(part)
            if node is None:
                break
        assert (node is None) == (address == "district.months"), address


def test_experiments_that_come_along_fit_the_schema():
    jsonschema = pytest.importorskip("jsonschema")
    check = jsonschema.Draft202012Validator(schema())
    for path in shipped().values():
        assert not list(check.iter_errors(tomllib.loads(path.read_text())))
    assert list(check.iter_errors({"factors": {"policy": {"ips": {"places": [2.0]}}}}))


def test_the_text_that_is_kept_is_the_one_that_was_read(write, monkeypatch):
    path = write(GRID)
    assert read(path).text == GRID

    def read_before_it_was_changed(path):
        found = tomllib.loads(path.read_text())
        path.write_text(GRID.replace("0.5", "0.6"))
        return found

    monkeypatch.setattr("experiments.designs.file.read_toml", read_before_it_was_changed)
    assert "changed while it was read" in complaint(path)


KINDS_OF_FILE = {
    '[design]\nkind = "csv"\nfile = "points.csv"': "experiment",
    f"[set]\n{PLACES} = 0.5": "experiment",
    f"[groups]\na = ['{PLACES}']": "experiment",
    "[design]\nmonths = 12": "trial",
    "design = 3": "trial",
    "[arms.control]": "trial",
    f"{PLACES} = 0.5": "scenario",
}


@pytest.mark.parametrize("text", KINDS_OF_FILE)
def test_a_file_is_known_by_what_only_its_kind_has(text, write):
    assert kind_of(str(write(text))) == KINDS_OF_FILE[text]


def test_a_table_of_points_passes_the_check_of_files_and_an_empty_file_is_told_all_it_may_be(write):
    write(f"{PLACES}\n0.5\n", "points.csv")
    check_any(str(write('[design]\nkind = "csv"\nfile = "points.csv"')))
    with pytest.raises(InputError, match="is empty; 'inroads experiment --example'"):
        check_any(str(write("# nothing")))


def test_a_value_keeps_the_type_of_its_column_beside_other_numbers():
    points = pd.DataFrame({PEOPLE: [60, 70], DEMAND: [0.5, 1.0], RESERVE: [True, False]})
    found = values_at(points, 1)
    assert found == {PEOPLE: 70, DEMAND: 1.0, RESERVE: False}
    assert [type(one) for one in found.values()] == [int, float, bool]


def test_points_of_a_file_that_keeps_everything_are_all_that_is_kept(write):
    keep = read(write(GRID)).keep
    assert keep.outcomes == NAMES and keep.months == tuple(range(61)) and keep.groups == ("all",)
    assert math.prod(points_of(read(write(GRID))).shape) == 12
