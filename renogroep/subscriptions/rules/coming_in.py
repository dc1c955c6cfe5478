"""Who shows interest, under which name, and how did it reach us?"""

from dataclasses import dataclass

from renogroep.base.channel import Channel
from renogroep.base.errors import Refused
from renogroep.base.names import cleaned
from renogroep.base.text import N_
from renogroep.identity.rules.consents import CONTACT
from renogroep.identity.rules.contacts import Contact

CONSENT_PURPOSE, CONSENT_VERSION = CONTACT, "contact-1"
CONSENT_TEXT = N_(
    "The municipality and the energy house may use my details and my answers to contact me about this."
)
MAX_NAME = 120
TYPED_BY_STAFF = frozenset({Channel.PHONE, Channel.PAPER, Channel.DESK})


@dataclass(frozen=True, slots=True)
class Sender:
    """Who shows interest: a name, the contact to use, perhaps others, and a language.

    network   the internet address of a visitor of the pages; only a mark of it is kept
    """

    name: str
    contact: Contact
    language: str
    others: tuple[Contact, ...] = ()
    network: str | None = None


def read_channel(code: str | None) -> Channel:
    """How it reached us, as staff say it. Raises Refused ``contact.channel`` for anything else."""
    if code not in TYPED_BY_STAFF:
        raise Refused("contact.channel", "Choose how this came in.")
    return Channel(code)


def check_name(name: str) -> str:
    """The name without invisible signs. Raises Refused when it is missing or absurdly long."""
    clean = cleaned(name)
    if not clean:
        raise Refused("person.no_name", "Enter your name, so that we know whom to ask for.")
    if len(clean) > MAX_NAME:
        raise Refused(
            "person.long_name",
            "This name is longer than %(max)s signs. Write it shorter.",
            max=MAX_NAME,
        )
    return clean
