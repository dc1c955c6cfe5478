"""How often may one network or one recipient set messages going, before somebody looks at it?"""

import hmac
from datetime import timedelta
from hashlib import sha256
from ipaddress import ip_address, ip_network

MESSAGES_PER_RECIPIENT, RECIPIENT_WINDOW = 3, timedelta(hours=24)
UNCONFIRMED_PER_NETWORK, NETWORK_WINDOW = 5, timedelta(hours=1)
MARK_LIVES = timedelta(days=7)
_IPV4, _IPV6 = 24, 56  # one office or one line


def may_send(*, to_recipient: int, from_network: int) -> bool:
    """May one more message to confirm leave?

    to_recipient   messages to this address or number in the last 24 hours
    from_network   interests of this network in the last hour that nobody confirmed
    Beyond it the page says the same and nothing is sent: a person looks first.
    Source: decision of the programme, 2026-11-30.
    """
    return to_recipient < MESSAGES_PER_RECIPIENT and from_network < UNCONFIRMED_PER_NETWORK


def network_of(address: str) -> str:
    """The network of an internet address: /24 of IPv4, /56 of IPv6; anything else is itself."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(ip_network(f"{known}/{_IPV4 if known.version == 4 else _IPV6}", strict=False))


def mark_of(address: str, key: str) -> str:
    """The mark that a network leaves under the key of one day: the same network, the same mark.

    Without the key nobody can tell of which network it is.
    """
    return hmac.new(bytes.fromhex(key), network_of(address).encode(), sha256).hexdigest()[:16]
