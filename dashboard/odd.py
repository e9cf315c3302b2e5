"""Settings that contradict each other, do nothing, or go beyond what was studied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard import levers
from sim import plan
from sim.instruments import DELIVERED


def combinations(values: Mapping[str, Any], country: str) -> list[tuple[str, dict[str, Any]]]:
    """Settings that contradict each other or go beyond what was studied.

    Each is the key of a sentence and the numbers for it.
    """
    found: list[tuple[str, dict[str, Any]]] = []
    now, scenario = levers.today(country), levers.baseline(country)
    places, caseload = values["policy.ips.places"], values["policy.caseload.specialist"]
    cap, coverage = (values[f"policy.social_free_pass.{name}"] for name in ("cap", "coverage"))
    willing = scenario["world.ips.take_up"]
    if levers.score(values) >= 100 and caseload > 25 and places > 0:
        found.append(("fidelity_and_caseload", {"score": levers.score(values), "people": caseload}))
    if places == 0 and any(
        values[a] != now[a] for a in (*levers.fidelity_parts(), "policy.caseload.specialist")
    ):
        found.append(("no_places", {}))
    if places > willing:
        found.append(("more_places_than_willing", {"places": places, "willing": willing}))
    if coverage == 0 and cap != now["policy.social_free_pass.cap"]:
        found.append(("no_pass", {}))
    if coverage > 0 and cap == 0:
        found.append(("empty_pass", {}))
    if cap > now["policy.social_free_pass.cap"] and coverage > 0:
        found.append(("cap_beyond_rules", {"cap": cap}))
    if values["policy.sanctions.strictness"] > 2 * max(now["policy.sanctions.strictness"], 0.1):
        found.append(("cuts_beyond_today", {"share": values["policy.sanctions.strictness"]}))
    if values["policy.caseload.ordinary"] < now["policy.caseload.ordinary"] / 2:
        found.append(("caseload_beyond_trials", {"people": values["policy.caseload.ordinary"]}))
    return found + _without_places(values, now)


def _without_places(values: Mapping[str, Any], now: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Instruments that are off although their levers were moved, or a plan names them."""
    off = [i for i in DELIVERED if not values[f"policy.{i.name}.{i.share}"]]
    said = ("ips", "social_free_pass")  # they have sentences of their own
    share = {f"policy.{i.name}.{i.share}" for i in off}
    moved = {a.split(".")[1] for a, v in values.items() if v != now[a] and a not in share}
    planned = {
        name
        for address, value in values.items()
        if levers.controls()[address].kind == "plan" and value
        for step in plan.read(value)
        for name in step
    }
    unused = [i.label for i in off if i.name in moved and i.name not in said]
    missed = [i.label for i in off if i.name in planned]
    found = [("off", {"labels": ", ".join(unused)})] if unused else []
    return found + ([("plan_without_places", {"labels": " and ".join(missed)})] if missed else [])
