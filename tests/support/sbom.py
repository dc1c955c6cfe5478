"""Is ``sbom.json`` the list of what the lock installs? ``make sbom`` writes it, lint compares."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.support.lock import SHIPPED, TOP

SBOM = TOP / "sbom.json"
OURSELVES = {
    "type": "application",
    "name": "renogroep",
    "licenses": [{"license": {"id": "EUPL-1.2"}}],
}


def made_of(lock: Path) -> str:
    """CycloneDX 1.6 as JSON: the same lock is the same text, on every machine and day.

    Name, version and hashes stand in the component. The line of the lock and the index that it was
    fetched from stay out: the first says the same again, the second differs per machine.
    """
    made = subprocess.run(
        [sys.executable, "-m", "cyclonedx_py", "requirements", str(lock)]
        + ["--output-reproducible", "--of", "JSON", "--sv", "1.6"],
        check=True,
        capture_output=True,
        text=True,
    )
    bom: dict[str, Any] = json.loads(made.stdout)
    for component in bom["components"]:
        del component["description"]
        places = component.pop("externalReferences", [])
        component["hashes"] = [one for place in places for one in place["hashes"]]
        component["bom-ref"] = component["purl"]
    del bom["dependencies"]  # a flat lock says nothing about them
    bom["metadata"] = {"component": OURSELVES}
    return json.dumps(bom, indent=1, ensure_ascii=False) + "\n"


def wrong_in(text: str) -> str:
    """What the standard says about it; empty when nothing."""
    found = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    return "" if found is None else str(found)


def main(words: list[str]) -> int:
    """``make sbom`` with the word ``write``; without a word compare: 1 when it differs."""
    made = made_of(SHIPPED)
    if words == ["write"]:
        SBOM.write_text(made, encoding="utf-8")
        return 0
    if made != SBOM.read_text(encoding="utf-8"):
        print("sbom.json is not that of requirements.txt: run `make sbom`.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
