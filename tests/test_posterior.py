"""Parameter sets: what is not known is drawn as its grade says, and nothing else moves with it."""

import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from experiments import posterior
from sim.errors import InputError
from sim.scenario import declarations, default_scenario, load

JUDGED = "world.search.most_applications"
ESTIMATED = "world.separation.early"
MEASURED = "world.service.change_effect"


@pytest.fixture
def fitted_files(tmp_path, monkeypatch):
    """A folder for fitted sets, empty at first; call the fixture with name and text to write one."""
    monkeypatch.setattr(posterior, "folder", lambda: tmp_path)
    posterior.forget()

    def write(name: str, text: str) -> None:
        (tmp_path / name).write_text(text, encoding="utf-8")
        posterior.forget()

    yield write
    posterior.forget()


def graded(address, **changes):
    """A declared assumption with something about it changed."""
    return replace(declarations()[address].parameter, **changes)


def values(address, parameter=None):
    """An assumption in every set of one run of sets."""
    parameter = parameter or declarations()[address].parameter
    return np.array([posterior.drawn(address, parameter, k) for k in range(posterior.STRATA)])


def test_a_set_is_the_same_whenever_and_in_whatever_order_it_is_asked_for(fitted_files):
    forwards = [dict(posterior.values_of(k)) for k in range(4)]
    posterior.forget()
    assert [dict(posterior.values_of(k)) for k in reversed(range(4))] == forwards[::-1]


def test_a_new_assumption_moves_no_other_draw(fitted_files, monkeypatch):
    before = dict(posterior.values_of(3))
    known = dict(declarations())
    added = replace(known[JUDGED], address="world.search.an_idea_of_ours")
    with_one_more = {added.address: added, **known}
    monkeypatch.setattr(posterior, "declarations", lambda: with_one_more)
    posterior.forget()
    after = dict(posterior.values_of(3))
    assert after.pop(added.address) != before[JUDGED], "a draw of its own"
    assert after == before


def test_all_draws_can_be_set_and_stay_in_their_plausible_range(fitted_files):
    for number in (0, 1, 57, posterior.STRATA, 12_345):
        drawn = posterior.values_of(number)
        assert default_scenario().set(drawn).values.items() >= drawn.items()
        for address, value in drawn.items():
            low, high = declarations()[address].parameter.plausible
            assert low <= value <= high, address


def test_what_is_measured_stays_and_rules_of_the_model_are_no_sizes(fitted_files):
    drawn = posterior.values_of(5)
    for address, declaration in declarations().items():
        parameter = declaration.parameter
        if parameter.kind != "assumption" or parameter.grade == "measured" or parameter.unit.kind != "number":
            assert address not in drawn
        elif address not in posterior.NEVER_DRAWN:
            assert address in drawn
    assert posterior.NEVER_DRAWN.keys() <= declarations().keys(), "a reason for something that is gone"


def test_every_part_of_the_spread_is_visited_once_in_a_run_of_sets():
    parameter = graded(JUDGED, default=4.5, plausible=(1.0, 8.0))
    shares = (values(JUDGED, parameter) - 1.0) / 7.0
    assert sorted((shares * posterior.STRATA).astype(int)) == list(range(posterior.STRATA))


def test_the_default_is_the_middle_even_of_a_lopsided_range():
    for grade in posterior.DRAWN:
        parameter = graded(JUDGED, default=2.0, plausible=(1.0, 8.0), grade=grade)
        assert np.median(values(JUDGED, parameter)) == pytest.approx(2.0, abs=0.1)


@pytest.mark.parametrize("default", [0.0, 1.0])
@pytest.mark.parametrize("grade", posterior.DRAWN)
def test_a_default_at_the_end_of_its_range_has_everything_on_the_other_side(default, grade):
    address = "world.order.crowding"
    found = values(address, graded(address, default=default, plausible=(0.0, 1.0), grade=grade))
    away = abs(found - default)
    assert len(np.unique(found)) == posterior.STRATA and away.min() < 0.01 and away.max() > 0.98
    assert np.median(away) == pytest.approx(0.5 if grade == "judgement" else 0.37, abs=0.03)


def test_each_step_down_in_grade_spreads_an_assumption_wider():
    spread = {g: values(ESTIMATED, graded(ESTIMATED, grade=g)).std() for g in posterior.DRAWN}
    assert spread["judgement"] > 1.15 * spread["estimated"] > 0
    assert not posterior.can_be_drawn(ESTIMATED, graded(ESTIMATED, grade="measured"))


def test_whole_numbers_stay_whole_and_reach_both_ends():
    address = "world.training.duration"
    found = values(address)
    low, high = declarations()[address].parameter.plausible
    assert {type(x) for x in found.tolist()} == {int} and found.min() == low and found.max() == high


def test_two_assumptions_are_drawn_independently():
    names = [a for a, d in declarations().items() if posterior.can_be_drawn(a, d.parameter)][:60]
    drawn = np.array([[posterior._place(a, k) for a in names] for k in range(posterior.STRATA)])
    apart = np.corrcoef(drawn.T)[np.triu_indices(len(names), 1)]
    # Of independent columns, correlations have a standard deviation of one by the root of the rows.
    assert apart.std() == pytest.approx(posterior.STRATA**-0.5, rel=0.1) and abs(apart).max() < 0.32


