"""Which passwords are guessed too easily?"""

import pytest

from renogroep.base.errors import Refused
from renogroep.identity.actions.passwords import common
from renogroep.identity.rules.passwords import check, own_parts

EMAIL, NAME = "an.de_wolf@testgem.example", "An Van Peeters-Öz"


def code_of(password):
    try:
        check(password, common=common(), email=EMAIL, name=NAME)
    except Refused as refused:
        return refused.code
    return None


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("abcde fghij", "account.short_password"),
        ("abcde fghijk", None),
        ("1qaz2wsx3edc", "password.common"),
        ("1QAZ2wsx3EDC", "password.common"),
        ("1qaz2wsx3edc4", None),
        ("192837465564", "password.digits"),
        ("١٩٢٨٣٧٤٦٥٥٦٤", "password.digits"),
        ("19283746556x", None),
        ("abcdabcdabcd", "password.few_signs"),
        ("ABCDabcdabcd", "password.few_signs"),
        ("abcdeabcdeab", None),
        ("mijn hond PEETERS", "password.own"),
        ("wij gaan naar testgem", "password.own"),
        ("een wolf in het bos", "password.own"),
        ("van an en haar öz", None),
        ("een goed example", None),
        ("een zin die ik ken", None),
    ],
)
def test_what_is_refused_and_the_next_one_that_is_not(password, code):
    assert code_of(password) == code


def test_short_words_of_a_name_are_nobodys():
    assert own_parts("an@ib.be", "An Li Maes") == {"maes"}
    assert own_parts("", "") == frozenset()


def test_the_list_is_whole_and_each_word_is_long_enough():
    assert len(common()) == 190
    assert all(len(word) >= 12 and word == word.lower() for word in common())
