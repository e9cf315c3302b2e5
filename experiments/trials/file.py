"""The border of trial files: every mistake is one sentence that names the place and the nearest key."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.trials import measure as trial_measure
from experiments.trials.place import Place
from experiments.trials.trial import (
    CONTROL,
    DESIGNS,
    DIFFERENCE,
    NORMAL_95,
    RELATIVE,
    SIGNS,
    USES,
    Anchor,
    Arm,
    Figure,
    Follow,
    Outcome,
    Trial,
)
from sim.errors import InputError
from sim.scenario import nearest, profile, profiles, read_toml, shipped, show, show_path, values_in

SECTIONS = ("about", "people", "design", "context", "arms", "outcomes", "anchor", "follow")
ABOUT = ("title", "source", "study", "country", "context", "reads", "design", "use", "group", "address",
         "status")  # fmt: skip
STATUS = ("confirmed", "derived", "from memory", "made up")
DESIGN = ("months", "allocation", "share_of_market", "share_treated", "offered_to")
OUTCOME = (
    "name", "label", "state", "column", "at_least", "below", "measure", "month", "since", "among", "of",
    "arm", "minus", "effect_as", "sign", "within", "source", "status", "use", "published",
)  # fmt: skip
FIGURE = ("value", "count", "n", "sd", "se", "lo", "hi", "p")
LONGEST = 600  # months
MOST_OUTCOMES, MOST_ARMS = 100, 12


def read_file(path: Path) -> Trial:
    """The trial in a file. Raises InputError."""
    where = show_path(path)
    content = read_toml(path)
    if not content:
        raise InputError(f"{where} is empty; 'inroads trial --example' prints a trial file to start from.")
    whole = Place(where, "A trial file", content, SECTIONS)
    for needed in ("about", "design", "arms", "outcomes"):
        if needed not in whole.table:
            raise InputError(
                f"{where} has no [{needed}], so it is not a trial; "
                "'inroads trial --example' prints a file to start from."
            )
    about = _about(whole)
    design = Place(where, "design", content["design"], DESIGN)
    if "months" not in design.table:
        raise design.missing("months", "18")
    months = design.number("months", 1, LONGEST, None, whole=True)
    cluster = design.word("allocation", ("individual", "cluster"), "individual") == "cluster"
    everybody = design.word(
        "offered_to", ("everybody", "whoever_qualifies"), "whoever_qualifies" if cluster else "everybody"
    )
    share = design.number("share_of_market", 0.01, 1.0, 1.0 if cluster else 0.2)
    treated_share = design.number("share_treated", 0.01, 1.0, 1.0 if cluster else 0.5)
    arms = _arms(whole, where)
    outcomes = _outcomes(content["outcomes"], where, arms, months)
    follow = _follow(content.get("follow"), where, arms)
    return Trial(
        name=path.stem.encode("utf-8", "replace").decode("utf-8"),
        about=about,
        people=_people(content.get("people", {}), where, path.parent),
        context=changes_of(content.get("context", {}), where, "context"),
        arms=arms,
        outcomes=outcomes,
        months=months,
        cluster=cluster,
        share_of_market=share,
        share_treated=treated_share,
        offered_to_everybody=everybody == "everybody",
        anchor=_anchor(content.get("anchor"), where, arms, outcomes, follow),
        follow=follow,
    )


def _about(whole: Place) -> dict[str, str]:
    place = Place(whole.where, "about", whole.table["about"], ABOUT)
    countries = [name for name in shipped() if "/" not in name]
    found = {key: place.text(key) for key in place.table}
    place.text("title", "A trial of ours")
    found["use"] = place.word("use", USES, "context")
    found["design"] = place.word("design", DESIGNS, "observational")
    found["country"] = place.word("country", countries)
    found["status"] = place.word("status", STATUS, "confirmed")
    found.setdefault("source", "")
    return found


def changes_of(table: Any, where: str, name: str) -> dict[str, Any]:
    """Checked {address: value} of the policy and world tables below one key."""
    place = Place(where, name, table, ("policy", "world"))
    return values_in(place.table, where)


def _profile(place: Place, folder: Path) -> dict[str, Any]:
    """The values of a shipped profile, or of a file whose path is told from the trial's folder."""
    name = place.text("profile")
    beside = name not in profiles() and name.endswith(".toml")
    return profile(str(folder / name) if beside else name)


