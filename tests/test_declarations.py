"""Claims generated from the declarations: one home for every number, and it is a good home."""

import json
import math
import pickle
import re

import pytest

from sim.errors import InputError
from sim.instruments import INSTRUMENTS
from sim.parameters import GRADES, SHARE, Parameter, assumption, lever
from sim.scenario import declarations, default_scenario, load, read_toml, shipped
from sim.schema import schema
from sim.world import WORLD

ALL = {address: one.parameter for address, one in declarations().items()}
NUMBERS = {address: one for address, one in ALL.items() if one.unit.kind == "number"}
KINDS = {
    kind: {address: one for address, one in ALL.items() if one.kind == kind}
    for kind in ("lever", "assumption", "setting")
}

each = pytest.mark.parametrize("address", ALL)
each_number = pytest.mark.parametrize("address", NUMBERS)


def test_there_is_something_to_check():
    assert len(KINDS["lever"]) > 20 and len(KINDS["assumption"]) > 100 and KINDS["setting"]
    assert sum(map(len, KINDS.values())) == len(ALL)


@each
def test_an_address_is_dotted_lower_case_and_begins_as_its_kind_does(address):
    assert re.fullmatch(r"(policy|world|district)(\.[a-z][a-z0-9_]*)+", address)
    parts = address.split(".")
    kind = ALL[address].kind
    assert parts[0] == {"lever": "policy", "assumption": "world", "setting": "district"}[kind]
    if kind == "lever":
        assert parts[1] in {instrument.name for instrument in INSTRUMENTS}
    elif kind == "assumption":
        assert parts[1] in {*WORLD, *(instrument.name for instrument in INSTRUMENTS)}


def test_no_address_is_also_a_group():
    groups = {a.rsplit(".", n)[0] for a in ALL for n in range(1, a.count(".") + 1)}
    assert groups and groups & set(ALL) == set()


@each
def test_a_declaration_has_a_unit_with_a_name(address):
    assert ALL[address].unit.name.strip()


@each
def test_a_declaration_has_one_help_sentence_that_ends_with_a_full_stop(address):
    text = ALL[address].help
    assert re.fullmatch(r"[A-Z0-9].*\.", text), text
    assert text.isprintable() and len(text) < 200


@each
def test_the_default_is_accepted_and_already_in_its_canonical_type(address):
    parameter = ALL[address]
    accepted = parameter.accept(parameter.default)
    assert accepted == parameter.default
    assert default_scenario()[address] == accepted


@each_number
def test_the_plausible_range_lies_around_the_default_and_within_the_units_bounds(address):
    parameter = NUMBERS[address]
    low, high = parameter.plausible
    assert math.isfinite(low) and math.isfinite(high)
    assert parameter.unit.low <= low < high <= parameter.unit.high
    assert low <= parameter.default <= high


@pytest.mark.parametrize("address", [a for a in ALL if ALL[a].unit.kind == "choice"])
def test_a_choice_has_at_least_two_different_options_and_defaults_to_one(address):
    choices = ALL[address].choices
    assert len(set(choices)) == len(choices) >= 2
    assert ALL[address].default in choices


@pytest.mark.parametrize("address", [*KINDS["lever"], *KINDS["assumption"]])
def test_a_lever_or_assumption_has_a_source(address):
    assert ALL[address].source.strip()


@pytest.mark.parametrize("address", KINDS["assumption"])
def test_an_assumption_has_a_grade(address):
    assert ALL[address].grade in GRADES


@pytest.mark.parametrize("address", KINDS["lever"])
def test_a_lever_has_plain_words_for_its_slider(address):
    assert ALL[address].label.strip()


def test_an_assumption_without_a_grade_cannot_be_declared():
    with pytest.raises(ValueError, match="grade must be one of"):
        assumption(0.5, SHARE, (0, 1), "Something.", source="A-02", grade="certain")


@each_number
def test_a_number_outside_its_unit_is_refused_and_one_at_the_bound_is_not(address):
    parameter = NUMBERS[address]
    for bound, beyond in ((parameter.unit.low, -math.inf), (parameter.unit.high, math.inf)):
        if math.isinf(bound):
            continue
        assert parameter.accept(bound) == bound
        outside = math.nextafter(bound, beyond) if not parameter.unit.whole else (
            bound + math.copysign(1, beyond)
        )  # fmt: skip
        with pytest.raises(ValueError, match=re.escape(parameter.allowed())):
            parameter.accept(outside)


@each
def test_what_is_no_number_word_or_yes_of_this_unit_is_refused(address):
    parameter = ALL[address]
    wrong = [None, [], {}, b"1", object(), "nobody's choice"]
    if parameter.unit.kind != "plan":  # no text is no plan
        wrong.append("")
    wrong += [math.nan, math.inf, -math.inf, 10**400]
    if parameter.unit.kind != "yes_no":
        wrong += [True, False]
    if parameter.unit.kind != "number":
        wrong += [1, 0.5]
    for value in wrong:
        with pytest.raises(ValueError, match=re.escape(parameter.allowed())):
            parameter.accept(value)


