"""Claims about experiment files: what each kind of design makes, and that every mistake is one sentence."""

import itertools
import math
import tomllib

import numpy as np
import pytest
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
from sim.errors import InputError
from sim.outcomes import NAMES
from sim.scenario import declarations, load

DEMAND, PLACES, PEOPLE = "world.economy.demand", "policy.ips.places", "district.people"
PLAN, RULE, RESERVE = "policy.plans.everyone", "policy.plans.rule", "policy.plans.reserve"


@pytest.fixture
def write(tmp_path):
    """Writes a file and returns its path."""

    def written(text, name="mine.toml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return written


def planned(path):
    return experiment_of(read(path))


def complaint(path):
    with pytest.raises(InputError) as refused:
        planned(path)
    sentence = str(refused.value)
    assert len(sentence.splitlines()) == 1 and sentence[-1] in ".?", sentence
    return sentence


GRID = f"[factors]\n{PLACES} = [0.0, 0.5]\n{DEMAND} = [0.7, 1.0, 1.3]\n"


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


# -- mistakes ---------------------------------------------------------------------------------

MISTAKES = {
    "an unknown part": ("[factor]\nx = 1\n" + GRID, ["'factor'", "Did you mean 'factors'"]),
    "an unknown setting": ("[experiment]\npeeple = 3\n" + GRID, ["'peeple'", "people"]),
    "an unknown thing kept": ("[keep]\nmonth = [1]\n" + GRID, ["'month'", "Did you mean 'months'"]),
    "an unknown word of the design": ('[design]\nkinds = "grid"\n' + GRID, ["'kinds'", "kind"]),
    "an unknown thing said of it": ("[about]\ntitel = 'x'\n" + GRID, ["'titel'", "title"]),
    "a title that is none": ("[about]\ntitle = 3\n" + GRID, ["about.title", "3"]),
    "nothing varied": ("[experiment]\nseeds = 2\n", ["varies nothing", "[factors]"]),
    "no levels": (f"[factors]\n{PLACES} = []", [PLACES, "no levels"]),
    "a level twice": (f"[factors]\n{PLACES} = [0.5, 0.50]", [PLACES, "0.5", "twice"]),
    "an impossible level": (f"[factors]\n{PLACES} = [0.5, 1.5]", [PLACES, "1.5", "from 0 to 1"]),
    "an unknown lever": ("[factors]\npolicy.ips.place = [0.5]", ["'policy.ips.place'", "Did you mean"]),
    "a group": ("[factors]\npolicy.ips = [0.5]", ["policy.ips", "group"]),
    "a range in a grid": (f'[factors]\n{DEMAND} = "plausible"', [DEMAND, "steps", "latin"]),
    "a range downwards": (f"[factors]\n{DEMAND} = {{ from = 2, to = 1, steps = 3 }}", ["upwards"]),
    "a range of choices": (f'[factors]\n{RULE} = {{ from = "a", to = "b" }}', [RULE, "list of levels"]),
    "too many steps of whole numbers": (
        "[factors]\ndistrict.people = { from = 10, to = 12, steps = 9 }", ["9 steps", "3 whole numbers"],
    ),
    "half a range": (f"[factors]\n{DEMAND} = {{ from = 0.5 }}", ["from, to"]),
    "a plan without a range": (f'[factors]\n{PLAN} = "plausible"', [PLAN, "list of levels"]),
    "months that vary": ("[factors]\ndistrict.months = [12, 24]", ["district.months", "longest"]),
    "a number that is no list": (f"[factors]\n{PLACES} = 0.5", [PLACES, "list of levels"]),
    "a scenario that is no list": ('[factors]\nscenario = "norway"', ["scenario", "list"]),
    "an unknown scenario": ('[factors]\nscenario = ["norge"]', ["norge"]),
    "a set that is none": ("[factors]\nparameters = [-1]", ["parameters", "-1"]),
    "sets twice over": (
        '[experiment]\nparameters = "posterior"\n[factors]\nparameters = "posterior"', ["best"],
    ),
    "varied and set": (GRID + f"[set]\n{PLACES} = 0.1", [PLACES, "[set]"]),
    "varied and part of the policy": (GRID + f"[what_if]\n{PLACES} = 0.1", [PLACES, "[what_if]"]),
    "a size in the policy": (GRID + "[what_if]\ndistrict.people = 10", ["district.people", "both arms"]),
    "a size that is set": (GRID + "[set]\ndistrict.people = 10", ["people = ..", "[experiment]"]),
    "a policy that is nothing": (GRID + '[what_if]\nscenario = "denmark"', ["nothing else"]),
    "policies and a policy": (
        f'[factors]\nwhat_if = ["ips/as-designed"]\n[what_if]\n{DEMAND} = 1', ["keep one"],
    ),
    "an unknown kind": (GRID + '[design]\nkind = "gird"', ["'gird'", "Did you mean 'grid'"]),
    "a grid with points": (GRID + "[design]\npoints = 9", ["design.points", "latin"]),
    "an uneven Sobol sequence": (GRID + '[design]\nkind = "sobol"\npoints = 100', ["100", "64 or 128"]),
    "no points": (GRID + '[design]\nkind = "latin"\npoints = 0', ["design.points"]),
    "a seed of nought": (GRID + '[design]\nkind = "latin"\nseed = 0', ["design.seed"]),
    "a list and factors": (GRID + f'[[points]]\n{PLACES} = 0.3', ["[[points]]"]),
    "a list without points": ('[design]\nkind = "list"', ["no points"]),
    "an empty point": ("[[points]]\n", ["empty"]),
    "a point twice": (f"[[points]]\n{PLACES} = 0.5\n[[points]]\n{PLACES} = 0.5", ["0 and 1", "same"]),
    "an impossible point": (f"[[points]]\n{PLACES} = 0.5\n[[points]]\n{PLACES} = 5", ["oint 1", "5"]),
    "points that are no tables": ("points = 3", ["points", "3"]),
    "a scenario in some points": (
        f"[[points]]\nscenario = 'norway'\n[[points]]\n{PLACES} = 0.5", ["oint 1", "scenario"],
    ),
    "no seeds": ("[experiment]\nseeds = 0\n" + GRID, ["seeds", "0"]),
    "a seed twice": ("[experiment]\nseeds = [1, 2, 1]\n" + GRID, ["seeds", "1 twice"]),
    "an unknown outcome": ('[keep]\noutcomes = ["jobs_any"]\n' + GRID, ["'jobs_any'", "'job_any'"]),
    "a month after the end": ("[keep]\nmonths = [61]\n" + GRID, ["keep.months", "0 to 60"]),
    "groups by name": ('[keep]\ngroups = ["near"]\n' + GRID, ["keep.groups", "true or false"]),
    "too many points": (
        "[factors]\n" + "\n".join(
            f"{a} = {{ from = 0, to = 1, steps = 400 }}" for a in
            (PLACES, "policy.practice.places", "policy.language.places")
        ), ["64,000,000 points", "1,000,000"],
    ),
    "too many runs": (
        f"[experiment]\nseeds = 100000\n{GRID}world.hiring.scar = {{ from = 0, to = 1, steps = 20 }}",
        ["12,000,000 runs", "5,000,000"],
    ),
    "a table without a name": ('[design]\nkind = "csv"', ["design.file"]),
    "a table that is not there": ('[design]\nkind = "csv"\nfile = "no.csv"', ["no.csv", "not a file"]),
    "people who are none": ("[experiment]\npeople = 0\n" + GRID, ["district.people", "0"]),
    "parameters that are none": ('[experiment]\nparameters = "all"\n' + GRID, ["'all'", "posterior, best"]),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_sentence_that_names_it(mistake, write):
    text, words = MISTAKES[mistake]
    sentence = complaint(write(text))
    for word in words:
        assert word in sentence, sentence


TABLES = {
    "a column that is none": (f"{PLACES},demand\n0.5,1", ["'demand'", "column"]),
    "a column twice": (f"{PLACES},{PLACES}\n0.5,0.5", ["twice"]),
    "a cell too many": (f"{PLACES}\n0.5,1", ["line 2", "2 cells"]),
    "an impossible cell": (f"{PLACES}\n0.5\nx", ["line 3", "'x'"]),
    "no rows": (f"{PLACES}\n", ["no points"]),
    "nothing": ("", ["no points"]),
    "a row twice": (f"{PLACES},{DEMAND}\n0.5,\n0.5,1.0", ["0 and 1", "same"]),
    "half a quote": (f'{PLACES}\n"0.5', ["no table", "line 2"]),
    "no text": (b"\xff\xfe\x00a", ["UTF-8"]),
}  # fmt: skip


@pytest.mark.parametrize("mistake", TABLES)
def test_a_mistake_in_a_table_is_one_sentence_with_its_line(mistake, write):
    text, words = TABLES[mistake]
    write(text, "points.csv")
    sentence = complaint(write('[design]\nkind = "csv"\nfile = "points.csv"'))
    for word in words:
        assert word in sentence, sentence


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


def test_points_of_a_file_that_keeps_everything_are_all_that_is_kept(write):
    keep = read(write(GRID)).keep
    assert keep.outcomes == NAMES and keep.months == tuple(range(61)) and keep.groups == ("all",)
    assert math.prod(points_of(read(write(GRID))).shape) == 12
