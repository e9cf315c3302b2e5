"""From an experiment file to the inputs of an analysis, its design and its runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from experiments.designs.experiment import PARAMETERS, SPECIAL, Experiment, Keep, arms_of, plan_runs
from experiments.designs.file import ExperimentFile, Factor, Range
from experiments.designs.points import MOST_RUNS
from experiments.sensitivity import dependence
from experiments.sensitivity.design import POINTS, Design
from experiments.sensitivity.inputs import DUMMY, Input, Space
from sim.errors import InputError
from sim.scenario import declarations, nearest, show, show_path

KIND = "sensitivity"
YEAR = 12


def space_of(file: ExperimentFile) -> Space:
    """The inputs and groups of a file. Raises InputError for what cannot be analysed."""
    where = show_path(file.path)
    if file.parameters != "best":
        raise InputError(
            f"parameters = {show(file.parameters)} under [experiment] in {where} would count what is not "
            f'known as luck; put {PARAMETERS} = "posterior" under [factors], where it is an input.'
        )
    inputs = tuple(input_of(address, factor, where) for address, factor in file.factors.items())
    dependence.refuse(file.factors, file.scenario, where)
    return Space(inputs, groups_of(file.groups, [one.address for one in inputs], where))


def input_of(address: str, factor: Factor, where: str) -> Input:
    """One factor of a file as an input. Raises InputError where it has a single value."""
    if isinstance(factor, Range):
        whole = declarations()[address].parameter.unit.whole
        return Input(address, factor.low, factor.high, whole)
    levels, again = factor.values, [one for k, one in enumerate(factor.values) if one in factor.values[:k]]
    if again:
        raise InputError(f"{address} in {where} names {show(again[0])} twice; name every level once.")
    if len(levels) < 2:
        raise InputError(
            f"{address} in {where} has one value, so it does not vary; name two or leave it out."
        )
    ordered = address != PARAMETERS and all(isinstance(one, (int, float)) for one in levels)
    return Input(address, levels=tuple(sorted(levels)) if ordered else tuple(levels), ordered=ordered)


def groups_of(table: Mapping[str, Any], addresses: list[str], where: str) -> dict[str, tuple[str, ...]]:
    """Named groups of inputs, from addresses or what they begin with.

    Raises InputError for an input in two groups, or a name that means nothing.
    """
    groups: dict[str, tuple[str, ...]] = {}
    taken: dict[str, str] = {}
    for name, listed in table.items():
        if (
            not isinstance(listed, (list, tuple))
            or not listed
            or not all(isinstance(one, str) for one in listed)
        ):
            raise InputError(
                f"groups.{name} in {where} is {show(listed)}, but must be a list of addresses under "
                "[factors], or of what they begin with."
            )
        if name in (*addresses, DUMMY, *SPECIAL):
            raise InputError(f"groups.{name} in {where} has the name of an input; give it another.")
        members: list[str] = []
        for one in listed:
            found = [a for a in addresses if a == one or a.startswith(one.rstrip(".") + ".")]
            if not found:
                raise InputError(
                    f"groups.{name} in {where} names {show(one)}, but nothing under [factors] is called that."
                    f"{nearest(one, addresses)}"
                )
            for address in found:
                if address in taken:
                    both = "twice" if taken[address] == name else f"in groups.{taken[address]} too"
                    raise InputError(
                        f"{address} stands in groups.{name} in {where} and {both}, but an input can vary "
                        "in one group only; keep one."
                    )
                taken[address] = name
                members.append(address)
        groups[name] = tuple(members)
    return groups


def design_of(
    file: ExperimentFile, method: str, points: int | None, replicates: int, seed: int, second_order: bool
) -> Design:
    """The design of an analysis. Raises InputError for one that would say nothing, or something wrong."""
    size = POINTS.get(method, 1) if points is None else points
    design = Design(method, space_of(file), size, replicates, seed, second_order)
    runs = design.rows * replicates * len(arms_of(file.what_if, file.factors))
    if runs > MOST_RUNS:
        raise InputError(
            f"{size:,} points of {show_path(file.path)} make {runs:,} runs, but at most {MOST_RUNS:,} go "
            "into one folder; ask for fewer --points, fewer --replicates, or leave out inputs."
        )
    return design


def experiment_of(file: ExperimentFile, design: Design, month: int | None = None) -> Experiment:
    """The runs of an analysis: every row of its design, lived with the seeds of its block."""
    arms = arms_of(file.what_if, file.factors)
    points = design.space.points(design.places)
    runs = plan_runs(len(points), (), arms, seeds_of=design.seeds_of)
    return Experiment(
        KIND, file.name, file.about, file.scenario, file.what_if, points, runs, kept(file, month),
        design.as_dict(), file.scenarios, file.what_ifs, file.text,
    )  # fmt: skip


def kept(file: ExperimentFile, month: int | None) -> Keep:
    """What is kept of a run: as the file says; where it says nothing of months, the end of every year."""
    last = file.scenario["district.months"]
    months = set(file.keep.months)
    if months == set(range(last + 1)):
        months = {*range(YEAR, last + 1, YEAR), last}
    return Keep(file.keep.outcomes, tuple(sorted(months | {checked_month(month, last)})), file.keep.groups)


def checked_month(month: int | None, last: int) -> int:
    """The month that is analysed, the last if not said. Raises InputError for one that nobody lives."""
    if month is None:
        return last
    if not 0 <= month <= last:
        raise InputError(f"--month is {month}, but must be from 0 to {last}, the last one lived.")
    return month
