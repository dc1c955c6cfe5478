"""How long must somebody wait who guesses at a password or a code?

GROUND of the house, 2026. An account waits half a minute at most, and not at all on a device from
which somebody signed in to it before: wrong guesses by others keep nobody out.
"""

import ipaddress
import math
from datetime import datetime, timedelta

from renogroep.base.errors import Refused

WINDOW = timedelta(minutes=15)  # failures count so long

ACCOUNT_FREE, ACCOUNT_MOST = 5, 30
NETWORK_FREE, NETWORK_MOST = 10, 900
V4_BITS, V6_BITS = 24, 56  # what one subscriber or office shares


def wait_after(account_fails: int, network_fails: int, known_device: bool) -> int:
    """Seconds after the last failure; the larger of what account and network must wait.

    account_fails, network_fails  failures in the last 15 minutes
    known_device                  this device signed in to this account before
    """
    account = 0 if known_device else _doubling(account_fails, ACCOUNT_FREE, ACCOUNT_MOST)
    return max(account, _doubling(network_fails, NETWORK_FREE, NETWORK_MOST))


def _doubling(fails: int, free: int, most: int) -> int:
    """From the failure ``free`` on: 1, 2, 4, 8 ... seconds."""
    if fails < free:
        return 0
    return min(most, 1 << min(fails - free, most.bit_length()))


def seconds_left(last: datetime | None, wait: int, now: datetime) -> int:
    """Whole seconds until ``wait`` seconds after the last failure; 0 when that is past.

    last   None when nothing failed lately
    """
    if last is None or not wait:
        return 0
    return max(0, math.ceil((last + timedelta(seconds=wait) - now).total_seconds()))


def refusal(wait: int) -> Refused:
    """What to say to who must wait, and what they can do meanwhile.

    wait   seconds
    """
    return Refused(
        "account.slow_down",
        "There were too many wrong attempts. Wait and try again, or ask for a link by mail. Seconds to wait: %(seconds)s.",
        seconds=wait,
    )


def network_of(address: str) -> str:
    """The part of an address that one office or home shares; what is no address is its own."""
    try:
        ip = ipaddress.ip_address(address.strip().partition("%")[0])
    except ValueError:
        return address.strip().lower()[:60]
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    bits = V4_BITS if ip.version == 4 else V6_BITS
    return str(ipaddress.ip_network(f"{ip}/{bits}", strict=False))
