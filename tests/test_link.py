"""Claims about the share link: it carries everything, and nothing in it can break the page."""

from dataclasses import replace
from urllib.parse import parse_qs, quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim
from dashboard import catalogue, levers, link, words
from dashboard.bundles import bundle_of, bundles
from dashboard.link import GROUPS, MANY, QUICK, YEARS, WhatIf
from experiments import posterior
from sim import plan
from sim.instruments import INSTRUMENTS, Instrument
from sim.parameters import SHARE, lever
from sim.scenario import shipped


def places(control):
    """Any place that the control of a lever can be put to."""
    if control.kind == "yes_no":
        return st.booleans()
    if control.kind == "choice":
        return st.sampled_from(control.parameter.choices)
    if control.kind == "plan":
        return plans()
    steps = round((control.high - control.low) / control.step)
    shown = st.integers(0, steps).map(lambda n: (control.low + n * control.step) / control.scale)
    return shown.map(control.shown)


@st.composite
def plans(draw):
    """Any plan that can be typed, none included."""
    names = draw(st.lists(st.sampled_from(plan.names()), max_size=plan.MOST_ENTRIES, unique=True))
    signs = draw(st.lists(st.sampled_from((" > ", " + ")), min_size=len(names), max_size=len(names)))
    return "".join(part for pair in zip(names, signs, strict=True) for part in pair)[:-3]


@st.composite
def what_ifs(draw):
    """Any what-if that the page's controls can make."""
    country = draw(st.sampled_from(levers.COUNTRIES))
    now, controls = levers.today(country), levers.controls(country)
    values = {}
    for address in draw(st.lists(st.sampled_from(list(controls)), max_size=9, unique=True)):
        control = controls[address]
        values[address] = control.declared(draw(places(control)), now[address])
    view = {
        "group": draw(st.sampled_from(GROUPS)),
        "years": draw(st.sampled_from(YEARS)),
    }
    runs = draw(st.sampled_from((QUICK, MANY)))
    parameters = draw(st.sampled_from(posterior.CHOICES))
    return replace(WhatIf.today(country, **view).set(values), runs=runs, parameters=parameters)


@given(what_ifs())
def test_a_link_gives_back_the_what_if_it_was_made_from(what_if):
    address = urlencode(link.dump(what_if), safe="~")
    parameters = {name: values[0] for name, values in parse_qs(address).items()}
    assert link.parse(parameters) == (what_if, [])


@given(what_ifs())
def test_a_link_names_what_differs_from_today_and_nothing_else_with_the_version(what_if):
    parameters = link.dump(what_if)
    assert parameters["m"] == link.model_version()
    named = {f"policy.{entry.partition('-')[0]}" for entry in parameters["s"].split("~") if entry}
    assert named == set(what_if.changes())


@given(what_ifs())
def test_a_link_needs_no_escapes_in_an_address(what_if):
    text = link.dump(what_if)["s"]
    assert quote(text, safe="~") == text


@pytest.mark.parametrize("country", levers.COUNTRIES)
def test_the_link_of_todays_policy_is_short(country):
    assert link.dump(WhatIf.today(country))["s"] == ""


@pytest.mark.parametrize("name", bundles())
def test_every_recommendation_and_project_survives_its_link_and_stays_in_it(name):
    what_if = bundles()[name].what_if(WhatIf.today())
    parameters = link.dump(what_if)
    assert link.parse(parameters) == (what_if, [])
    assert len(urlencode(parameters)) < 2000


def test_a_link_with_every_lever_moved_still_fits():
    now = WhatIf.today()
    longest = max(plan.names(), key=len)
    moved = {}
    for address, control in levers.controls().items():
        options = {
            "number": (control.low, control.high), "yes_no": (True, False),
            "choice": control.parameter.choices, "plan": (longest,),
        }[control.kind]  # fmt: skip
        values = [control.declared(option, now[address]) for option in options]
        moved[address] = next(value for value in values if value != now[address])
    what_if = now.set(moved)
    assert len(what_if.changes()) == len(levers.controls())
    assert link.parse(link.dump(what_if)) == (what_if, [])


@given(
    st.dictionaries(
        st.sampled_from(("m", "c", "h", "who", "n", "s", "x")),
        st.text(max_size=80)
        | st.sampled_from(("ips.places-", "ips.places-nan", "-", "~~", "plans.rule-", "plans.far-..-")),
    )
)
def test_whatever_stands_in_a_link_the_page_gets_a_sound_what_if(parameters):
    what_if, _ = link.parse(parameters)
    what_if.scenario()
    again, problems = link.parse(link.dump(what_if))
    assert again == what_if and not problems


