"""No sentence reaches a reader in the wrong language."""

import io
import re

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from flask_babel import ngettext

from renogroep.infra.i18n import in_language, say
from tests.support.messages import LANGUAGES, SOURCE, TRANSLATED, extract, file_of

pytestmark = pytest.mark.slow

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def _as_parts(string) -> tuple[str, ...]:
    """A sentence, or its singular and plural."""
    return (string,) if isinstance(string, str) else tuple(string)


def catalogue(language):
    with file_of(language).open("rb") as file:
        return read_po(file, locale=language)


@pytest.fixture(scope="module")
def sentences(tmp_path_factory):
    """Every msgid in the source."""
    target = tmp_path_factory.mktemp("messages") / "messages.pot"
    extract(target)
    with target.open("rb") as file:
        return [message.id for message in read_po(file) if message.id]


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_sentence_is_missing(sentences, language):
    known = catalogue(language)
    missing = [s for s in sentences if not (known.get(s) and known.get(s).string)]
    assert missing == [], f"{len(missing)} sentences without {language}"


def test_the_language_of_the_source_keeps_plurals_only(sentences):
    """A msgid is its own English sentence; only counting needs a catalogue."""
    kept = {message.id: message.string for message in catalogue(SOURCE) if message.id}
    assert kept == {s: s for s in sentences if isinstance(s, tuple)}
    assert len(file_of(SOURCE).read_text(encoding="utf-8").splitlines()) <= 1500


def test_a_sentence_without_a_row_reads_as_the_source(app):
    with app.test_request_context(), in_language(SOURCE):
        assert say("This page is not there.") == "This page is not there."
        assert ngettext("%(num)d home", "%(num)d homes", 1) == "1 home"
        assert ngettext("%(num)d home", "%(num)d homes", 2) == "2 homes"


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_keep_their_place(language):
    for message in catalogue(language):
        if not message.id:
            continue
        wanted = message.id if isinstance(message.id, str) else message.id[-1]
        given = message.string if isinstance(message.string, str) else message.string[-1]
        assert set(PLACEHOLDER.findall(wanted)) == set(PLACEHOLDER.findall(given)), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_catalogue_is_the_written_one(language):
    compiled = file_of(language).with_suffix(".mo").read_bytes()
    fresh = read_mo(io.BytesIO(compiled))
    for message in catalogue(language):
        key = message.id if isinstance(message.id, str) else message.id[0]
        if message.id and message.string:
            compiled_string = fresh.get(key).string
            assert _as_parts(compiled_string) == _as_parts(message.string), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_fuzzy_is_never_used(language):
    assert [m.id for m in catalogue(language) if m.id and m.fuzzy] == []
