"""Claims about the plain sentences: they say the number, the difference and how sure it is."""

import math

import pytest

from experiments.compare import Estimate
from experiments.sentences import (
    difference_cells,
    difference_sentence,
    displacement_sentence,
    level_sentence,
    months_shown,
    number,
    scale,
)
from sim.outcomes import OUTCOMES


def estimate(mean, lo=None, hi=None, mcse=0.001):
    return Estimate(mean, mean if lo is None else lo, mean if hi is None else hi, mcse)


def said(outcome, level, difference, **options):
    details = {"runs": 20, "currency": "DKK", "month": 24, **options}
    return difference_sentence(outcome, details["month"], estimate(level), difference,
                               details["runs"], details["currency"])  # fmt: skip


def test_a_clear_difference_is_said_with_its_range():
    assert said("job_any", 0.14, estimate(0.03, 0.02, 0.04)) == (
        "After 24 months 14.0 of every 100 people are in paid work, 3.0 more than under the "
        "baseline (in 9 of 10 runs between 2.0 and 4.0 more)."
    )


def test_a_clear_fall_is_said_as_fewer_with_the_smaller_number_first():
    assert said("disability_pension", 0.2, estimate(-0.03, -0.04, -0.02)).endswith(
        "3.0 fewer than under the baseline (in 9 of 10 runs between 2.0 and 4.0 fewer)."
    )
    assert "0.50 less than" in said("hours", 3.0, estimate(-0.5, -0.6, -0.4))


def test_runs_that_go_both_ways_are_too_close_to_call():
    sentence = said("job_any", 0.14, estimate(0.01, -0.01, 0.03))
    assert "1.0 more than under the baseline is too close to call" in sentence
    assert "(in 9 of 10 runs between 1.0 fewer and 3.0 more)" in sentence


def test_less_than_two_monte_carlo_errors_is_smaller_than_the_noise():
    sentence = said("job_any", 0.14, estimate(0.0019, -0.01, 0.02, mcse=0.001))
    assert "is smaller than the noise of 20 runs" in sentence
    assert "noise" not in said("job_any", 0.14, estimate(0.0021, -0.01, 0.02, mcse=0.001))


def test_no_difference_at_all_is_said_so():
    sentence = said("job_any", 0.14, estimate(0.0, mcse=0.0))
    assert sentence.endswith("are in paid work, exactly as under the baseline.")


def test_one_run_says_nothing_about_how_sure():
    assert said("job_any", 0.14, estimate(0.03, mcse=None)).endswith(
        "3.0 more than under the baseline, in one run; more --seeds say how sure."
    )


def test_money_is_in_the_scenarios_currency_with_thousands_separators():
    sentence = said("public_cost", 227_250, estimate(1464, 895, 2504, 100), currency="NOK")
    assert "cost the public NOK 227,250 on average, NOK 1,464 more" in sentence
    assert "between NOK 895 and NOK 2,504 more" in sentence
    assert "kroner" not in sentence


def test_an_outcome_of_nobody_is_no_number():
    nothing = estimate(math.nan)
    for sentence in (said("job_any", math.nan, nothing), level_sentence("job_any", 9, nothing, "")):
        assert "nobody is left" in sentence and "nan" not in sentence


def test_months_are_counted_properly():
    for month, start in ((0, "At the start "), (1, "After 1 month "), (2, "After 2 months ")):
        assert said("job_any", 0.1, estimate(0.03, 0.02, 0.04), month=month).startswith(start)


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda outcome: outcome.name)
def test_every_outcome_has_a_sentence_with_its_number(outcome):
    how = scale(outcome.unit, "DKK")
    sentence = said(outcome.name, 0.14, estimate(0.03, 0.02, 0.04))
    assert f" {how.before}{number(0.14 * how.factor, how.decimals)}" in sentence
    assert " more than under the baseline (in 9 of 10 runs between " in sentence
    assert sentence.endswith(").") and "{" not in sentence


def test_small_differences_keep_two_digits_that_say_something():
    share = scale("share", "DKK")
    assert difference_cells(estimate(0.0003, -0.0001, 0.0008, 0.00004), share) == (
        "+0.030", "−0.010 to +0.080", "0.0040",
    )  # fmt: skip
    assert difference_cells(estimate(0.12, 0.1, 0.14, 0.01), share)[:2] == (
        "+12.0", "+10.0 to +14.0",
    )  # fmt: skip


def test_a_number_that_rounds_to_nothing_has_no_sign():
    assert number(-0.0001, 1, sign=True) == "0.0"
    assert number(-1234.5, 0, sign=True) in ("−1,234", "−1,235")
    assert number(None, 1) == number(math.nan, 1) == number(math.inf, 1) == "-"


def test_who_is_displaced_is_said_for_ten_jobs_gained():
    gain, none, loss = estimate(0.02), estimate(0.0005), estimate(-0.005)
    assert "for every 10 more of our people in work after 24 months, 2.5 other workers" in (
        displacement_sentence(24, gain, loss)
    )
    assert "not measurably fewer jobs" in displacement_sentence(24, gain, none)
    assert "fewer other workers are in work, although" in displacement_sentence(24, none, loss)
    assert "other workers not measurably fewer" in displacement_sentence(24, none, none)


@pytest.mark.parametrize(
    "months, shown",
    [(0, [0]), (5, [5]), (12, [12]), (30, [12, 24, 30]), (60, [12, 24, 60]),
     (120, [12, 24, 60, 120])],
)  # fmt: skip
def test_the_months_shown_are_12_24_60_and_the_last(months, shown):
    assert months_shown(months) == shown
