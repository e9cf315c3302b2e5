"""The JSON Schema of a scenario file, made from the declarations, so that editors can complete it."""

import numpy as np

from sim import plan
from sim.parameters import Parameter
from sim.scenario import ABOUT_KEYS, declarations


def schema() -> dict:
    """A JSON Schema of the scenario file, so that editors can complete and check it."""
    root: dict = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Inroads scenario",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "extends": {"type": "string", "description": "A shipped scenario or a file."},
            "about": {
                "type": "object",
                "additionalProperties": False,
                "properties": {key: {"type": "string"} for key in ABOUT_KEYS},
            },
        },
    }
    for address, declaration in declarations().items():
        node = root
        *groups, name = address.split(".")
        for group in groups:
            node = node["properties"].setdefault(
                group, {"type": "object", "additionalProperties": False, "properties": {}}
            )
        node["properties"][name] = _property(declaration.parameter)
    return root


def _property(parameter: Parameter) -> dict:
    unit = parameter.unit
    entry: dict = {
        "description": f"{parameter.help} [{unit.name}]",
        "default": parameter.default,
    }
    if unit.kind == "choice":
        return {**entry, "type": "string", "enum": list(parameter.choices)}
    if unit.kind == "plan":
        one = "(" + "|".join(plan.names()) + ")"
        return {**entry, "type": "string", "pattern": f"^({one}( [>+] {one}){{0,{plan.MOST_ENTRIES - 1}}})?$"}
    if unit.kind == "yes_no":
        return {**entry, "type": "boolean"}
    entry["type"] = "integer" if unit.whole else "number"
    if np.isfinite(unit.low):
        entry["minimum"] = unit.low
    if np.isfinite(unit.high):
        entry["maximum"] = unit.high
    return entry
