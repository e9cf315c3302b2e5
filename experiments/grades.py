"""What an answer rests on: for each instrument that is changed, how good the evidence behind it is.

The inputs of an instrument are the assumptions by which it works, `world.<instrument>.*`. Each is

- tested: fitted to trials by calibration and moved by them, or worked out from a trial that is here as a
  file to calibrate to; and in both cases the instrument is what differs between the arms of a trial in which
  people were drawn by lot;
- studied: read in a study, or worked out from one;
- assumed: our judgement.

An instrument is called after the best of its inputs, and its weakest are counted beside it, because an
answer is no surer than they are. The least supported instrument names the whole answer.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from experiments import posterior
from experiments.trials.trial import BY_LOT
from sim.instruments import INSTRUMENTS
from sim.scenario import declarations

TRIALS, STUDIES, ASSUMPTION = "trials", "studies", "assumption"  # from the best to the weakest
NAMES = {TRIALS: "Tested in trials", STUDIES: "Some studies", ASSUMPTION: "Our assumption"}
CITATION = re.compile(r"\b[A-HS]-?\d{2,3}\b")  # an entry of the evidence register


@dataclass(frozen=True)
class Support:
    """How many inputs of an instrument were tested in trials, come from studies, or are judgement.

    cited: whether anything about the instrument names a study.
    """

    instrument: str
    label: str
    tested: int
    studied: int
    judged: int
    cited: bool

    @property
    def total(self) -> int:
        """All inputs."""
        return self.tested + self.studied + self.judged

    @property
    def grade(self) -> str:
        """``trials``, ``studies`` or ``assumption``: the key of the words for the badge."""
        if self.tested:
            return TRIALS
        if self.studied or (not self.total and self.cited):
            return STUDIES
        return ASSUMPTION

    @property
    def badge(self) -> str:
        """The words for the grade."""
        return NAMES[self.grade]

    @property
    def strength(self) -> tuple[int, float]:
        """Larger is better supported: the grade, then the share of inputs that is not judgement."""
        return -[*NAMES].index(self.grade), 1.0 - self.judged / self.total if self.total else 0.0


def trials_folder() -> Path:
    """Where the trial files lie."""
    return Path(str(resources.files("scenarios"))) / "trials"


@cache
def trials() -> tuple[Mapping[str, Any], ...]:
    """The trial files whose sizes count, as they stand: calibrated to, and with people drawn by lot.

    Reforms and comparisons of people who chose are told in the same files, but they are studies.
    """
    found = []
    for path in sorted(trials_folder().glob("*.toml")):
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):  # whoever runs the trial is told what is wrong with it
            continue
        about = content.get("about", {})
        if about.get("use") == "calibrate" and about.get("design") == BY_LOT:
            found.append(content)
    return tuple(found)


def forget() -> None:
    """Read trial files and fitted sets anew."""
    trials.cache_clear()
    posterior.forget()


def sources() -> frozenset[str]:
    """The ids of the studies that are here as trial files."""
    return frozenset(
        found for trial in trials() for found in CITATION.findall(trial["about"].get("source", ""))
    )


def in_trials() -> frozenset[str]:
    """The instruments that differ between the arms of a trial."""
    return frozenset(name for trial in trials() for name in _differing(trial.get("arms", {})))


def _differing(arms: Mapping[str, Any]) -> Iterator[str]:
    policies = [arm.get("policy", {}) for arm in arms.values()]
    for name in {name for policy in policies for name in policy}:
        if any(policy.get(name) != policies[0].get(name) for policy in policies):
            yield name


def support(name: str) -> Support:
    """The evidence behind one instrument."""
    instrument = next(one for one in INSTRUMENTS if one.name == name)
    known = declarations()
    inputs = {a: known[a].parameter for a in known if a.startswith(f"world.{name}.")}
    own = {a: p for a, p in inputs.items() if p.kind == "assumption"}
    tested = {a for a, p in own.items() if name in in_trials() and _is_tested(a, p)}
    studied = {a for a, p in own.items() if p.grade != "judgement"} - tested
    said = " ".join([instrument.__doc__ or "", *(p.source for _, p in instrument.declared())])
    return Support(
        name, instrument.label, len(tested), len(studied), len(own) - len(tested) - len(studied),
        CITATION.search(said) is not None,
    )  # fmt: skip


def _is_tested(address: str, parameter) -> bool:
    from_a_trial = parameter.grade != "judgement" and sources().intersection(
        CITATION.findall(parameter.source)
    )
    return address in posterior.moved() or bool(from_a_trial)


def behind(changed: Iterable[str]) -> list[Support]:
    """The evidence behind each instrument of some changed addresses, the weakest first."""
    known = {one.name for one in INSTRUMENTS}
    names = dict.fromkeys(address.split(".")[1] for address in changed if address.startswith("policy."))
    return sorted((support(name) for name in names if name in known), key=lambda one: one.strength)


def weakest(changed: Iterable[str]) -> Support | None:
    """The least supported of the instruments that were changed; None where none was."""
    return next(iter(behind(changed)), None)


def inputs_of(found: Support) -> str:
    """'1 of its 10 inputs comes from a trial, 2 from other studies, 7 are our assumption'."""
    if not found.total:
        cited = "its range is cited" if found.cited else "its range is our judgement"
        return f"it has no inputs of its own; {cited}"
    counted = (
        (found.tested, "tested in trials"),
        (found.studied, "from studies"),
        (found.judged, "our assumption"),
    )
    said = [f"{number} {words}" for number, words in counted if number]
    return f"of its {found.total} input{'s' if found.total != 1 else ''} {', '.join(said)}"


def sentences(changed: Iterable[str]) -> list[str]:
    """What an answer rests on, a line an instrument; of several the weakest is named first."""
    found = behind(changed)
    lines = [f"Evidence: {_small(one.badge)} for {one.label}; {inputs_of(one)}." for one in found]
    if len(found) > 1:
        lines.insert(
            0, f"The answer is no surer than its weakest part, {found[0].label}: {_small(found[0].badge)}."
        )
    return lines


def _small(words: str) -> str:
    """A badge in the middle of a sentence."""
    return words[0].lower() + words[1:]


def as_dict(changed: Iterable[str]) -> dict[str, Any]:
    """The same as plain data."""
    found = behind(changed)
    return {
        "weakest": found[0].badge if found else None,
        "instruments": {
            one.instrument: {
                "grade": one.badge, "tested_in_trials": one.tested, "from_studies": one.studied,
                "our_assumption": one.judged,
            }
            for one in found
        },
    }  # fmt: skip
