"""kill -9 of a driver, a worker, a whole tree: the fast cousin of ``make torture``."""

import os
import sys

import pytest

from experiments.engine import torture
from experiments.store import layout

KILLS = int(os.environ.get("INROADS_KILLS", 1))


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of other systems")
@pytest.mark.parametrize("mode", ["driver", "worker", "tree"])
def test_killed_at_any_instant_it_ends_complete_with_the_bytes_of_an_undisturbed_run(tmp_path, mode):
    toll = torture.torture(mode, KILLS, tmp_path, workers=1, size=torture.SMALL, patience=0.4)
    assert toll.wrong == [] and toll.kills >= KILLS and toll.experiments >= 1


@pytest.mark.parametrize("harm", ["lost", "twice", "changed", "damaged", "unfinished"])
def test_the_torture_would_notice(tmp_path, harm):
    """Negative control: what a bad engine would leave behind is called wrong."""
    place = tmp_path / "place"
    place.mkdir()
    expected = torture.reference(tmp_path, torture.SMALL)
    (tmp_path / "reference").rename(place / "results")
    (place / torture.LOG).write_text("0\n1\n")
    assert torture._wrong(place, expected, torture.Toll("x")) == []
    outcomes, status = (
        sorted((place / "results" / kind).iterdir()) for kind in (layout.OUTCOMES, layout.STATUS)
    )
    if harm == "lost":
        status[1].unlink()
    elif harm == "twice":
        status[1].with_name("part-000099.parquet").write_bytes(status[1].read_bytes())
    elif harm == "changed":
        expected = {name: raw + b" " for name, raw in expected.items()}
    elif harm == "damaged":
        outcomes[0].write_bytes(outcomes[0].read_bytes()[:-9])
    else:
        (outcomes[0].parent / ".inroads-unfinished-1-part").write_bytes(b"")
    assert torture._wrong(place, expected, torture.Toll("x"))
