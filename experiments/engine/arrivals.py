"""Whether the parts that workers say they wrote are here: on a cluster they may see another folder."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from experiments.store.layout import STATUS, part
from sim.errors import InputError
from sim.scenario import show_path

PATIENCE = 60.0  # seconds for which a file system may keep an old list of what is there
LOOK = 0.2  # seconds between two looks


class Arrivals:
    """Parts that somebody said were written, and that nobody has seen yet."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic):
        self.folder, self.clock = folder, clock
        self.unseen: dict[int, float] = {}

    def told(self, chunk: int) -> None:
        """Take note of a part. Raises InputError where an earlier one has not come for too long."""
        self.unseen[chunk] = self.clock()
        self.look()

    def look(self) -> None:
        """Look for what has not been seen yet. Raises InputError where that takes too long."""
        for chunk, since in list(self.unseen.items()):
            if part(self.folder, STATUS, chunk).exists():
                del self.unseen[chunk]
            elif self.clock() - since >= PATIENCE:
                raise InputError(
                    f"A worker says that it wrote part {chunk}, but {show_path(self.folder)} does not have "
                    "it; all workers must see the result folder under the same path, on one shared file "
                    "system."
                )

    def wait(self) -> None:
        """Wait until all are here. Raises InputError where that takes too long."""
        self.look()
        while self.unseen:
            time.sleep(LOOK)
            self.look()
