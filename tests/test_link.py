"""Claims about the share link: it carries everything, and nothing in it can break the page."""

from dataclasses import replace
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import levers, link
from dashboard.link import GROUPS, MANY, QUICK, YEARS, WhatIf


@st.composite
def what_ifs(draw):
    """Any what-if that the page's controls can make."""
    country = draw(st.sampled_from(levers.COUNTRIES))
    now = levers.today(country)
    values = {}
    for address, control in levers.controls().items():
        steps = round((control.high - control.low) / control.step)
        shown = control.low + draw(st.integers(0, steps)) * control.step
        values[address] = control.declared(control.shown(shown / control.scale), now[address])
    view = {
        "group": draw(st.sampled_from(GROUPS)),
        "years": draw(st.sampled_from(YEARS)),
    }
    runs = draw(st.sampled_from((QUICK, MANY)))
    return replace(WhatIf.today(country, **view).set(values), runs=runs)


@given(what_ifs())
def test_a_link_gives_back_the_what_if_it_was_made_from(what_if):
    address = urlencode(link.dump(what_if), safe="~")
    parameters = {name: values[0] for name, values in parse_qs(address).items()}
    assert link.parse(parameters) == (what_if, [])


@given(what_ifs())
def test_a_link_carries_every_value_and_the_version_of_the_model(what_if):
    parameters = link.dump(what_if)
    assert parameters["m"] == link.model_version()
    for address in levers.controls():
        assert address.removeprefix("policy.") + "-" in parameters["s"]


@pytest.mark.parametrize("country", levers.COUNTRIES)
def test_the_link_of_todays_policy_leaves_nothing_out(country):
    text = link.dump(WhatIf.today(country))["s"]
    assert len(text.split("~")) == len(levers.controls())


@given(
    st.dictionaries(
        st.sampled_from(("m", "c", "h", "who", "n", "s", "x")),
        st.text(max_size=80) | st.sampled_from(("ips.places-", "ips.places-nan", "-", "~~")),
    )
)
def test_whatever_stands_in_a_link_the_page_gets_a_sound_what_if(parameters):
    what_if, _ = link.parse(parameters)
    what_if.scenario()
    again, problems = link.parse(link.dump(what_if))
    assert again == what_if and not problems


def settings(**changes):
    entries = dict(entry.split("-", 1) for entry in link.dump(WhatIf.today())["s"].split("~"))
    return "~".join(f"{name}-{value}" for name, value in {**entries, **changes}.items())


@pytest.mark.parametrize(
    ("given_value", "kind", "used"),
    [
        ("3", "no_number", 0.02),
        ("nan", "no_number", 0.02),
        ("many", "no_number", 0.02),
        ("", "no_number", 0.02),
        ("0.503", "off_scale", 0.5),
    ],
)
def test_a_value_that_does_not_fit_is_replaced_and_told(given_value, kind, used):
    what_if, problems = link.parse({"s": settings(**{"ips.places": given_value})})
    assert what_if["policy.ips.places"] == used
    (problem,) = problems
    assert (problem.kind, problem.name) == (kind, "policy.ips.places")
    assert problem.given == given_value
    assert float(problem.used) == used


def test_a_value_beyond_the_slider_goes_to_its_end():
    what_if, (problem,) = link.parse({"s": settings(**{"caseload.specialist": "99"})})
    assert what_if["policy.caseload.specialist"] == 45.0
    assert problem.kind == "off_scale"


def test_a_lever_that_does_not_exist_is_left_out_and_the_rest_is_kept():
    what_if, problems = link.parse({"s": settings(**{"ips.places": "0.5"}) + "~no.such-1"})
    assert what_if["policy.ips.places"] == 0.5
    assert [problem.kind for problem in problems] == ["no_lever"]


def test_a_lever_that_is_missing_is_told_because_today_may_have_changed():
    what_if, problems = link.parse({"s": "ips.places-0.5"})
    assert what_if["policy.ips.places"] == 0.5
    assert {problem.kind for problem in problems} == {"missing"}
    assert len(problems) == len(levers.controls()) - 1


def test_a_link_from_another_version_of_the_model_is_told():
    _, problems = link.parse({**link.dump(WhatIf.today()), "m": "0.0.old"})
    assert [problem.kind for problem in problems] == ["other_version"]


def test_a_country_or_horizon_that_is_not_offered_is_told():
    what_if, problems = link.parse({"c": "atlantis", "h": "7", "who": "rich", "n": "99999"})
    assert what_if == WhatIf.today()
    assert [problem.name for problem in problems] == ["c", "who", "h", "n"]


def test_a_very_long_link_is_cut_short():
    _, problems = link.parse({"s": "x" * 100_000})
    assert problems[0].kind == "too_long"
    assert all(len(problem.given) <= 40 for problem in problems)


def test_moving_a_lever_starts_from_few_runs_again():
    many = replace(WhatIf.today(), runs=MANY)
    assert many.set({"policy.ips.places": 0.3}).runs == QUICK


# The levers behind the link.


def test_every_core_lever_and_every_part_of_fidelity_has_a_control():
    from sim.scenario import declarations

    core = {a for a, d in declarations().items() if d.parameter.headline}
    assert core and core < set(levers.controls())
    assert len(levers.fidelity_parts()) == 5


@pytest.mark.parametrize("country", levers.COUNTRIES)
def test_todays_value_of_every_lever_survives_its_slider(country):
    for address, now in levers.today(country).items():
        control = levers.controls()[address]
        shown = control.shown(now)
        assert control.low <= shown <= control.high
        assert control.declared(shown, now) == now


def test_fidelity_moves_to_every_score_exactly_and_back_to_today():
    now = levers.today("denmark")
    assert levers.parts_for_score(levers.score(now), now) == {
        address: now[address] for address in levers.fidelity_parts()
    }
    for wanted in range(25, 126):
        parts = levers.parts_for_score(wanted, now)
        assert levers.score(parts) == wanted
        assert all(0 <= value <= 1 for value in parts.values())


def test_a_higher_score_lowers_no_part_of_fidelity():
    now = levers.today("denmark")
    today_score = levers.score(now)
    for wanted in range(today_score, 126):
        parts = levers.parts_for_score(wanted, now)
        assert all(parts[address] >= now[address] for address in parts)


@pytest.mark.parametrize("name", levers.PRESETS)
@pytest.mark.parametrize("country", levers.COUNTRIES)
def test_a_preset_changes_something_and_stays_on_the_sliders(name, country):
    what_if = WhatIf.today(country).set(levers.preset(name, country))
    assert set(what_if.changes()) <= set(levers.PRESETS[name])
    assert what_if.changes()
    assert link.parse(link.dump(what_if)) == (what_if, [])


def test_a_levers_evidence_is_counted_from_its_instruments_grades():
    ips = levers.support(levers.controls()["policy.ips.places"])
    assert ips.studied > 0 and ips.judged > 0 and ips.grade == "some"
    assert levers.Support(0, 3, False).grade == "judgement"
    assert levers.Support(3, 1, False).grade == "studies"
    assert levers.Support(0, 0, True).grade == "some"
    assert levers.Support(0, 0, False).grade == "judgement"
