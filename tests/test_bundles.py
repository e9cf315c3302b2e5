"""Claims about bundles: a file for every recommendation and signature project, which means something."""

import re

import numpy as np
import pytest

import sim
from sim.instruments import DELIVERED
from sim.outcomes import NAMES
from sim.scenario import ABOUT_KEYS, declarations, default_scenario, load, read_toml, shipped

# The twelve recommendations of S001, all against one baseline so that they can be compared.
RECOMMENDATIONS = {
    "1.1": "1-1-flexible-measures",
    "1.2": "1-2-promising-pilots",
    "1.3": "1-3-shared-knowledge",
    "1.4": "1-4-data-and-profiling",
    "2.1": "2-1-full-set-of-barriers",
    "2.2": "2-2-close-to-real-work",
    "2.3": "2-3-certified-training",
    "3.1": "3-1-co-creation",
    "3.2": "3-2-lasting-relations",
    "3.3": "3-3-exemption-and-incentives",
    "4.1": "4-1-informed-employers",
    "4.2": "4-2-better-matches",
}
# The signature projects of S000 to S004, with the country where each is at home.
PROJECTS = {
    "tillitsreformen": "norway",
    "promising-initiatives": "denmark",
    "ideer-for-livet": "sweden",
    "rusta-och-matcha": "sweden",
    "regular-paid-hours": "denmark",
    "social-free-pass": "denmark",
    "transversal-skills-validation": "iceland",
    "job-veu": "denmark",
    "opgang-til-opgang": "denmark",
    "gatelagene": "norway",
    "stadsdelsmammor": "sweden",
    "youth-budget": "denmark",
    "hjorring": "denmark",
    "ohjaamo": "finland",
    "trondheim-basic-income": "norway",
    "gor-plats": "sweden",
    "job-carving-denmark": "denmark",
    "job-carving-oslo": "norway",
    "ips-nav": "norway",
    "ips-light-iceland": "iceland",
    "sius": "sweden",
    "nav-place-and-train": "norway",
    "workplace-mentors": "norway",
    "bergen-higher-rates": "norway",
    "o4o-proactive-offices": "norway",
    "o4o-reactive-offices": "norway",
}
COUNTRY_OF = {
    **{f"recommendations/{name}": "denmark" for name in RECOMMENDATIONS.values()},
    **{f"projects/{name}": country for name, country in PROJECTS.items()},
}
each = pytest.mark.parametrize("name", COUNTRY_OF)
SOURCE = re.compile(r"\b(?:[A-H]-\d\d|S00\d)\b")


def same_life(one, other):
    """Whether everybody has the same statuses, and the district the same outcomes, to the last bit.

    Money is left out: what costs something and changes nobody is not what is asked for.
    """
    moves = [place for place, name in enumerate(NAMES) if "cost" not in name]
    return np.array_equal(one.lives, other.lives) and np.array_equal(
        one.outcomes[:, moves], other.outcomes[:, moves], equal_nan=True
    )


# A campaign among employers shows late and in few lives, so that a larger district has a say too.
SIZES = ((300, 12), (1500, 24))


@pytest.fixture(scope="module")
def lived():
    """A function that lives a scenario in a small district; baselines are lived once for all bundles."""
    kept = {}

    def of(name, size):
        if (name, size) not in kept:
            people, months = size
            scenario = load(name).set({"district.people": people, "district.months": months})
            kept[name, size] = sim.simulate(scenario, seed=1)
        return kept[name, size]

    return of


@pytest.mark.parametrize("folder", ["recommendations", "projects"])
def test_every_recommendation_and_signature_project_has_exactly_one_file(folder):
    found = {name for name in shipped() if name.startswith(f"{folder}/")}
    assert found == {name for name in COUNTRY_OF if name.startswith(f"{folder}/")}
    if folder == "recommendations":
        numbers = [name.removeprefix("recommendations/")[:3].replace("-", ".") for name in sorted(found)]
        assert numbers == list(RECOMMENDATIONS)


