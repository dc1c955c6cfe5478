"""In which words does somebody read what this room keeps about them? The file keeps the short names."""

from collections.abc import Mapping

from renogroep.base.text import N_
from renogroep.identity.rules.consents import PURPOSE_LABELS
from renogroep.identity.rules.roles import ROLE_LABELS

NAMES: dict[str, str] = {
    "person": N_("Who you are"),
    "name": N_("Name"),
    "language": N_("Language"),
    "contacts": N_("How we reach you"),
    "way": N_("How"),
    "value": N_("Address or number"),
    "note": N_("Note"),
    "preferred": N_("This one first"),
    "ended_at": N_("Ended on"),
    "account": N_("How you sign in"),
    "email": N_("E-mail address"),
    "memberships": N_("What you are for the municipality"),
    "organisation": N_("Organisation"),
    "role": N_("Role"),
    "consents": N_("What you agreed to"),
    "purpose": N_("What for"),
    "text": N_("The words"),
    "given_at": N_("Given on"),
    "revoked_at": N_("Withdrawn on"),
    "sessions": N_("Where you were signed in"),
    "began_at": N_("Signed in on"),
    "last_used_at": N_("Last used on"),
    "messages": N_("What we sent you"),
    "subject": N_("Subject"),
    "at": N_("When"),
}
# (section, name) -> what its codes mean; "" is every section
CODES: dict[tuple[str, str], Mapping[str, str]] = {
    ("consents", "purpose"): PURPOSE_LABELS,
    ("", "way"): {
        "email": N_("By e-mail"),
        "mail": N_("By e-mail"),
        "sms": N_("By text message"),
        "mobile": N_("By phone"),
        "call": N_("By phone"),
        "letter": N_("By letter"),
    },
    ("", "role"): ROLE_LABELS,
}
