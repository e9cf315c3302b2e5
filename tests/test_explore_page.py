"""Claims about the first page, driven in this process without a browser."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import catalogue, controls, levers, link, runs, words
from dashboard.answers import Answer
from dashboard.bundles import bundles
from dashboard.link import MANY, QUICK, WhatIf
from experiments import grades, posterior
from experiments.compare import Stopped
from sim.instruments import INSTRUMENTS

APP = Path(link.__file__).parent / "app.py"


@pytest.fixture
def page():
    """A function that opens the page, as from a link with the given parameters."""

    def at(**parameters):
        test = AppTest.from_file(str(APP), default_timeout=120)
        for name, value in parameters.items():
            test.query_params[name] = value
        return test.run()

    return at


def what_if_of(test):
    return test.session_state["what_if"]


def headline(test):
    return next(m.value for m in test.markdown if m.value.startswith("## "))


def text_of(test):
    return "\n".join(element.value for element in test.markdown)


def linked(test):
    """The what-if that the address bar says."""
    parameters = {
        name: value if isinstance(value, str) else value[0] for name, value in test.query_params.items()
    }
    what_if, problems = link.parse(parameters)
    assert not problems
    return what_if


def one(elements, key):
    (found,) = [element for element in elements if element.key == key]
    return found


def test_the_first_view_is_todays_policy_with_an_answer_and_no_comparison(page):
    test = page()
    assert not test.exception
    assert "under today's policy." in headline(test)
    assert words.CHANGES_NONE in text_of(test)
    assert len(test.get("vega_lite_chart")) == 2
    assert linked(test) == WhatIf.today("denmark")


def test_what_the_range_leaves_out_is_always_on_the_page(page):
    assert "It does not cover effects the model leaves out" in text_of(page())
    assert "does not cover uncertain inputs" in text_of(page(u="best"))


def test_what_is_not_known_is_taken_in_unless_it_is_switched_off_and_the_link_says_so(page):
    test = page(h="1", s="ips.places-0.5")
    assert what_if_of(test).parameters == "posterior"
    assert "of this range is our not knowing" in text_of(test)
    switch = one(test.get("button_group"), "view_parameters")
    switch.set_value("best").run()
    assert not test.exception
    assert what_if_of(test).parameters == linked(test).parameters == "best"
    assert "All of this range is luck: what we do not know is left out." in text_of(test)
    one(test.button, "undo").click().run()
    assert what_if_of(test).parameters == "posterior"


def test_both_worlds_of_the_page_have_the_same_sets(page):
    found = runs.answer(link.parse({"h": "1", "s": "ips.places-0.5"})[0]).comparison
    assert found.baseline.sets == found.policy.sets == tuple(map(posterior.set_of, range(1, QUICK + 1)))
    alike = [set(a.differences(b)) for a, b in zip(found.baseline.lived, found.policy.lived, strict=True)]
    assert alike == [{"policy.ips.places"}] * QUICK


def test_the_evidence_behind_what_was_moved_is_named_with_its_badge(page, quick_answers):
    test = page(h="1", s="ips.places-0.5")
    found = grades.support("ips")
    assert f"Evidence. {found.label}: {found.badge.lower()} (of its {found.total} inputs" in text_of(test)


@pytest.mark.parametrize("address", [a for a, c in levers.controls().items() if c.first])
def test_every_slider_changes_its_lever_and_the_link(page, address):
    test = page(h="1")
    control = levers.controls()[address]
    slider = one(test.slider, controls.key_of(address))
    assert words.amount(control, levers.today("denmark")[address]) in slider.label
    target = slider.min if slider.value > slider.min else slider.max
    slider.set_value(target).run()
    assert not test.exception
    assert what_if_of(test).changes().keys() == {address}
    assert control.shown(what_if_of(test)[address]) == target
    assert linked(test) == what_if_of(test)


WIDGETS = {"number": "slider", "yes_no": "toggle", "choice": "selectbox", "plan": "text_input"}


def widget_of(test, address, place):
    control = levers.controls()[address]
    return one(getattr(test, WIDGETS[control.kind]), controls.key_of(address, place))


def another_place(control, widget):
    """A place on a control where it does not stand."""
    if control.kind == "number":
        return widget.min if widget.value > widget.min else widget.max
    if control.kind == "yes_no":
        return not widget.value
    if control.kind == "choice":
        return next(choice for choice in control.parameter.choices if choice != widget.value)
    return "language > training + mentor"


@pytest.fixture
def quick_answers(monkeypatch):
    """Every question gets today's answer at once: what is tested is the page, not the model."""
    answer = runs.answer

    def quick(what_if, parts=1):
        today = answer(WhatIf.today(what_if.country, years=what_if.years))
        return Answer(what_if, today.comparison)

    monkeypatch.setattr(runs, "answer", quick)