def settings(**changes):
    return "~".join(f"{name}-{value}" for name, value in changes.items())


@pytest.mark.parametrize(
    ("given_value", "kind", "used"),
    [
        ("3", "no_number", 0.02),
        ("nan", "no_number", 0.02),
        ("many", "no_number", 0.02),
        ("", "no_number", 0.02),
    ],
)
def test_a_value_that_does_not_fit_is_replaced_and_told(given_value, kind, used):
    what_if, problems = link.parse({"s": settings(**{"ips.places": given_value})})
    assert what_if["policy.ips.places"] == used
    (problem,) = problems
    assert (problem.kind, problem.name) == (kind, "policy.ips.places")
    assert problem.given == given_value
    assert float(problem.used) == used


@pytest.mark.parametrize(
    ("name", "given_value", "used"),
    [
        ("profiling.use", "1", "no"),
        ("profiling.use", "", "no"),
        ("plans.rule", "best_first", "by_lot"),
        ("plans.far", "no_such", ""),
        ("plans.far", "language.language", ""),
        ("sanctions.grace", "0.5", "0"),
    ],
)
def test_what_no_switch_list_or_plan_can_be_is_replaced_by_today_and_told(name, given_value, used):
    what_if, (problem,) = link.parse({"s": settings(**{name: given_value})})
    assert what_if.is_today
    assert (problem.kind, problem.given, problem.used) == ("no_number", given_value, used)
    assert "which it cannot be; today's value, " in words.problem(problem)


def test_a_plan_is_written_short_and_read_back_as_it_was():
    text = "language > training + mentor > wage_subsidy"
    what_if = WhatIf.today().set({"policy.plans.young": text})
    assert link.dump(what_if)["s"] == "plans.young-language.training-mentor.wage_subsidy"
    assert link.parse(link.dump(what_if))[0]["policy.plans.young"] == text


def test_a_value_between_two_steps_of_a_slider_is_kept_as_it_was_given():
    what_if, problems = link.parse({"s": settings(**{"ips.places": "0.503"})})
    assert what_if["policy.ips.places"] == 0.503 and not problems


def test_a_value_beyond_the_slider_goes_to_its_end():
    what_if, (problem,) = link.parse({"s": settings(**{"caseload.specialist": "99"})})
    assert what_if["policy.caseload.specialist"] == 45.0
    assert problem.kind == "off_scale"


def test_a_lever_that_does_not_exist_is_left_out_and_the_rest_is_kept():
    what_if, problems = link.parse({"s": settings(**{"ips.places": "0.5"}) + "~no.such-1"})
    assert what_if["policy.ips.places"] == 0.5
    assert [problem.kind for problem in problems] == ["no_lever"]


def test_a_lever_that_a_link_does_not_name_is_as_it_is_today():
    what_if, problems = link.parse({"s": "ips.places-0.5"})
    assert what_if == WhatIf.today().set({"policy.ips.places": 0.5}) and not problems


def test_another_country_keeps_what_was_moved_and_counts_money_in_its_own():
    asked = WhatIf.today("denmark").set(
        {"policy.ips.places": 0.5, "policy.plans.rule": "worst_first", "policy.training.price": 12_000.0}
    )
    there = asked.moved_to("iceland")
    assert set(there.changes()) == set(asked.changes())
    assert there["policy.ips.places"] == 0.5 and there["policy.plans.rule"] == "worst_first"
    now = levers.today("iceland")["policy.training.price"]
    assert there["policy.training.price"] / now == pytest.approx(12_000 / 8_000, rel=0.1)


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


def test_every_lever_has_a_control_and_the_first_ones_are_few():
    from sim.scenario import declarations

    assert set(levers.controls()) == {a for a, d in declarations().items() if d.parameter.kind == "lever"}
    first = [control for control in levers.controls().values() if control.first]
    assert 5 <= len(first) <= 15
    assert len(levers.fidelity_parts()) == 5


def test_the_countries_are_those_that_are_shipped():
    assert set(levers.COUNTRIES) == {name for name in shipped() if "/" not in name}


@pytest.mark.parametrize("country", levers.COUNTRIES)
def test_money_has_a_range_in_the_countrys_own_prices_with_room_for_its_projects(country):
    for address, control in levers.controls(country).items():
        if control.kind == "number":
            for scenario in levers.scenarios_of(country).values():
                assert control.within(scenario[address]) == scenario[address], address
            assert 2 < (control.high - control.low) / control.step < 1000, address


# The catalogue: where every lever is found.


