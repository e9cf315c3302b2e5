"""Every word on the page, in one file, so that it can be checked and translated in one place.

Order of a result: what happens, against what, by when, the range, what the range leaves out, how
good the evidence is. Numbers are people out of 100 (or 1,000 where the difference is small);
direction is said in words, never by colour alone.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from dashboard import levers
from dashboard.answers import Answer, Hundred, Rounded, whole
from dashboard.bundles import Bundle
from dashboard.levers import Control
from dashboard.link import Problem, WhatIf, read
from dashboard.lives import Pair, Spell, spells
from dashboard.orders import LETTERS, Order
from experiments import grades
from experiments.compare import Estimate
from experiments.evidence import words as evidence_said
from experiments.evidence.results import Fact, Row
from experiments.grades import Support
from experiments.life import Parting
from experiments.sentences import Scale, scale
from experiments.sequence import Ranking
from experiments.sequence_report import why_behind
from experiments.spread import NO_SPREAD, percent
from sim.instruments import DELIVERED, Instrument
from sim.outcomes import BY_NAME, DISTANCE_GROUPS, Outcome
from sim.parameters import SHARE
from sim.plan import read as read_plan
from sim.profiles import WHO

# -- Fixed words ------------------------------------------------------------------------------

APP = "Inroads"
EXPLORE = "Explore what-ifs"
TITLE = "What would change if…?"
LEAD = "Made-up people, inputs from published studies."
COUNTRY = "Country"
YEARS_LABEL = "Years ahead"
WHO_LABEL = "Who, by distance to work"
WHO_HELP = "By barriers at the start: {groups}."
PRESETS_LABEL = "Start from an example"
PRESETS = {
    "ips": "IPS for half of those who qualify",
    "no_cuts": "No benefit cuts",
    "all": "All help at once",
}
PRESET_HELP = {
    "ips": "Places in supported job search for 50% of the people who qualify.",
    "no_cuts": "No missed requirement leads to a benefit cut.",
    "all": "IPS places for half, half the caseload, and a free pass for half of those who qualify.",
}
BUNDLES_LABEL = "Or from a recommendation or project"
MORE = "More instruments"
FIND = "Find a lever"
FIND_HINT = "such as mentor, price or language"
GROUPS_LABEL = "Kind of instrument"
INSTRUMENT_GROUPS = {
    "rules": "Rules and money",
    "service": "The service and its staff",
    "employers": "Employers",
    "life": "Everyday life and health",
    "learning": "Learning",
    "work": "Work",
    "order": "Order of measures",
}
PLAN_EXAMPLE = "language > training + mentor"
NO_PLAN = "none"
SUPPORT = "Support"
RULES = "Rules and money"
TYPE_NUMBERS = "Type numbers instead"
TYPE_NUMBERS_HELP = "Number fields with + and − in place of sliders. Shares are in percent."
PARTS = "Adjust the five parts of IPS"
UNDO, REDO, RESET = "Undo", "Redo", "Today's policy"
RESET_HELP = "Puts every lever back to today's policy. Undo brings your settings back."
SHARE_LABEL = "Share"
SHARE_TEXT = "This link carries everything that differs from today, and the version of the model."
SAVE = "Or save what you see:"
PICTURE, DRAWING = "Picture (PNG)", "Picture (SVG)"
DATA, SETTINGS = "Numbers (CSV)", "Settings (TOML)"
SETTINGS_HELP = "A scenario file that the command line accepts as it is."
CHANGES_NONE = "Nothing changed yet: this is today's policy. Move a lever or start from an example."
CHIP_HELP = "Press a change to put it back to today."
CHANGED = "changed from today's policy"
TODAY, WHAT_IF = "Today's policy", "Your what-if"
BESIDES = "What else changes"
PAYS = "Who pays and who gains"
DISPLACED = "Who else is affected"
HUNDRED = "The same people, out of 100"
HUNDRED_KINDS = ("In work either way", "Extra in work", "No longer in work", "Not in work")
MORE_RUNS = "Use {many} runs"
MORE_RUNS_HELP = "Takes a while; the numbers get sharper as it goes. You can stop it."
STOP = "Stop adding runs"
RETRY = "Try again"
UPDATING = "Updating …"
STALE = "Your settings are safe. Below is the last answer that worked, for other settings."
LINK_TITLE = "Part of this link did not fit"
VERSION_TITLE = "This link was made with another version of the model"
ERROR_TITLE = "The model could not answer this"
ODD_TITLE = "Read this with care"
PROJECTION = "the model's projection"
SHOW_DATA = "Show the numbers"
LICENCE = "MIT licence"
SETTINGS_FILE = "An Inroads scenario, saved from the dashboard."

PARAMETERS_LABEL = "What we do not know"
PARAMETERS = {"posterior": "All of it is in the range", "best": "Best known only"}
PARAMETERS_HELP = (
    "Much about people, employers and measures is not known for sure. Taken in, every two runs live in a "
    "world of their own that could be true, so the range shows luck and not knowing. Best known only: all "
    "runs live in our single best guess, and the range shows luck alone."
)
ACCOUNT_NAMES = {
    "person": "People: income after tax",
    "employer": "Employers: wages",
    "municipality": "Municipality",
    "state": "State",
    "region": "Region",
}
# What the range leaves out. The two that matter most for these levers come first.
LEFT_OUT = (
    "people who would come onto benefit, or stay off it, because of the change",
    "the time it takes to find and train good staff",
)
PAYERS_NOTE = (
    "Newcomers are included. What employers get for their wages is not counted, nor is the value "
    "of health or of a better life."
)

# -- Small pieces -----------------------------------------------------------------------------


def plural(number: float, one: str, many: str | None = None) -> str:
    """'1 year', '2 years'."""
    return f"{number:,g} {one if number == 1 else many or one + 's'}"


def horizon(years: int) -> str:
    """'2 years'."""
    return plural(years, "year")


GROUPS = {"all": "Everyone", "near": "Near", "mid": "Midway", "far": "Far"}


def who_help() -> str:
    """What the distance groups are."""
    return WHO_HELP.format(groups="; ".join(DISTANCE_GROUPS))


PEOPLE = {
    "all": "people",
    "near": "people near work",
    "mid": "people midway to work",
    "far": "people far from work",
}


def people(group: str) -> str:
    """The people whom a sentence is about."""
    return PEOPLE[group]


def country_name(country: str) -> str:
    """A country on its button."""
    return country.capitalize()


def money(amount: float, currency: str) -> str:
    """'1.2 million DKK', '12,300 DKK', at most three digits that count."""
    size = abs(amount)
    sign = "−" if amount < 0 else ""
    if size >= 999_500:
        millions = size / 1e6
        return f"{sign}{millions:,.{0 if millions >= 99.5 else 1}f} million {currency}"
    digits = 3 - len(str(int(size)))
    return f"{sign}{round(size, min(digits, 0)):,.0f} {currency}"


def _number(value: float, digits: int) -> str:
    text = f"{value:,.{digits}f}"
    return text.replace("-", "−") if float(text.replace(",", "")) else text.replace("-", "")


def note(text: str) -> str:
    """Small print: smaller and grey, and still with enough contrast."""
    return f":small[:gray[{text}]]"


# -- Levers -----------------------------------------------------------------------------------


NO_NEED_TO_SAY = ("ratio", "count")  # units that a label does not name


def unit(control: Control, currency: str) -> str:
    """What a lever counts, as its label says it."""
    if control.parameter.unit == SHARE:
        return "%"
    return control.parameter.unit.name.replace("kroner", currency)


def option(name: str) -> str:
    """One of a list, readable: 'Worst first'."""
    text = name.replace("_", " ")
    return text[:1].upper() + text[1:]


def amount(control: Control, value: Any) -> str:
    """A lever's value, short: '2%', '41,000', 'yes', 'Worst first', 'language > training'."""
    if control.kind == "yes_no":
        return "yes" if value else "no"
    if control.kind == "choice":
        return option(value).lower()
    if control.kind == "plan":
        return value or NO_PLAN
    shown = round(value * control.scale, 4)
    return f"{shown:,g}%" if control.scale == 100 else f"{shown:,.10g}"


