"""The equations: hand-made tables, bounds and directions, each with numbers worked out by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import load
from sim.arithmetic import clip, exp, log, normal_quantile
from sim.instruments.ips import search_has_started
from sim.instruments.sanctions import miss_chance, pressed_search, seen_by
from sim.rules.distance import capacity_hours, distance_to_work, status_of_job
from sim.rules.exits import early_retirement_hazard, lose_contact_hazard, pension_hazard
from sim.rules.hiring import (
    best_of,
    discrimination,
    hiring_bar,
    judgement,
    poisson,
    prejudice_by_size,
    unknown,
)
from sim.rules.jobs import experience_of_employer, separation_hazard
from sim.rules.mind import motivation_target, towards, trust_after_service
from sim.rules.money import benefit_due, counted_earnings, gain_from_hours, monthly_wage, net_income
from sim.rules.search import applies_for, search_intensity
from sim.rules.service import backing, claim_on_time, first_belief, meeting_gain, skill_ratio

R = {name: table[0] for name, table in load("denmark").records().items()}
share = st.floats(0, 1)


def changed(group, **values):
    """A copy of a group's record with some values changed."""
    record = R[group].copy()
    for name, value in values.items():
        record[name] = value
    return record


# -- arithmetic -----------------------------------------------------------------------------------


@given(st.floats(-650, 650))
def test_exp_agrees_with_the_c_library(x):
    assert exp(x) == pytest.approx(math.exp(x), rel=1e-13)


@given(st.floats(1e-300, 1e300))
def test_log_agrees_with_the_c_library(x):
    assert log(x) == pytest.approx(math.log(x), rel=1e-13, abs=1e-15)


@given(st.floats(1e-12, 1 - 1e-12))
def test_normal_quantile_inverts_the_normal_distribution(p):
    assert 0.5 * math.erfc(-normal_quantile(p) / math.sqrt(2)) == pytest.approx(p, rel=2e-8, abs=1e-9)


def test_arithmetic_at_its_ends():
    assert exp(-1e9) == 0.0 and math.isfinite(exp(1e9))
    assert (clip(-1.0, 0.0, 2.0), clip(3.0, 0.0, 2.0), clip(1.0, 0.0, 2.0)) == (0.0, 2.0, 1.0)


# -- distance -------------------------------------------------------------------------------------

BARRIERS = ("mental_health", "physical_health", "education", "language", "work_skills", "care",
            "everyday_skills")  # fmt: skip


def distance(months_out=0.0, never=0.0, confidence=1.0, **severities):
    values = [severities.get(name, 0.0) for name in BARRIERS]
    return distance_to_work(R["hiring"], *values, confidence, months_out, never)


def test_somebody_without_barriers_is_at_no_distance():
    assert distance() == pytest.approx(R["hiring"]["local_shift"])


def test_one_barrier_weighs_its_weight_and_two_weigh_more_than_their_sum():
    h = R["hiring"]
    assert distance(education=0.5) == pytest.approx(0.5 * h["education_weight"])
    a, b = 0.5 * h["education_weight"], 0.8 * h["mental_weight"]
    both = distance(education=0.5, mental_health=0.8)
    assert both == pytest.approx(a + b + h["interplay"] * a * b)


def test_time_out_of_work_counts_up_to_nine_months():
    assert distance(months_out=4.5) == pytest.approx(R["hiring"]["scar"] / 2)
    assert distance(months_out=9.0) == distance(months_out=200.0) == pytest.approx(R["hiring"]["scar"])


@given(st.sampled_from(BARRIERS), share, share, st.dictionaries(st.sampled_from(BARRIERS), share))
def test_more_of_a_barrier_never_brings_a_person_nearer(name, one, other, rest):
    low, high = sorted((one, other))
    assert distance(**{**rest, name: low}) <= distance(**{**rest, name: high}) + 1e-12


def test_capacity_is_a_full_week_without_limits_and_never_below_two_hours():
    assert capacity_hours(R["capacity"], 0.0, 0.0, 0.0) == 37.0
    assert capacity_hours(R["capacity"], 1.0, 0.2, 0.0) == pytest.approx(37 * (1 - R["capacity"]["health"]))
    assert capacity_hours(changed("capacity", health=1.0), 1.0, 1.0, 1.0) == 2.0


def test_status_follows_hours():
    table = {3.0: 4, 12.0: 4, 12.5: 7, 29.9: 7, 30.0: 8, 37.0: 8}
    assert {hours: status_of_job(R["capacity"], hours, 0) for hours in table} == table
    assert status_of_job(R["capacity"], 37.0, 1) == 5 and status_of_job(R["capacity"], 3.0, 2) == 6


