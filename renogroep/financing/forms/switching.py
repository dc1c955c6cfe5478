"""What does somebody type who looks at a proposed version?"""

from typing import Any

from flask_babel import lazy_gettext as _l

from renogroep.infra.fields import VersionForm, text

MOST = 2_000


class SendBackForm(VersionForm):
    """Why a version goes back to its author."""

    reason = text(_l("What is not right yet?"), MOST)

    def field_of(self, code: str) -> Any:
        """Beside which field does a refusal stand?"""
        return {"rules.no_reason": self.reason}.get(code)
