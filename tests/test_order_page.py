"""Claims about the page on the order of measures: what is asked, what is answered, what is said."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import vl_convert
from streamlit.testing.v1 import AppTest
from test_charts import contrast

from dashboard import app_pages, levers, link, order_charts, orders, rankings, words
from dashboard.link import WhatIf
from dashboard.orders import Order
from experiments import sentences, sequence_report
from experiments.sequence import without_interactions
from sim.errors import InputError
from sim.plan import canonical, names
from sim.profiles import PROFILES, WHO

YEAR = WhatIf.today("denmark", years=1)
PAGE = f"""
from pathlib import Path
from dashboard import state
state.begin()
exec(Path({str(next(iter(app_pages.__path__)) + "/order.py")!r}).read_text())
"""


@pytest.fixture
def page():
    """A function that opens the page, as from a link with the given parameters."""

    def at(what_if=YEAR, **parameters):
        test = AppTest.from_string(PAGE, default_timeout=120)
        for name, value in {**link.dump(what_if), **parameters}.items():
            test.query_params[name] = value
        return test.run()

    return at


@pytest.fixture
def small(monkeypatch):
    """Districts of 300 people, so that a test is quick; nothing is kept between tests."""
    whole = WhatIf.scenario
    monkeypatch.setattr(WhatIf, "scenario", lambda self: whole(self).set({"district.people": 300}))
    rankings.kept.clear()
    yield
    rankings.kept.clear()


@pytest.fixture(scope="module")
def found():
    """A ranking in which plans differ clearly: one is to wait, the other starts at once."""
    order = Order("health", ("treatment > ips", "treatment + ips"))
    return order, orders.live_through(WhatIf.today("denmark", years=2), order)


def text_of(test):
    return "\n".join(element.value for element in test.markdown)


def press(test, key):
    next(button for button in test.button if button.key == key).click().run()
    assert not test.exception


def pills(test, key):
    return next(group for group in test.button_group if group.key == key)


# -- The question and its link ----------------------------------------------------------------


@pytest.mark.parametrize("name", orders.READY_MADE)
def test_a_ready_made_question_can_be_ranked_and_has_words(name):
    order = Order.ready_made(name)
    assert order.name == name and order.problem == ("", "") and order.group in PROFILES
    assert all(canonical(plan) == plan for plan in order.plans)
    assert orders.LEAST <= len(order.plans) <= orders.MOST
    assert words.ORDER_QUESTIONS[name].endswith("?")


@pytest.mark.parametrize("shown", [True, False])
def test_a_question_survives_its_link(shown):
    order = Order("far", ("mentor + training > ips", "ips", ""), "months_in_work", orders.MANY, False)
    assert orders.parse(orders.dump(order, shown)) == (order, shown, [])
    for sign in (">", "+", " "):
        assert sign not in orders.dump(order, shown)["o"]


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"g": "nobody"}, ["g=nobody"]),
        ({"k": "999999"}, ["k=999999"]),
        ({"k": "x"}, ["k=x"]),
        ({"by": "luck"}, ["by=luck"]),
        ({"r": "<script>"}, ["r=<script>"]),
        ({"o": "language.nonsense~ips"}, ["language.nonsense"]),
        ({"o": "language.language~ips"}, ["language.language"]),
        ({"o": "~".join(["ips"] * 6)}, ["ips"] * 2),
        ({"o": "ips.language.training.practice.mentor~ips"}, ["ips.language.training.practice.mentor"]),
        ({"o": "x" * 90_000}, ["x" * 60]),
    ],
)
def test_whatever_a_link_holds_gives_a_sound_question_and_says_what_did_not_fit(given, wrong):
    order, _, said = orders.parse(given)
    assert said == wrong
    assert order.group in PROFILES and order.runs in (orders.FEW, orders.MANY)
    assert orders.LEAST <= len(order.plans) <= orders.MOST


def test_measures_and_marks_become_a_plan_and_back():
    assert orders.plan_of(["language", "ips", "mentor"], ["mentor"]) == "language > ips + mentor"
    assert orders.parts_of("language > ips + mentor") == (["language", "ips", "mentor"], ["mentor"])
    assert orders.plan_of([], []) == "" and orders.parts_of("") == ([], [])
    assert orders.plan_of(["ips", "mentor"], ["ips"]) == "ips > mentor"  # nothing is before the first


def test_plans_that_cannot_be_compared_are_named():
    assert Order(plans=("ips", "")).problem == ("empty", "B")
    assert Order(plans=("ips", "ips > mentor", "ips")).problem == ("same", "AC")
    assert Order(plans=("ips + mentor", "mentor + ips")).problem == ("same", "AB")
    assert Order(plans=("ips > mentor", "mentor > ips")).problem == ("", "")


# -- The answer -------------------------------------------------------------------------------


def test_the_page_says_what_the_command_line_says(found):
    order, ranking = found
    letters = [order.letter(one.plan) for one in ranking.ranked]
    said = words.order_conclusion(ranking, letters)
    printed = " ".join(sequence_report.conclusions(ranking, sentences.scale("share", "DKK")))
    assert "'treatment + ips' is first." in printed and said.startswith("**Plan B comes first**")
    assert "'treatment > ips' is last" in printed and "plan A is last" in said
    gap = re.search(r"last, (\S+) people in 100", printed).group(1)
    assert f"last, {gap} in 100 behind" in said
    assert sequence_report.why_behind(*ranking.ranked) in words.order_reason(ranking, letters)


def test_runs_are_not_kept_with_a_ranking(found):
    assert all(one.arm.runs == () for one in found[1].ranked)


def test_the_chart_puts_the_best_at_zero_and_every_interval_on_its_axis(found):
    order, ranking = found
    frame = order_charts.ranking_frame(ranking, order)
    low, high = order_charts.reach(frame)
    assert frame["kind"].tolist() == ["best", "behind"] and frame["mean"][0] == 0.0
    assert low <= frame["low"].min() < frame["high"].max() <= high and low < 0.0 < high
    assert "behind" in frame["said"][1] and "first" in frame["said"][0]


def test_a_tie_is_marked_by_shape_and_by_words_and_never_called_a_loss():
    order = Order("everyone", ("ips > mentor", "mentor > ips"))
    ranking = orders.live_through(YEAR, order)
    tied = ranking.ranked[1]
    assert order_charts.ranking_frame(ranking, order)["kind"][1] == ("tie" if tied.tie else "behind")
    from dataclasses import replace

    same = replace(tied, tie=True)
    ranking = replace(ranking, ranked=[ranking.ranked[0], same])
    frame = order_charts.ranking_frame(ranking, order)
    assert frame["kind"].tolist() == ["best", "tie"]
    assert "too close to call" in frame["said"][1] and "behind" not in frame["said"][1]
    letters = [order.letter(one.plan) for one in ranking.ranked]
    assert "no plan is clearly ahead" in words.order_conclusion(ranking, letters)
    assert words.order_reason(ranking, letters) == ""


@pytest.mark.parametrize("plans", [2, 3, 4])
def test_the_charts_can_be_drawn(found, plans):
    order, ranking = found
    frame = order_charts.ranking_frame(ranking, order)
    spec = order_charts.ranking_spec(len(frame), 2, *order_charts.reach(frame), words.order_axis(ranking))
    drawn = vl_convert.vegalite_to_svg({**spec, "width": 340, "data": {"values": frame.to_dict("records")}})
    assert "of 100" in drawn
    paths = order_charts.paths_frame(ranking, order)
    spec = order_charts.paths_spec(plans, 24)
    drawn = vl_convert.vegalite_to_svg({**spec, "width": 340, "data": {"values": paths.to_dict("records")}})
    assert words.ORDER_NO_PLAN in drawn and "Plan A" in drawn


def test_what_is_said_of_a_plan_stands_under_the_last_line_of_its_name():
    order = Order("everyone", ("training + mentor + wage_subsidy + treatment", "ips"))
    frame = order_charts.ranking_frame(orders.live_through(YEAR, order), order)
    lines = order_charts.lines_of(frame)
    assert lines >= 3 and max(len(line) for name in frame["name"] for line in name.split("\n")) <= 46
    spec = order_charts.ranking_spec(2, lines, *order_charts.reach(frame), "difference")
    drawn = vl_convert.vegalite_to_svg({**spec, "width": 340, "data": {"values": frame.to_dict("records")}})
    said = frame["said"][frame["name"].str.startswith("A")].item()
    height = lambda text: float(re.search(rf"translate\([^,]+,([-\d.]+)\)[^>]*>{re.escape(text)}<", drawn)[1])  # noqa: E731
    name = re.search(r"translate\([^,]+,([-\d.]+)\)[^>]*><tspan[^>]*>A: ", drawn)
    last = float(name[1]) + order_charts.LINE * (lines - 1)
    assert height(said) - last == pytest.approx(order_charts.LINE, abs=3)


def test_lines_are_told_apart_by_more_than_colour_and_stand_out_from_white():
    for looks in (order_charts.COLOURS, order_charts.SHAPES, [tuple(d) for d in order_charts.DASHES]):
        assert len(set(looks)) == orders.MOST + 1
    assert all(contrast(colour, "#FFFFFF") >= 3 for colour in order_charts.COLOURS)


def test_the_lines_start_together_and_end_where_the_ranking_says(found):
    order, ranking = found
    frame = order_charts.paths_frame(ranking, order)
    start = frame[frame["month"] == 0]["value"]
    assert np.ptp(start) == pytest.approx(0.0)
    for one in ranking.ranked:
        name = words.order_short(order.letter(one.plan))
        end = frame[(frame["plan"] == name) & (frame["month"] == ranking.month)]["value"].item()
        assert end == pytest.approx(100 * one.outcome[ranking.month].mean)


def test_the_reasons_have_a_row_each_and_a_column_a_plan(found):
    order, ranking = found
    frame = order_charts.reasons_frame(ranking, order)
    assert list(frame.columns) == ["A", "B"] and len(frame) == 5
    shown = frame.loc[words.ORDER_WHY["months_in_work"], "B"]
    assert float(shown) == pytest.approx(ranking.ranked[0].why["months_in_work"].mean, abs=0.05)
    assert isinstance(frame, pd.DataFrame)


@pytest.mark.parametrize(
    ("guess", "said"),
    [
        ("B", "You guessed plan B. The model agrees."),
        ("A", "You guessed plan A. The model says plan B."),
        (words.ORDER_SAME, "You guessed no clear winner. The model says plan B."),
        (None, ""),
    ],
)
def test_a_guess_is_answered(found, guess, said):
    order, ranking = found
    letters = [order.letter(one.plan) for one in ranking.ranked]
    text = words.order_guess(guess, ranking, letters)
    assert text.startswith(said) and bool(text) == bool(said)


def test_a_ranking_takes_in_what_is_not_known_unless_that_is_switched_off():
    order = Order("language", ("language > practice", "practice > language"))
    usual, best = (
        orders.live_through(replace(YEAR, parameters=used), order) for used in ("posterior", "best")
    )
    assert len(set(usual.sets)) == orders.FEW // 2 and best.sets == ()
    letters = ["A", "B"]
    assert "our not knowing" in words.order_made_of(usual, letters) and not words.order_made_of(best, letters)
    assert "over luck and all we do not know" in words.order_reading(orders.FEW, usual)
    assert "over luck alone" in words.order_reading(orders.FEW, best)


def test_without_dependence_the_switch_ranks_what_the_command_line_would():
    order = Order("language", ("language > practice", "practice > language"), interactions=False)
    from experiments.sequence import rank

    page_says = orders.live_through(YEAR, order)
    world = without_interactions(YEAR.scenario())
    line_says, _ = rank(world, order.group, order.plans, range(1, 13), parameters="posterior")
    means = [[one.outcome[-1].mean for one in each.ranked] for each in (page_says, line_says)]
    assert means[0] == means[1]
    usual = orders.live_through(YEAR, Order(order.group, order.plans))
    assert [one.outcome[-1].mean for one in usual.ranked] != means[0]
    assert words.order_apart(page_says, usual).startswith("Without any dependence between measures, ")


def test_every_plan_reads_as_a_sentence_without_the_names_of_the_program():
    for name in names():
        assert "_" not in words.plan_text(name)
    text = words.plan_text("language > training + mentor")
    assert (
        text == "Language training, then vocational training together with life coaching and social mentoring"
    )
    for profile in PROFILES:
        assert words.sentence(WHO[profile])[0].isupper()


# -- The page ---------------------------------------------------------------------------------


def test_the_page_asks_for_a_guess_before_it_shows_anything(page):
    test = page()
    assert not test.exception
    assert words.ORDER_GUESS in text_of(test)
    assert not test.get("vega_lite_chart") and not test.table
    assert test.query_params["r"] == link.NO


def test_a_guess_and_a_press_show_ranking_months_and_reasons(page, small):
    test = page()
    pills(test, "order_guess_pick").set_value("A").run()
    press(test, "order_show")
    assert not test.exception
    assert "You guessed plan A." in text_of(test)
    assert len(test.get("vega_lite_chart")) == 2
    assert words.ORDER_WHY["barriers_left"] in str(test.table[0].value)
    assert test.query_params["r"] == link.YES


def test_the_guess_can_be_left_open_and_made_again(page, small):
    test = page()
    press(test, "order_show")
    assert "You guessed" not in text_of(test) and len(test.get("vega_lite_chart")) == 2
    press(test, "order_again")
    assert words.ORDER_GUESS in text_of(test) and not test.get("vega_lite_chart")


def test_another_question_hides_the_result_and_forgets_the_guess(page, small):
    test = page(r="yes")
    assert len(test.get("vega_lite_chart")) == 2
    pills(test, "order_ready").set_value("treatment").run()
    assert not test.exception and not test.get("vega_lite_chart")
    assert test.session_state["order"].group == "health" and test.session_state["order_guess"] is None


def test_a_link_with_the_result_shows_it_and_one_without_does_not(page, small):
    given = orders.dump(Order("young", ("ips", "mentor > ips")), True)
    test = page(**given)
    assert len(test.get("vega_lite_chart")) == 2 and test.session_state["order"].group == "young"
    assert not page(**{**given, "r": "no"}).get("vega_lite_chart")


def test_a_plan_is_built_by_picking_measures_marked_and_removed(page):
    test = page()
    press(test, "order_add")
    assert test.session_state["order"].problem == ("empty", "D")
    assert not [button for button in test.button if button.key == "order_show"]
    line = next(each for each in test.multiselect if each.key == "order_plan_D")
    line.set_value(["mentor", "training", "language"]).run()
    assert test.session_state["order"].plans[3] == "mentor > training > language"
    pills(test, "order_beside_D").set_value(["language"]).run()
    assert test.session_state["order"].plans[3] == "mentor > training + language"
    assert test.query_params["o"].endswith("~mentor.training-language")
    press(test, "order_remove_A")
    assert len(test.session_state["order"].plans) == 3


def test_the_switch_says_what_is_left_without_dependence(page, small):
    test = page(r="yes")
    next(t for t in test.toggle if t.key == "order_apart").set_value(True).run()
    assert not test.exception
    assert "Without any dependence between measures" in text_of(test)
    assert test.query_params["i"] == link.NO


def test_changes_of_the_first_page_apply_and_are_named(page):
    test = page(YEAR.set({"policy.caseload.ordinary": 40.0, "policy.plans.far": "ips"}))
    assert words.ORDER_CHANGES in text_of(test) and words.ORDER_PLANS_CLEARED in text_of(test)
    assert words.ORDER_CHANGES not in text_of(page())


@pytest.mark.parametrize("country", levers.COUNTRIES)
def test_another_country_can_be_picked(page, country):
    test = page()
    next(box for box in test.selectbox if box.key == "view_country").set_value(country).run()
    assert not test.exception and test.session_state["what_if"].country == country


def test_what_cannot_be_ranked_and_what_breaks_is_said_in_a_sentence(page, monkeypatch):
    def wrong(*_):
        raise InputError("There is nobody in the group.")

    def broken(*_):
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(rankings, "ranking", wrong)
    assert "nobody in the group" in page(r="yes").warning[0].value
    monkeypatch.setattr(rankings, "ranking", broken)
    test = page(r="yes")
    assert "quote code" in test.error[0].value and "secret" not in test.error[0].value


def test_a_ranking_that_was_interrupted_is_not_kept_and_one_that_was_finished_is(small):
    class Pressed(BaseException):
        """What a press on the page raises at the next step of the bar."""

    def press_stop(*_):
        raise Pressed

    order = Order("everyone", ("ips", "mentor"))
    with pytest.raises(Pressed):
        rankings.ranking(YEAR, order, press_stop)
    steps = []
    first = rankings.ranking(YEAR, order, lambda done, total: steps.append((done, total)))
    assert steps[-1] == (3 * orders.FEW, 3 * orders.FEW)
    assert rankings.ranking(YEAR, order, press_stop) is first


def test_the_memory_of_rankings_is_bounded():
    memory = rankings.Kept()
    for number in range(rankings.MOST_KEPT + 5):
        memory.put((number,), object())
        memory.get((0,))
    assert memory.get((0,)) is not None and memory.get((1,)) is None
