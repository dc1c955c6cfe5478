"""What rests on the consent to be contacted, and what is said whatever somebody agreed to?"""

from renogroep.base.text import N_

CONTACT = "contact"
PURPOSE_LABELS = {CONTACT: N_("to contact you")}

# Notices that invite somebody to go on with works to which nothing binds them yet. What answers an
# act of somebody's own, is about an order or must be said by law rests on something else.
# Source: AVG art. 6 lid 1 a and b, art. 7 lid 3; the list is ours, 2026-11-30 (data protection
# officer confirms).
_BY_CONSENT = (
    "groups_left_out",
    "groups_quotes_asked",
    "orders_indicative",
    "quotes_choose",
    "quotes_failed",
    "quotes_none",
    "subscriptions_screened",
    "subscriptions_settled",
)


def rests_on_consent(notice: str) -> bool:
    """Is this notice sent only to who agrees to be contacted?"""
    return notice in _BY_CONSENT
