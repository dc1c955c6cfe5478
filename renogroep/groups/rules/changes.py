"""What changed for whom since homes were bundled before?"""

from collections.abc import Mapping

from renogroep.base.text import Text, t


def changes(before: Mapping[str, int], after: Mapping[str, int]) -> list[Text]:
    """What is different between two times that homes were bundled, in sentences.

    Home -> group number. Numbers shift when a group is added, so a new group continues the old one
    with which it shares the most homes; only who did not come along has moved.
    """
    follows = {number: _followed(before, after, number) for number in sorted(set(after.values()))}
    said = []
    for home in sorted(set(before) | set(after)):
        if home not in after:
            said.append(t("%(home)s is in no group any more.", home=home))
        elif home not in before:
            said.append(t("%(home)s is new, in group %(number)s.", home=home, number=after[home]))
        elif follows[after[home]] != before[home]:
            said.append(
                t(
                    "%(home)s was in group %(old)s and is now in group %(number)s.",
                    home=home,
                    old=before[home],
                    number=after[home],
                )
            )
    return said


def _followed(before: Mapping[str, int], after: Mapping[str, int], number: int) -> int | None:
    shared: dict[int, int] = {}
    for home, group in after.items():
        if group == number and home in before:
            shared[before[home]] = shared.get(before[home], 0) + 1
    return max(shared, key=lambda old: (shared[old], -old)) if shared else None
