"""Stored evidence for the page: what is looked at, as a table and a file. No Streamlit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import StringIO

import pandas as pd

from dashboard import levers, words
from dashboard.link import WhatIf
from experiments.evidence import words as said
from experiments.evidence.results import Evidence, Row, worst_first

COLUMNS = ("verdict", "study", "outcome", "published", "model", "expected", "use", "instrument", "country")


@dataclass(frozen=True)
class View:
    """Which results are looked at."""

    instrument: str = ""
    country: str = ""
    tests: bool = False

    @classmethod
    def parse(cls, parameters: Mapping[str, str], found: Evidence) -> View:
        """The view of a link; what there is not is left out."""
        instrument, country = parameters.get("i", ""), parameters.get("land", "")
        return cls(
            instrument if instrument in instruments(found) else "",
            country if country in countries(found) else "",
            parameters.get("set") == "test",
        )

    def dump(self) -> dict[str, str]:
        """The view as parameters of a link."""
        return {"i": self.instrument, "land": self.country, "set": "test" if self.tests else "all"}

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self == View()

    def of(self, found: Evidence) -> Evidence:
        """The results that are looked at."""
        rows = tuple(
            row
            for row in found.rows
            if self.instrument in ("", row.instrument)
            and self.country in ("", row.country)
            and (row.is_test or not self.tests)
        )
        return replace(found, rows=rows)


def instruments(found: Evidence) -> list[str]:
    """What the results are about."""
    return sorted({row.instrument for row in found.rows})


def countries(found: Evidence) -> list[str]:
    """Where they were found."""
    return sorted({row.country for row in found.rows if row.country})


def ordered(found: Evidence) -> list[Row]:
    """Tests first, what is apart last, the worst miss first in each."""
    blocks = (worst_first(row for row in found.rows if row.block is block) for block in said.BLOCKS)
    return [row for rows in blocks for row in rows]


def table(found: Evidence) -> pd.DataFrame:
    """A row for each result, in words."""
    rows = [
        (
            f"{said.SYMBOLS[row.verdict]} {row.verdict}", f"{row.source} {row.study}", row.outcome,
            said.published(row), said.simulated(row), said.expected(row),
            row.use, row.instrument, row.country,
        )
        for row in ordered(found)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=[words.EVIDENCE_COLUMNS[name] for name in COLUMNS])


def what_if(row: Row, years: int) -> WhatIf | None:
    """What the study's treated arm got, as a what-if in the country it was simulated in."""
    country = row.more.get("baseline")
    if country not in levers.COUNTRIES:
        return None
    known = levers.controls(country)
    changes = {a: known[a].parameter.accept(v) for a, v in row.more.get("policy", {}).items() if a in known}
    return WhatIf.today(country, years=years).set(changes) if changes else None


def numbers(found: Evidence) -> str:
    """Everything as a tidy table under lines that say what it is."""
    text = StringIO()
    for line in ("Title: Published results beside the model's", *said.score(found), said.READING,
                 said.made_from(found), f"Licence: {words.LICENCE}"):  # fmt: skip
        text.write(f"# {line}\n")
    rows = []
    for row in ordered(found):
        low, high = row.expected() if row.measured and not row.only_sign else (None, None)
        rows.append({
            "id": row.id, "source": row.source, "study": row.study, "country": row.country,
            "instrument": row.instrument, "outcome": row.outcome, "unit": row.unit, "kind": row.kind,
            "use": row.use, "verdict": row.verdict, "published": row.value, "published_low_95": row.low,
            "published_high_95": row.high, "published_sign": row.sign, "model": row.mean,
            "model_low_90": row.model_low, "model_high_90": row.model_high, "expected_low_90": low,
            "expected_high_90": high, "worlds": row.worlds, "conversion": row.conversion, "note": row.note,
        })  # fmt: skip
    pd.DataFrame(rows).to_csv(text, index=False, float_format="%.6g")
    return text.getvalue()
