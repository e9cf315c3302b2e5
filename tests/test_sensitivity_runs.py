"""From an experiment file to indices in a folder: what is refused, what is missing, what is kept."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from commandline import good
from commandline import refused as sentence_of

from experiments import posterior
from experiments.designs.file import read
from experiments.engine import chunks
from experiments.engine.executors import Here
from experiments.engine.run import run
from experiments.sensitivity import Figure, command, gather, plan, report
from experiments.sensitivity import read as read_analyses
from experiments.sensitivity.analysis import as_csv
from experiments.sensitivity.design import METHODS, SMOOTH, Design
from experiments.sensitivity.inputs import PARAMETERS, Input
from experiments.store.results import open_results
from sim.errors import InputError
from sim.scenario import declarations

SMALL = """
[experiment]
scenario = "denmark"
people = 60
months = 4
[keep]
outcomes = ["job_any", "trust", "public_cost"]
[factors]
policy.caseload.ordinary = "plausible"
policy.ips.mental_only = [false, true]
"""


def write(folder: Path, text: str = SMALL) -> Path:
    path = folder / "small.toml"
    path.write_text(text)
    return path


def asked(path: Path, **more) -> command.Asked:
    return command.Asked(**{"file": str(path), "out": str(path.parent / "out"), "points": 4, **more})


def made(path: Path, method="morris", points=4, **more) -> tuple[Design, Path]:
    """The runs of a small analysis, in this process."""
    file = read(path)
    design = plan.design_of(file, method, points, 2, 1, False)
    folder = path.parent / "out"
    run(plan.experiment_of(file, design), folder, engine=Here(), **more)
    return design, folder


def refused(tmp_path, text: str, *words: str, method="sobol") -> str:
    with pytest.raises(InputError) as error:
        plan.design_of(read(write(tmp_path, text)), method, None, 2, 1, False)
    sentence = str(error.value)
    assert sentence.endswith(".") and "\n" not in sentence
    for word in words:
        assert word in sentence
    return sentence


# -- dependent inputs -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", [a for a, why in posterior.NEVER_DRAWN.items() if why in (posterior.SIZE, posterior.PACE)]
)
def test_what_makes_a_labour_market_only_together_is_refused_alone(tmp_path, address):
    text = SMALL + f'{address} = "plausible"\n'
    refused(tmp_path, text, address, "cannot vary on its own", posterior.NEVER_DRAWN[address])


def test_good_times_or_bad_may_vary_for_that_is_a_question_about_the_district(tmp_path):
    file = read(write(tmp_path, SMALL + 'world.economy.demand = "plausible"\n'))
    assert "world.economy.demand" in plan.space_of(file).names


@pytest.mark.parametrize("address", ["world.people.just_one", "world.people.care_share"])
def test_numbers_that_only_jointly_meet_published_shares_are_refused_and_the_posterior_offered(
    tmp_path, address
):
    refused(tmp_path, SMALL + f'{address} = "plausible"\n', "jointly", 'parameters = "posterior"')


def test_what_is_not_known_varies_once(tmp_path):
    drawn = next(a for a in posterior.values_of(0) if a not in posterior.fitted())
    text = SMALL + f'{drawn} = "plausible"\nparameters = "posterior"\n'
    refused(tmp_path, text, drawn, "vary twice")


def test_the_posterior_is_one_input_and_its_sets_are_met_by_a_grid_too(tmp_path):
    file = read(write(tmp_path, SMALL + 'parameters = "posterior"\n'))
    space = plan.space_of(file)
    assert space.names == ("policy.caseload.ordinary", "policy.ips.mental_only", PARAMETERS, "dummy")
    for method, points, least in (("sobol", 1024, 1.0), ("morris", 400, 0.9)):
        sets = set(space.points(Design(method, space, points, 2, 1).places)[PARAMETERS])
        assert sets <= set(range(posterior.count()))
        assert len(sets) >= least * posterior.count()


def test_luck_does_not_carry_what_is_not_known(tmp_path):
    text = SMALL.replace("months = 4", 'months = 4\nparameters = "posterior"')
    refused(tmp_path, text, "would count what is not known as luck", "[factors]")


@pytest.mark.parametrize("method", ["rbd_fast", "pawn", "delta", "dgsm"])
def test_methods_that_need_neighbours_to_be_alike_refuse_the_numbers_of_sets(tmp_path, method):
    text = SMALL.replace("policy.ips.mental_only = [false, true]", 'parameters = "posterior"')
    refused(tmp_path, text, PARAMETERS, "use", method=method)


# -- inputs -----------------------------------------------------------------------------------------


def test_ranges_are_read_from_the_declarations(tmp_path):
    one = plan.space_of(read(write(tmp_path))).inputs[0]
    assert (one.low, one.high) == declarations()[one.address].parameter.plausible
    assert one.label == declarations()[one.address].parameter.label


def test_every_level_and_every_whole_number_is_equally_likely():
    places = (np.arange(3000) + 0.5) / 3000
    for one in (
        Input("a", levels=(False, True)), Input("b", levels=("x", "y", "z"), ordered=False),
        Input("c", 0, 5, whole=True),
    ):  # fmt: skip
        values, counts = np.unique([str(v) for v in one.values(places)], return_counts=True)
        assert len(values) == one.count and set(counts) == {3000 // one.count}
    ends = np.array([0.0, 1.0])
    assert Input("c", 0, 5, whole=True).values(ends) == [0, 5]
    assert Input("d", 0.2, 0.7).values(ends) == [0.2, 0.7]


def test_a_morris_grid_tries_every_level(tmp_path):
    text = SMALL + "policy.ips.from_severity = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]\n"
    file = read(write(tmp_path, text))
    points = plan.experiment_of(file, plan.design_of(file, "morris", 60, 2, 1, False)).points
    assert points["policy.ips.from_severity"].nunique() == 7


def test_whole_scenarios_and_plans_are_levels(tmp_path):
    text = SMALL + 'scenario = ["denmark", "norway"]\npolicy.plans.everyone = ["", "ips > practice"]\n'
    file = read(write(tmp_path, text))
    design = plan.design_of(file, "sobol", 16, 2, 1, False)
    experiment = plan.experiment_of(file, design)
    assert set(experiment.points["scenario"]) == {"denmark", "norway"}
    assert command.outcomes_of((), experiment, file) == ["job_any"]
    with pytest.raises(InputError, match="several currencies"):
        command.outcomes_of(("public_cost",), experiment, file)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            "[groups]\nall = ['policy.caseload', 'policy.caseload.ordinary']",
            ("stands in groups.all", "twice"),
        ),
        ("[groups]\na = ['policy']\nb = ['policy.ips']", ("in groups.a too", "keep one")),
        ("[groups]\na = ['policy.nowhere']", ("nothing under [factors]",)),
        ("[groups]\ndummy = ['policy']", ("name of an input",)),
        ("[groups]\na = 'policy'", ("must be a list",)),
    ],
)
def test_groups_that_mean_nothing_are_refused_in_one_sentence(tmp_path, change, words):
    refused(tmp_path, SMALL + change, *words)


def test_a_group_by_what_its_addresses_begin_with_is_one_input(tmp_path):
    text = SMALL + 'policy.ips.places = "plausible"\n[groups]\nips = ["policy.ips"]\n'
    space = plan.space_of(read(write(tmp_path, text)))
    assert space.names == ("policy.caseload.ordinary", "ips", "dummy")
    refused(tmp_path, text, "[groups] go with", method="pawn")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("soboll", None, 2), "--method"), (("sobol", 100, 2), "power of two"), (("sobol", 8, 2), "--points"),
        (("morris", 20, 1), "luck cannot be told"), (("dgsm", 32, 2), "derivatives"),
    ],
)  # fmt: skip
def test_designs_that_say_nothing_are_refused(tmp_path, options, words):
    method, points, replicates = options
    with pytest.raises(InputError, match=words):
        plan.design_of(read(write(tmp_path)), method, points, replicates, 1, False)


def test_a_single_level_and_nothing_at_all_do_not_vary(tmp_path):
    refused(tmp_path, SMALL.replace("[false, true]", "[true]"), "does not vary")
    refused(tmp_path, SMALL.split("[factors]")[0], "Nothing varies")


# -- runs ---------------------------------------------------------------------------------------------


def test_rows_of_a_block_share_their_luck_and_replicates_do_not(tmp_path):
    design, folder = made(write(tmp_path), "sobol", 16)
    runs = open_results(folder).runs
    block = runs["point"] // design.rows_of_block
    per_block = runs.groupby(block)["seed"].nunique()
    assert (per_block == 2).all()
    assert runs["seed"].nunique() == 2 * design.blocks


def test_the_dummys_runs_are_the_same_lives_to_the_last_digit(tmp_path):
    design, folder = made(write(tmp_path), "sobol", 16)
    values = gather.gather(open_results(folder), design, ["trust"], 4).values["trust"]
    blocks = values.reshape(2, design.blocks, design.rows_of_block)
    assert (blocks[..., 0] == blocks[..., 3]).all()
    assert np.ptp(values) > 0.0


def test_missing_runs_are_named_and_whole_blocks_left_out_only_when_asked(tmp_path, monkeypatch):
    monkeypatch.setattr(chunks, "CHUNK_SECONDS", 0.4)
    path, done = write(tmp_path), []
    design, folder = made(
        path, "sobol", 64, stop=lambda: sum(done) > 0, progress=lambda runs, *_: done.append(runs)
    )
    results = open_results(folder)
    assert 0 < results.done < results.total
    gathered = gather.gather(results, design, ["job_any"], 4)
    missing = f"{results.missing:,} of {results.total:,} runs are missing"
    with pytest.raises(InputError, match=missing) as error:
        gather.blocks_to_use(results, design, gathered, 16, allow_missing=False)
    assert "--allow-missing" in str(error.value) and f"run {results.done}" in str(error.value)
    left = gather.blocks_to_use(results, design, gathered, 16, allow_missing=True)
    assert len(left) == results.done // (design.rows_of_block * 2)
    with pytest.raises(InputError, match="too few"):
        gather.blocks_to_use(results, design, gathered, 60, allow_missing=True)
    run(plan.experiment_of(read(path), design), folder, engine=Here())
    results = open_results(folder)
    whole = gather.gather(results, design, ["job_any"], 4)
    assert len(gather.blocks_to_use(results, design, whole, 16, allow_missing=False)) == 64


def test_runs_of_another_design_or_order_are_refused(tmp_path):
    path = write(tmp_path)
    design, folder = made(path)
    other = plan.design_of(read(path), "morris", 4, 2, 2, False)
    with pytest.raises(InputError, match="another design"):
        gather.gather(open_results(folder), other, ["job_any"], 4)
    for name in ("seed", "point"):
        results = open_results(folder)
        results.runs[name] = results.runs[name].to_numpy()[::-1]
        with pytest.raises(InputError, match="another order"):
            gather.gather(results, design, ["job_any"], 4)
    results = open_results(folder)
    results.design = results.design.iloc[::-1].reset_index(drop=True)
    with pytest.raises(InputError, match="another order"):
        gather.gather(results, design, ["job_any"], 4)


def test_results_stay_readable_when_a_label_is_worded_anew(tmp_path, monkeypatch):
    design, folder = made(write(tmp_path))
    monkeypatch.setattr(Input, "label", "Other words")
    gather.gather(open_results(folder), design, ["job_any"], 4)


def test_with_a_policy_it_is_the_paired_difference_that_is_analysed(tmp_path):
    path = write(tmp_path, SMALL + "[what_if]\npolicy.ips.places = 0.9\n")
    design, folder = made(path)
    results = open_results(folder)
    gathered = gather.gather(results, design, ["trust"], 4)
    table = results.table("trust", 4).sort_values(["point", "seed"])
    ours = np.sort(gathered.values["trust"].T, axis=1)
    assert gathered.measure == "difference"
    theirs = np.sort(table["difference"].to_numpy().reshape(-1, 2), axis=1)
    np.testing.assert_array_equal(ours, theirs)


def test_every_kind_of_input_is_lived_and_found_again(tmp_path):
    text = (
        SMALL.replace("caseload.ordinary", "ips.from_severity")
        + """