def lever_label(control: Control, today: Any, currency: str) -> str:
    """What the control is called: plain words, unit, and today's value."""
    suffix = f", {unit(control, currency)}"
    named = control.parameter.unit.name in control.parameter.label.lower()
    if (
        control.kind != "number"
        or control.scale == 100
        or named
        or control.parameter.unit.name in NO_NEED_TO_SAY
    ):
        suffix = ""
    return f"{control.parameter.label}{suffix} · today {amount(control, today)}"


def lever_help(control: Control, currency: str) -> str:
    """What the lever is, why the slider ends where it does, and where today's value is from."""
    p = control.parameter
    said = [p.help.replace("kroner", currency)]
    if control.kind == "number":
        low, high = (amount(control, end / control.scale) for end in (control.low, control.high))
        said.append(
            f"The slider runs from {low} to {high}, the range that we hold to be plausible"
            f"{'' if not control.is_money else ', in ' + currency}."
        )
    if control.kind == "plan":
        names = "; ".join(f"{i.name} ({_small(i.label)})" for i in DELIVERED)
        said.append(f"Type names in order: '>' then, '+' at the same time. Names: {names}.")
    return " ".join([*said, f"Source: {p.source}."])


def _small(label: str) -> str:
    """A label in the middle of a sentence."""
    return label if label[:2].isupper() else label[0].lower() + label[1:]


def plan_hint(address: str) -> str:
    """What stands in an empty line: an example in the first of them, nothing in the others."""
    return PLAN_EXAMPLE if address.endswith(".everyone") else ""


def plan_refused(typed: str, allowed: str, kept: str) -> str:
    """A typed plan that cannot be one: what is wrong, what is allowed, and what is used instead."""
    listed = ", from " + ", ".join(i.name for i in DELIVERED)
    rule = allowed.replace(listed, ", with names as listed under the question mark")
    stays = f"the plan stays {kept}" if kept else "there is still no plan"
    return f"“{typed[:60]}” is no plan, so {stays}; a plan is {rule}."


def how_much(instrument: type[Instrument], values: Mapping[str, Any], moved: int) -> str:
    """How many places an instrument has or that it is off, and whether something of it was moved."""
    said = []
    if instrument.share:
        places = values[f"policy.{instrument.name}.{instrument.share}"]
        said.append(f"{round(100 * places, 2):g}%" if places else "off")
    if moved:
        said.append("moved")
    return ", ".join(said)


def now(said: str) -> str:
    """How much there is of an instrument, inside it."""
    return f"In your what-if: **{said}**."


def mechanism(instrument: type[Instrument]) -> str:
    """How an instrument works, in one line."""
    text = instrument.mechanism
    return f"{text[0].upper()}{text[1:]}."


def found(number: int, most: int) -> str:
    """How many levers a search finds."""
    if not number:
        return "No lever has these words. Try one word, or look through the groups."
    if number > most:
        return f"{number} levers found; the first {most} are shown. Another word narrows it down."
    return f"{plural(number, 'lever')} found."


def bundle_name(bundle: Bundle) -> str:
    """A recommendation or project in the list, with its country where the title has it not."""
    country = country_name(bundle.country)
    return bundle.title if country in bundle.title else f"{bundle.title} · {country}"


def bundle_lines(bundle: Bundle, whole: bool) -> list[str]:
    """What is assumed where the source gives no number, where it is from, what is left out here."""
    lines = [f"What is assumed: {bundle.assumes}"] if bundle.assumes else []
    lines += [f"Source: {bundle.source}."] if bundle.source else []
    if bundle.elsewhere:
        named = ", ".join(bundle.elsewhere)
        lines.append(
            f"Its file also changes {plural(len(bundle.elsewhere), 'assumption')} about the world, which "
            f"this page leaves as they are: {named}."
        )
    if not whole:
        lines.append("You have moved levers since, so this is no longer quite what is described.")
    return lines


def badge(support: Support) -> str:
    """How far a lever rests on trials and studies, and how many of its inputs are the weakest."""
    return f"{support.badge} ({grades.inputs_of(support)})"


def fidelity_label(today: Mapping[str, Any]) -> str:
    """The label of the fidelity slider."""
    return f"How closely IPS is done as designed, score 25–125 · today {levers.score(today)}"


FIDELITY_HELP = (
    "IPS is Individual Placement and Support. The score is in the spirit of the IPS-25 scale; it "
    "moves the five parts of IPS together, starting from where they are today. Adjust them one "
    "by one below."
)


def chip(control: Control, before: Any, after: Any) -> str:
    """One change on its button."""
    return f"{control.parameter.label}: {amount(control, before)} → {amount(control, after)}"


