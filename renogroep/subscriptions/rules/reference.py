"""Which short code can a resident read aloud?"""

# No 0 O Q D, no 1 I L, no 5 S, 8 B, 2 Z, 6 G or U V pairs: 23 signs, and 23 is prime, so the
# check sign catches every single wrong sign and every swap of two signs.
ALPHABET = "23456789ACEFHJKMNPRTWXY"
BASE = len(ALPHABET)
PREFIX = "RG"
FIRST_YEAR = 2020
YEARS = 64
PER_YEAR = 100_000
_SPACE = BASE**5
_STEP = 2_654_435  # no common factor with 23: neighbours in number are far apart in code


def make_reference(sequence: int, year: int) -> str:
    """The code of the ``sequence``-th household of a year, like "RG-7K4M-2P".

    sequence   1 to 99,999, unique within the year
    year       2020 to 2083
    Different numbers give different codes, and the same number always the same code. It is a name,
    not a secret: a page never opens on a reference alone.
    raises     ValueError outside these ranges.
    Source: FEATURES R06, "unique readable code" (2026-11-23).
    """
    if not 1 <= sequence < PER_YEAR or not FIRST_YEAR <= year < FIRST_YEAR + YEARS:
        raise ValueError("sequence or year out of range")
    value = ((year - FIRST_YEAR) * PER_YEAR + sequence) * _STEP % _SPACE
    places = []
    for _ in range(5):
        value, place = divmod(value, BASE)
        places.append(place)
    places.append(_check(places))
    code = "".join(ALPHABET[place] for place in places)
    return f"{PREFIX}-{code[:4]}-{code[4:]}"


def _check(places: list[int]) -> int:
    """The sign that makes the weighted sum a multiple of 23; each place has its own weight."""
    weighted = sum(weight * place for weight, place in enumerate(places, start=2))
    return -weighted % BASE
