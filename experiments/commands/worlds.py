"""Worlds lived and told: one, two, one person, orders of measures, barriers, people."""

from __future__ import annotations

from typing import Annotated

import typer

from experiments.commands.options import (
    Changes,
    Json,
    Months,
    Other,
    Out,
    Parameters,
    People,
    Quiet,
    ScenarioName,
    Seed,
    Seeds,
    finish,
)


def run(
    scenario: ScenarioName,
    changes: Changes = None,
    months: Months = None,
    people: People = None,
    seeds: Seeds = 20,
    seed: Seed = 1,
    parameters: Parameters = "posterior",
    out: Out = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Live one scenario through and print what becomes of its people."""
    from experiments import answers
    from experiments.inputs import parse, sized
    from experiments.posterior import check_choice

    world = sized(scenario, people, months).set(parse(changes))
    check_choice(parameters)
    question = answers.Question(range(seed, seed + seeds), out, as_json, quiet, parameters)
    finish(answers.one_world(world, question))


def compare(
    scenario: ScenarioName,
    other: Other = None,
    changes: Changes = None,
    months: Months = None,
    people: People = None,
    seeds: Seeds = 20,
    seed: Seed = 1,
    parameters: Parameters = "posterior",
    out: Out = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Compare a scenario with another one, or with itself changed, person by person.

    Both worlds have the same people and the same luck. --set changes only the policy's world, on
    top of OTHER where --with names one; --people and --months size both worlds.
    """
    from experiments import answers
    from experiments.inputs import parse, sized
    from experiments.posterior import check_choice

    baseline = sized(scenario, people, months)
    policy = (sized(other, people, months) if other is not None else baseline).set(parse(changes))
    check_choice(parameters)
    question = answers.Question(range(seed, seed + seeds), out, as_json, quiet, parameters)
    finish(answers.two_worlds(baseline, policy, question))


def life(
    scenario: ScenarioName,
    person: Annotated[
        int | None, typer.Option(metavar="NUMBER", help="Whose life: people are numbered from 0.")
    ] = None,
    other: Other = None,
    changes: Changes = None,
    months: Months = None,
    people: People = None,
    seed: Annotated[int, typer.Option(metavar="S", min=1, max=2**53, help="The luck of the run.")] = 1,
    out: Annotated[
        str | None,
        typer.Option(metavar="DIR", help="Write everybody's monthly statuses and spells, for TraMineR."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Tell one person's life, month by month, and the twin's under another policy beside it.

    With --with or --set there are two worlds with the same people and the same luck; --set changes
    only the policy's world, on top of OTHER where --with names one. SCENARIO may also be a person in a
    nation, as 'inroads nation' lives it: nation:denmark/district=17/person=42.

    Example: inroads life denmark --person 17 --set policy.ips.places=0.9
    """
    from experiments import biography
    from experiments.inputs import parse, sized

    if scenario.startswith("nation:"):
        from experiments.nation import person as in_nation

        worlds, number, luck = in_nation.life(
            scenario, person=person, changes=parse(changes), other=other, people=people, months=months,
            seed=seed,
        )  # fmt: skip
        biography.tell(worlds, number, luck, out, as_json)
        return
    if person is None:
        raise typer.BadParameter("a life is somebody's: give --person NUMBER, as in --person 17.")
    baseline = sized(scenario, people, months)
    worlds = {"scenario": baseline}
    if other is not None or changes:
        policy = sized(other, people, months) if other is not None else baseline
        worlds = {"baseline": baseline, "policy": policy.set(parse(changes))}
    biography.tell(worlds, person, seed, out, as_json)


def sequence(
    scenario: ScenarioName,
    more: Annotated[list[str] | None, typer.Argument(metavar="[PLAN...]", help="Further plans.")] = None,
    profile: Annotated[
        str, typer.Option(metavar="GROUP", help="Who gets the plan: language, young, health, far ...")
    ] = "everyone",
    plans: Annotated[
        list[str] | None,
        typer.Option(metavar="PLAN...", help="Plans to rank: '>' says then, '+' at the same time."),
    ] = None,
    all_orders: Annotated[
        str | None, typer.Option(metavar="A,B,C", help="Every order of some instruments, and all at once.")
    ] = None,
    outcome: Annotated[str, typer.Option(metavar="NAME", help="What plans are ranked by.")] = "job_any",
    month: Annotated[
        int | None,
        typer.Option(metavar="N", help="The month at which they are ranked; the last if not said."),
    ] = None,
    places: Annotated[
        float, typer.Option(metavar="SHARE", help="Share of the group for whom there is a place.")
    ] = 1.0,
    interactions: Annotated[
        bool, typer.Option(help="Whether one measure may depend on what came before and beside it.")
    ] = True,
    changes: Changes = None,
    months: Months = None,
    people: People = None,
    seeds: Seeds = 20,
    seed: Seed = 1,
    parameters: Parameters = "posterior",
    as_json: Json = False,
) -> None:
    """Rank orders of measures: every plan on the same people with the same luck, and why.

    Example: inroads sequence denmark --profile language --plans "language > practice" "practice > language"
    """
    from experiments import sequence_report
    from experiments.inputs import parse, sized
    from experiments.posterior import check_choice
    from experiments.sequence import check_profile, check_question, plans_of, without_interactions

    check_profile(profile)
    check_choice(parameters)
    wanted = plans_of([*(plans or ()), *(more or ())], all_orders)
    world = sized(scenario, people, months).set(parse(changes))
    check_question(world, outcome, month)
    world = world if interactions else without_interactions(world)
    finish(
        sequence_report.sequence(
            world, profile, wanted, range(seed, seed + seeds), as_json,
            outcome=outcome, month=month, places=places, parameters=parameters,
        )
    )  # fmt: skip


def barriers(
    scenario: ScenarioName,
    changes: Changes = None,
    months: Months = None,
    people: People = None,
    seeds: Seeds = 5,
    seed: Seed = 1,
    group: Annotated[
        str | None, typer.Option(metavar="NAME", help="One group over time: young, far ...")
    ] = None,
    definitions: Annotated[bool, typer.Option("--long", help="Say of each barrier what is counted.")] = False,
    as_json: Json = False,
) -> None:
    """Print how common each of the 24 barriers is, over time and by group.

    Example: inroads barriers denmark --group young --long
    """
    from experiments import prevalence_report
    from experiments.inputs import parse, sized

    prevalence_report.check_group(group)
    world = sized(scenario, people, months).set(parse(changes))
    prevalence_report.barriers(world, range(seed, seed + seeds), group, definitions, as_json)


def population(
    scenario: ScenarioName,
    changes: Changes = None,
    profile: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The people of a study: a shipped profile's name, or a TOML file."),
    ] = None,
    people: Annotated[int, typer.Option(metavar="N", help="How many people are drawn.")] = 50_000,
    seed: Annotated[
        int, typer.Option(metavar="S", min=1, max=2**53, help="Whose luck they are drawn with.")
    ] = 1,
    as_json: Json = False,
) -> None:
    """Draw the people of a scenario and hold them against what is published of them.

    Example: inroads population denmark --profile neet
    """
    from experiments.inputs import parse
    from experiments.people import report as population_report
    from sim.scenario import load

    population_report.population(load(scenario).set(parse(changes)), profile, people, seed, as_json)
