"""Who was erased, so that a backup of before does not bring them back?

``erasures.jsonl``: a line per erasure with ids and a time, no name. It stands in the folder and beside
the backups; what the audit trail says is added to it every night and before each restore.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.orm import Session

from renogroep.identity.models import Person
from renogroep.infra.acts import TICK
from renogroep.infra.db import transaction
from renogroep.infra.tenant import acting_for
from renogroep.journeys.actions.people import erase_person, forget_told
from renogroep.journeys.queries.erased import erased_people

FILE = "erasures.jsonl"


class Erased(NamedTuple):
    """One erasure; ``told``: all but a contract that must be kept."""

    municipality_id: int
    person_id: int
    at: datetime
    told: bool = False


def told(session: Session) -> set[Erased]:
    """Every erasure that the audit trail holds."""
    return {Erased(*one) for one in erased_people(session)}


def listed(*files: Path) -> set[Erased]:
    """What these files say. ValueError names a line that is none."""
    found = set()
    for file in files:
        lines = file.read_text().splitlines() if file.exists() else []
        for number, line in enumerate(lines, start=1):
            try:
                one = json.loads(line)
                at = datetime.fromisoformat(one["at"])
                part = bool(one.get("told", False))
                found.add(Erased(int(one["municipality"]), int(one["person"]), at, part))
            except (ValueError, KeyError, TypeError) as problem:
                raise ValueError(f"{file} line {number} is no erasure") from problem
    return found


def keep(file: Path, erased: Iterable[Erased]) -> None:
    """Add what the file does not say yet."""
    new = sorted(set(erased) - listed(file))
    if not new:
        return
    file.touch(mode=0o600)
    with file.open("a") as out:
        for one in new:
            line = {
                "municipality": one.municipality_id,
                "person": one.person_id,
                "at": one.at.isoformat(),
                **({"told": True} if one.told else {}),
            }
            out.write(json.dumps(line) + "\n")


def beside(backups: Path, folder: Path) -> None:
    """The list stands beside the backups too: the folder may be lost with the server."""
    keep(backups / FILE, listed(folder / FILE))


def since(moment: datetime, erased: Iterable[Erased]) -> list[Erased]:
    """Those after a backup, the earliest first. An id of before may be somebody else's by now."""
    return sorted((one for one in erased if one.at > moment), key=lambda one: one.at)


def again(moment: datetime, erased: Iterable[Erased]) -> int:
    """Erase them in a database that a backup of ``moment`` was put back in; gives how many."""
    count = 0
    for one in since(moment, erased):
        with acting_for(one.municipality_id), transaction() as current:
            person = current.get(Person, one.person_id)
            if person is not None and person.erased_at is None:
                (forget_told if one.told else erase_person)(current, person, by=TICK)
                count += 1
    return count