@pytest.mark.parametrize("instrument", INSTRUMENTS, ids=lambda i: i.name)
def test_every_lever_of_every_instrument_is_on_the_page_and_moves(page, quick_answers, instrument):
    test = page(h="1")
    place = "order" if catalogue.group_of(instrument) == catalogue.ORDER else "more"
    test.session_state["open_more"] = True
    test.session_state["more_group"] = catalogue.group_of(instrument) if place == "more" else "rules"
    test.session_state[f"open_{instrument.name}"] = True
    test.run()
    assert words.mechanism(instrument) in text_of(test)
    assert words.note(words.badge(grades.support(instrument.name))) in text_of(test)
    moved = set()
    for address in catalogue.levers_of(instrument):
        control, widget = levers.controls()[address], widget_of(test, address, place)
        assert words.amount(control, levers.today("denmark")[address]) in widget.label
        target = another_place(control, widget)
        widget.set_value(target).run()
        moved.add(address)
        assert not test.exception
        assert control.shown(what_if_of(test)[address]) == target
        assert set(what_if_of(test).changes()) == moved
        assert linked(test) == what_if_of(test)
    one(test.button, "undo").click().run()
    assert set(what_if_of(test).changes()) == moved - {address}


def test_levers_that_are_not_opened_are_not_worked_out(page):
    test = page(h="1")
    keys = [w.key for kind in WIDGETS.values() for w in getattr(test, kind)]
    assert not any(key.startswith(("more_", "order_", "found_")) for key in keys if key)


def test_a_search_finds_levers_and_they_can_be_moved_where_they_are_found(page, quick_answers):
    test = page(h="1")
    test.session_state["open_more"] = True
    test.run()
    one(test.text_input, "find").set_value("wage subsidy months").run()
    assert words.found(1, 12) in text_of(test)
    widget_of(test, "policy.wage_subsidy.months", "found").set_value(12).run()
    assert what_if_of(test).changes() == {"policy.wage_subsidy.months": (6, 12)}
    one(test.text_input, "find").set_value("no such thing").run()
    assert words.found(0, 12) in text_of(test)


def test_a_plan_that_is_none_is_refused_beside_its_line_and_the_old_one_stays(page, quick_answers):
    test = page(h="1", s="plans.far-language.ips")
    test.session_state["open_plans"] = True
    test.run()
    line = widget_of(test, "policy.plans.far", "order")
    assert line.value == "language > ips"
    line.set_value("language > trainning").run()
    (error,) = test.error
    assert "did you mean 'training'?" in error.value and "the plan stays language > ips" in error.value
    assert what_if_of(test)["policy.plans.far"] == "language > ips" == linked(test)["policy.plans.far"]
    assert widget_of(test, "policy.plans.far", "order").value == "language > trainning"
    widget_of(test, "policy.plans.far", "order").set_value("language>training").run()
    assert not test.error
    assert what_if_of(test)["policy.plans.far"] == "language > training"
    widget_of(test, "policy.plans.far", "order").set_value("").run()
    assert what_if_of(test).is_today


def test_a_plan_of_instruments_that_are_off_is_warned_about(page, quick_answers):
    test = page(h="1", s="plans.far-language.ips")
    assert any("A plan names Language training, which has no places" in w.value for w in test.warning)


def test_a_recommendation_sets_its_levers_and_says_what_it_assumes(page, quick_answers):
    test = page(h="1", c="norway")
    name = "recommendations/2-1-full-set-of-barriers"
    bundle = bundles()[name]
    one(test.selectbox, "bundle").set_value(name).run()
    assert not test.exception
    assert what_if_of(test) == bundle.what_if(what_if_of(test)) == linked(test)
    assert what_if_of(test).country == "denmark"
    assert one(test.selectbox, "view_country").value == "denmark"
    assert bundle.question in text_of(test) and bundle.assumes in text_of(test)
    one(test.slider, "lever_ips_places").set_value(80).run()
    assert "You have moved levers since" in text_of(test)
    one(test.button, "undo").click().run()
    assert "You have moved levers since" not in text_of(test)
    one(test.button, "reset").click().run()
    assert bundle.question not in text_of(test)
    assert one(test.selectbox, "bundle").value is None


