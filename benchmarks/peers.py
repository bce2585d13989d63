"""Programs an analyst could take instead, each installed by pip in an environment of its own, and timed there."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCRIPTS = Path(__file__).parent / "peers"
ENVIRONMENTS = Path(tempfile.gettempdir()) / "portsim-benchmarks"
INSTALL_S, RUN_S = 600, 300


@dataclass(frozen=True)
class Peer:
    """A program, what pip installs for it, and the script that does the work.

    Parameters
    ----------
    name, version
        As it is published.
    requirements
        What else it needs to be imported; stated with the reason where the release itself forgot it.
    script
        In `benchmarks/peers`.
    """

    name: str
    version: str
    script: str
    requirements: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    def python(self, folder: Path) -> Path:
        """Interpreter of its environment, installed where it is not there yet.

        Raises
        ------
        subprocess.SubprocessError
            pip failed.
        """
        home = folder / f"{self.name.lower()}-{self.version}"
        python = home / "bin" / "python"
        if not (home / "ready").exists():
            subprocess.run([sys.executable, "-m", "venv", home], check=True, timeout=INSTALL_S)
            wanted = [f"{self.name}=={self.version}", *self.requirements]
            command = [python, "-m", "pip", "install", "--quiet", *wanted]
            subprocess.run(command, check=True, timeout=INSTALL_S, capture_output=True)
            (home / "ready").touch()
        return python

    def run(self, size: int, folder: Path = ENVIRONMENTS) -> dict[str, Any]:
        """CPU seconds, units of work and more, as the script prints them.

        Raises
        ------
        subprocess.SubprocessError
            It cannot be installed or run.
        """
        command = [self.python(folder), SCRIPTS / self.script, str(size)]
        ran = subprocess.run(command, check=True, timeout=RUN_S, capture_output=True, text=True)
        found: dict[str, Any] = json.loads(ran.stdout.strip().splitlines()[-1])
        return found


CIW = Peer("Ciw", "3.2.7", "ciw_queue.py")
SALABIM = Peer("salabim", "26.0.9", "salabim_queue.py")
CONFLOWGEN = Peer("ConFlowGen", "3.0.1", "conflowgen_boxes.py")
# 2.2.1 is the newest release for Python 3.11. It does not name pyyaml, ipython and pytz, which it imports, and its lock
# fails with pandas 3 ("Invalid value ... for dtype timedelta64[us]").
OPENTNSIM = Peer("opentnsim", "2.2.1", "opentnsim_lock.py", ("pyyaml", "ipython", "pytz", "pandas<3"))


def try_peer(peer: Peer, size: int) -> tuple[dict[str, Any] | None, str]:
    """What a peer did, or why it could not be made to run."""
    try:
        return peer.run(size), ""
    except subprocess.CalledProcessError as error:
        last = (error.stderr or b"").decode() if isinstance(error.stderr, bytes) else (error.stderr or "")
        return None, (last.strip().splitlines() or [str(error)])[-1][:200]
    except subprocess.SubprocessError as error:
        return None, str(error)[:200]
