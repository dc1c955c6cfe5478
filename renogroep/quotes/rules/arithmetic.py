"""Do the totals of a quote add up, and what is a forgotten post worth?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from renogroep.base.money import Money, UnitPrice, total
from renogroep.base.numbers import half_up
from renogroep.base.units import Quantity


@dataclass(frozen=True, slots=True)
class Corrected:
    """The amount as it must be, and the difference with what was stated (None: not stated)."""

    amount: Money
    difference: Money | None

    @property
    def changed(self) -> bool:
        """Does the stated amount differ?"""
        return bool(self.difference)


def corrected_line(quantity: Quantity, price: UnitPrice, stated: Money | None) -> Corrected:
    """A line total: quantity x unit price, half up to the cent; the unit price prevails.

    12.5 x 80.40 stated as 1,050.00 is 1,005.00, a difference of -45.00.
    Source: KB Plaatsing art. 34 (fallback from own knowledge, 2026-11-23): the documents must say it.
    """
    amount = price.for_quantity(quantity)
    return Corrected(amount, None if stated is None else amount - stated)


def corrected_sum(line_totals: Iterable[Money], stated: Money | None) -> Corrected:
    """The sum of (corrected) line totals, beside the stated sum. No lines: zero.

    Held by the worked bill; the product adds up itself and asks nobody for a sum.
    """
    amount = total(line_totals)
    return Corrected(amount, None if stated is None else amount - stated)


@dataclass(frozen=True, slots=True)
class OtherQuote:
    """What another contractor asks for the omitted post, and its total with that post."""

    post: Money
    total: Money


@dataclass(frozen=True, slots=True)
class FilledPost:
    """The omitted post: P = L x Y / X. L and X in exact cents, P and the total in whole cents."""

    mean_post: Fraction  # L
    mean_total: Fraction  # X
    price: Money  # P
    total_with_post: Money


def can_fill(others: Sequence[OtherQuote]) -> bool:
    """Is there a price to go by? Somebody asks something for the post, and for other work too."""
    return sum((other.total - other.post).cents for other in others) > 0


def fill_omitted_post(total_without_post: Money, others: Sequence[OtherQuote]) -> FilledPost:
    """The price that fills a post which a contractor left out, so that the quote can be compared.

    total_without_post   Y, the total of the quote that left it out.
    others               quotes that do price the post; leave abnormal prices out beforehand.
    raises               ValueError when there are no others, or they ask nothing but that post.

    L is the mean price that the others ask for the post, X the mean of their totals without it.
    Only P is rounded, half up. Source: KB Plaatsing art. 86 §2 (L and X: RvS 245.068; formula from
    own knowledge, 2026-11-23). The buyer may also set the quote aside, and says why.
    """
    if not others:
        raise ValueError("nobody else priced this post")
    mean_post = Fraction(sum(other.post.cents for other in others), len(others))
    mean_total = Fraction(sum((o.total - o.post).cents for o in others), len(others))
    if mean_total <= 0:
        raise ValueError("the others ask nothing beside this post")
    price = Money(half_up(mean_post * total_without_post.cents / mean_total))
    return FilledPost(mean_post, mean_total, price, total_without_post + price)


@dataclass(frozen=True, slots=True)
class RankingQuantity:
    """The quantity after the buyer's decision, and what is added to it for the ranking only."""

    final: Quantity
    addition: Quantity


def ranking_quantity(initial: Quantity, signalled: Quantity, accepted: Quantity) -> RankingQuantity:
    """Reward for whoever reported that a quantity is too high.

    signalled, accepted   reductions as negative quantities; zero when nothing was reported.
    raises                ValueError for an increase, or a reduction below zero.

    Who reported at least the accepted reduction is ranked on the final quantity; who reported less
    is ranked on the final quantity plus the difference.
    Source: VMSW "Rangschikking", scenarios 1 and 2; the difference from own knowledge, 2026-11-23.
    Held by the worked bill; no page takes in signalled quantities yet.
    """
    if signalled.scaled > 0 or accepted.scaled > 0:
        raise ValueError("a reduction is zero or negative")
    final = initial + accepted
    if final.scaled < 0:
        raise ValueError("a quantity cannot fall below zero")
    return RankingQuantity(final, Quantity(max(0, signalled.scaled - accepted.scaled)))
