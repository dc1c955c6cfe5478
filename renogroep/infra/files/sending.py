"""How are several photos sent in one form, so that the good ones stay and the bad ones are named?"""

from collections.abc import Callable, Sequence, Sized
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from renogroep.base.errors import Refused
from renogroep.base.text import Text
from renogroep.infra.acts import Answer, By, act
from renogroep.infra.fields import line
from renogroep.infra.files.pictures import Picture, cleaned

MOST_AT_ONCE = 12
MOST_TOGETHER = 60 * 1024 * 1024  # bytes of one form


class PhotosForm(FlaskForm):
    """Photos, and one line about them.

    good    what could be read, after ``validate``: (name, photo)
    kept    how many stayed
    bad     why the others did not, a sentence that names each
    """

    photos = MultipleFileField(_l("Photos"), render_kw={"accept": "image/*"})
    caption = line(_l("What do we see?"))

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.good: list[tuple[str, Picture]] = []
        self.bad: list[Text] = []
        self.unread: list[Text] = []
        self.kept = 0

    def stayed(self, rows: Sized, bad: Sequence[Text]) -> None:
        """What the action answered."""
        self.kept, self.bad = len(rows), [*self.unread, *bad]

    def validate(self, extra_validators: Any = None) -> bool:
        """True when there is a good one; all is well when ``bad`` is empty too."""
        if not super().validate(extra_validators):
            return False
        sent = [one for one in self.photos.data or () if one and one.filename]
        if not sent:
            self.photos.errors = [_("Choose a photo")]
        elif len(sent) > MOST_AT_ONCE:
            self.photos.errors = [_("Send at most %(count)s photos at once", count=MOST_AT_ONCE)]
        if self.photos.errors:
            return False
        for one in sent:
            try:
                self.good.append((one.filename, cleaned(one.read(), name=one.filename)))
            except Refused as refused:
                self.unread.append(refused.text)
        self.bad = [*self.unread]
        self.photos.errors = [] if self.good else [*self.bad]
        return bool(self.good)


def sent(
    form: PhotosForm,
    work: Callable[[Session, By], Any],
    again: Callable[[Text | None], Any],
    *,
    to: str,
) -> Answer:
    """The page, or as ``act``; the page again, with the bad ones named beside the field, when some did not stay."""
    if request.method == "GET":
        return again(None)
    answer = act(form, work, again=again, to=to, done=lambda _nothing: _words(form))
    if not form.bad or not isinstance(answer, Response):
        return answer
    form.photos.errors = [*form.bad]
    return again(None), 422


def _words(form: PhotosForm) -> str:
    """How many are kept; a photo that was there already is."""
    count = form.kept
    return ngettext("%(num)s photo is kept.", "%(num)s photos are kept.", count) if count else ""