def test_a_link_to_a_recommendation_names_it(page, quick_answers):
    bundle = bundles()["projects/ips-light-iceland"]
    test = page(**link.dump(bundle.what_if(WhatIf.today(years=1))))
    assert bundle.question in text_of(test) and "1 assumption about the world" in text_of(test)


def test_many_changes_are_listed_on_demand_and_each_can_be_taken_back(page, quick_answers):
    bundle = bundles()["recommendations/2-1-full-set-of-barriers"]
    test = page(**link.dump(bundle.what_if(WhatIf.today(years=1))))
    pills = one(test.button_group, "changes")
    assert len(pills.value) == len(bundle.changes)
    for address in ("policy.plans.rule", "policy.plans.far", "policy.ips.mental_only"):
        pills = one(test.button_group, "changes")
        pills.set_value([key for key in pills.value if key != controls.key_of(address)]).run()
        assert address not in what_if_of(test).changes()


def test_the_fidelity_slider_moves_all_five_parts(page):
    test = page(h="1")
    one(test.slider, controls.SCORE_KEY).set_value(60).run()
    assert levers.score(dict(what_if_of(test).values)) == 60
    assert set(what_if_of(test).changes()) == set(levers.fidelity_parts())
    assert words.changes_count(1) in [p.label for p in test.button_group]


def test_a_lever_that_matters_changes_the_answer(page):
    test = page()
    before = headline(test)
    one(test.slider, "lever_ips_places").set_value(50).run()
    assert headline(test) != before
    assert "more** than under today's policy" in headline(test)


@pytest.mark.parametrize("name", levers.PRESETS)
def test_an_example_moves_its_levers_and_names_the_changes(page, name):
    test = page(h="1")
    one(test.button, f"preset_{name}").click().run()
    assert dict(what_if_of(test).values) == levers.preset(name, "denmark")
    assert words.changes_count(len(levers.PRESETS[name])) in [p.label for p in test.button_group]


def test_years_people_and_country_change_the_answer_and_the_link(page):
    test = page(s="ips.places-0.5")
    seen = {headline(test)}
    for key, value, field in (
        ("view_years", 1, "years"),
        ("view_group", "far", "group"),
        ("view_country", "norway", "country"),
    ):
        kind = test.selectbox if key == "view_country" else test.button_group
        one(kind, key).set_value(value).run()
        assert not test.exception
        assert getattr(what_if_of(test), field) == value
        assert linked(test) == what_if_of(test)
        assert headline(test) not in seen
        seen.add(headline(test))


def test_the_currency_follows_the_country(page):
    assert "DKK" in one(page(h="1").slider, "lever_social_free_pass_cap").label
    for country, currency in (("norway", "NOK"), ("sweden", "SEK"), ("finland", "EUR"), ("iceland", "ISK")):
        slider = one(page(h="1", c=country).slider, "lever_social_free_pass_cap")
        assert currency in slider.label
        assert slider.min < slider.value < slider.max


def test_another_country_keeps_what_was_moved_and_takes_its_own_for_the_rest(page):
    test = page(h="1")
    one(test.slider, "lever_ips_places").set_value(50).run()
    one(test.selectbox, "view_country").set_value("norway").run()
    assert set(what_if_of(test).changes()) == {"policy.ips.places"}
    assert what_if_of(test)["policy.caseload.ordinary"] == 80.0


def test_a_link_with_mistakes_warns_and_keeps_the_rest(page):
    test = page(s="ips.places-0.5~caseload.ordinary-9999~foo-1", h="1")
    (warning,) = test.warning
    assert "People per caseworker" in warning.value and "foo-1" in warning.value
    assert what_if_of(test)["policy.ips.places"] == 0.5


def test_a_link_from_another_version_says_so(page):
    test = page(**{**link.dump(WhatIf.today(years=1)), "m": "0.0.old"})
    assert any("0.0.old" in info.value for info in test.info)