# -- mind -----------------------------------------------------------------------------------------


def test_motivation_is_own_level_when_nothing_pulls():
    m = R["mind"]
    assert motivation_target(m, 0.6, 0.0, m["confidence"], m["trust"], 0.0) == pytest.approx(0.6)


@given(share, st.floats(-1, 2), share, share, share)
def test_motivation_stays_between_none_and_full(base, gain, confidence, trust, values):
    assert 0 <= motivation_target(R["mind"], base, gain, confidence, trust, values) <= 1


def test_pay_raises_motivation_and_clashing_values_lower_it():
    m = R["mind"]
    at = lambda gain, values: motivation_target(m, 0.5, gain, 0.5, 0.5, values)  # noqa: E731
    assert at(0.5, 0.0) > at(0.0, 0.0) > at(0.0, 0.5)


def test_towards_moves_a_share_of_the_way():
    assert towards(0.2, 1.0, 0.25) == pytest.approx(0.4)


def test_trust_grows_with_time_and_falls_with_a_change():
    m = R["mind"]
    calm = trust_after_service(m, 0.5, 0.0, 0.5, 0.0)
    assert trust_after_service(m, 0.5, 2.0, 0.5, 0.0) > calm > trust_after_service(m, 0.5, 0.0, 0.5, 1.0)
    assert 0 <= trust_after_service(m, 0.01, 0.0, 0.0, 1.0)


# -- service --------------------------------------------------------------------------------------


def test_time_helps_less_and_less_and_fades_with_distance():
    gains = [meeting_gain(R["service"], hours, 1.0, 0.0) for hours in (0.0, 1.0, 2.0, 4.0)]
    assert gains[0] == 0 and np.all(np.diff(gains) > 0) and gains[2] - gains[1] < gains[1]
    near = meeting_gain(R["service"], 2.0, 0.0, 0.0)
    assert near == pytest.approx(R["service"]["search_gain"] / 2)
    assert meeting_gain(R["service"], 2.0, 4.0, 0.0) < 0.3 * near
    # C-22: nothing with a weak caseworker, twice as much with a strong one.
    assert meeting_gain(R["service"], 2.0, 0.0, -1.09) == 0.0
    assert meeting_gain(R["service"], 2.0, 0.0, 1.09) == pytest.approx(2.09 * near)


def test_a_new_caseworker_costs_22_per_cent_at_first_and_half_of_it_later():
    """C-16, with the half-life declared."""
    s = R["service"]
    settled = backing(s, 0.5, 0.0, False)
    assert backing(s, 0.5, 0.0, True) / settled == pytest.approx(1 - 0.22)
    assert backing(s, 0.5, s["change_months"], True) / settled == pytest.approx(1 - 0.11)


def test_belief_and_skill_help_as_published():
    """C-17: +33%; C-20: +13% for a standard deviation."""
    s = R["service"]
    assert backing(s, 1.0, 0.0, False) / backing(s, 0.0, 0.0, False) == pytest.approx(1.33)
    assert skill_ratio(s, 1.0) / skill_ratio(s, 0.0) == pytest.approx(1.13, abs=0.01)


def test_more_time_for_a_client_means_more_monitoring():
    """C-06: as strictness says at the usual hours, nothing where nobody is met."""
    usual = R["sanctions"]["usual_hours"]
    seen = [seen_by(R["sanctions"], hours) for hours in (0.0, usual / 2, usual, 2 * usual)]
    assert seen[0] == 0.0 and seen[2] == pytest.approx(1.0) and seen[3] == pytest.approx(4 / 3)
    assert np.all(np.diff(seen) > 0)
    never = R["sanctions"].copy()
    never["monitoring"] = 0.0
    assert [seen_by(never, hours) for hours in (0.0, 5.0)] == [1.0, 1.0]


def test_claims_on_time():
    s = R["service"]
    assert claim_on_time(s, 0.0, False) == 1.0
    assert claim_on_time(s, 1.0, False) == pytest.approx(1 - s["contact_loss"])
    assert claim_on_time(s, 0.0, True) < 0.5


@given(st.floats(-3, 10), st.floats(-4, 4))
def test_belief_lies_between_none_and_full(far, noise):
    assert 0 <= first_belief(R["service"], far, noise) <= 1


# -- money ----------------------------------------------------------------------------------------


def test_benefit_by_hand():
    """7 hours at 143 kroner: 4,337.67 a month, 940.33 of it disregarded, the rest tapered."""
    wage = monthly_wage(R["money"], 7.0)
    assert wage == pytest.approx(7 * 52 / 12 * 143)
    due = benefit_due(R["benefit"], 12326.0, wage, 7.0)
    assert due == pytest.approx(12326 - 0.95 * (wage - 31 * 7 * 52 / 12))


