"""The stylised facts as pieces of evidence: each with its claims, and what was measured where one fails."""

from __future__ import annotations

from experiments import facts
from experiments.answers import say_json
from experiments.evidence.results import Fact
from experiments.evidence.run import Found, Piece
from experiments.facts import report
from experiments.terminal import progress, say


def pieces() -> list[Piece]:
    """A piece for each fact; facts are measured with seeds of their own number, as their tests do."""
    return [_piece(one.number) for one in facts.FACTS]


def _piece(number: int) -> Piece:
    return Piece(f"fact {number}", (), lambda settings: Found(facts=(fact_of(facts.measure([number])[0]),)))


def fact_of(result: facts.FactResult) -> Fact:
    """A measured fact: how many claims are met, and the figures of those that are not."""
    met = sum(one.met for one in result.claims)
    reasons = report.not_met()
    told = [f"{met} of {len(result.claims)} claims met."]
    for one in result.claims:
        if not one.met:
            why = reasons.get(one.name, "")
            told.append(
                f"Not met: {one.claim.says}: {report.figure(one.found)}, demanded {one.claim.demanded}."
                + (f" {why}" if why else "")
            )
    fact = result.fact
    return Fact(fact.number, f"{fact.title.rstrip('.')}.", result.met, " ".join(told), fact.sources)


def print_all(worlds: int | None, as_json: bool, quiet: bool) -> None:
    """Measure all facts and print every claim: what `inroads evidence --facts` does."""
    seeds = facts.SEEDS if worlds is None else range(1, worlds + 1)
    with progress("Measuring the facts", wanted=not (as_json or quiet)) as bar:
        results = facts.measure(seeds=seeds, progress=bar)
    if as_json:
        say_json({
            str(one.fact.number): {
                "title": one.fact.title, "sources": one.fact.sources, "met": one.met,
                "claims": {
                    claim.claim.key: {
                        "says": claim.claim.says, "demanded": claim.claim.demanded, "met": claim.met,
                        "value": claim.found.value, "lo": claim.found.lo, "hi": claim.found.hi,
                    }
                    for claim in one.claims
                },
            }
            for one in results
        })  # fmt: skip
        return
    for line in report.lines(results):
        say(line)
