"""Claims about what the page says: sentences agree with the numbers, in number and direction."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import an_answer

from dashboard import charts, levers, lives, odd, words
from dashboard.answers import BESIDES, FURTHER, PAYERS, rounded, whole
from dashboard.link import GROUPS, Problem, WhatIf
from experiments.compare import Estimate
from experiments.grades import Support
from sim import plan
from sim.outcomes import BY_NAME, DISTANCE_GROUPS
from sim.statuses import FLEX_JOB, IN_PROGRAMME, PRACTICE, STATUSES, SUBSIDISED

STEADY = (0.028, 0.030, 0.032, 0.030)
BOTH_WAYS = (-0.02, 0.03, 0.01, 0.02)


def test_the_headline_says_how_many_against_what_and_by_when():
    text = words.headline(an_answer(0.10, STEADY))
    assert text == (
        "**13 of every 100 people** are in paid work after 2 years, **3 more** than under today's "
        "policy (10)."
    )


def test_a_loss_is_called_fewer():
    answer = an_answer(0.30, [-gain for gain in STEADY])
    assert "**27 of every 100 people**" in words.headline(answer)
    assert "**3 fewer**" in words.headline(answer)
    assert "the loss is between 2.8 and 3.2 in every 100" in words.range_of(answer)


def test_a_small_difference_is_counted_in_a_thousand_and_leaves_the_level_alone():
    text = words.headline(an_answer(0.104, [0.007] * 3))
    assert text == (
        "**10 of every 100 people** are in paid work after 2 years, **about 7 more in every "
        "1,000** than under today's policy."
    )


def test_a_difference_of_nothing_is_called_as_many():
    text = words.headline(an_answer(0.10, [0.0, 0.0]))
    assert "**as many** as under today's policy" in text
    assert words.range_of(an_answer(0.10, [0.0, 0.0])) == "In 9 of 10 model runs nothing changes."


def test_todays_policy_is_not_compared_with_itself():
    answer = an_answer(0.10, [0.0, 0.0], WhatIf.today("denmark", years=1))
    text = words.headline(answer)
    assert text.endswith("are in paid work after 1 year under today's policy.")
    assert words.range_of(answer) == ""
    assert words.one_line(answer) == "**10 in 100** in work after 1 year · today's policy"


def test_a_range_that_crosses_zero_is_said_to_tell_nothing():
    text = words.range_of(an_answer(0.10, BOTH_WAYS))
    assert text.startswith("The model cannot tell whether this helps or harms")
    assert "between 1.6 fewer and 2.8 more in every 100" in text
    assert "gain" not in text


def test_a_range_that_does_not_cross_zero_is_said_to_be_a_gain():
    text = words.range_of(an_answer(0.10, STEADY))
    assert text == "In 9 of 10 model runs the gain is between 2.8 and 3.2 in every 100."


def test_noise_is_named_where_the_difference_drowns_in_it_and_only_there():
    assert an_answer(0.10, BOTH_WAYS).is_noise
    assert "smaller than the model's own run-to-run noise" in words.noise(an_answer(0.10, BOTH_WAYS))
    assert not an_answer(0.10, STEADY).is_noise


def test_a_word_for_likelihood_never_stands_without_its_number():
    assert words.direction(an_answer(0.10, BOTH_WAYS)) == (
        "In 3 of 4 runs more people are in work than under today's policy (likely)."
    )


def test_a_few_runs_alone_never_make_anything_almost_certain():
    assert "(very likely)" in words.direction(an_answer(0.10, [0.03] * 16))
    assert "(almost certain)" in words.direction(an_answer(0.10, [0.03] * 200))
    assert "(very unlikely)" in words.direction(an_answer(0.10, [-0.03] * 16))


@pytest.mark.parametrize(("years", "text"), [(1, "1 year"), (2, "2 years"), (5, "5 years")])
def test_years_are_counted_in_the_singular_and_the_plural(years, text):
    assert words.horizon(years) == text


@given(
    before=st.floats(0.0, 0.6),
    difference=st.floats(-0.5, 0.4).filter(lambda d: abs(d) > 1e-9),
)
def test_the_headlines_numbers_always_add_up(before, difference):
    now = rounded(before, difference)
    if now.per == 100:
        assert now.before + now.more == now.after >= 0
    else:
        assert now.after == now.before and abs(now.more) < 10
    assert now.before == whole(100 * before)
    if now.more:
        assert (now.more > 0) == (difference > 0)


def test_halves_are_rounded_away_from_zero():
    assert [whole(x) for x in (2.5, 3.5, -2.5, 0.4, -0.4)] == [3, 4, -3, 0, 0]


def test_what_the_range_leaves_out_names_two_things_and_says_what_it_covers():
    what_if = WhatIf.today("denmark").set({"policy.ips.places": 0.5})
    for parameters, said in (
        ("posterior", "The range covers chance and uncertain inputs. It does not cover effects"),
        ("best", "The range covers chance only. It does not cover uncertain inputs, nor effects"),
    ):
        text = words.covers(an_answer(0.10, STEADY, replace(what_if, parameters=parameters)))
        assert text.startswith(said)
        assert len(words.LEFT_OUT) == 2 and all(effect in text for effect in words.LEFT_OUT)


def test_luck_and_not_knowing_are_said_in_shares_with_how_sure_the_mean_is():
    # Sets differ by 2 in 100 and runs in a set by hardly anything.
    known = an_answer(0.10, (0.02, 0.021, 0.04, 0.041, 0.06, 0.061), sets=(3, 3, 5, 5, 7, 7))
    text = words.made_of(known)
    assert text.startswith("About 100% of this range is our not knowing, 0% is luck (not knowing: ")
    assert "More runs only make the mean surer, now ±2.3 in every 100." in text
    luck = an_answer(0.10, (0.02, 0.06, 0.021, 0.061, 0.02, 0.06), sets=(3, 3, 5, 5, 7, 7))
    assert words.made_of(luck).startswith("About 0% of this range is our not knowing, 100% is luck")


def test_what_cannot_be_told_of_luck_is_said_and_best_is_luck_alone():
    assert words.made_of(an_answer(0.10, STEADY)).startswith("All of this range is luck")
    for gains, sets in (([0.03], (1,)), ([0.03, 0.02], (1, 1)), ([0.03, 0.02], (1, 2))):
        assert words.made_of(an_answer(0.10, gains, sets=sets)).startswith("So few runs cannot tell luck")
    assert words.made_of(an_answer(0.10, [0.0] * 4, sets=(1, 1, 2, 2))) == ""


def test_the_one_line_answer_holds_level_difference_today_and_range():
    assert words.one_line(an_answer(0.10, STEADY)) == (
        "**13 in 100** in work after 2 years · **3 more** · today 10 · range +2.8 to +3.2"
    )


def test_every_group_of_people_has_words_and_the_same_name_as_in_the_model():
    assert set(GROUPS) == set(words.GROUPS) == set(words.PEOPLE)
    assert [label.split()[0] for label in DISTANCE_GROUPS] == list(GROUPS[1:])
    what_if = WhatIf.today("denmark", group="far").set({"policy.ips.places": 0.5})
    assert "**13 of every 100 people far from work**" in words.headline(an_answer(0.10, STEADY, what_if))


def test_a_levers_label_says_unit_and_todays_value_and_nothing_is_typed_twice():
    control = levers.controls()["policy.social_free_pass.cap"]
    label = words.lever_label(control, 41000.0, "NOK")
    assert label == f"{control.parameter.label}, NOK a calendar year · today 41,000"
    places = levers.controls()["policy.ips.places"]
    assert words.lever_label(places, 0.02, "DKK").endswith("· today 2%")


def test_a_levers_help_names_its_range_and_its_source():
    for control in levers.controls().values():
        text = words.lever_help(control, "DKK")
        assert f"Source: {control.parameter.source}." in text
        assert "kroner" not in text
        if control.kind != "number":
            continue
        low, high = control.parameter.plausible
        assert f"from {words.amount(control, low)} to {words.amount(control, high)}" in text


def test_displacement_is_said_only_where_it_is_clear():
    unclear = words.displaced(an_answer(0.10, STEADY, others=0.0))
    assert "no clear change" in unclear
    clear = words.displaced(an_answer(0.10, STEADY, others=-0.01))
    assert "about 10 fewer other people in the district are in work" in clear
    assert "Of every 10 jobs gained here, about 3 would otherwise have gone" in clear
    one = words.displaced(an_answer(0.10, STEADY, others=-0.001))
    assert "about 1 fewer other person in the district is in work" in one


def test_every_other_outcome_has_a_unit_that_people_can_picture():
    for name in (*BESIDES, *FURTHER):
        factor, unit = words.besides_unit(BY_NAME[name], "SEK")
        assert factor in (1.0, 100.0)
        assert "kroner" not in unit and "share" not in unit and unit != "0 to 1"
        assert "people" in unit or "person" in unit or "every" in unit or "month" in unit or "points" in unit


def test_every_account_that_pays_has_a_name():
    assert set(PAYERS) == set(words.ACCOUNT_NAMES)


@pytest.mark.parametrize(
    ("estimate", "text"),
    [
        (Estimate(0.012, 0.004, 0.02, None), "+1.2 in every 100 (0.4 to 2.0)"),
        (Estimate(-0.002, -0.006, 0.001, None), "−0.20 in every 100 (−0.60 to 0.10)"),
        (Estimate(0.0, 0.0, 0.0, None), "0.00 in every 100 (0.00 to 0.00)"),
    ],
)
def test_a_difference_shows_its_sign_and_its_range(estimate, text):
    assert words.difference_text(estimate, 100.0, "in every 100") == text


def test_every_odd_combination_has_a_sentence_without_holes():
    seen = set()
    for values in (
        {"policy.ips.places": 0.97, "policy.caseload.specialist": 45.0},
        {"policy.ips.places": 0.0, "policy.caseload.specialist": 10.0},
        {"policy.social_free_pass.coverage": 0.0, "policy.social_free_pass.cap": 9000.0},
        {"policy.social_free_pass.cap": 0.0},
        {"policy.social_free_pass.cap": 90000.0, "policy.sanctions.strictness": 0.7},
        {"policy.caseload.ordinary": 20.0},
        {"policy.wage_subsidy.rate": 0.3, "policy.training.price": 9000.0},
        {"policy.plans.far": "language > ips"},
    ):
        what_if = WhatIf.today("denmark").set(values)
        for key, numbers in odd.combinations(dict(what_if.values), "denmark"):
            seen.add(key)
            text = words.odd(key, numbers)
            assert text.endswith(".") and "{" not in text
    assert len(seen) == 10


def test_todays_policy_is_no_odd_combination():
    for country in levers.COUNTRIES:
        assert odd.combinations(levers.today(country), country) == []


def test_problems_of_a_link_say_what_was_given_and_what_is_used():
    found = Problem("off_scale", "policy.ips.places", "3", "1")
    assert words.problem(found) == (
        "Places in supported job search (IPS) was “3”, which the slider does not offer; 100% is used."
    )
    for name, used, said in (
        ("policy.profiling.use", "no", "today's value, no, is used."),
        ("policy.plans.rule", "worst_first", "today's value, worst first, is used."),
        ("policy.plans.far", "", "today's value, none, is used."),
        ("policy.plans.far", "language.ips", "today's value, language > ips, is used."),
    ):
        assert words.problem(Problem("no_number", name, "x", used)).endswith(said)


def test_every_kind_of_value_has_words_for_its_change():
    controls = levers.controls()
    for address, before, after, text in (
        ("policy.profiling.use", False, True, "Use a profiling tool: no → yes"),
        ("policy.plans.rule", "by_lot", "worst_first", "How plans are built: by lot → worst first"),
        ("policy.plans.far", "", "language > ips", "Plan of people far from work: none → language > ips"),
        ("policy.ips.time_limit", 9, 12, "Months before follow-along may end: 9 → 12"),
    ):
        assert words.chip(controls[address], before, after) == text


def test_a_typed_plan_that_is_none_is_refused_in_one_sentence_that_says_what_stays():
    parameter = levers.controls()["policy.plans.far"].parameter
    with pytest.raises(ValueError, match="instruments in order") as allowed:
        parameter.accept("language > trainning")
    text = words.plan_refused("language > trainning", str(allowed.value), "ips")
    assert text.startswith("“language > trainning” is no plan, so the plan stays ips")
    assert "did you mean 'training'?" in text and text.endswith(".")
    assert len(text) < 330


def test_the_help_of_a_plan_lists_every_instrument_that_it_may_name():
    text = words.lever_help(levers.controls()["policy.plans.far"], "DKK")
    for name in plan.names():
        assert f"{name} (" in text


def test_an_instrument_says_whether_it_is_off_how_much_of_it_there_is_and_what_was_moved():
    subsidy = levers.controls()["policy.wage_subsidy.places"].instrument
    values = dict(levers.today("denmark"))
    assert words.how_much(subsidy, values, 0) == "off"
    values["policy.wage_subsidy.places"] = 0.125
    assert words.how_much(subsidy, values, 2) == "12.5%, moved"
    assert words.how_much(levers.controls()["policy.benefit.level"].instrument, values, 0) == ""


def test_every_status_has_plain_words_of_its_own():
    assert len(words.MARKS) == len(lives.MARKS)
    assert len(words.STATUSES) == len(set(words.STATUSES)) == len(STATUSES)
    told = [words.STATUSES[n].lower() for n in (IN_PROGRAMME, PRACTICE, SUBSIDISED, FLEX_JOB)]
    assert told == ["in a programme", "in workplace practice", "in a subsidised job", "in a flex job"]


def test_where_people_are_adds_up_to_a_hundred():
    answer = an_answer(0.10, STEADY)
    table = charts.where_frame(answer).astype(float)
    assert table.sum().tolist() == pytest.approx([100, 100], abs=0.2)
    assert table.loc["In full-time work"].tolist() == pytest.approx([10, 13], abs=0.6)


def test_a_new_outcome_is_shown_where_it_changes_and_only_there():
    names = [outcome.name for outcome, _ in an_answer(0.10, STEADY, in_programme=0.05).besides()]
    assert names == [*BESIDES, "in_programme"]


def test_evidence_of_many_instruments_is_told_by_how_good_it_is():
    moved = [Support(f"i{n}", f"Instrument {n}", n // 4, n % 2, 1, False) for n in range(6)]
    moved.sort(key=lambda one: one.strength)
    assert words.evidence(moved) == (
        "Evidence. Our assumption: instrument 0, instrument 2; some studies: instrument 1, instrument 3; "
        "tested in trials: instrument 4, instrument 5. The answer is no surer than its weakest part, "
        "instrument 0."
    )
    assert words.evidence(moved[-1:]) == (
        "Evidence. Instrument 5: tested in trials (of its 3 inputs 1 tested in trials, 1 from studies, "
        "1 our assumption)."
    )
    assert words.evidence([]) == ""


def test_a_file_is_called_today_only_where_nothing_was_changed():
    assert "today" in words.file_name(WhatIf.today("norway"), "csv")
    changed = WhatIf.today("norway").set({"policy.ips.places": 0.5})
    assert "today" not in words.file_name(changed, "csv")
    assert "today's policy" not in words.settings_text(changed)


def test_the_words_of_the_page_are_free_of_jargon():
    source = Path(words.__file__).read_text().lower()
    for word in ("multiplier", "significant", "p-value", "effectiveness", "optimal"):
        assert not re.search(rf"\b{word}", source), word


def test_queue_counts_people_in_the_singular_and_the_plural():
    assert words.queue(1).startswith("1 other is ahead of you")
    assert words.queue(2).startswith("2 others are ahead of you")


def test_a_hundred_people_agree_with_the_headline():
    for gains in (STEADY, [-g for g in STEADY], [0.004, 0.005], [0.0, 0.0]):
        answer = an_answer(0.10, gains)
        hundred = answer.hundred
        assert hundred.both + hundred.extra + hundred.lost + hundred.neither == 100
        assert hundred.both + hundred.extra == answer.rounded.after
        assert hundred.both + hundred.lost == answer.rounded.before


def test_money_by_payer_sums_to_nothing_with_those_who_are_paid():
    answer = an_answer(0.10, STEADY)
    paid = answer.payers()
    assert set(paid) == set(PAYERS)
    months = answer.months + 1
    staff_and_providers = 4 * 1000.0 * months
    assert np.isclose(sum(e.mean for e in paid.values()), -staff_and_providers)
