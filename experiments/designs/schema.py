"""The JSON Schema of an experiment file, so that editors can complete and check it."""

from __future__ import annotations

from typing import Any

from experiments.designs.experiment import GROUPS, SPECIAL
from experiments.designs.factors import MONTHS, MOST_STEPS
from experiments.designs.keys import KINDS, TABLES
from experiments.designs.points import MOST_POINTS
from experiments.designs.settings import LARGEST_SEED, MOST_SEEDS
from experiments.posterior import CHOICES, count
from sim.outcomes import NAMES
from sim.schema import schema as of_scenarios

TEXT: dict[str, Any] = {"type": "string"}
SEED = {"type": "integer", "minimum": 1, "maximum": LARGEST_SEED}
FOLDERS = ("policy", "world", "district")


def schema() -> dict[str, Any]:
    """The schema, made from the keys and the declarations."""
    scenario = of_scenarios()
    values = {name: scenario["properties"][name] for name in FOLDERS}
    people, months = (values["district"]["properties"][name] for name in ("people", "months"))
    whole = {"type": "integer", "minimum": 0, "maximum": count() - 1}
    said: dict[str, dict[str, Any]] = {
        "about": dict.fromkeys(TABLES["about"], TEXT),
        "experiment": {
            "scenario": TEXT,
            "people": people,
            "months": months,
            "seeds": {"oneOf": [{**SEED, "maximum": MOST_SEEDS}, _list(SEED)]},
            "parameters": {"enum": list(CHOICES)},
        },
        "set": values,
        "keep": {
            "outcomes": _list({"enum": list(NAMES)}),
            "months": {"oneOf": [{"const": "all"}, _list({"type": "integer", "minimum": 0})]},
            "groups": {"type": "boolean", "description": f"Whether {', '.join(GROUPS[1:])} are kept."},
        },
        "what_if": {"scenario": TEXT, **values},
        "factors": {
            **{name: _varied(values[name]) for name in FOLDERS},
            "scenario": _list(TEXT),
            "what_if": _list(TEXT),
            "parameters": {"oneOf": [{"const": "posterior"}, _list(whole)]},
        },
        "design": {
            "kind": {"enum": list(KINDS)},
            "points": {"type": "integer", "minimum": 1, "maximum": MOST_POINTS},
            "seed": SEED,
            "file": TEXT,
        },
    }
    point = _table({**values, **dict.fromkeys(SPECIAL, TEXT), "parameters": whole})
    tables = {name: _described(name, _table(keys)) for name, keys in said.items()}
    return {
        "$schema": scenario["$schema"],
        "title": "Inroads experiment",
        **_table(
            {
                **tables,
                "points": {"type": "array", "items": point, "minItems": 1},
                "groups": {"type": "object", "additionalProperties": _list(TEXT)},
            }
        ),
    }


def _table(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of, "minItems": 1, "uniqueItems": True}


def _described(name: str, table: dict[str, Any]) -> dict[str, Any]:
    """A table whose keys have the words of the reference."""
    words = TABLES[name]
    return {
        **table,
        "properties": {
            key: {"description": words[key], **entry} if key in words else entry
            for key, entry in table["properties"].items()
        },
    }


def _varied(node: dict[str, Any], address: str = "") -> dict[str, Any]:
    """What may stand under [factors] where a scenario has a value."""
    if node.get("type") == "object":
        inside = {
            name: _varied(one, name)
            for name, one in node["properties"].items()
            if not (name == MONTHS.rpartition(".")[2] and "people" in node["properties"])
        }
        return {**node, "properties": inside}
    kept = {key: value for key, value in node.items() if key not in ("description", "default")}
    ways: list[dict[str, Any]] = [_list(kept), {"const": "plausible"}]
    if kept.get("type") in ("number", "integer"):
        ends = {"from": kept, "to": kept, "steps": {"type": "integer", "minimum": 2, "maximum": MOST_STEPS}}
        ways.append({**_table(ends), "required": ["from", "to"]})
    return {"description": node.get("description", ""), "oneOf": ways}
