"""Does the audit trail in an export hold? For anybody, on any machine, without a database.

    renogroep-verify EXPORT --anchors 2026.txt --verify-key <64 hexadecimal signs>

Needs Python and PyNaCl. EXPORT is what ``renogroep export-audit`` or ``renogroep backup`` wrote.
"""

import argparse
import json
import sys
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from renogroep.base import anchors, chain
from renogroep.infra.signing import Fits, fits_any

Row = dict[str, Any]


def problems(export: Path, lines: Sequence[str], fits: Fits) -> Iterator[str]:
    """Everything in the export that does not hold, in words.

    raises   KeyError, ValueError, zipfile.BadZipFile when the file is no export of ours.
    """
    with zipfile.ZipFile(export) as file:
        heads = {row["municipality_id"]: row for row in _rows(file, "audit_head")}
        events = sorted(
            _rows(file, "audit_event"), key=lambda row: (row["municipality_id"], row["number"])
        )
    yield from chain.broken(
        (_link(row) for row in events),
        {key: (head["number"], head["hash"]) for key, head in heads.items()},
    )
    for key, head in heads.items():
        text = chain.head_text(key, head["number"], head["hash"])
        signed = head.get("signature") and fits(head.get("key_id"), text, head["signature"])
        if head["number"] and not signed:
            yield f"municipality {key}: the end, event {head['number']}, is not signed by this key"
    hashes = {(row["municipality_id"], row["number"]): row["hash"] for row in events}
    yield from anchors.broken(lines, fits, lambda *event: hashes.get(event))


def _rows(file: zipfile.ZipFile, table: str) -> list[Row]:
    with file.open(f"{table}.jsonl") as lines:
        return [json.loads(line) for line in lines]


def _link(row: Row) -> chain.Link:
    said = [
        row["previous_hash"],
        row["municipality_id"],
        row["number"],
        _moment(row["at"]),
        row["did"],
        row["actor_id"],
        row["subject_kind"],
        row["subject_id"],
        row["facts"],
    ]
    return chain.Link(
        row["municipality_id"],
        row["number"],
        row["previous_hash"],
        row["hash"],
        chain.digest_of(said),
    )


def _moment(value: Any) -> str:
    """An export writes a moment as ``{"$": ["moment", ...]}``."""
    kind, text = value["$"]
    if kind != "moment":
        raise ValueError("not a moment")
    return datetime.fromisoformat(text).astimezone(UTC).isoformat(timespec="microseconds")


def main(arguments: Sequence[str] | None = None) -> None:
    """The command: exit code 0 when everything holds, 1 when not, 2 for a file that is no export."""
    asked = argparse.ArgumentParser(
        prog="renogroep-verify", description=(__doc__ or "").split("\n")[0]
    )
    asked.add_argument("export", type=Path)
    asked.add_argument("--anchors", type=Path, action="append", required=True, help="oldest first")
    asked.add_argument("--verify-key", action="append", required=True, help="once per key")
    given = asked.parse_args(arguments)
    try:
        lines = [
            line for file in given.anchors for line in file.read_text("utf-8").splitlines() if line
        ]
        found = list(problems(given.export, lines, fits_any(given.verify_key)))
    except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as problem:
        print(f"This cannot be checked: {problem}", file=sys.stderr)
        sys.exit(2)
    for line in found:
        print(line)
    if found:
        sys.exit(1)
    print(f"The audit trail holds; {len(lines)} anchors fit.")