def test_what_a_scenario_says_stands_even_where_it_is_the_default(fitted_files):
    default = declarations()[JUDGED].parameter.default
    said = default_scenario().set({JUDGED: default, ESTIMATED: 0.09})
    for number in range(3):
        found = posterior.with_set(said, number)
        assert found[JUDGED] == default and found[ESTIMATED] == 0.09
        silent = posterior.with_set(default_scenario(), number)
        assert silent[JUDGED] == posterior.values_of(number)[JUDGED] != default
    assert {a for a in said.values if found[a] != said[a]} <= posterior.values_of(2).keys()


def test_what_a_country_says_of_itself_stands(fitted_files):
    norway = load("norway")
    assert posterior.with_set(norway, 4)["world.money.wage"] == norway["world.money.wage"]
    assert posterior.with_set(norway, 4)[JUDGED] != norway[JUDGED]


def test_fitted_values_come_from_the_files_and_the_rest_is_drawn_as_when_they_were_found(fitted_files):
    untouched = dict(posterior.values_of(7))
    carried = [dict(posterior.carried(k)) for k in (0, 7)]
    assert untouched == carried[1]
    fitted_files("people.csv", f"{ESTIMATED}\n0.08\n0.09\n0.10\n")
    fitted_files("sets.csv", f"set,{JUDGED},{MEASURED}\n7,3.25,0.2\n0,1.5,0.25\n")
    assert posterior.count() == 2 and posterior.fitted() == {ESTIMATED, JUDGED, MEASURED}
    assert [posterior.carried(k)[ESTIMATED] for k in range(4)] == [0.08, 0.09, 0.10, 0.08]
    for number, drawn_as in ((0, 7), (1, 0), (2, 7)):
        rest = {a: v for a, v in posterior.values_of(number).items() if a not in posterior.fitted()}
        assert rest == {a: v for a, v in posterior.carried(drawn_as).items() if a in rest}
    assert posterior.values_of(0)[JUDGED] == 3.25 and posterior.values_of(2)[JUDGED] == 3.25
    assert [posterior.values_of(k)[ESTIMATED] for k in range(3)] == [0.09, 0.08, 0.09], "as when found"


def test_other_tables_beside_the_sets_are_not_read_as_sets(fitted_files):
    fitted_files("screening.csv", f"address,all,{ESTIMATED}\n{JUDGED},1.0,2.0\n")
    assert posterior.tables() == () and posterior.count() == posterior.STRATA


def test_any_values_go_under_a_scenario_by_the_same_rule_as_a_set(fitted_files):
    said = load("denmark").set({JUDGED: declarations()[JUDGED].parameter.default})
    world = posterior.with_values(said, {JUDGED: 3.25, ESTIMATED: 0.07})
    assert world[JUDGED] == declarations()[JUDGED].parameter.default and world[ESTIMATED] == 0.07
    assert world.said == said.said
    number = posterior.with_set(said, 3)
    assert number.values == posterior.with_values(said, posterior.values_of(3)).values


def test_the_posterior_stands_above_the_solutions_for_the_population(fitted_files):
    fitted_files("sets.csv", f"{ESTIMATED}\n0.06\n")
    fitted_files("people.csv", f"{ESTIMATED}\n0.08\n")
    assert posterior.values_of(0)[ESTIMATED] == 0.06


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no parameter set"),
        (f"{JUDGED}\n", "holds no parameter set"),
        (f"{JUDGED}\n1,2\n", "has 2 entries"),
        ("world.nothing.here\n1\n", "There is no lever or assumption"),
        (f"{JUDGED}\nlots\n", "must be a number"),
        (f"{JUDGED}\nnan\n", "must be a number"),
        ("policy.ips.places\n0.5\n", "no assumption"),
        (f"set,{JUDGED}\n-1,2\n", "whole number"),
    ],
)
def test_a_file_of_sets_that_cannot_be_used_is_refused_in_one_sentence(fitted_files, text, said):
    fitted_files("sets.csv", text)
    with pytest.raises(InputError, match=said):
        posterior.values_of(0)


def test_two_seeds_on_end_share_a_set_and_the_next_two_have_another(fitted_files):
    numbers = [posterior.set_of(seed) for seed in range(1, 2 * posterior.count() + 1)]
    assert numbers[0::2] == numbers[1::2]
    assert sorted(numbers[0::2]) == list(range(posterior.count())), "each set once before any comes again"
    early = sorted(numbers[0:40:2])
    assert max(np.diff(early)) <= 2.7 * posterior.count() / len(early), "the first few are from all over"


def test_one_set_is_enough_for_one_row(fitted_files):
    fitted_files("sets.csv", f"{ESTIMATED}\n0.06\n")
    assert {posterior.set_of(seed) for seed in range(1, 30)} == {0}


def test_best_leaves_a_scenario_alone_and_posterior_gives_a_world_for_each_seed(fitted_files):
    scenario = load("denmark")
    assert all(world is scenario for world in posterior.worlds(scenario, range(1, 5), "best"))
    one, two, three, four = posterior.worlds(scenario, range(1, 5), "posterior")
    assert one is two and three is four and one.values != three.values
    assert one.name == scenario.name and one.about == scenario.about
    with pytest.raises(InputError, match="posterior, best"):
        posterior.worlds(scenario, [1], "worst")


def test_what_is_kept_is_changed_in_no_set(fitted_files):
    (world,) = posterior.worlds(load("denmark"), [1], "posterior", keep=[JUDGED])
    assert world[JUDGED] == declarations()[JUDGED].parameter.default


def test_files_of_sets_are_shipped_with_the_package():
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text())
    assert "**/*.csv" in project["tool"]["setuptools"]["package-data"]["scenarios"]
