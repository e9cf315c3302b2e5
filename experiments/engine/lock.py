"""One call at a time in a result folder, by a lock that goes with the process that holds it."""

from __future__ import annotations

import errno
import sys
from contextlib import contextmanager
from pathlib import Path

from experiments.files import explained
from experiments.store.layout import LOCK
from sim.errors import InputError
from sim.scenario import show_path

HELD = {errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK, errno.EDEADLK}


@contextmanager
def locked(folder: Path):
    """Hold a folder for one call. Raises InputError while another one has it.

    A file system that knows no locks is written into without one: parts are whole whoever writes them.
    """
    with explained(str(folder)):
        file = (folder / LOCK).open("a+")
    with file:
        try:
            _lock(file)
        except OSError as refused:
            if refused.errno in HELD:
                raise InputError(
                    f"Another call is writing into {show_path(folder)}; wait for it, or name another folder "
                    "with --out."
                ) from None
        yield


def _lock(file) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