policy.plans.everyone = ["", "ips > practice"]
policy.sharing.rule = "plausible"
policy.campaign.months = { from = 0, to = 3 }
parameters = "posterior"
scenario = ["denmark", "norway"]
what_if = ["sweden", "finland"]
"""
    )
    path = write(tmp_path, text)
    design, folder = made(path)
    results = open_results(folder)
    assert results.failed == results.missing == 0
    gathered = gather.gather(results, design, ["trust"], 4)
    assert gathered.measure == "difference" and np.ptp(gathered.values["trust"]) > 0.0
    assert results.design["policy.campaign.months"].between(0, 3).all()
    assert {one.as_dict()["kind"] for one in design.space.inputs} == {
        "range", "levels", "whole numbers", "posterior sets",
    }  # fmt: skip


# -- the command ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def analysed(tmp_path_factory):
    """A small analysis made by the command, with its folder."""
    path = write(tmp_path_factory.mktemp("sensitivity"))
    made(path)  # in this process, so that the command finds all runs there
    command.sensitivity(asked(path, quiet=True))
    return path


def test_every_outcome_kept_is_analysed_and_read_back_as_it_was(analysed):
    found = read_analyses(analysed.parent / "out")
    assert [one.outcome for one in found] == ["job_any", "public_cost", "trust"]
    for one in found:
        path = analysed.parent / "out" / "analysis" / f"sensitivity-{one.outcome}-4.json"
        assert json.loads(path.read_text()) == one.as_dict()
        assert path.with_suffix(".csv").read_text() == as_csv([one])
        assert one.words and one.quality.words
        if one.found:
            assert one.entries[-1].dummy


def test_another_call_changes_nothing(analysed):
    folder = analysed.parent / "out" / "analysis"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    command.sensitivity(asked(analysed, quiet=True))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_the_table_and_the_sentences_say_what_is_luck(analysed, capsys):
    command.sensitivity(asked(analysed, outcomes=("trust",)))
    printed = capsys.readouterr().out
    assert "of the spread between single runs is luck" in printed.replace("\n", " ")
    assert "Dummy (changes nothing)" in printed
    assert "moves it by (mu*)" in printed


def test_json_is_one_object(analysed, capsys):
    command.sensitivity(asked(analysed, as_json=True))
    found = json.loads(capsys.readouterr().out)
    assert found["analyses"][0]["outcome"] == "job_any"
    assert {"value", "lo", "hi"} == set(found["analyses"][0]["luck"])


@pytest.mark.parametrize(
    "more", [{"points": 5}, {"seed": 2}, {"method": "sobol", "points": 16}, {"month": 3}]
)
def test_other_options_are_another_analysis_and_the_folder_is_left_alone(analysed, more):
    with pytest.raises(InputError, match="holds another experiment"):
        command.sensitivity(asked(analysed, **more))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"points": 5}, "--points was 4 and is 5"), ({"replicates": 3}, "--replicates was 2 and is 3"),
        ({"month": 3}, "--month is 3, but its runs keep only month 4"),
    ],
)  # fmt: skip
def test_another_option_is_told_as_an_option_and_not_as_a_changed_file(analysed, more, words):
    with pytest.raises(InputError) as error:
        command.sensitivity(asked(analysed, **more))
    sentence = str(error.value)
    assert words in sentence and "seeds were" not in sentence and "keep." not in sentence
    assert sentence.endswith("or give back the options as they were.")


def test_effects_on_shares_are_written_as_people_in_100(analysed):
    found = next(one for one in read_analyses(analysed.parent / "out") if one.outcome == "trust")
    figures = {"mu_star": Figure(0.12, 0.0, 0.2), "mu": None, "sigma": Figure(0.1)}
    entry = replace(found.entries[0], told=False, figures=figures)
    of_share = replace(found, unit="share", entries=(entry, *found.entries[1:]))
    drawn = report.table(of_share, "DKK")
    assert "moves it by (mu*), people in 100" in [column.header for column in drawn.columns]
    first = [next(iter(column.cells)) for column in drawn.columns]
    assert first[1:] == ["12 (0 to 20)", "-", "10", "not told apart; at most 20"]


def test_a_dry_run_writes_nothing(tmp_path, capsys):
    command.sensitivity(asked(write(tmp_path), dry_run=True))
    assert "32 runs" in capsys.readouterr().out
    assert not (tmp_path / "out").exists()


def test_a_damaged_analysis_is_named(analysed, tmp_path):
    target = tmp_path / "out" / "analysis"
    target.mkdir(parents=True)
    text = (analysed.parent / "out" / "analysis" / "sensitivity-trust-4.json").read_text()
    for broken in (text[:200], "{}", "[]", text.replace('"format": 1', '"format": 2'), b"\xff"):
        raw = broken if isinstance(broken, bytes) else broken.encode()
        (target / "sensitivity-trust-4.json").write_bytes(raw)
        with pytest.raises(InputError, match=r"sensitivity-trust-4\.json"):
            read_analyses(tmp_path / "out")


def test_the_command_line_takes_all_this(analysed):
    out = str(analysed.parent / "out")
    said = good("sensitivity", analysed, "--out", out, "--points", 4, "--resume", "--outcome", "trust")
    assert "“Trust in the service” at month 4" in said.replace("\n", " ")
    assert "a dummy" in good("sensitivity", analysed, "--dry-run")
    assert "--method is 'sobl'" in sentence_of("sensitivity", analysed, "--out", out, "--method", "sobl")
    assert "--out DIR" in sentence_of("sensitivity", analysed)
    assert "no analysis to resume" in sentence_of("sensitivity", analysed, "--out", out + "x", "--resume")
    assert "0 would mean no seed" in sentence_of("sensitivity", analysed, "--out", out, "--seed", 0)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"outcomes": ("jobs",)}, "one of those kept"), ({"outcomes": ("hours",)}, "one of those kept"),
        ({"month": 5}, "from 0 to 4"), ({"seed": 0}, "0 would mean no seed"),
    ],
)  # fmt: skip
def test_wrong_options_are_refused_before_anything_runs(tmp_path, more, words):
    with pytest.raises(InputError, match=words):
        command.sensitivity(asked(write(tmp_path), **more))
    assert not (tmp_path / "out").exists()


def test_every_method_has_a_plan_for_the_shipped_example():
    file = read("what-drives-ips")
    for method in METHODS:
        if method in SMOOTH:
            continue  # the posterior is no range
        experiment = plan.experiment_of(file, plan.design_of(file, method, None, 2, 1, False))
        assert experiment.arms == ("baseline", "policy")
        assert len(experiment.runs) <= 10_000