def _people(table: Any, where: str, folder: Path) -> dict[str, Any]:
    place = Place(where, "people", table, ("profile", "world", "policy"))
    found = _profile(place, folder) if "profile" in place.table else {}
    rest = {key: value for key, value in place.table.items() if key != "profile"}
    return {**found, **changes_of(rest, where, "people")}


def _arms(whole: Place, where: str) -> dict[str, Arm]:
    place = Place(where, "arms", whole.table["arms"], None)
    if CONTROL not in place.table or len(place.table) < 2:
        raise InputError(f"{where} needs [arms.{CONTROL}] and at least one other arm, as [arms.treated].")
    if len(place.table) > MOST_ARMS:
        raise InputError(f"{where} has {len(place.table)} arms, but may have {MOST_ARMS} at most.")
    found = {}
    for name, table in place.table.items():
        if not name.replace("_", "").replace("-", "").isalnum():
            raise InputError(f"{where} has an arm called {show(name)}; use letters, digits and underscores.")
        arm = Place(where, f"arms.{name}", table, ("label", "n", "against", "policy", "world"))
        rest = {key: value for key, value in arm.table.items() if key in ("policy", "world")}
        found[name] = Arm(
            name,
            arm.text("label", default=name),
            changes_of(rest, where, f"arms.{name}"),
            arm.number("n", 1, 10_000_000, None, whole=True),
            arm.word("against", tuple(key for key in place.table if key != name), CONTROL),
        )
    return found


def _outcomes(tables: Any, where: str, arms: Mapping[str, Arm], months: int) -> dict[str, Outcome]:
    if not (isinstance(tables, list) and tables) or len(tables) > MOST_OUTCOMES:
        raise InputError(
            f"outcomes in {where} must be one or more tables (at most {MOST_OUTCOMES}), "
            "each starting with a line [[outcomes]]."
        )
    found: dict[str, Outcome] = {}
    for number, table in enumerate(tables, start=1):
        one = _outcome(Place(where, f"outcomes (the {_nth(number)})", table, OUTCOME), arms, months)
        if one.name in found:
            raise InputError(f"Two outcomes in {where} are called {show(one.name)}; each needs its own name.")
        if one.minus and one.minus not in found:
            raise InputError(
                f"minus of outcome {show(one.name)} in {where} is {show(one.minus)}, but must be an outcome "
                f"that stands before it.{nearest(one.minus, found)}"
            )
        found[one.name] = one
    return found


def _nth(number: int) -> str:
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number if number < 20 else number % 10, 'th') }"


def _outcome(place: Place, arms: Mapping[str, Arm], months: int) -> Outcome:
    if ("state" in place.table) == ("column" in place.table):
        raise InputError(f"{place.name} in {place.where} needs either state or column, one of the two.")
    state = place.word("state", trial_measure.STATES, "")
    column = place.word("column", trial_measure.columns(), "")
    at_least = place.number("at_least", -1e9, 1e9, None)
    below = place.number("below", -1e9, 1e9, None)
    if state and (at_least, below) != (None, None):
        raise InputError(
            f"at_least and below of {place.name} in {place.where} go with column, not with state."
        )
    yes_no = bool(state) or at_least is not None or below is not None
    measures = trial_measure.OF_STATES if yes_no else trial_measure.OF_COLUMNS
    measure = place.word("measure", measures)
    if "month" not in place.table:
        raise place.missing("month", str(months))
    month = place.number("month", 0, months, None, whole=True)
    since = place.number("since", 0, month, 0, whole=True)
    others = tuple(name for name in arms if name != CONTROL)
    sign = place.word("sign", SIGNS, "")
    within = place.number("within", 0.0, 1e9, None)
    if (sign == "0") != (within is not None):
        raise InputError(
            f'{place.name} in {place.where}: sign = "0" and within go together; '
            "within says how small an effect counts as none."
        )
    figures = Place(
        place.where, f"{place.name}.published", place.table.get("published", {}), (*arms, "effect")
    )
    share = yes_no and measure in trial_measure.SHARES
    levels = {arm: _figure(figures, arm, share, arms[arm].n) for arm in figures.table if arm != "effect"}
    effect = _figure(figures, "effect", False, None) if "effect" in figures.table else None
    return Outcome(
        name=place.text("name", "job"),
        label=place.text("label", default=place.text("name", "job")),
        measure=measure, month=month, state=state, column=column, at_least=at_least, below=below,
        since=since,
        among=place.word("among", trial_measure.MARKS, "everyone"),
        of=place.word("of", trial_measure.columns(), ""),
        arm=place.word("arm", others, ""),
        minus=place.text("minus"),
        effect_as=place.word("effect_as", (DIFFERENCE, RELATIVE), DIFFERENCE),
        sign=sign, within=within or 0.0,
        source=place.text("source"),
        status=place.word("status", STATUS, "confirmed"),
        use=place.word("use", USES, ""),
        levels=levels, effect=effect,
    )  # fmt: skip


