"""What do we use data for, by which right, and to whom does somebody complain?

Source: AVG art. 6, 13 and 77 (read 2026-11-30). Which right goes with which use is a decision of the
programme of 2026-11-30; the data protection officer of the municipality confirms it.
"""

from dataclasses import dataclass

from renogroep.base.text import N_


@dataclass(frozen=True, slots=True)
class Use:
    """One use of data.

    what, right   sentences
    kept          the code of the retention row that says how long
    """

    what: str
    right: str
    kept: str


CONSENT = N_("You agreed to it (article 6.1.a of the GDPR). You may take it back at any time.")
CONTRACT = N_("It is needed for the order that you sign (article 6.1.b of the GDPR).")
PUBLIC_TASK = N_("It belongs to the public task of the municipality (article 6.1.e of the GDPR).")
USES = (
    Use(
        N_("To advise you about your home and to call or write to you about it"), CONSENT, "person"
    ),
    Use(
        N_("To make your order, to have the works done, and to show afterwards what was agreed"),
        CONTRACT,
        "person_with_order",
    ),
    Use(N_("To call you when you left your number"), CONSENT, "call_request"),
    Use(
        N_("To know which mail or letter went to whom, so that nobody misses a date"),
        PUBLIC_TASK,
        "outbox_message",
    ),
    Use(
        N_("To let only you come in with your link, and to see misuse"), PUBLIC_TASK, "signed_link"
    ),
    Use(N_("To keep you signed in on your device"), PUBLIC_TASK, "web_session"),
)


@dataclass(frozen=True, slots=True)
class Authority:
    """Where somebody complains; a name and an address are not translated."""

    name: str
    address: str
    email: str
    url: str


# Read on 2026-11-30: vlaanderen.be/vlaamse-toezichtcommissie, procedure for complaints.
FLEMISH = Authority(
    "Vlaamse Toezichtcommissie voor de verwerking van persoonsgegevens (VTC)",
    "Koning Albert II-laan 15, 1210 Brussel",
    "contact@toezichtcommissie.be",
    "https://www.vlaanderen.be/vlaamse-toezichtcommissie",
)
# Read on 2026-11-30: gegevensbeschermingsautoriteit.be, "Klacht indienen".
BELGIAN = Authority(
    "Gegevensbeschermingsautoriteit (GBA)",
    "Drukpersstraat 35, 1000 Brussel",
    "contact@apd-gba.be",
    "https://www.gegevensbeschermingsautoriteit.be",
)
