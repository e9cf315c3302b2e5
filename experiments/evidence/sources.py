"""What a source id stands for: the study, the figure as read, and where."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

ID = re.compile(r"\b(?:[A-HS]-\d\d|S00\d|IPS-25)\b")


@dataclass(frozen=True)
class Citation:
    """A published figure as ``scenarios/sources.toml`` holds it."""

    study: str
    country: str
    figure: str
    status: str
    address: str


@cache
def _facts() -> dict[str, dict]:
    text = (resources.files("scenarios") / "sources.toml").read_text("utf-8")
    found = tomllib.loads(text)
    documents = {
        name: {"study": entry["title"], "country": "", "figure": "", "status": "confirmed",
               "address": entry["address"]}
        for name, entry in found["documents"].items()
    }  # fmt: skip
    return {**documents, **found["facts"]}


def citation(source: str) -> Citation | None:
    """The first source id in a text, looked up; its address followed where that is another id."""
    for name in ID.findall(source):
        entry = _facts().get(name)
        if entry is None:
            continue
        address = entry["address"]
        other = _facts().get(address) if address != name else None
        return Citation(entry["study"], entry["country"], entry["figure"], entry["status"],
                        other["address"] if other else address)  # fmt: skip
    return None