def test_benefit_ends_in_full_time_work_and_is_whole_without_earnings():
    assert benefit_due(R["benefit"], 12326.0, 0.0, 0.0) == 12326.0
    assert benefit_due(R["benefit"], 12326.0, 20000.0, 30.0) == 0.0
    assert benefit_due(R["benefit"], 12326.0, 1e6, 20.0) == 0.0


def test_a_free_pass_makes_a_small_job_pay_until_it_is_used_up():
    gain = lambda left: gain_from_hours(R["money"], R["benefit"], 12326.0, 7.0, left)  # noqa: E731
    assert gain(0.0) < R["search"]["small_job_gain"] < gain(41000.0)
    wage = monthly_wage(R["money"], 7.0)
    assert gain(41000.0) == pytest.approx(wage * 0.66 / (12326 * 0.78))
    assert counted_earnings(wage, 1000.0) == pytest.approx(wage - 1000)
    assert counted_earnings(wage, 5000.0) == 0.0


@given(st.floats(0, 37), st.floats(0, 41000))
def test_earning_never_leaves_a_person_poorer_before_benefit_stops(hours, left):
    if hours < R["benefit"]["ends_at_hours"]:
        assert gain_from_hours(R["money"], R["benefit"], 12326.0, hours, left) >= -0.12


def test_net_income_by_hand():
    assert net_income(R["money"], 1000.0, 500.0) == pytest.approx(1000 * 0.66 + 500 * 0.78)


# -- search ---------------------------------------------------------------------------------------


@given(share, share, share, share, share, share)
def test_search_lies_between_none_and_full(a, b, c, d, e, f):
    assert 0 <= search_intensity(R["search"], a, b, c, d, e, f) <= 1


def test_full_lock_in_stops_search():
    assert search_intensity(R["search"], 1.0, 0.0, 0.0, 0.0, 0.0, 1.0) == 0.0
    assert search_intensity(R["search"], 1.0, 0.0, 0.0, 0.0, 0.0, 0.0) == 1.0


def test_people_apply_for_what_they_can_do_and_what_pays():
    s = R["search"]
    assert applies_for(s, 37.0, 20.0, 1.0, 0.5) == 0
    assert applies_for(s, 20.0, 20.0, 1.0, 0.5) == 1
    assert applies_for(s, 7.0, 20.0, 0.0, 0.99) == 0
    assert applies_for(s, 7.0, 20.0, 0.0, 0.01) == 1


# -- hiring ---------------------------------------------------------------------------------------


def test_support_at_hand_and_few_hours_lower_the_risk_seen():
    h = R["hiring"]
    full = unknown(h, 24.0, 0.0, 1.0)
    assert full == pytest.approx(h["risk"])
    assert unknown(h, 24.0, 1.0, 1.0) == pytest.approx(h["risk"] * (1 - h["risk_relief"]))
    assert unknown(h, 24.0, 0.0, 0.2) < full and unknown(h, 2.0, 0.0, 1.0) < full


def test_judgement_adds_up():
    h = R["hiring"]
    assert judgement(h, 1.0, 0.5, 0.25, 0.125, 1.0, 0.0) == pytest.approx(0.125 + h["memory_weight"])
    assert judgement(h, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0) == pytest.approx(h["judgement_spread"])


def test_large_firms_discriminate_less():
    """G-04, in sign."""
    h = R["hiring"]
    assert discrimination(h, 0.0, 0.0) == 0.0
    assert discrimination(h, 1.0, 1.0) > discrimination(h, 1.0, 0.0) > 0
    assert prejudice_by_size(h, 1.0) == 1.0
    assert prejudice_by_size(h, 100.0) == pytest.approx(1 - 2 * h["size_relief"])


@given(st.floats(1e-6, 1 - 1e-6), st.integers(1, 60))
def test_more_rivals_are_harder_to_beat(u, rivals):
    assert best_of(R["hiring"], rivals + 1, u) >= best_of(R["hiring"], rivals, u)


def test_the_best_of_rivals_has_the_distribution_of_a_maximum():
    h = R["hiring"]
    median = best_of(h, 5, 0.5)
    z = (median - h["rival_mean"]) / h["rival_spread"]
    assert (0.5 * math.erfc(-z / math.sqrt(2))) ** 5 == pytest.approx(0.5, abs=1e-6)


def test_poisson_by_hand():
    assert [poisson(2.0, u) for u in (0.1, 0.2, 0.5, 0.9)] == [0, 1, 2, 4]
    assert poisson(0.0, 0.99) == 0
    grid = (np.arange(20000) + 0.5) / 20000
    assert np.mean([poisson(3.7, u) for u in grid]) == pytest.approx(3.7, abs=0.01)


