"""Claims about what `inroads results` says where there is little to say: nobody, no pairs, ties."""

import json
import math
import shlex

import pytest
from commandline import good
from made_up_results import CASELOAD, PLACES, THREE, grid, made

from experiments.results.points import ByPoint
from experiments.store.results import open_results
from sim.outcomes import BY_NAME

POLICY = {PLACES: 0.5}
ARMS = pytest.mark.parametrize("what_if", [{}, POLICY], ids=["one arm", "two arms"])


def nobody_at_forty(scenario, seed):
    """Nobody is there in the second seed of three of the nine points."""
    return math.nan if seed == 2 and scenario[CASELOAD] == 40.0 else 0.001 * seed


def said_of(folder, *words):
    return " ".join(good("results", folder, "--outcome", "job_any", *words).split())


@ARMS
def test_runs_in_which_nobody_is_there_are_kept_and_said_with_one_arm_as_with_two(
    what_if, tmp_path, monkeypatch
):
    """A run without an outcome is there: to drop it would take the mean over those with somebody for all."""
    folder = made(tmp_path / "runs", grid(THREE, what_if=what_if), monkeypatch, luck=nobody_at_forty)
    one = ByPoint.of(open_results(folder), "job_any", 24, "all")
    assert len(one.rows) == 36
    unknown = one.rows[one.rows[one.column].isna()]
    assert unknown[["point", "seed"]].values.tolist() == [[0, 2], [1, 2], [2, 2]]
    assert set(one.means) == set(range(3, 9))
    runs = 3 * (2 if what_if else 1)
    assert f"in {runs} runs nobody is there, and their points have no mean" in said_of(folder)
    rows = json.loads(good("results", folder, "--outcome", "job_any", "--json"))["tables"][0]["points"]
    assert [row[one.column] is None for row in rows] == [True] * 3 + [False] * 6


def test_a_pair_that_lacks_a_run_is_absent(tmp_path, monkeypatch):
    def refuses(scenario, seed):
        return seed == 3 and scenario[PLACES] == 0.5

    folder = made(tmp_path / "runs", grid(THREE, what_if=POLICY), monkeypatch, refuses=refuses)
    table = open_results(folder).table("job_any", 24)
    assert len(table) == 27 and 3 not in table["seed"].tolist() and not table["difference"].isna().any()


def test_without_any_pair_there_is_a_sentence_and_no_empty_table(tmp_path, monkeypatch):
    def refuses(scenario, seed):
        return scenario[PLACES] == 0.5

    folder = made(tmp_path / "runs", grid(THREE, what_if=POLICY), monkeypatch, refuses=refuses)
    said = said_of(folder)
    assert "In paid work at month 24: no point and seed has both of its runs" in said
    assert "policy less baseline" not in said and "Luck" not in said


@ARMS
def test_where_nobody_is_there_at_all_nothing_is_said_of_luck(what_if, tmp_path, monkeypatch):
    planned = grid(THREE, what_if=what_if)
    folder = made(tmp_path / "runs", planned, monkeypatch, luck=lambda scenario, seed: math.nan)
    said = said_of(folder, "--group", "far")
    assert "In paid work at month 24, people far at the start: in all runs nobody is there" in said
    for words in ("uck", "surer", "highest", "point policy"):
        assert words not in said, words


@ARMS
def test_points_that_tie_have_no_highest_and_no_lowest(what_if, tmp_path, monkeypatch):
    folder = made(tmp_path / "runs", grid(THREE, what_if=what_if), monkeypatch)
    said = said_of(folder, "--outcome", "few_hours")
    label = BY_NAME["few_hours"].label
    assert f"{label}: all points have the same mean." in said and f"{label}: highest" not in said
    tables = json.loads(good("results", folder, "--json"))["tables"]
    ends = {one["outcome"]: (one["highest"], one["lowest"]) for one in tables}
    assert ends["few_hours"] == (None, None)
    # Levels differ and are told apart; what the made-up policy adds is the same but for the last digits.
    assert ends["job_any"] == ((None, None) if what_if else (2, 6))


def test_a_command_to_be_copied_names_its_folder_as_a_shell_takes_it(tmp_path, monkeypatch):
    folder = made(tmp_path / "my runs", grid(THREE), monkeypatch)
    next((folder / "status").iterdir()).unlink()
    said = said_of(folder)
    command = said[said.index("'inroads experiment --resume") + 1 : said.index("' makes those")]
    assert shlex.split(command)[-1].endswith("my runs")
