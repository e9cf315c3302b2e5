"""The reference of experiment files: ``python -m experiments.designs.reference`` writes it anew."""

from __future__ import annotations

from pathlib import Path

from experiments.designs.keys import TABLES

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "experiments.md"
BEGIN, END = "<!-- generated: keys -->\n", "<!-- end of generated -->"


def reference() -> str:
    """A Markdown table of every table and key."""
    rows = ["| part | key | meaning |", "|---|---|---|"]
    for table, keys in TABLES.items():
        part = f"`[[{table}]]`" if table == "points" else f"`[{table}]`"
        for key, meaning in keys.items():
            name = "an address" if key == "ADDRESS" else "a name" if key == "NAME" else f"`{key}`"
            rows.append(f"| {part} | {name} | {meaning[0].upper()}{meaning[1:]} |".replace(" -> ", " to "))
            part = ""
    return "\n".join(rows) + "\n"


def written(text: str) -> str:
    """A document with the reference in its place."""
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}{reference()}{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
