"""How often does Python look for garbage in circles?

Every 700 new objects, and some pages make a hundred thousand: a fifth of their time went there.
"""

import gc

AFTER = (50_000, 10, 20)  # new objects, and how often before an older generation is looked at


def seldom() -> None:
    """Look seldom, and never again at what is there now: the house itself stays."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*AFTER)
