"""A command killed at each kind of moment at which it writes, and what the next command finds there.

Run as a program, it does so for one command in processes that are split off from it, since reading pandas and plotly
anew for each would take minutes, and tells what it found as JSON. A kill while a file is being written leaves that
file cut: here it is cut just before the kill, which is as bad as a kill at the worst moment can make it.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

UNFINISHED = re.compile(r"\.partial|\.probe-|\.token-")
PNG = b"\x89PNG\r\n\x1a\n" + b"drawn" + b"IEND\xaeB`\x82"
PDF = b"%PDF-1.4 drawn %%EOF\n"
PICTURES = {"png": PNG, "svg": b"<svg>drawn</svg>", "pdf": PDF}
WHOLE: dict[str, Callable[[bytes], object]] = {
    ".json": json.loads,
    ".html": lambda data: _ends(data, b"</html>"),
    ".svg": lambda data: _ends(data, b"</svg>"),
    ".png": lambda data: _ends(data, b"IEND\xaeB`\x82"),
    ".pdf": lambda data: _ends(data, b"%%EOF"),
    ".csv": lambda data: _ends(data, b"\n"),
    ".md": lambda data: _ends(data, b"\n"),
    ".xlsx": lambda data: zipfile.ZipFile(io.BytesIO(data)).testzip(),
    ".yaml": lambda data: _ends(data, b"\n"),
    ".parquet": lambda data: _read_parquet(data),
}
"""By the end of its name, what fails for a file that is cut."""


def _ends(data: bytes, mark: bytes) -> None:
    if not data.endswith(mark) and not data.rstrip().endswith(mark):
        raise ValueError(f"does not end with {mark!r}")


def _read_parquet(data: bytes) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.read_table(pa.BufferReader(data))


def cut_files(folder: Path) -> list[str]:
    """Files below a folder that are not whole, those left out that say by their name that they are unfinished."""
    found = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or UNFINISHED.search(name):
            continue
        try:
            WHOLE[path.suffix](path.read_bytes())
        except Exception as error:  # noqa: BLE001  whatever a reader says of a cut file
            found.append(f"{name}: {type(error).__name__} {error}")
    return found


@dataclass
class Moments:
    """Counts the moments at which a process writes a file below a folder, and kills it at one of them.

    Parameters
    ----------
    folder
        The folder.
    at
        Number of the moment, from 0; -1 for none.
    """

    folder: str
    at: int = -1

    def __post_init__(self) -> None:
        self.seen: list[str] = []
        self._off = False
        sys.addaudithook(self._hook)

    def _hook(self, event: str, args: tuple[Any, ...]) -> None:
        if self._off:
            return
        if event == "open" and isinstance(args[0], str) and _writes(args[1], args[2]):
            self.pass_by("write", args[0])
        elif event == "os.rename" and os.path.isdir(args[0]):
            self.pass_by("rename", os.fspath(args[1]))

    def pass_by(self, event: str, path: str) -> None:
        """Note a moment, and end the process if it is the one."""
        self._off = True
        try:
            absolute = os.path.abspath(path)
            if not absolute.startswith(self.folder):
                return
            if len(self.seen) == self.at:
                if event == "write" and os.path.isdir(os.path.dirname(absolute)):
                    os.write(os.open(absolute, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), b"{")
                os.kill(os.getpid(), signal.SIGKILL)
            self.seen.append(f"{event} {_kind(os.path.relpath(absolute, self.folder))}")
        finally:
            self._off = False


def _kind(name: str) -> str:
    """The name of a file without what is by chance or one of many alike: keys, figures, tables of a run."""
    name = re.sub(r"[0-9a-f]{6,}", "#", name)
    name = re.sub(r"(figures/\.?)[a-z0-9_]+", r"\1*", name)
    return re.sub(r"[a-z_]+(?=\.parquet)", "*", name)


def _writes(mode: str | None, flags: int) -> bool:
    return any(letter in mode for letter in "wax+") if mode else bool(flags & (os.O_WRONLY | os.O_RDWR))


def split_off(do: Callable[[], object], told: Path) -> tuple[int, Any]:
    """Do something in a process of its own: what its end was (0 for a good one), and what it gave."""
    told.unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        status = 1
        try:
            told.write_text(json.dumps(do()), encoding="utf-8")
            status = 0
        except BaseException:  # noqa: BLE001  nothing may come out of the process that was split off
            import traceback

            traceback.print_exc()
        finally:
            os._exit(status)
    _, ended = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(ended), json.loads(told.read_text()) if told.exists() else None


def command(args: list[str]) -> int:
    """Call portsim here; its exit code."""
    from portsim.cli.main import main

    sys.argv = ["portsim", *args]
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def prepare() -> None:
    """Read all libraries, simulate once for all runs, and draw without a browser."""
    import pyarrow.parquet  # noqa: F401

    import portsim.model.world as world
    from portsim.cli import compare, main, new, report, run, study  # noqa: F401
    from portsim.report import images, paper, writing
    from portsim.study.loading import load_scenario

    records = world.simulate(load_scenario("tutorial", sets=["clock.warmup_days=0"]).scenario, 1, 0)
    world.simulate = lambda scenario, seed, replication: records  # type: ignore[assignment]
    charts_of = writing.charts_of
    writing.charts_of = lambda data, lang: charts_of(data, lang, ("throughput",))
    images.obstacle = writing.obstacle = lambda lang: ""
    images.has_chinese_font = lambda: True
    images.find_browser = paper.find_browser = lambda environment=None: "browser"
    images._draw = lambda wanted, browser, limit_s: [(one.path, PICTURES[one.path.suffix[1:]]) for one in wanted]

    def printed(words: list[str], **_: object) -> object:
        target = next(word for word in words if word.startswith("--print-to-pdf=")).partition("=")[2]
        Path(target).write_bytes(PDF)
        return None

    paper.subprocess = type("Printer", (), {"run": staticmethod(printed), "TimeoutExpired": TimeoutError})


def killed_at(moments: list[str]) -> list[int]:
    """The moments worth a kill: the first of each kind, and the last of all."""
    first = {name: number for number, name in reversed(list(enumerate(moments)))}
    return sorted({*first.values(), len(moments) - 1})


def try_all(before: Path, only: str, args: list[str]) -> list[dict[str, Any]]:
    """Kill a command at its moments, each time in a fresh copy of a folder; what was found there, moment by moment.

    Parameters
    ----------
    before
        The folder.
    only
        Pattern of the moments.
    args
        The command.
    """
    work, told = before.with_name("work"), before.with_name("told.json")

    def fresh() -> None:
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(before, work)
        os.chdir(work)

    def told_by(at: int) -> list[str]:
        moments = Moments(str(work), at)
        import pyarrow.parquet as pq

        write_table = pq.write_table

        def noted(table: Any, where: Any, **options: Any) -> None:
            moments.pass_by("write", str(where))
            write_table(table, where, **options)

        pq.write_table = noted
        code = command(args)
        if code:
            raise RuntimeError(f"exit code {code}")
        return moments.seen

    fresh()
    status, moments = split_off(lambda: told_by(-1), told)
    if status:
        raise RuntimeError("the command does not work undisturbed")
    kept = {path.relative_to(before) for path in before.rglob("*") if path.is_file() and "runs" not in path.parts}
    found = []
    for number in killed_at(moments):
        if not re.search(only, moments[number]):
            continue
        fresh()
        status, _ = split_off(lambda number=number: told_by(number), told)
        lost = sorted(str(path) for path in kept if not (work / path).exists())
        ended, then = split_off(lambda: [cut_files(work), command(args), cut_files(work)], told)
        found.append(
            {"moment": moments[number], "was_killed": status == -signal.SIGKILL, "lost": lost, "ended": ended}
            | dict(zip(("cut", "next_code", "cut_after"), then or (), strict=False))
        )
    return found


if __name__ == "__main__":
    prepare()
    sys.stdout = sys.stderr
    tried = try_all(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
    sys.__stdout__.write(json.dumps(tried))