def test_accept_gives_floats_for_numbers_and_ints_for_counts():
    share = lever(0.5, SHARE, (0, 1), "A share.", label="Share")
    assert isinstance(share.accept(1), float)
    months = ALL["district.months"]
    assert months.accept(3.0) == 3 and isinstance(months.accept(3.0), int)


# Scenarios


def test_set_returns_a_copy_and_leaves_the_original():
    original = load("denmark")
    before = dict(original.values)
    changed = original.set({"policy.ips.places": 0.75})
    assert changed["policy.ips.places"] == 0.75
    assert dict(original.values) == before and original["policy.ips.places"] != 0.75
    with pytest.raises(TypeError):
        original.values["policy.ips.places"] = 1.0
    with pytest.raises(AttributeError):
        original.name = "other"


def test_set_refuses_an_unknown_address_and_changes_nothing():
    original = load("denmark")
    before = dict(original.values)
    with pytest.raises(InputError, match=r"Did you mean 'policy\.ips\.places'"):
        original.set({"district.people": 5, "policy.ips.plaecs": 1})
    assert dict(original.values) == before


@pytest.mark.parametrize("name", shipped())
def test_a_scenario_comes_back_from_pickle_as_it_was(name):
    scenario = load(name).set({"district.people": 123})
    back = pickle.loads(pickle.dumps(scenario))
    assert (back.name, dict(back.values), dict(back.about)) == (
        scenario.name, dict(scenario.values), dict(scenario.about),
    )  # fmt: skip
    with pytest.raises(TypeError):
        back.values["district.people"] = 1


@each
def test_kernels_see_the_value_of_every_address(address):
    declaration = declarations()[address]
    parameter = declaration.parameter
    value = parameter.choices[-1] if parameter.choices else parameter.default
    if parameter.unit.kind == "number":
        value = parameter.plausible[1]
    records = default_scenario().set({address: value}).records()
    assert records[declaration.record][declaration.field] == parameter.as_number(value)


# Schema


def leaves(node, address=""):
    """Every value in a schema with its address."""
    for name, entry in node["properties"].items():
        below = f"{address}.{name}" if address else name
        if entry["type"] == "object":
            yield from leaves(entry, below)
        else:
            yield below, entry


def complaints(value, node, where="file"):
    """What a small JSON Schema checker says against a value: enough for our own schema."""
    kind = node["type"]
    if kind == "object":
        if not isinstance(value, dict):
            return [f"{where} is no object"]
        strangers = [key for key in value if key not in node["properties"]]
        closed = node.get("additionalProperties", True) is False
        unknown = [f"{where}.{key} is unknown" for key in strangers if closed]
        return unknown + [
            said for key, item in value.items() if key in node["properties"]
            for said in complaints(item, node["properties"][key], f"{where}.{key}")
        ]  # fmt: skip
    types = {"string": str, "boolean": bool, "integer": int, "number": (int, float)}[kind]
    if not isinstance(value, types) or (isinstance(value, bool) and kind != "boolean"):
        return [f"{where} is no {kind}"]
    if "enum" in node and value not in node["enum"]:
        return [f"{where} is not in the list"]
    fits = node.get("minimum", value) <= value <= node.get("maximum", value)
    return [] if fits else [f"{where} is out of bounds"]


def test_the_schema_lists_every_address_and_nothing_else():
    found = dict(leaves(schema()))
    besides = {address for address in found if address == "extends" or address.startswith("about.")}
    assert set(found) - besides == set(ALL)
    for address, parameter in ALL.items():
        assert found[address]["default"] == parameter.default
        assert parameter.help in found[address]["description"]


def test_the_schema_is_plain_json():
    assert json.loads(json.dumps(schema(), allow_nan=False)) == schema()


@pytest.mark.parametrize("name", shipped())
def test_the_schema_accepts_every_shipped_scenario(name):
    assert complaints(read_toml(shipped()[name]), schema()) == []


@pytest.mark.parametrize(
    "content, said",
    [
        ({"policy": {"ips": {"plces": 0.5}}}, "file.policy.ips.plces is unknown"),
        ({"policy": {"ips": {"places": 1.5}}}, "file.policy.ips.places is out of bounds"),
        ({"policy": {"ips": {"places": True}}}, "file.policy.ips.places is no number"),
        ({"policy": 3}, "file.policy is no object"),
        ({"district": {"currency": "USD"}}, "file.district.currency is not in the list"),
        ({"district": {"months": 2.5}}, "file.district.months is no integer"),
        ({"about": {"titel": "x"}}, "file.about.titel is unknown"),
    ],
)
def test_the_schema_refuses_what_the_loader_refuses(content, said):
    assert complaints(content, schema()) == [said]


def test_the_checks_of_declarations_would_see_a_bad_one():
    bad = Parameter("lever", 2.0, SHARE, "no full stop", (0.0, 1.0))
    with pytest.raises(ValueError):
        bad.accept(bad.default)
    assert not re.fullmatch(r"[A-Z0-9].*\.", bad.help)
