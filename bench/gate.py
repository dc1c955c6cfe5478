"""What does the gate cost over the rules that ship, beside one run of their worked cases?"""

import time
from collections.abc import Callable
from importlib.resources import files

from renogroep.financing.rules.case_answers import failing_cases
from renogroep.financing.rules.cases import shipped_cases
from renogroep.financing.rules.gate import unproven
from renogroep.financing.rules.gate_cells import cells
from renogroep.financing.rules.versions import seed_versions

ROUNDS = 5


def cost(work: Callable[[], object]) -> float:
    """The fewest CPU-seconds of a few rounds."""
    found = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def main() -> int:
    """Prints the seconds of both and their ratio; there is no goal."""
    rates = files("renogroep.financing") / "rates"

    def read(name: str) -> str:
        return (rates / name).read_text("utf-8")

    versions = [v for v in seed_versions(read) if v.kind in ("premium", "vat", "loan", "income")]
    cases = shipped_cases(read)
    number = sum(1 for version in versions for _cell in cells(version))
    once = cost(lambda: [failing_cases(version, cases) for version in versions])
    gate = cost(lambda: [unproven(version, cases) for version in versions])
    print(f"{len(cases)} cases once: {once:.3f} s; gate over {number} cells: {gate:.3f} s")
    print(f"ratio {gate / once:.0f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
