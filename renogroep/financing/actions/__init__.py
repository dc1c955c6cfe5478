"""How do rules come in, and when may they decide?"""

from renogroep.financing.actions.switching import activate, propose, retire, send_back
from renogroep.financing.actions.versions import add_version, seed_rules

__all__ = ["activate", "add_version", "propose", "retire", "seed_rules", "send_back"]
