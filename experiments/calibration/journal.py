"""What has been simulated, kept as it comes: one line a set, so that a kill loses only sets under way."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict
from pathlib import Path

from experiments.calibration.problem import Job, Result
from sim.errors import InputError
from sim.scenario import show_path

SETTINGS = "settings"


class Journal:
    """Results by job, in a file of JSON lines; the first line says what they were made with.

    A last line that was cut short is dropped. Raises InputError where the file belongs to another
    model or other targets, or cannot be written.
    """

    def __init__(self, path: Path, made_with: dict, *, resume: bool):
        self.path, self.found = path, {}
        header = json.dumps(made_with, sort_keys=True)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if resume and path.exists():
                whole = self._read(header)
                os.truncate(path, whole)
                self.file = path.open("a", encoding="utf-8")
            else:
                self.file = path.open("w", encoding="utf-8")
            if self.file.tell() == 0:
                self._write(header)
        except OSError as error:
            raise InputError(
                f"{show_path(path)} cannot be written: {error.strerror}; name another folder with --out."
            ) from None

    def _read(self, header: str) -> int:
        """Take in the lines that are whole; returns where they end."""
        end = 0
        with self.path.open("rb") as file:
            for number, line in enumerate(file):
                if not line.endswith(b"\n"):
                    break
                try:
                    entry = json.loads(line)
                except ValueError:
                    break
                if number == 0:
                    self._check(entry, json.loads(header))
                else:
                    self.found[entry["job"]] = Result(tuple(entry["mean"]), tuple(entry["luck"]))
                end += len(line)
        return end

    def _check(self, theirs: dict, ours: dict) -> None:
        # How many sets are asked for matters to none of them: a result is found by its own numbers.
        different = sorted(k for k in {*theirs, *ours} - {SETTINGS} if theirs.get(k) != ours.get(k))
        if different:
            raise InputError(
                f"{show_path(self.path)} is of another calibration (it differs in {', '.join(different)}); "
                "leave out --resume to start anew, or name another folder with --out."
            )

    def _write(self, line: str) -> None:
        self.file.write(line + "\n")
        self.file.flush()

    def get(self, job: Job) -> Result | None:
        """The result of a job that was simulated before."""
        return self.found.get(digest(job))

    def put(self, job: Job, result: Result) -> None:
        """Keep a result."""
        name = digest(job)
        self.found[name] = result
        try:
            self._write(json.dumps({"job": name, "mean": result.mean, "luck": result.luck}))
        except OSError as error:
            raise InputError(f"{show_path(self.path)} cannot be written: {error.strerror}.") from None

    def close(self) -> None:
        """Put it on the disk."""
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()


def digest(job: Job) -> str:
    """A job's name: a hash of all that determines its result."""
    text = json.dumps(asdict(job), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:20]
