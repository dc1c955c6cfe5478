"""What does it cost to say which street somebody means, among 3,000, beside difflib?"""

import difflib
import sys
import time
from collections.abc import Callable

from renogroep.neighbourhoods.rules.street_names import match_street, street_key

STARTS = (
    *("Berk", "Beuk", "Bloem", "Brug", "Dorp", "Eik", "Gent", "Hoog", "Kapel", "Kasteel", "Kerk"),
    *("Klooster", "Leeuw", "Linde", "Markt", "Meer", "Molen", "Nieuw", "Noord", "Onder", "Oost"),
    *("Park", "Pastorij", "Roze", "School", "Sint-Jan", "Station", "Tulp", "Veld", "Vogel"),
)
MIDDLES = ("", "en", "s", "hof", "akker", "berg", "beek", "broek", "dal", "veld")
ENDS = ("straat", "laan", "plein", "dreef", "weg", "steenweg", "pad", "hof", "lei", "park")
ASKED = (
    "Kerkstr.",
    "Kerstraat",
    "Berkstraat",
    "Stationstraat",
    "Rozelaarstr",
    "Kerk",
    "Zwanendreef",
)
ROUNDS, MOST = 20, 1 / 20


def cost(work: Callable[[str], object], rounds: int) -> float:
    """CPU-seconds for one name."""
    start = time.process_time()
    for _ in range(rounds):
        for asked in ASKED:
            work(asked)
    return (time.process_time() - start) / rounds / len(ASKED)


def main() -> int:
    """Prints both and their ratio; 1 when it is above the goal."""
    known = [start + middle + end for start in STARTS for middle in MIDDLES for end in ENDS]
    keys = {street_key(name): name for name in known}
    first = cost(lambda asked: match_street(asked, known), 1)
    ours = cost(lambda asked: match_street(asked, known), ROUNDS)
    theirs = cost(lambda asked: difflib.get_close_matches(street_key(asked), keys, 5), 3)
    print(f"{len(known)} names: first {first * 1000:.2f} ms, then {ours * 1000:.2f} ms")
    print(f"difflib {theirs * 1000:.2f} ms, ratio {ours / theirs:.3f} (goal {MOST})")
    return int(ours / theirs > MOST)


if __name__ == "__main__":
    sys.exit(main())
