"""Give portsim spoilt scenarios, overlays, studies and tables for some minutes, and keep what it cannot take.

Run it with the installed package: ``.venv/bin/python tests/fuzz/fuzz.py --minutes 60 --seed 1``. Everything but a clean
message is kept with its files and traceback, once for each place in the code it comes from: another exception, more
than 10 s of processor time, more than 1 GiB of memory. The same seed gives the same cases; ``--only study --case 17``
gives one of them again.
"""

from __future__ import annotations

import argparse
import faulthandler
import random
import resource
import shutil
import signal
import sys
import time
import traceback
import warnings
from collections import Counter
from pathlib import Path

SUPPORT = Path(__file__).parents[1] / "support"
LIMIT_S = 10.0
LIMIT_BYTES = 2**30
HUNG_S = 300


class TooSlow(BaseException):
    """No exception that a blind except could take."""


def _too_slow(*_: object) -> None:
    raise TooSlow


class Fuzz:
    """Cases one after the other, with what came of them."""

    def __init__(self, seed: int, kept: Path) -> None:
        from fuzz_cases import Corpus

        self.seed = seed
        self.kept = kept
        self.corpus = Corpus()
        self.outcomes: dict[str, Counter[str]] = {}
        self.slowest: dict[str, tuple[float, int]] = {}
        self.crashes: dict[str, str] = {}
        signal.signal(signal.SIGPROF, _too_slow)

    def case(self, kind: str, number: int) -> str:
        """Make a case, give it to portsim, and keep it if that went wrong; tells what came of it."""
        from fuzz_cases import KINDS, Spoiler, refused_well

        from portsim.errors import PortsimError

        folder = self.kept / "current"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / "case.txt").write_text(f"--seed {self.seed} --only {kind} --case {number}\n", encoding="utf-8")
        spoiler = Spoiler(folder, random.Random(f"{self.seed}/{kind}/{number}"), self.corpus)
        faulthandler.dump_traceback_later(HUNG_S, exit=True)
        begun = time.process_time()
        outcome = "taken"
        try:
            signal.setitimer(signal.ITIMER_PROF, LIMIT_S)
            try:
                KINDS[kind][0](spoiler)
            except PortsimError as error:
                refused_well(error)
                outcome = "refused"
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
        except TooSlow as error:
            outcome = "slow" if kind != "run" else "cut short"  # a long run is no mistake
            if kind != "run":
                self._keep(kind, number, error, folder)
        except Exception as error:  # noqa: BLE001  any exception is what is looked for
            outcome = "crash"
            self._keep(kind, number, error, folder)
        faulthandler.cancel_dump_traceback_later()
        took_s = time.process_time() - begun
        self.outcomes.setdefault(kind, Counter())[outcome] += 1
        self.slowest[kind] = max(self.slowest.get(kind, (0.0, 0)), (took_s, number))
        return outcome

    def _keep(self, kind: str, number: int, error: BaseException, folder: Path) -> None:
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/portsim/" in frame.filename]
        at = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "tests"
        name = f"{type(error).__name__} at {at}"
        if name in self.crashes:
            return
        self.crashes[name] = f"{kind} {number}"
        text = "".join(traceback.format_exception(error))
        (folder / "traceback.txt").write_text(text, encoding="utf-8", errors="replace")
        shutil.copytree(folder, self.kept / f"{kind}-{number}", dirs_exist_ok=True)
        _tell(f"{kind} {number}: {name}: {str(error)[:200]}")

    def table(self) -> str:
        """Cases of each kind by what came of them, and the slowest of each."""
        lines = [f"{'kind':<16}{'taken':>8}{'refused':>9}{'slow':>6}{'cut':>6}{'crash':>7}  slowest"]
        for kind, found in sorted(self.outcomes.items()):
            took_s, number = self.slowest[kind]
            counts = (
                f"{found['taken']:>8}{found['refused']:>9}{found['slow']:>6}{found['cut short']:>6}{found['crash']:>7}"
            )
            lines.append(f"{kind:<16}{counts}  {took_s:.2f} s (case {number})")
        return "\n".join(lines)


def _tell(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def limit_memory() -> None:
    """Let this process have little more memory than it has now: what asks for more fails with a MemoryError."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[0])
    except OSError:  # not on Linux
        return
    most = pages * resource.getpagesize() + LIMIT_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def main() -> int:
    """Read the options, go on until the time is over, tell."""
    sys.path.insert(0, str(SUPPORT))
    from fuzz_cases import KINDS

    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=1.0, help="how long")
    options.add_argument("--cases", type=int, help="how many, in place of --minutes")
    options.add_argument("--seed", type=int, default=1, help="another seed gives other cases")
    options.add_argument("--only", choices=sorted(KINDS), action="append", help="kind of case; again for more")
    options.add_argument("--case", type=int, help="one case by its number, with --only")
    options.add_argument("--keep", type=Path, default=Path("fuzz"), help="folder for what went wrong")
    wanted = options.parse_args()
    kinds = [kind for kind in wanted.only or KINDS for _ in range(KINDS[kind][1])]
    fuzz = Fuzz(wanted.seed, wanted.keep)
    warnings.simplefilter("error", RuntimeWarning)  # numpy's way of saying that a number went wrong
    fuzz.case(kinds[0], 0)  # imports what is imported late
    limit_memory()
    if wanted.case is not None:
        _tell(fuzz.case(kinds[0], wanted.case))
        return int(bool(fuzz.crashes))
    ends = time.monotonic() + 60.0 * wanted.minutes
    number = 0
    while number < wanted.cases if wanted.cases else time.monotonic() < ends:
        number += 1
        fuzz.case(kinds[number % len(kinds)], number)
    _tell(f"{number} cases of seed {wanted.seed}; {len(fuzz.crashes)} went wrong, kept in {wanted.keep}")
    _tell(fuzz.table())
    return int(bool(fuzz.crashes))


if __name__ == "__main__":
    sys.exit(main())
