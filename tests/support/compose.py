"""What does compose.yaml say of each service, once whoever installs it filled in their part?"""

import re
import secrets
from pathlib import Path
from typing import Any

import yaml

from tests.support.lock import TOP

DEPLOY = TOP / "deploy"
FILE, EXAMPLE = DEPLOY / "compose.yaml", DEPLOY / "renogroep.env.example"
ASKED = {"POSTGRES_PASSWORD": "made-up", "SERVER_NAME": "wijk.testgem.be"}
VARIABLE = re.compile(r"\$\{(\w+)[^}]*\}")


def whole() -> dict[str, Any]:
    """The file, its anchors and variables in place; KeyError for a variable that nobody is asked."""
    text = VARIABLE.sub(lambda found: ASKED[found[1]], FILE.read_text(encoding="utf-8"))
    return dict(yaml.safe_load(text))


def services() -> dict[str, Any]:
    """Each service by its name."""
    return dict(whole()["services"])


def filled_in() -> dict[str, str]:
    """renogroep.env as the page about installing says: a key of its own behind each empty name."""
    lines = [line for line in EXAMPLE.read_text("utf-8").splitlines() if line and line[0] != "#"]
    given = dict(line.split("=", 1) for line in lines)
    made = {name: secrets.token_hex(32) for name in given if not given[name]}
    made["RENOGROEP_AUDIT_KEYS"] = f"2026a:{secrets.token_hex(32)}"
    made["RENOGROEP_SMTP_HOST"] = "127.0.0.1"
    return {**given, **{name: made[name] for name in made if name in given}}


def environment(service: str) -> dict[str, str]:
    """All that the process of a service finds in its environment."""
    return {**filled_in(), **{k: str(v) for k, v in services()[service]["environment"].items()}}


def sources(service: str) -> list[Path]:
    """The files of ours that a service mounts."""
    mounts = [one.split(":")[0] for one in services()[service].get("volumes", ())]
    return [DEPLOY / one for one in mounts if one.startswith(".")]