def test_every_lever_stands_in_one_group():
    found = [
        address
        for group in catalogue.GROUPS
        for instrument in catalogue.in_group(group)
        for address in catalogue.levers_of(instrument)
    ]
    assert sorted(found) == sorted(levers.controls())
    assert set(catalogue.GROUPS) == set(words.INSTRUMENT_GROUPS)
    assert set(catalogue.PLACED) <= {i.name for i in INSTRUMENTS}


def test_a_group_is_short_enough_to_look_through():
    for group in catalogue.GROUPS:
        assert 1 <= len(catalogue.in_group(group)) <= 10


@pytest.mark.parametrize("address", levers.controls())
def test_every_lever_is_found_by_its_address_and_by_its_label(address):
    control = levers.controls()[address]
    for text in (address, control.parameter.label, control.parameter.label.upper()):
        assert address in catalogue.find(text)[control.instrument]


def test_a_search_needs_all_its_words_and_nothing_finds_nothing():
    found = catalogue.find("price mentor")
    assert found and all("price" in a and "mentor" in a for those in found.values() for a in those)
    assert catalogue.find("no such thing") == {} == catalogue.find("  ")


def test_a_new_instrument_finds_its_place_by_what_it_says_of_itself():
    class New(Instrument):
        name, label, mechanism, share, kind = "new", "New", "hope", "places", "work"
        places = lever(0.0, SHARE, (0.0, 1.0), "Places.", label="Places in the new one")

    assert catalogue.group_of(New) == catalogue.WORK
    New.kind, New.barrier = "barrier", "language"
    assert catalogue.group_of(New) == catalogue.LEARNING
    New.share = None
    assert catalogue.group_of(New) == catalogue.SERVICE


# Recommendations and projects.


@pytest.mark.parametrize("name", bundles())
def test_a_bundle_sets_every_lever_of_its_scenario_in_its_country(name):
    bundle, scenario = bundles()[name], sim.load(name)
    what_if = bundle.what_if(WhatIf.today("sweden", group="far", years=5))
    assert (what_if.country, what_if.group, what_if.years) == (bundle.country, "far", 5)
    assert dict(what_if.values) == {address: scenario[address] for address in levers.controls()}
    assert bundle.title and bundle.question.endswith("?")


def test_every_shipped_scenario_that_is_no_country_is_offered():
    assert set(bundles()) == {name for name in shipped() if "/" in name}


def test_a_bundle_that_changes_the_world_says_so():
    bundle = bundles()["projects/ips-light-iceland"]
    assert bundle.elsewhere == ("world.ips.take_up",)
    assert any("1 assumption about the world" in line for line in words.bundle_lines(bundle, True))


def test_a_bundle_is_known_again_until_nothing_of_it_is_left():
    bundle = bundles()["recommendations/2-1-full-set-of-barriers"]
    what_if = bundle.what_if(WhatIf.today())
    assert bundle_of(what_if, None) is bundle
    moved = what_if.set({"policy.caseload.ordinary": 33.0})
    assert bundle_of(moved, None) is None
    assert bundle_of(moved, bundle.name) is bundle and not bundle.is_all_of(moved)
    assert bundle_of(WhatIf.today(), bundle.name) is None


@pytest.mark.parametrize("country", levers.COUNTRIES)
def test_todays_value_of_every_lever_survives_its_slider(country):
    for address, now in levers.today(country).items():
        control = levers.controls(country)[address]
        shown = control.shown(now)
        assert control.kind != "number" or control.low <= shown <= control.high
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


def test_a_move_to_another_country_and_a_lever_keep_what_is_taken_in():
    best = replace(WhatIf.today("denmark"), parameters="best")
    moved = best.set({"policy.ips.places": 0.5})
    assert moved.parameters == moved.moved_to("norway").parameters == "best"
    assert bundles()["recommendations/2-1-full-set-of-barriers"].what_if(best).parameters == "best"


def test_a_link_without_a_word_of_it_takes_all_that_is_not_known_in():
    parameters = link.dump(replace(WhatIf.today(), parameters="best"))
    assert parameters.pop("u") == "best"
    assert link.parse(parameters)[0].parameters == "posterior"
    found, problems = link.parse({**parameters, "u": "worst"})
    assert found.parameters == "posterior" and [p.kind for p in problems] == ["not_offered"]


def test_other_parameter_sets_are_another_version(tmp_path, monkeypatch):
    monkeypatch.setattr(posterior, "folder", lambda: tmp_path)
    versions = []
    for text in ("", "world.hiring.risk\n0.9\n", "world.hiring.risk\n1.0\n"):
        if text:
            (tmp_path / "sets.csv").write_text(text)
        posterior.forget()
        link.model_version.cache_clear()
        versions.append(link.model_version())
    posterior.forget()
    link.model_version.cache_clear()
    assert len(set(versions)) == 3