def test_less_is_asked_for_few_hours():
    assert hiring_bar(R["hiring"], 1.0) == pytest.approx(R["hiring"]["bar"])
    assert hiring_bar(R["hiring"], 0.2) < R["hiring"]["bar"]


# -- jobs and exits -------------------------------------------------------------------------------


def hazard(tenure=0, match=0.6, mental=0.25, everyday=0.15, over=0.0, poor=0.5, support=0.0):
    return separation_hazard(R["separation"], tenure, match, mental, 0.0, everyday, over, poor, support)


def test_an_average_job_ends_at_the_declared_rates():
    s = R["separation"]
    rates = [hazard(tenure) for tenure in (0, 2, 3, 11, 12)]
    assert rates == pytest.approx([s["early"], s["early"], s["late"], s["late"], s["settled"]])


def test_what_makes_jobs_end_sooner_or_later():
    assert hazard(match=1.6) < hazard() < hazard(mental=0.9)
    assert hazard(support=1.0) == pytest.approx(hazard() * (1 - R["separation"]["support_effect"]))
    assert hazard(over=1.0) > hazard() < hazard(everyday=0.9)
    assert hazard(poor=1.0) / hazard() == pytest.approx(math.exp(R["separation"]["conditions_effect"] / 8))
    assert hazard(match=-50.0) == 0.9


@given(st.floats(-1, 1), st.integers(0, 40), st.booleans())
def test_an_employers_memory_keeps_its_bounds_and_direction(memory, tenure, ended):
    after = experience_of_employer(R["hiring"], memory, tenure, ended)
    assert -1 <= after <= 1
    if ended and tenure < 3:
        assert after <= memory
    elif not ended and tenure == 6:
        assert after >= memory
    else:
        assert after == memory


def test_a_pension_needs_illness_and_time_and_is_rarer_while_a_measure_is_tried():
    e = R["exits"]
    assert pension_hazard(e, 1.0, 0.0, 36.0, False) == pytest.approx(e["pension"])
    assert pension_hazard(e, 1.0, 0.0, 6.0, False) == 0.0
    rarer = e["pension"] * e["pension_in_measure"]
    assert rarer < e["pension"]
    assert pension_hazard(e, 1.0, 1.0, 36.0, True) == pytest.approx(rarer)
    assert pension_hazard(e, 0.5, 0.0, 36.0, False) == pytest.approx(e["pension"] / 4)


def test_early_retirement_needs_a_pension_in_reach_and_a_partner_adds_to_it():
    e = R["exits"]
    assert early_retirement_hazard(e, 0.0, 1.0) == 0.0
    assert early_retirement_hazard(e, 1.0, 0.0) == pytest.approx(e["early_retirement"])
    assert early_retirement_hazard(e, 1.0, 1.0) == pytest.approx(
        e["early_retirement"] * (1 + e["partner_effect"])
    )


def test_pressure_pushes_people_out_the_more_the_further_they_are():
    e = R["exits"]
    near, far = (lose_contact_hazard(e, 0.5, 1.0, d) for d in (1.0, 3.0))
    assert far > near > lose_contact_hazard(e, 0.5, 0.0, 3.0)


# -- instruments ----------------------------------------------------------------------------------


def test_pressure_helps_search_less_and_less_with_distance():
    s = R["sanctions"]
    assert pressed_search(s, 0.0, 1.0) == 1.0
    assert pressed_search(s, 1.0, 0.0) == pytest.approx(1 + s["search_effect"])
    assert 1.0 < pressed_search(s, 1.0, 4.0) < pressed_search(s, 1.0, 1.0)


def test_requirements_are_missed_more_with_poor_routines_and_health():
    s = R["sanctions"]
    assert miss_chance(s, 0.9, 0.9, 0.5, 0.5) > miss_chance(s, 0.1, 0.1, 0.5, 0.5) > 0
    assert miss_chance(changed("sanctions", miss_rate=1.0), 1.0, 1.0, 0.0, 0.0) == 1.0
    assert miss_chance(s, 0.25, 0.25, 0.5, 0.5) == pytest.approx(s["miss_rate"])


def test_rapid_search_starts_at_once_and_slow_search_waits():
    assert search_has_started(changed("ips", fidelity_rapid_search=1.0), 1.0) == 1.0
    slow = changed("ips", fidelity_rapid_search=0.0)
    wait = slow["longest_preparation"]
    assert search_has_started(slow, wait) == 0.0 and search_has_started(slow, wait + 1) == 1.0
