"""How many requests may one address send, over all processes together?"""

from collections.abc import Mapping
from typing import Any

from limits import parse_many

EVERYBODY = ["600 per minute"]


def per_process(config: Mapping[str, Any]) -> list[Any]:
    """The limits that one process keeps.

    A shared store counts for all of them. Without one each process counts alone, so each keeps its
    part; a visitor whom chance brings to one process only is slowed down sooner, never later.
    """
    wanted = config.get("RATE_LIMITS", EVERYBODY)
    if not str(config.get("LIMITER_STORAGE", "memory://")).startswith("memory"):
        return list(wanted)
    processes = max(1, int(config.get("PROCESSES", 1)))
    return [
        f"{max(1, one.amount // processes)} per {one.multiples} {one.GRANULARITY.name}"
        for text in wanted
        for one in parse_many(text)
    ]