def score_chip(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Several changed parts of fidelity on one button."""
    return f"IPS done as designed: {levers.score(before)} → {levers.score(after)}"


def changes_count(number: int) -> str:
    """Heading of the list of changes."""
    return f"Your what-if: {plural(number, 'change')}"


# -- The answer -------------------------------------------------------------------------------


def more_or_fewer(number: float) -> str:
    """'more' or 'fewer'."""
    return "more" if number > 0 else "fewer"


def compared(numbers: Rounded) -> str:
    """The difference in words: '3 more', 'about 7 fewer in every 1,000', 'as many'."""
    size = abs(numbers.more)
    if not size:
        return "as many"
    if numbers.per == 100:
        return f"{size} {more_or_fewer(numbers.more)}"
    return f"about {size} {more_or_fewer(numbers.more)} in every 1,000"


def headline(answer: Answer) -> str:
    """What happens, against what, by when."""
    now, question = answer.rounded, answer.what_if
    start = f"**{now.after} of every 100 {people(question.group)}** are in paid work after "
    start += horizon(question.years)
    if question.is_today:
        return f"{start} under today's policy."
    if not now.more:
        return f"{start}, **as many** as under today's policy."
    against = f" ({now.before})" if now.per == 100 else ""
    return f"{start}, **{compared(now)}** than under today's policy{against}."


def _bound(value: float, per: int) -> str:
    size = abs(value) * per
    return _number(size, 1 if size < 9.95 and per == 100 else 0)


def _signed(value: float, per: int) -> str:
    text = _bound(value, per)
    if not float(text.replace(",", "")):
        return "no difference"
    return f"{text} {more_or_fewer(value)}"


def range_of(answer: Answer) -> str:
    """The range of the difference, in numbers; says so when it spans gain and loss."""
    estimate, per = answer.difference, answer.rounded.per
    ends = (estimate.lo, estimate.hi)
    unit_text = f"in every {per:,}"
    if answer.what_if.is_today:
        return ""
    if not estimate.lo and not estimate.hi:
        return "In 9 of 10 model runs nothing changes."
    if estimate.lo > 0 or estimate.hi < 0:
        word = "gain" if estimate.lo > 0 else "loss"
        small, large = sorted(abs(end) for end in ends)
        return (
            f"In 9 of 10 model runs the {word} is between {_bound(small, per)} and "
            f"{_bound(large, per)} {unit_text}."
        )
    return (
        "The model cannot tell whether this helps or harms: 9 of 10 runs lie between "
        f"{_signed(estimate.lo, per)} and {_signed(estimate.hi, per)} {unit_text}."
    )


LIKELIHOOD = (
    (0.99, "almost certain"),
    (0.90, "very likely"),
    (0.66, "likely"),
    (0.33, "about as likely as not"),
    (0.10, "unlikely"),
    (0.01, "very unlikely"),
    (0.0, "almost certainly not"),
)


def likelihood(share: float) -> str:
    """The word for a probability; never used without the number."""
    return next(word for least, word in LIKELIHOOD if share >= least)


def direction(answer: Answer) -> str:
    """In how many runs more people work than today.

    The word is for (k+1)/(n+2), so that a few runs alone never make anything almost certain.
    """
    k, n = answer.runs_with_more, answer.runs
    return (
        f"In {k} of {n} runs more people are in work than under today's policy "
        f"({likelihood((k + 1) / (n + 2))})."
    )


def noise(answer: Answer) -> str:
    """Said when the difference drowns in the model's own noise."""
    error, per = 2 * (answer.difference.mcse or 0.0), answer.rounded.per
    return (
        f"That is smaller than the model's own run-to-run noise (±{_bound(error, per)} in every "
        f"{per:,}). More runs would sharpen it."
    )


def made_of(answer: Answer) -> str:
    """Of what the range is made, luck and not knowing, and how sure the mean is of itself."""
    found, per = answer.split, answer.rounded.per
    if found.runs < 2 or (found.luck is None and found.why != NO_SPREAD):
        return "So few runs cannot tell luck from not knowing."
    if found.luck is None:
        return ""
    estimate = answer.today if answer.what_if.is_today else answer.difference
    error = _bound(2 * (estimate.mcse or 0.0), per)
    mean = f"More runs only make the mean surer, now ±{error} in every {per:,}."
    if found.lo is None:
        return f"All of this range is luck: what we do not know is left out. {mean}"
    luck = whole(100 * found.luck)
    return (
        f"About {100 - luck}% of this range is our not knowing, {luck}% is luck (not knowing: "
        f"{percent(1 - found.hi)} to {percent(1 - found.lo)}, as far as these runs can tell). {mean}"
    )


def covers(answer: Answer) -> str:
    """What the range covers and what it does not. Always shown."""
    left_out = f"effects the model leaves out, such as {LEFT_OUT[0]}, and {LEFT_OUT[1]}"
    if answer.what_if.parameters == "best":
        return f"The range covers chance only. It does not cover uncertain inputs, nor {left_out}."
    return f"The range covers chance and uncertain inputs. It does not cover {left_out}."


def projection(years_studied: int = 2) -> str:
    """Said when the answer lies beyond what studies followed."""
    return (
        f"Studies followed people for {horizon(years_studied)}. From there on this is the model's projection."
    )


def one_line(answer: Answer) -> str:
    """The whole answer in one line, for the bar at the bottom."""
    now, question = answer.rounded, answer.what_if
    start = f"**{now.after} in 100** in work after {horizon(question.years)}"
    if question.is_today:
        return f"{start} · today's policy"
    per = "" if now.per == 100 else " in 1,000"
    low, high = answer.difference.lo, answer.difference.hi
    more = "**as many as today**"
    if now.more:
        more = f"**{abs(now.more)} {more_or_fewer(now.more)}**{per}"
    ends = f"{_plus(low, now.per)} to {_plus(high, now.per)}"
    return f"{start} · {more} · today {now.before} · range {ends}"


def _plus(value: float, per: int) -> str:
    text = _bound(value, per)
    if not float(text.replace(",", "")):
        return "0"
    return ("+" if value > 0 else "−") + text


def hundred_kinds(hundred: Hundred) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The four kinds of people in the array, as the legend names and counts them."""
    counts = (hundred.both, hundred.extra, hundred.lost, hundred.neither)
    names = zip(HUNDRED_KINDS, counts, strict=True)
    return tuple(f"{name}: {count}" for name, count in names), counts


def hundred_text(hundred: Hundred) -> str:
    """The array in words."""
    return (
        f"Of 100 people: {hundred.both} in work either way, {hundred.extra} extra in work, "
        f"{hundred.lost} no longer in work, {hundred.neither} not in work."
    )


def hundred_note(numbers: Rounded) -> str:
    """Said where the difference is too small for a hundred people to show it."""
    if numbers.per == 1000 and numbers.more:
        return f"The difference, {compared(numbers)}, is too small to see among 100 people."
    return ""


def chart_alt(answer: Answer) -> str:
    """The fan chart's message for people who do not see it."""
    return f"{plain(headline(answer))} {range_of(answer)}".strip()


def plain(text: str) -> str:
    """A sentence without its markup."""
    return text.replace("**", "")


def wrap(text: str, width: int) -> list[str]:
    """A sentence broken into lines for a picture."""
    return textwrap.wrap(text, width)


def fan_title(what_if: WhatIf) -> str:
    """Above the fan chart, in place of a turned axis title."""
    return f"{people(what_if.group).capitalize()} in paid work, out of 100"


def fan_subtitle(top: int) -> str:
    """How to read the bands, and that the scale was extended where it was."""
    text = "Bands: the middle 9 in 10 and half of the runs."
    return text if top == 40 else f"{text} The scale was extended to {top}."


# The statuses of the model, in its order; everybody is in one of them.
STATUSES = (
    "On benefit", "In a programme", "In sheltered practice", "In workplace practice",
    "A few paid hours beside benefit", "In a subsidised job", "In a flex job", "In part-time work",
    "In full-time work", "In education", "On sick leave", "On disability pension", "Retired",
    "Out of contact with the service",
)  # fmt: skip
WHERE = "Where people are"


def where_title(what_if: WhatIf) -> str:
    """Above the table of statuses."""
    return f"{WHERE} after {horizon(what_if.years)}: {people(what_if.group)}, out of 100"


def where_row(status: int, today: float, what_if: float) -> tuple[str, str, str]:
    """One line of the table of statuses."""
    return STATUSES[status], _number(100 * today, 1), _number(100 * what_if, 1)


NUMBERS_COLUMNS = ("Month", TODAY, WHAT_IF, "Difference", "9 in 10 runs")


def numbers_row(month: int, paths: Mapping[str, Any], difference: Estimate) -> tuple[str, ...]:
    """One line of the table of numbers: people out of 100."""
    low, mean, high = (100 * x for x in (difference.lo, difference.mean, difference.hi))
    return (
        str(month),
        _number(paths["today"][month], 1),
        _number(paths["mean"][month], 1),
        _number(mean, 1),
        f"{_number(low, 1)} to {_number(high, 1)}",
    )


def end_label(name: str, number: int) -> str:
    """At the end of a line."""
    return f"{name}: {number}"


# -- What else changes ------------------------------------------------------------------------


def besides_unit(outcome: Outcome, currency: str) -> tuple[float, str]:
    """A factor and a unit that people can picture, for a difference in an outcome."""
    if outcome.unit == "share":
        return 100.0, "in every 100"
    if outcome.unit == "share of employers":
        return 100.0, "employers in every 100"
    if outcome.unit in ("cuts a person", "barriers a person", "measures a person"):
        return 100.0, f"{outcome.unit.split()[0]} per 100 people"
    if outcome.unit == "0 to 1":
        return 100.0, "points of 100"
    if outcome.unit == "kroner a person":
        return 1.0, f"{currency} a person"
    if outcome.unit == "kroner a month":
        return 1.0, f"{currency} a month"
    if outcome.unit == "months":
        return 1.0, "months a person"
    return 1.0, outcome.unit


def difference_text(estimate: Estimate, factor: float, unit_text: str) -> str:
    """'+1.2 in every 100 (0.4 to 2.0)'; no sign where it rounds to nothing."""
    low, mean, high = (factor * x for x in (estimate.lo, estimate.mean, estimate.hi))
    size = max(abs(low), abs(high), abs(mean))
    digits = 0 if size >= 99.5 else 1 if size >= 0.95 else 2
    sign = "+" if mean > 0 and float(_number(mean, digits).replace(",", "")) else ""
    return f"{sign}{_number(mean, digits)} {unit_text} ({_number(low, digits)} to {_number(high, digits)})"


def besides_note(what_if: WhatIf) -> str:
    """What the small charts show."""
    return (
        f"Difference from today's policy after {horizon(what_if.years)}, among "
        f"{people(what_if.group)}: the mean and 9 in 10 runs. Each line has its own scale; the "
        "tick is no difference."
    )


def million(currency: str) -> str:
    """The unit of the chart of payers."""
    return f"million {currency}"


def displaced(answer: Answer) -> str:
    """Who else has, or no longer has, a job because of the change."""
    ours, others = answer.everybody(), answer.others()
    error = 2 * (others.mcse or 0.0)
    moved = 1000 * others.mean
    if abs(others.mean) <= error or not whole(moved):
        return (
            "The model sees no clear change in work for other people in the district "
            f"({_plus(others.lo, 1000)} to {_plus(others.hi, 1000)} for every 1,000 jobseekers)."
        )
    count = abs(whole(moved))
    who, are = ("person", "is") if count == 1 else ("people", "are")
    text = (
        f"For every 1,000 jobseekers, about {count} {more_or_fewer(moved)} other {who} in the "
        f"district {are} in work "
        f"(range {_plus(others.lo, 1000)} to {_plus(others.hi, 1000)})."
    )
    if others.mean < 0 < ours.mean and ours.mean > 2 * (ours.mcse or 0.0):
        share = min(whole(-10 * others.mean / ours.mean), 10)
        text += (
            f" Of every 10 jobs gained here, about {share} would otherwise have gone to somebody "
            "else: job-ready people who look for the same vacancies."
        )
    return text


def payers_title(years: int, currency: str) -> str:
    """Above the chart of payers."""
    return (
        f"Over {horizon(years)}, in million {currency} for the whole district: gains to the right, "
        "costs to the left, all on one scale."
    )


# -- Evidence, warnings, links, states --------------------------------------------------------


MOST_BADGES = 3  # instruments whose evidence is given one by one


def evidence(moved: list[Support]) -> str:
    """How good the evidence is behind the levers that were moved, the weakest first."""
    if not moved:
        return ""
    if len(moved) > MOST_BADGES:
        kinds = {
            grade: [one.label for one in moved if one.grade == grade] for grade in reversed(grades.NAMES)
        }
        parts = [
            f"{_small(grades.NAMES[grade])}: {', '.join(map(_small, names))}"
            for grade, names in kinds.items() if names
        ]  # fmt: skip
    else:
        parts = [f"{one.label}: {_small(badge(one))}" for one in moved]
    text = "; ".join(parts)
    weakest = f" The answer is no surer than its weakest part, {_small(moved[0].label)}." if moved[1:] else ""
    return f"Evidence. {text[0].upper()}{text[1:]}.{weakest}"


def odd(key: str, numbers: Mapping[str, Any]) -> str:
    """A warning about a combination of settings."""
    shares = ("places", "willing", "share")
    percent = {name: f"{100 * v:.3g}%" for name, v in numbers.items() if name in shares}
    text = {
        "fidelity_and_caseload": (
            "A fidelity score of {score} with {people:g} people per IPS worker contradicts itself: "
            "a small caseload is part of doing IPS as designed."
        ),
        "no_places": "There are no IPS places, so how IPS is done changes nothing.",
        "more_places_than_willing": (
            "Places for {places} of those who qualify, but only about {willing} want one: the "
            "rest stay empty."
        ),
        "no_pass": "Nobody holds a free pass, so its cap changes nothing.",
        "empty_pass": "A free pass with a cap of 0 lets nobody keep anything.",
        "cap_beyond_rules": (
            "The cap is above the one in force, and the scheme that was evaluated had a lower "
            "one still: nobody has studied this."
        ),
        "cuts_beyond_today": (
            "Cuts for {share} of missed requirements are far more than today; what so many cuts "
            "do to health and trust is our judgement."
        ),
        "off": ("{labels}: there are no places, so the other levers of it change nothing. Give it places."),
        "plan_without_places": (
            "A plan names {labels}, which has no places: people with that plan come no further than there. "
            "Give it places or take it out of the plan."
        ),
        "caseload_beyond_trials": (
            "Fewer than half as many people per caseworker as today goes beyond the caseloads "
            "we found studied."
        ),
    }[key]
    return text.format(**{**numbers, **percent})


def problem(found: Problem) -> str:
    """One thing in a link that did not fit, and what is used instead."""
    control = levers.controls().get(found.name)
    name = control.parameter.label if control else found.name
    used = amount(control, read(control, found.used)) if control else found.used
    return {
        "not_offered": f"“{found.name}={found.given}” is not offered here; {used} is used.",
        "too_long": f"The settings were longer than {used} characters; the rest was left out.",
        "no_lever": f"“{found.given}” is no lever of this page; it was left out.",
        "twice": f"{name} was given twice; the last value is used.",
        "no_number": (f"{name} was “{found.given}”, which it cannot be; today's value, {used}, is used."),
        "off_scale": (f"{name} was “{found.given}”, which the slider does not offer; {used} is used."),
        "other_version": (
            f"The link was made with model {found.given}; this is {found.used}. The settings were "
            "kept, but the numbers may differ from those you were shown."
        ),
    }[found.kind]


def problems(found: list[Problem]) -> list[str]:
    """What did not fit in a link, one sentence each."""
    return [*map(problem, found)]


def queue(ahead: int) -> str:
    """While others are served."""
    others = plural(ahead, "other is", "others are")
    return f"{others} ahead of you. Your answer comes after theirs."


def progress(done: int, wanted: int) -> str:
    """While more runs are added."""
    return f"{done} of {wanted} runs"


def failed(code: str) -> str:
    """The model raised an error."""
    return (
        "Something went wrong inside the model. Your settings are safe. "
        f"If it happens again, quote code {code}."
    )


def too_slow(seconds: float) -> str:
    """The model took too long."""
    return f"The model took longer than {seconds:g} seconds and was stopped. Your settings are safe."


def runs_note(runs: int, people_number: int, version: str) -> str:
    """What the answer was made from."""
    size = f"{plural(runs, 'run')} of each world with {people_number:,} people."
    return f"{size} {LEAD} Model {version}."


# -- One person's life ------------------------------------------------------------------------

LIVES = "Follow one person"
MARKS_LABEL = "What the person is like"
MARKS = {
    "young": "Below 30",
    "senior": "From 55",
    "immigrant": "Born abroad",
    "limited": "Limited by health",
    "woman": "Woman",
}
ANOTHER = "Another person like this"
ANOTHER_CHANGED = "Another whose months change"
ANOTHER_CHANGED_HELP = "Goes to the next person like this for whom something differs between the two worlds."
NOT_LIKE_THESE = "The person below is not one of them; press a button to go to one."
SAME_IN_BOTH = "In both worlds"
LIFE_TODAY = "Nothing is changed yet: start from an example above, or move levers on the first page."
LIFE_FAILED = "This life could not be followed. Your settings are safe; try another person."
NO_FORECAST = (
    "A made-up person with made-up luck, the same in both worlds. This is no forecast for any real person."
)
BALANCE = "In the end"
COUNTED = {
    "months_in_work": "Months in work",
    "hours_with_staff": "Hours with staff",
    "cuts": "Benefit cuts",
    "income": "Income before tax, all months",
}
LIFE_KINDS = (
    "On benefit", "In a measure", "A few hours or a supported job", "In ordinary work", "In education",
    "Ill, pension, no contact",
)  # fmt: skip


def like_these(number: int, changed: int, is_today: bool) -> str:
    """How many people are like the person, and for how many something changes."""
    who, are = ("person", "is") if number == 1 else ("people", "are")
    text = f"{number:,} {who} in this district {are} like this."
    if is_today or not number:
        return text
    return f"{text} For {changed:,} of them something differs under your what-if."


def luck(more: int, fewer: int) -> str:
    """How the life shown stands among those of similar people."""
    return (
        f"Luck matters: of 100 people like this, under your what-if {more} work more months and {fewer} work "
        "fewer months than the person shown."
    )


def when(dates: str) -> str:
    """The months of a line, before what happened."""
    return f"**{dates}:**"


def no_parting(at_all: bool) -> str:
    """Said where the two lives are told in the same words."""
    if at_all:
        return "The two lives are the same to the end: the change does not reach this person."
    return "Small things differ, but what happens to the person is the same in both worlds."


def parting(found: Parting, visible: int) -> str:
    """Where the two lives part and why."""
    why = "; ".join(found.why)
    why = why.replace("the baseline", "today's policy").replace("the policy", "your what-if")
    when_text = f"in month {found.month}" if found.month else "from the start"
    text = f"**The two lives part {when_text}.** First difference, today against your what-if: {why}."
    return text if visible <= found.month else f"{text} It shows from month {visible} on."


def spell(found: Spell) -> str:
    """What a stretch of months is called: the measures taken, or the status."""
    return " + ".join(found.measures) if found.measures else STATUSES[found.status]


def life_alt(pair: Pair) -> str:
    """The strips in words."""
    told = []
    for name, life in ((TODAY, pair.today), (WHAT_IF, pair.what_if)):
        parts = [f"months {s.first} to {s.last} {_small(spell(s))}" for s in spells(life)]
        told.append(f"{name}: {', '.join(parts)}.")
    return " ".join(told)


def balance_row(today: float, what_if: float, counted: str, currency: str) -> tuple[str, str, str]:
    """One line of what came of the two lives."""
    unit_text = f", {currency}" if counted == "income" else ""
    return COUNTED[counted] + unit_text, _number(today, 0), _number(what_if, 0)


# -- Which order of measures ------------------------------------------------------------------

ORDER = "What first?"
ORDER_LEAD = (
    "The same help in another order. Made-up people live the same months with the same luck, "
    "once for each plan."
)
ORDER_READY = "Start from a question"
ORDER_QUESTIONS = {
    "language": "Language first or work first?",
    "everyday": "Everyday life before training?",
    "subsidy": "Wage subsidy first or last?",
    "treatment": "Treatment before work or together?",
}
ORDER_GROUP = "Who gets the plan"
ORDER_GROUP_HELP = (
    "Only these people get the plans, and there is a place for everyone of them who needs a measure. "
    "Everybody else lives as today."
)
ORDER_COUNT = "What counts"
ORDER_COUNTS = {
    "job_any": "In paid work",
    "job_ordinary": "Without subsidy",
    "months_in_work": "Months in work",
}
ORDER_COUNT_HELP = (
    "In paid work: any paid job at the end, with or without a subsidy. Without subsidy: an ordinary "
    "paid job at the end. Months in work: all months with a paid job until then."
)
ORDER_COUNTED = {
    "job_any": "people in paid work",
    "job_ordinary": "people in ordinary paid work",
    "months_in_work": "months in work",
}
ORDER_PLANS = "Change the plans"
ORDER_MEASURES_HELP = (
    "Pick measures in the order people get them. Type a few letters to find one; take one out with its cross."
)
ORDER_PICK = "Pick the first measure"
ORDER_BESIDE = "At the same time as the one before"
ORDER_BESIDE_HELP = (
    "Marked: starts together with the measure before it. Not marked: waits until that is over."
)
ORDER_ADD = "Add a plan"
ORDER_REMOVE = "Remove plan {letter}"
ORDER_MEANING = "What these measures do"
ORDER_GUESS = "Guess first: which plan wins?"
ORDER_GUESS_LABEL = "Your guess"
ORDER_GUESS_HELP = "People learn more from a result that they have guessed first. You can leave it open."
ORDER_SAME = "No clear winner"
ORDER_SHOW = "Show what happens"
ORDER_AGAIN = "Guess again"
ORDER_WAITING = "Living every plan through"
ORDER_STOP = "Stop and go back"
ORDER_STOPPED = "Stopped. Your plans are safe."
ORDER_NO_PLAN = "No plan"
ORDER_PATHS_HELP = "The mean of all runs. No plan: the same people with today's help and no plan."
ORDER_REASON = "An average person"
ORDER_WHY_TITLE = "Why: what each plan costs and leaves behind"
ORDER_WHY = {
    "months_in_work": "Months in work",
    "waited": "Months waited for a place",
    "drop_outs": "Measures left before their end",
    "crowded_hours": "Hours of measures lost because the week was full",
    "barriers_left": "Barriers left at the end",
}
ORDER_DIGITS = {"months_in_work": 1, "waited": 1, "drop_outs": 2, "crowded_hours": 0, "barriers_left": 2}
ORDER_WHY_HELP = (
    "Counted from the start to the end of the years shown. A barrier is something that stands between "
    "a person and work, such as poor health, debt or little of the language."
)
ORDER_APART = "What if one measure did not depend on another?"
ORDER_APART_HELP = (
    "Switches off, in the model, everything that makes one measure depend on another: no measure needs "
    "an earlier one, what was learnt does not fade, weeks are never too full, and two at once neither help "
    "nor harm each other. What is left is timing: whatever comes later has less time to work."
)
ORDER_TOO_SLOW = "The model took too long and was stopped. Your plans are safe; try fewer plans or years."
ORDER_LINKS = ("For others to guess first:", "With the result:")
ORDER_CHANGES = "Your what-if from the first page applies to everybody here."
ORDER_PLANS_CLEARED = "Plans typed on the first page do not count here."


def order_scale(outcome: str, currency: str) -> Scale:
    """How what plans are ranked by is written."""
    return scale(BY_NAME[outcome].unit, currency)


def measure(name: str) -> str:
    """What an instrument of a plan is called."""
    return next(one.label for one in DELIVERED if one.name == name)


def measure_meanings(plans: Iterable[str]) -> list[str]:
    """A line for each measure that the plans name: what it does."""
    named = dict.fromkeys(word for plan in plans for step in read_plan(plan) for word in step)
    kinds = {one.name: one for one in DELIVERED}
    return [f"**{kinds[name].label}:** {mechanism(kinds[name])}" for name in named]


def sentence(text: str) -> str:
    """A text with a capital in front."""
    return text[:1].upper() + text[1:]


def order_measures(letter: str) -> str:
    """The label of a plan's list, for those who hear the page."""
    return f"Measures of plan {letter}, in order"


def order_short(letter: str) -> str:
    """A plan's short name."""
    return f"Plan {letter}"


def plan_text(plan: str) -> str:
    """'Language training, then workplace practice together with treatment'."""
    steps = [" together with ".join(_small(measure(word)) for word in step) for step in read_plan(plan)]
    text = ", then ".join(steps)
    return text[:1].upper() + text[1:]


def order_name(letter: str, plan: str, width: int = 46) -> str:
    """A plan's letter and words, in lines that fit a phone."""
    return "\n".join(textwrap.wrap(f"{letter}: {plan_text(plan)}", width))


def _order_level(found: Ranking, place: int) -> str:
    how = order_scale(found.outcome, "")
    value = _number(how.factor * found.ranked[place].outcome[found.month].mean, 1)
    return f"{value} of 100" if how.name == "people in 100" else f"{value} months"


def _order_gap(found: Ranking, place: int) -> str:
    how = order_scale(found.outcome, "")
    gap = abs(how.factor * found.ranked[place].behind[found.month].mean)
    text = _number(gap, 1 if gap >= 0.095 else 2)
    return f"{text} in 100" if how.name == "people in 100" else f"{text} months"


def order_place(found: Ranking, place: int) -> str:
    """What is said of a plan under its name."""
    said = _order_level(found, place)
    if not place:
        return f"{said} · {'highest number' if order_is_open(found) else 'first'}"
    gap = "" if found.ranked[place].tie else f"{_order_gap(found, place)} behind"
    return f"{said} · {gap or 'too close to call'}"


def order_is_open(found: Ranking) -> bool:
    """Whether no plan can be told from the one with the highest number."""
    return all(one.tie for one in found.ranked)


def _listed(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"


def order_conclusion(found: Ranking, letters: list[str]) -> str:
    """What the ranking says in one sentence; letters of the plans, best first."""
    if order_is_open(found):
        return "**Too close to call:** no plan is clearly ahead."
    ties = [x for x, one in zip(letters[1:], found.ranked[1:], strict=True) if one.tie]
    text = f"**Plan {letters[0]} comes first"
    if ties:
        named = f"plan {ties[0]} is" if len(ties) == 1 else f"plans {_listed(ties)} are"
        text += f"**; {named} too close to call"
    else:
        text += "**"
    if found.ranked[-1].tie:  # a plan in the middle is behind, the last one is only unsure
        return f"{text}."
    return f"{text}; plan {letters[-1]} is last, {_order_gap(found, len(letters) - 1)} behind."


def order_about(what_if: WhatIf, found: Ranking) -> str:
    """Whom the sentence is about, and when."""
    return (
        f"{sentence(WHO[found.profile])} in {country_name(what_if.country)}, {horizon(what_if.years)} ahead."
    )


def order_reason(found: Ranking, letters: list[str]) -> str:
    """Why the last plan is behind, as far as the counts can say."""
    if found.ranked[-1].tie:
        return ""
    why = why_behind(found.ranked[0], found.ranked[-1])
    if not why:
        return f"None of the counts below differs much: what plan {letters[-1]} brings comes at a worse time."
    return f"Where plan {letters[-1]} does worse than plan {letters[0]}, for an average person: {why}."


def order_list(order: Order) -> list[str]:
    """The plans in words, a line each."""
    return [
        f"- **{letter}:** {plan_text(plan) if plan else '…'}"
        for letter, plan in zip(LETTERS, order.plans, strict=False)
    ]


def order_guess(guess: str | None, found: Ranking, letters: list[str]) -> str:
    """How the guess did; a plan too close to the first one to call is no wrong guess."""
    if guess is None:
        return ""
    tied = [letter for letter, one in zip(letters, found.ranked, strict=True) if one.tie]
    if guess == ORDER_SAME:
        right, said = order_is_open(found), "no clear winner"
    else:
        right, said = guess in tied, f"plan {guess}"
    if order_is_open(found):
        verdict = (
            "That is what the model says." if guess == ORDER_SAME else "The model cannot tell them apart."
        )
    elif right:
        verdict = (
            "The model agrees." if guess == letters[0]
            else f"The model puts plan {letters[0]} a little higher, too close to call."
        )  # fmt: skip
    else:
        verdict = f"The model says plan {letters[0]}. What could be the reason?"
    return f"You guessed {said}. {verdict}"


def order_chart_title(found: Ranking, years: int) -> str:
    """Above the ranking."""
    what = ORDER_COUNTED[found.outcome]
    what = what[0].upper() + what[1:]
    return f"{what}, {'until then' if found.outcome == 'months_in_work' else f'after {horizon(years)}'}"


def order_axis(found: Ranking) -> str:
    """Under the ranking."""
    unit_text = "months" if found.outcome == "months_in_work" else "people in 100"
    return f"Difference to the best plan, {unit_text}"


def order_alt(found: Ranking, order: Order) -> str:
    """The ranking in words."""
    rows = [
        f"{order_name(order.letter(one.plan), one.plan, 400)}: {order_place(found, place)}"
        for place, one in enumerate(found.ranked)
    ]
    return ". ".join(rows)


def order_reading(runs: int, found: Ranking) -> str:
    """How to read the ranking."""
    return (
        "Dot: the mean difference to the best plan. Line: where that mean lies with a certainty of 90%, "
        + ("over luck and all we do not know" if found.sets else "over luck alone")
        + ". A hollow dot is too close to call: the line reaches zero"
        + (", or less than half a person in 100 lies between" if found.outcome != "months_in_work" else "")
        + f". {plural(runs, 'run')} of each plan, {found.scenario['district.people']:,} people each. {LEAD}"
    )


def order_made_of(found: Ranking, letters: list[str]) -> str:
    """Of what the runs' differences between the first and the last plan are made."""
    split = found.ranked[-1].split
    if split.luck is None or split.lo is None:
        return ""
    luck = whole(100 * split.luck)
    return (
        f"Where runs differ on plan {letters[0]} against plan {letters[-1]}, about {100 - luck}% is our not "
        f"knowing and {luck}% is luck (not knowing: {percent(1 - split.hi)} to {percent(1 - split.lo)})."
    )


def order_paths_title(found: Ranking) -> str:
    """Above the lines."""
    what = ORDER_COUNTED[found.outcome]
    what = what[0].upper() + what[1:]
    return f"{what}, month by month" + ("" if found.outcome == "months_in_work" else ", of 100")


def order_paths_alt(found: Ranking, order: Order) -> str:
    """The lines in words."""
    ends = [
        f"{order_short(order.letter(one.plan))} ends at {_order_level(found, place)}"
        for place, one in enumerate(found.ranked)
    ]
    return f"{order_paths_title(found)}. {'; '.join(ends)}."


def order_apart(found: Ranking, usual: Ranking) -> str:
    """What is left of the order where measures do not depend on each other."""
    before, now = (_order_gap(one, len(one.ranked) - 1) for one in (usual, found))
    if order_is_open(found):
        left = "the plans tie: no order is clearly better"
        left += " than another." if not order_is_open(usual) else ", as before."
    else:
        left = "a difference remains, which comes from timing: whatever starts later has less time to work."
    return (
        f"Without any dependence between measures, {left} Between the first and the last plan lie {now}; "
        f"with dependence it was {before}."
    )


def order_problem(kind: str, letters: str) -> str:
    """Why the plans cannot be compared yet."""
    if kind == "empty":
        return f"Plan {letters} has no measure yet. Pick one, or remove the plan."
    return f"Plans {letters[0]} and {letters[1]} are the same. Change one of them."


def order_link(wrong: list[str]) -> str:
    """What in a link did not fit."""
    return "Left out of the link, because this page does not know it: " + "; ".join(
        f"“{w}”" for w in wrong[:4]
    )


def order_progress(done: int, total: int) -> str:
    """While plans are lived through."""
    return f"{ORDER_WAITING}: {done} of {total} runs"


# -- Evidence ---------------------------------------------------------------------------------

EVIDENCE = "Evidence"
EVIDENCE_LEAD = (
    "Does the model reproduce what published studies found? Each study was made again in the model."
)
EVIDENCE_NONE = "No results are stored yet. This command measures them, in some minutes:"
EVIDENCE_COMMAND = "inroads evidence --run --out scenarios/evidence/results.json"
EVIDENCE_INSTRUMENT, EVIDENCE_ALL_INSTRUMENTS = "Instrument", "All instruments"
EVIDENCE_COUNTRY, EVIDENCE_ALL_COUNTRIES = "Country of the study", "All countries"
EVIDENCE_TESTS = "Only results not used for tuning"
EVIDENCE_TESTS_HELP = "A model that was tuned with a result will reproduce it; only the others are a test."
EVIDENCE_READING = (
    "Square: published, with its 95% interval. Circle: the model's mean; thick line: nine in ten model runs; "
    "thin line: with the study's own sampling error. A result fits where the square lies within the blue "
    "line. The worst miss stands first."
)
EVIDENCE_EMPTY_BLOCK = "No result here. Take a filter away to see more."
EVIDENCE_TABLE = "Every result"
EVIDENCE_TABLE_ALT = "Every result in words: verdict, study, outcome, published and simulated numbers"
EVIDENCE_CLOSER = "Look closer at one result"
EVIDENCE_PICK = "Pick a result, or a row of the table"
EVIDENCE_DETAILS = "One result"
EVIDENCE_EXPLORE = "Ask the model the same"
EVIDENCE_EXPLORE_HELP = (
    "Opens Explore what-ifs with what the study's people got, for everybody in the district: not the study's "
    "own people, so the numbers differ."
)
EVIDENCE_CLOSE = "Close"
EVIDENCE_FACTS = "Facts that must come out by themselves"
EVIDENCE_NO_FACTS = "The facts have not been measured yet."
EVIDENCE_SAVE = "Save"
EVIDENCE_PICTURE_TEST = "Picture of the real test (PNG)"
EVIDENCE_DRAWING_TEST = "Picture of the real test (SVG)"
EVIDENCE_PICTURE_TUNED = "Picture of what was used (PNG)"
EVIDENCE_COLUMNS = {
    "verdict": "Verdict",
    "study": "Study",
    "outcome": "Outcome",
    "published": "Published (95% interval)",
    "model": "Model (9 in 10 runs)",
    "expected": "9 in 10 such studies would find",
    "use": "How it was used",
    "instrument": "Instrument",
    "country": "Country",
}


def evidence_shown(shown: int, of: int) -> str:
    """What the filters leave."""
    return f"{shown} of {plural(of, 'result')} shown; the score above is of all."


def evidence_name(row: Row) -> str:
    """A result in the list and above its details."""
    return f"{evidence_said.label(row)}: {row.outcome}"


def evidence_direction(row: Row) -> str:
    """A result of which only the direction is told."""
    return (
        f"**{evidence_said.capital(row.verdict)}:** {evidence_name(row)}. Published: "
        f"{evidence_said.published(row)}; model: {evidence_said.simulated(row)}, {row.unit}."
    )


def evidence_people(rows: list[Row]) -> str:
    """Above shares that the drawing of people is made to meet."""
    missed = sum(row.failed for row in rows)
    return f"{plural(len(rows), 'published share')} of people, {missed or 'none'} missed"


def evidence_right(many: int) -> str:
    """Above directions that come out right."""
    return f"{plural(many, 'direction')} right"


def evidence_fact(fact: Fact) -> str:
    """A fact and what was measured."""
    verdict = "Met" if fact.met else "Not met"
    return f"**{verdict}: {fact.number}. {fact.title}** {fact.measured}"


def evidence_alt(panel: str, rows: list[Row]) -> str:
    """A panel of the forest in words."""
    told = "; ".join(
        f"{evidence_name(row)}: {row.verdict}, published {evidence_said.published(row)}, "
        f"model {evidence_said.simulated(row)}"
        for row in rows
    )
    return f"{panel}. {told}."


# -- Files ------------------------------------------------------------------------------------


def settings_text(what_if: WhatIf, most: int | None = None) -> str:
    """What was changed, for titles of files and pictures; a picture has room for ``most``."""
    changes = what_if.changes()
    if not changes:
        return f"{country_name(what_if.country)}, today's policy"
    controls = levers.controls()
    parts = [chip(controls[address], *change) for address, change in changes.items()]
    if most is not None and len(parts) > most:
        parts = [*parts[:most], f"and {plural(len(parts) - most, 'further change')}"]
    return f"{country_name(what_if.country)}. " + "; ".join(parts)


def file_name(what_if: WhatIf, ending: str) -> str:
    """A file's name; says 'today' only where nothing was changed."""
    kind = "today" if what_if.is_today else "what-if"
    return f"inroads-{what_if.country}-{kind}-{what_if.years}y.{ending}"


def data_header(answer: Answer, link: str, version: str, day: date) -> list[str]:
    """The first lines of the file of numbers."""
    seeds = answer.comparison.seeds
    return [
        f"Title: {plain(headline(answer))}",
        f"Settings: {settings_text(answer.what_if)}",
        f"Link: {link}",
        f"Model version: {version}",
        f"Seeds: {seeds[0]} to {seeds[-1]}",
        f"Date: {day.isoformat()}",
        f"Licence: {LICENCE}",
        f"Parameters: {answer.what_if.parameters}{_sets(answer)}",
        f"Range: {made_of(answer)} {covers(answer)}",
    ]


def _sets(answer: Answer) -> str:
    """The parameter sets of the runs, in the order of the seeds."""
    return f", sets {' '.join(map(str, answer.comparison.sets))}" if answer.comparison.sets else ""


def source_line(runs: int, version: str) -> str:
    """At the foot of a picture."""
    return f"Inroads, model {version}. {plural(runs, 'run')} of each world. Made-up people."
