"""Who gets a free pass or a first paid hour comes out of the model, and is told apart from what it does.

Register, traps 1 to 3; E-01 to E-05, E-08, E-09; fact 11. Worlds are compared person by person.
"""

import json
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from experiments.figures import report as descriptive_report
from experiments.figures.descriptive import MEASURES, Found, count, studies
from sim import load
from sim.rules.hiring import additional_share
from sim.rules.plans import is_willing
from tests.districts import lived
from tests.pairs import SURE, error_of, surely_less, surely_more

DENMARK = load("denmark")
SEEDS = range(1, 25)
STUDIES = {study.name: study for study in studies()}
PASS, HOURS = "free_pass", "regular_hours"


@cache
def found(name: str, changes=()) -> Found:
    """A study counted in its two worlds, with something changed in both."""
    study = STUDIES[name]
    worlds = (study.offered.set(dict(changes)), study.not_offered.set(dict(changes)))
    return count(replace(study, offered=worlds[0], not_offered=worlds[1]), SEEDS)


def counted(name: str, measure: str, changes=()) -> tuple[float, float]:
    """Mean and standard error of a figure in the world of the offer; shares in percent."""
    values = found(name, changes).values[measure][:, 0]
    return error_of(values if measure == "earned" else 100.0 * values)


# -- the published figures, with their selection ------------------------

# How far the model may be off, two-sided, in points (in kroner for E-04).
NEAR = {
    "hired": (36.0, 4.0),  # E-01
    "hired_within_half_a_year": (75.0, 5.0),  # E-02, of users (trap 1)
    "same_company": (35.0, 5.0),  # E-03
    "earned": (15_500.0, 800.0),  # E-04
    "ordinary_18": (9.0, 3.0),  # E-05
    "flex_18": (10.0, 3.0),  # E-05
}


@pytest.mark.parametrize("measure", NEAR)
def test_the_pass_as_it_was_gives_the_published_figure_with_its_selection(measure):
    published, most = NEAR[measure]
    mean, error = counted(PASS, measure)
    assert abs(mean - published) + SURE * error <= most


def test_the_published_figures_of_the_tests_are_those_of_the_file():
    figures = {figure.measure: figure.published for figure in STUDIES[PASS].figures}
    for measure, (published, _) in NEAR.items():
        assert published == pytest.approx(figures[measure] * (1.0 if measure == "earned" else 100.0))


def test_fewer_users_study_later_than_was_counted():
    """E-05: 2% on a student grant. Not met: about half of it, and said so in the protocol."""
    mean, error = counted(PASS, "student_18")
    assert 0.3 < mean and mean + SURE * error < 2.0


def test_about_three_in_ten_of_all_passes_are_used_within_half_a_year_not_three_in_four():
    """Trap 1: 75% is said of users."""
    values = found(PASS).values
    of_all = error_of(100.0 * values["hired"][:, 0] * values["hired_within_half_a_year"][:, 0])
    assert 22.0 < of_all[0] - SURE * of_all[1] and of_all[0] + SURE * of_all[1] < 32.0


def test_contacts_that_never_fade_do_not_bring_most_users_their_job_early():
    """Negative control of E-02."""
    mean, error = counted(PASS, "hired_within_half_a_year", (("world.social_free_pass.contacts_fade", 0.0),))
    assert mean + SURE * error < 60.0


def test_more_than_half_keep_work_after_a_first_paid_hour_where_few_of_all_do():
    """E-08, E-09, F-01, in sign and order; the first two are selected (trap 3)."""
    first, everybody = (counted(HOURS, f"in_work_{who}") for who in ("first_hour", "all"))
    assert 45.0 < first[0] < 60.0 and 10.0 < everybody[0] < 14.0
    first, everybody = (counted(HOURS, f"full_time_{who}") for who in ("first_hour", "all"))
    assert 17.0 < first[0] < 29.0 and 4.5 < everybody[0] < 7.5


def test_where_an_employer_does_not_get_to_know_its_own_people_few_of_them_go_on_to_full_time():
    """Negative control of E-09: the own employer knows somebody who works a few hours."""
    stranger = (("world.hiring.known_from_practice", 0.0),)
    values = [found(HOURS, changes).values["full_time_first_hour"][:, 0] for changes in ((), stranger)]
    assert surely_more(error_of(values[0] - values[1]))


# -- chosen, and caused ------------------------


def test_the_raw_gap_is_at_least_three_times_what_the_offer_does_for_the_same_people():
    """Fact 11, trap 3, with twins: the same people, the same luck, nothing offered."""
    values = found(HOURS).values
    gap, pair = values["gap"], values["in_work_first_hour"]
    effect = pair[:, 0] - pair[:, 1]
    assert surely_more(error_of(effect))
    assert surely_more(error_of(gap - 3.0 * effect))


