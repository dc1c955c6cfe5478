"""What does an advisor say of photos that are sent, and what may be done with one?"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField

from renogroep.infra.files.sending import PhotosForm
from renogroep.infra.i18n import say
from renogroep.owners.actions import home_files
from renogroep.owners.rules.home_files import (
    AUDIENCE_LABELS,
    PAPERS,
    PURPOSE_LABELS,
    Audience,
    Purpose,
)

Act = Callable[..., None]
# The button of a photo -> what it does.
ACTS: Mapping[str, Act] = {
    "internal": partial(home_files.show_to, audience=Audience.INTERNAL),
    "household": partial(home_files.show_to, audience=Audience.HOUSEHOLD),
    "firm": partial(home_files.show_to, audience=Audience.FIRM),
    "release": home_files.release,
    "take_back": home_files.take_back,
    "remove": home_files.remove,
}


class CasePhotosForm(PhotosForm):
    """Photos of an advisor: why they were made, and who sees them."""

    purpose = SelectField(_l("What is it for?"), default=Purpose.VISIT)
    audience = RadioField(_l("Who sees it?"), default=Audience.HOUSEHOLD)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.purpose.choices = [
            (str(one), say(label)) for one, label in PURPOSE_LABELS.items() if one not in PAPERS
        ]
        self.audience.choices = [(str(one), say(label)) for one, label in AUDIENCE_LABELS.items()]
