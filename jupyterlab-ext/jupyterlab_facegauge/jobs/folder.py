"""The server's private folder, and what a server that crashed has left in its own."""

import os
import shutil
import signal
from pathlib import Path

_COMMANDS = "commands"


class Folder:
    """`PARENT/facegauge/PID-START`, made when it is needed. In it a list of the commands that run."""

    def __init__(self, parent):
        self._parent = Path(parent) / "facegauge"
        self.path = self._parent / _mark(os.getpid())

    def make(self):
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.path

    def note(self, pid):
        """That a command runs, for whoever has to clean up."""
        with open(self.make() / _COMMANDS, "a", encoding="ascii") as file:
            file.write(f"{_mark(pid)}\n")

    def remove(self):
        shutil.rmtree(self.path, ignore_errors=True)

    def clean_up(self):
        """Ends the commands of servers that are gone, and removes their folders."""
        for folder in self._parent.glob("*-*") if self._parent.is_dir() else []:
            if _lives(folder.name):
                continue
            for mark in _lines(folder / _COMMANDS):
                if _lives(mark) and mark.split("-")[1] != "0" and os.name == "posix":
                    _end(int(mark.split("-")[0]))
            shutil.rmtree(folder, ignore_errors=True)


def _mark(pid):
    return f"{pid}-{_start(pid)}"


def is_alive(pid):
    """Whether a process is there and has not ended; as far as can be told."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return _stat(pid)[:1] != ["Z"]


def _start(pid):
    """When a process was started, in ticks since the machine was, as Linux tells; 0 where it does not. Numbers of processes
    are given again."""
    stat = _stat(pid)
    return int(stat[19]) if len(stat) > 19 else 0


def _stat(pid):
    """What Linux tells of a process, from its state on; empty elsewhere."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def _lives(mark):
    try:
        pid, start = (int(part) for part in mark.split("-"))
    except ValueError:
        return False
    return is_alive(pid) and _start(pid) == start


def _lines(file):
    try:
        return file.read_text(encoding="ascii", errors="replace").split()
    except OSError:
        return []


def _end(pid):
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