@each
def test_a_bundle_says_what_it_asks_where_it_comes_from_and_what_it_assumes(name):
    about = read_toml(shipped()[name])["about"]
    assert set(about) == set(ABOUT_KEYS)
    assert all(text.strip() and len(text.splitlines()) == 1 for text in about.values())
    assert about["question"].startswith(("What", "How")) and about["question"].endswith("?")
    assert about["question"].count("?") == 1 and about["assumes"].endswith(".")
    assert SOURCE.search(about["source"])
    if name.startswith("recommendations/"):
        number = name.removeprefix("recommendations/")[:3].replace("-", ".")
        assert about["title"].startswith(f"{number} ")
        assert f"recommendation {number}" in about["source"]


@each
def test_every_setting_in_a_bundle_says_where_it_comes_from(name):
    group = ""
    for line in shipped()[name].read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            group = line
        elif group.startswith(("[policy", "[world")) and line.strip():
            reason = line.partition("#")[2]
            assert SOURCE.search(reason) or "our " in reason, line


@each
def test_a_bundle_extends_its_own_country_and_is_compared_with_it(name):
    content = read_toml(shipped()[name])
    assert content["extends"] == content["about"]["compare_with"] == COUNTRY_OF[name]
    assert content["extends"] in shipped()


@each
def test_a_bundle_changes_policy_and_hardly_ever_the_world(name):
    scenario, baseline = load(name), load(COUNTRY_OF[name])
    changed = set(scenario.differences(baseline))
    assert any(address.startswith("policy.") for address in changed)
    besides = {address for address in changed if not address.startswith("policy.")}
    allowed = {"world.ips.take_up"} if name == "projects/ips-light-iceland" else set()
    assert besides == allowed


@each
def test_every_setting_of_a_bundle_is_within_its_plausible_range(name):
    scenario, baseline = load(name), load(COUNTRY_OF[name])
    for address in scenario.differences(baseline):
        parameter = declarations()[address].parameter
        plausible = parameter.plausible
        if plausible and not parameter.unit.name.startswith("kroner"):  # a range in Danish kroner
            assert plausible[0] <= scenario[address] <= plausible[1], address


@pytest.mark.parametrize("name", [name for name in COUNTRY_OF if COUNTRY_OF[name] in ("finland", "iceland")])
def test_a_bundle_does_not_pay_a_danish_price_in_euros_or_icelandic_kronur(name):
    """A euro is some seven Danish kroner and an Icelandic króna a twentieth of one."""
    scenario, defaults = load(name), default_scenario()
    for instrument in DELIVERED:
        price = f"policy.{instrument.name}.price"
        if price in declarations() and scenario[f"policy.{instrument.name}.{instrument.share}"] > 0:
            assert scenario[price] != defaults[price], price


def test_bergens_rates_are_a_tenth_above_the_norwegian_baseline():
    level = "policy.benefit.level"
    assert load("projects/bergen-higher-rates")[level] == pytest.approx(1.1 * load("norway")[level])


@each
def test_a_bundle_changes_somebodys_life(name, lived):
    assert any(not same_life(lived(name, size), lived(COUNTRY_OF[name], size)) for size in SIZES)


@each
def test_what_a_bundle_pays_for_is_given_to_somebody(name):
    """Within a year somebody is in every instrument with added places that is no later step of a plan."""
    scenario, baseline = load(name), load(COUNTRY_OF[name])
    typed = [scenario[a] for a in declarations() if a.startswith("policy.plans.") and ">" in str(scenario[a])]
    later = {word for plan in typed for word in re.findall(r"\w+", plan.partition(">")[2])}
    shares = {one.name: f"policy.{one.name}.{one.share}" for one in DELIVERED}
    wanted = {one for one, share in shares.items() if scenario[share] > baseline[share]} - later
    district = sim.District(scenario.set({"district.people": 1000, "district.months": 12}), rng=1)
    reached = set()
    for _ in range(12):
        district.step()
        reached |= {one.name for one in district.delivered if (one.enrolled > 0).any()}
    assert wanted - reached == set()


def test_a_bundle_that_changes_nothing_would_be_noticed(tmp_path, lived):
    idle = tmp_path / "idle.toml"
    idle.write_text('extends = "denmark"\n[about]\ntitle = "Words only"\n')
    assert all(same_life(lived(idle, size), lived("denmark", size)) for size in SIZES)