def test_people_with_a_first_paid_hour_were_nearer_to_work_and_more_believed_in():
    chosen = found(HOURS).chosen
    for mark, more in (("motivation", True), ("belief", True), ("distance", False)):
        got, others = chosen[mark]
        apart = (got.mean - others.mean, np.hypot(got.mcse, others.mcse))
        assert surely_more(apart) if more else surely_less(apart), mark


def test_without_an_offer_twins_live_the_same_life_and_nothing_is_caused():
    """Negative control, exactly."""
    study = STUDIES[HOURS]
    same = count(replace(study, offered=study.not_offered), range(1, 3))
    for pair in (same.values[figure.measure] for figure in study.figures):
        assert np.array_equal(pair[:, 0], pair[:, 1])


def test_the_answer_does_not_depend_on_the_order_of_the_seeds():
    one, other = (count(STUDIES[HOURS], seeds) for seeds in ((1, 2), (2, 1)))
    assert np.array_equal(one.values["gap"], other.values["gap"][::-1])


# -- willing ------------------------


def test_the_motivated_are_more_willing_and_all_or_none_means_all_or_none():
    mind = DENMARK.records()["mind"][0]
    lots = np.linspace(0.0005, 0.9995, 1000)
    willing = {
        motivation: [np.mean([is_willing(mind, share, motivation, u) for u in lots]) for share in (0, 0.8, 1)]
        for motivation in (0.2, 0.5, 0.8)
    }
    assert willing[0.5] == pytest.approx([0.0, 0.8, 1.0])
    assert willing[0.2][1] < 0.7 < 0.85 < willing[0.8][1]
    for none, _, everybody in willing.values():
        assert (none, everybody) == (0.0, 1.0)


def enrolled_gap(pull: float) -> float:
    """Motivation of people in a measure with places for all, less that of the others."""
    world = DENMARK.set({"policy.regular_hours.places": 1.0, "world.mind.take_up_pull": pull,
                         "district.people": 8000})  # fmt: skip
    d = lived(world, 1)
    one = next(one for one in d.delivered if one.name == "regular_hours")
    could = (d.people.arrays["months_out"] >= 8) & (d.people.arrays["status"] == 0)
    motivation, inside = d.people.arrays["motivation_base"], one.enrolled > 0
    return float(motivation[could & inside].mean() - motivation[could & ~inside].mean())


def test_where_everybody_is_offered_a_measure_those_who_take_it_are_the_more_motivated():
    assert enrolled_gap(3.0) > 0.03
    assert abs(enrolled_gap(0.0)) < 0.015  # control


# -- jobs made ahead of need ------------------------


def test_made_jobs_are_additional_by_the_declared_share_and_less_often_where_demand_is_weak():
    hiring = DENMARK.records()["hiring"][0]
    assert additional_share(hiring, 1.0) == pytest.approx(hiring["additional"])
    assert additional_share(hiring, 0.6) == pytest.approx(0.6 * hiring["additional"])
    assert additional_share(hiring, 0.0) == 0.0 and additional_share(hiring, 9.0) == 1.0


def test_what_employers_owe_is_whole_vacancies_and_is_paid_back():
    """Once outreach ends nobody owes a part of a vacancy for good."""
    world = DENMARK.set({"policy.ips.places": 0.8, "policy.ips.from_severity": 0.2, "district.people": 1000})
    d = lived(world, 18)
    owed, made = d.employers.arrays["owed"], d.employers.arrays["made"]
    assert owed.sum() > 5 and made.sum() > 5 and owed.dtype == np.int32
    before = int(owed.sum())
    d.records["ips"]["development"] = 0.0
    for _ in range(24):
        d.step()
    assert owed.sum() < before / 4


# -- what is printed ------------------------


def test_every_figure_is_printed_with_what_was_published_and_what_was_caused(capsys):
    descriptive_report.report([1, 2], as_json=False)
    text = capsys.readouterr().out
    for study in STUDIES.values():
        assert study.title in text
        for figure in study.figures:
            assert figure.label in text and figure.measure in MEASURES
    assert "times what the offer does for them" in text and "no study" in text.lower()


def test_the_json_has_published_simulated_and_effect(capsys):
    descriptive_report.report([1, 2], as_json=True)
    printed = json.loads(capsys.readouterr().out)
    rows = {row["measure"]: row for row in printed["studies"][HOURS]["figures"]}
    row = rows["in_work_first_hour"]
    assert row["published"] == 0.51 and row["use"] == "sign"
    assert row["effect"]["mean"] == pytest.approx(row["simulated"]["mean"] - row["without"]["mean"])
    assert printed["studies"][PASS]["figures"][2]["without"] is None
    assert printed["manifest"]["seeds"] == [1, 2]