def test_undo_redo_and_back_to_today_go_through_the_changes(page):
    test = page(h="1")
    start = what_if_of(test)
    one(test.slider, "lever_ips_places").set_value(50).run()
    first = what_if_of(test)
    one(test.slider, "lever_caseload_ordinary").set_value(30).run()
    second = what_if_of(test)
    one(test.button, "undo").click().run()
    assert what_if_of(test) == first
    assert one(test.slider, "lever_caseload_ordinary").value == 70
    one(test.button, "redo").click().run()
    assert what_if_of(test) == second
    one(test.button, "reset").click().run()
    assert what_if_of(test) == start
    assert one(test.button, "reset").disabled
    one(test.button, "undo").click().run()
    assert what_if_of(test) == second
    assert linked(test) == second


def test_undo_and_redo_are_off_where_there_is_nothing_to_take_back(page):
    test = page(h="1")
    assert one(test.button, "undo").disabled and one(test.button, "redo").disabled


def test_pressing_a_change_puts_that_lever_back_and_no_other(page):
    test = page(h="1")
    one(test.button, "preset_all").click().run()
    pills = one(test.button_group, "changes")
    pills.set_value([key for key in pills.value if key != "lever_ips_places"]).run()
    assert "policy.ips.places" not in what_if_of(test).changes()
    assert len(what_if_of(test).changes()) == 2


def test_a_contradiction_is_named(page):
    test = page(h="1")
    one(test.slider, "lever_ips_places").set_value(50).run()
    assert not test.warning
    one(test.slider, "lever_caseload_specialist").set_value(45).run()
    assert any("contradicts itself" in warning.value for warning in test.warning)


def test_a_failing_model_says_so_keeps_the_settings_and_the_last_answer(page, monkeypatch, caplog):
    test = page(h="1")
    good = headline(test)

    def broken(*args, **options):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(runs, "run_arm", broken)
    one(test.slider, "lever_ips_places").set_value(37).run()
    (error,) = test.error
    assert "Your settings are safe" in error.value
    assert "secret detail" not in text_of(test) + error.value
    assert "secret detail" in caplog.text
    assert headline(test) == good
    assert words.STALE in text_of(test)
    assert what_if_of(test)["policy.ips.places"] == 0.37
    monkeypatch.undo()
    one(test.button, "retry").click().run()
    assert not test.error
    assert headline(test) != good


def test_a_model_that_never_worked_shows_an_error_and_the_controls(page, monkeypatch):
    st.cache_data.clear()

    def stopped(*args, **options):
        raise Stopped

    monkeypatch.setattr(runs, "run_arm", stopped)
    test = page(h="1")
    assert "longer than 10 seconds" in test.error[0].value
    assert len(test.slider) > 5 and not test.exception


def test_more_runs_are_added_until_all_are_done_and_a_move_starts_from_few(page):
    test = page(h="1")
    one(test.button, "preset_no_cuts").click().run()
    one(test.button, "more_runs").click().run()
    assert not test.exception
    assert what_if_of(test).runs == MANY
    assert f"{MANY} runs of each world" in text_of(test)
    assert linked(test).runs == MANY
    one(test.slider, "lever_ips_places").set_value(50).run()
    assert what_if_of(test).runs == QUICK
    assert f"{QUICK} runs of each world" in text_of(test)


def test_portions_cover_every_seed_once():
    for wanted in (QUICK, MANY):
        seeds = [seed for part in runs.portions(wanted) for seed in part]
        assert seeds == list(range(1, wanted + 1))


def test_a_third_person_waits_and_is_told_how_many_are_ahead():
    line = runs.Line(2)
    assert line.ahead == 0
    with line.turn():
        assert line.ahead == 0
        with line.turn():
            assert line.ahead == 2
    assert line.ahead == 0


def test_what_else_changes_is_worked_out_when_it_is_opened(page):
    test = page(h="1")
    one(test.button, "preset_ips").click().run()
    closed = len(test.get("vega_lite_chart"))
    test.session_state["besides_open"] = True
    test.run()
    assert not test.exception
    assert len(test.get("vega_lite_chart")) == closed + 2
    assert words.DISPLACED in text_of(test) and words.PAYS in text_of(test)


def test_the_dashboard_uses_no_address_outside_this_machine():
    for path in sorted(APP.parent.rglob("*.py")):
        for line in path.read_text().splitlines():
            if "://" in line:
                assert "127.0.0.1" in line or "{ADDRESS}" in line or "vega.github.io" in line, path
