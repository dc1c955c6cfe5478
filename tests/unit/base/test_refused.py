"""Does a refusal carry its sentence untranslated, with its values apart?"""

from renogroep.base.errors import Refused
from renogroep.base.money import Money
from renogroep.base.text import N_, Text, t


def test_a_sentence_keeps_its_values_for_the_reader_s_language():
    text = t("The price is %(price)s.", price=Money(1250))
    assert text == Text("The price is %(price)s.", {"price": Money(1250)})
    assert str(text) == "The price is 12,50."


def test_a_sentence_can_hold_another_sentence():
    assert str(t("%(one)s or %(other)s", one=t("tea"), other=t("coffee"))) == "tea or coffee"


def test_a_sentence_without_values_may_hold_a_percent_sign():
    assert str(t("6 % VAT")) == "6 % VAT"


def test_a_label_is_only_marked():
    assert N_("Street") == "Street"


def test_a_refusal_has_a_code_and_words():
    refused = Refused("quote.too_late", "The request closed on %(day)s.", day="3 May")
    assert refused.code == "quote.too_late"
    assert str(refused) == "quote.too_late: The request closed on 3 May."
