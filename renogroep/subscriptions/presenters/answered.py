"""What does somebody read who confirmed an interest?"""

from flask_babel import gettext as _


def after_confirming(takes_part: bool) -> str:
    """What somebody reads who confirmed; whoever finds the home taken reads whom to call."""
    if takes_part:
        return _("Your interest is confirmed. An advisor calls or writes to you.")
    return _(
        "We cannot note an interest for this home here. Call us, or let us call you: then we look at it together."
    )