def _figure(place: Place, key: str, share: bool, n: int | None) -> Figure:
    """A published figure: a number, or a table with its n, count, interval or p."""
    given = place.table[key]
    if isinstance(given, (int, float)) and not isinstance(given, bool):
        given = {"value": given}
    one = Place(place.where, f"{place.name}.{key}", given, FIGURE)
    n = one.number("n", 1, 10_000_000, n, whole=True)
    count = one.number("count", 0, 10_000_000, None, whole=True)
    value = one.number("value", -1e9, 1e9, None)
    if count is not None:
        if n is None or count > n:
            raise InputError(f"{one.name}.count in {one.where} needs an n that is at least as large.")
        value = count / n
    if value is None:
        raise one.missing("value", "0.28")
    if share and not 0.0 <= value <= 1.0:
        raise InputError(f"{one.name} in {one.where} is {value:g}, but a share is a number from 0 to 1.")
    low, high = one.number("lo", -1e9, 1e9, None), one.number("hi", -1e9, 1e9, None)
    if (low is None) != (high is None) or (low is not None and not low <= value <= high):
        raise InputError(f"{one.name} in {one.where} needs lo and hi together, with the value between them.")
    se, sd = one.number("se", 0.0, 1e9, None), one.number("sd", 0.0, 1e9, None)
    p = one.number("p", 1e-9, 1.0, None)
    if se is None and low is not None:
        se = (high - low) / (2.0 * NORMAL_95)
    elif se is None and p is not None:
        se = _error_of(value, p)
    elif se is None and sd is not None and n is not None:
        se = sd / math.sqrt(n)
    elif se is None and share and n is not None:
        # Half a person more with and without keeps a share of none or all from being certain.
        middle = (value * n + 0.5) / (n + 1.0)
        se = math.sqrt(middle * (1.0 - middle) / n)
    return Figure(value, n, se, low, high)


def _error_of(value: float, p: float) -> float | None:
    """The standard error of a difference with this two-sided p-value."""
    from statistics import NormalDist

    z = NormalDist().inv_cdf(1.0 - p / 2.0)
    return abs(value) / z if z > 0.0 and value != 0.0 else None


def _anchor(table: Any, where: str, arms, outcomes: Mapping[str, Outcome], follow) -> Anchor | None:
    if table is None:
        return None
    place = Place(where, "anchor", table, ("arm", "outcome"))
    if place.text("arm", default=CONTROL) != CONTROL:
        raise place.wrong("arm", f'"{CONTROL}": a treated arm is never anchored')
    if follow is not None:
        raise InputError(f"{where} has both [anchor] and [follow]; people who are followed have no anchor.")
    outcome = place.word("outcome", tuple(outcomes))
    one = outcomes[outcome]
    if CONTROL not in one.levels:
        raise InputError(
            f"The anchor in {where} is outcome {show(outcome)}, which has no published.{CONTROL} figure."
        )
    if one.state not in trial_measure.FALLS_WITH_DISTANCE:
        raise InputError(
            f"The anchor in {where} is about {show(one.state or one.column)}, but must be about one of "
            f"{', '.join(trial_measure.FALLS_WITH_DISTANCE)}, which fall with distance to work."
        )
    return Anchor(CONTROL, outcome)


def _follow(table: Any, where: str, arms: Mapping[str, Arm]) -> Follow | None:
    if table is None:
        return None
    place = Place(where, "follow", table, ("arm", "column", "at_least", "never"))
    others = tuple(name for name in arms if name != CONTROL)
    never = place.table.get("never", False)
    if not isinstance(never, bool):
        raise place.wrong("never", "true or false")
    return Follow(
        place.word("arm", others, others[0]),
        place.word("column", trial_measure.columns()),
        place.number("at_least", -1e9, 1e9, 1.0),
        never,
    )
