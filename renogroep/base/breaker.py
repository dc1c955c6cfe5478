"""How long is a service left alone that does not answer?"""

from datetime import timedelta

OPENS_AT = 3  # failures in a row to connect, to be greeted or to sign in
FIRST = timedelta(minutes=1)
LONGEST = timedelta(minutes=15)


def pause_after(failures: int) -> timedelta:
    """How long nothing goes after so many failures in a row; none before the third.

    1, 2, 4, 8, then 15 minutes. After each pause one probe, and one more failure when it fails.
    Source: design of the delivery, 2026-11-30.
    """
    if failures < OPENS_AT:
        return timedelta(0)
    pause = FIRST
    for _ in range(failures - OPENS_AT):
        if pause >= LONGEST:
            break
        pause *= 2
    return min(pause, LONGEST)
