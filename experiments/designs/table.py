"""Points from a table of comma-separated values: a header of addresses, then a row a point."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from experiments.designs.experiment import PARAMETERS, SPECIAL
from experiments.designs.factors import is_known, value_of
from sim.errors import InputError
from sim.scenario import declarations, nearest, show, show_path

LARGEST_TABLE = 200_000_000  # bytes


def read_table(path: Path) -> tuple[dict[str, Any], ...]:
    """A dict a row, of the cells that say something. Raises InputError with the line that is wrong.

    Semicolons may stand for commas, and then decimal commas for points, as spreadsheets write them in much
    of Europe.
    """
    where = show_path(path)
    text = _text(path, where)
    separator = ";" if ";" in text.partition("\n")[0] else ","
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    header: list[str] = []
    rows: list[dict[str, Any]] = []
    try:
        for cells in lines:
            cells = [cell.strip() for cell in cells]
            if not any(cells):
                continue
            if not header:
                header = _header(cells, where)
                continue
            place = f"{where}, line {lines.line_num}"
            if len(cells) != len(header):
                raise InputError(f"{place} has {len(cells)} cells, but the header has {len(header)}.")
            row = {
                address: value_of(address, _typed(address, cell, separator), place)
                for address, cell in zip(header, cells, strict=True)
                if cell
            }
            rows.append(row)
    except csv.Error as error:
        raise InputError(f"{where} is no table at line {lines.line_num}: {show(str(error))[1:-1]}.") from None
    if not rows:
        raise InputError(f"{where} has no points; it needs a header of addresses and a row a point.")
    return tuple(rows)


def _text(path: Path, where: str) -> str:
    try:
        if not path.is_file():
            raise InputError(
                f"{where} is not a file; design.file names a table beside the experiment's file."
            )
        with path.open("rb") as file:
            raw = file.read(LARGEST_TABLE + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(
            f"{where} cannot be read: {getattr(error, 'strerror', None) or 'no path'}."
        ) from None
    if len(raw) > LARGEST_TABLE:
        raise InputError(f"{where} is larger than {LARGEST_TABLE:,} bytes; split the experiment in two.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{where} is not UTF-8 text (byte {error.start}); save it as CSV in UTF-8."
        ) from None


def _header(cells: list[str], where: str) -> list[str]:
    for place, cell in enumerate(cells):
        if not is_known(cell):
            raise InputError(
                f"{where} has a column {show(cell)}, but columns are addresses of levers or assumptions, or "
                f"{', '.join(SPECIAL)}.{nearest(cell, [*declarations(), *SPECIAL])}"
            )
        if cell in cells[:place]:
            raise InputError(f"{where} has the column {cell} twice; keep one.")
    return cells


def _typed(address: str, cell: str, separator: str) -> Any:
    """A cell as the value that it stands for; what it cannot be is left to the check."""
    kind = "number" if address == PARAMETERS else "text"
    if address in declarations():
        kind = declarations()[address].parameter.unit.kind
    if kind == "yes_no":
        return {"true": True, "false": False}.get(cell.lower(), cell)
    if kind != "number":
        return "" if kind == "plan" and cell == "-" else cell
    try:
        number = float(cell.replace(",", ".") if separator == ";" else cell)
        return int(number) if number.is_integer() and abs(number) < 2**53 else number
    except (ValueError, OverflowError):
        return cell
