"""Which homes ask for quotes together, and why?"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from renogroep.base.errors import Refused
from renogroep.base.text import N_, Text, t
from renogroep.groups.rules.waves import runs
from renogroep.neighbourhoods.rules.addresses import Place
from renogroep.subscriptions.rules.questions import label_of

NO_CHOICE = frozenset({None, "", "rather_not", "unknown", "other"})


class Basis(StrEnum):
    """What a group has in common beside the works."""

    ADJACENCY = "adjacency"
    LIFE_STAGE = "life_stage"
    BUDGET = "budget"


BASIS_LABELS: dict[Basis, str] = {
    Basis.ADJACENCY: N_("Same works, side by side"),
    Basis.LIFE_STAGE: N_("Same works, same life stage"),
    Basis.BUDGET: N_("Same works, same budget"),
}


@dataclass(frozen=True, slots=True)
class Home:
    """A screened home: where it stands, which lots it wants, what its owner chose to say."""

    ref: str
    place: Place
    works: frozenset[str]
    life_stage: str | None = None
    budget: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Homes that ask for quotes together; ``runs`` gives each its scaffold run in this group."""

    number: int
    name: Text
    homes: tuple[str, ...]
    runs: dict[str, str]


@dataclass(frozen=True, slots=True)
class BundlingResult:
    """Every home is in exactly one group or left out, and ``reasons`` holds each of them."""

    groups: tuple[Group, ...]
    left_out: tuple[str, ...]
    reasons: dict[str, tuple[Text, ...]]


Cluster = list[Home]  # homes that stay together for now
Key = tuple[tuple[str, ...], str]  # works, and the choice that the basis looks at


def bundle(
    homes: Iterable[Home], *, basis: Basis = Basis.ADJACENCY, min_size: int, max_size: int
) -> BundlingResult:
    """Groups of min_size to max_size homes; the order of ``homes`` does not matter.

    Only homes with exactly the same works come together, and with basis life_stage or budget only
    homes with the same choice (who made no choice comes together too). A street stays whole when it
    fits; a run of neighbours is never split unless it is longer than max_size. Streets that are too
    small go together in alphabetical order; what remains joins a group that has room, else it is
    left out with the reason.

    raises   Refused ``bundling.sizes`` unless 1 <= min_size <= max_size; ValueError when a
             reference occurs twice or a home wants no works.
    Source: FEATURES M04 and R19, issue 2 2.4 (2026-11-23).
    """
    if not 1 <= min_size <= max_size:
        raise Refused(
            "bundling.sizes",
            "Groups of %(min)s to %(max)s homes are not possible. Give a smallest size of at least 1 and a largest size that is not below it.",
            min=min_size,
            max=max_size,
        )
    parts: dict[Key, Cluster] = defaultdict(list)
    for home in _checked(homes):
        parts[_key(home, basis)].append(home)
    groups: list[Group] = []
    left_out: list[str] = []
    reasons: dict[str, tuple[Text, ...]] = {}
    for key in sorted(parts):
        clusters, rest = _divide(parts[key], min_size, max_size)
        for cluster in clusters:
            group = _group(len(groups) + 1, cluster)
            groups.append(group)
            reasons |= {home.ref: _why(home, cluster, group, basis, key[1]) for home in cluster}
        for home in rest:
            left_out.append(home.ref)
            reasons[home.ref] = (_why_not(len(rest), min_size, max_size),)
    return BundlingResult(tuple(groups), tuple(left_out), reasons)


def regrouped(
    number: int, homes: Iterable[Home], basis: Basis
) -> tuple[Group, dict[str, tuple[Text, ...]]]:
    """A group as it stands after a lead moved a home by hand, with what is still in common.

    A sentence that is no longer true of the whole group is left out. Sizes are not looked at.
    raises   ValueError for no homes, a reference that occurs twice, or a home without works.
    Source: FEATURES M04, "manual move with reason", and R19 (2026-11-23).
    """
    cluster = _checked(homes)
    if not cluster:
        raise ValueError("a group has homes")
    group = _group(number, cluster)
    keys = [_key(home, basis) for home in cluster]
    untrue = set()
    if len({works for works, _ in keys}) > 1:
        untrue.add(0)
    if basis != Basis.ADJACENCY and len({choice for _, choice in keys}) > 1:
        untrue.add(1)
    reasons = {}
    for home, (_, choice) in zip(cluster, keys, strict=True):
        said = _why(home, cluster, group, basis, choice)
        reasons[home.ref] = tuple(text for n, text in enumerate(said) if n not in untrue)
    return group, reasons


def _checked(homes: Iterable[Home]) -> list[Home]:
    ordered = sorted(homes, key=lambda home: (home.place.walk_key, home.ref))
    if len({home.ref for home in ordered}) != len(ordered):
        raise ValueError("a home occurs twice")
    if not all(home.works for home in ordered):
        raise ValueError("a home wants no works")
    return ordered


def _key(home: Home, basis: Basis) -> Key:
    choice: str | None = None
    if basis == Basis.LIFE_STAGE:
        choice = home.life_stage
    elif basis == Basis.BUDGET:
        choice = home.budget
    return tuple(sorted(home.works)), "" if choice in NO_CHOICE else str(choice)


def _divide(homes: Cluster, min_size: int, max_size: int) -> tuple[list[Cluster], Cluster]:
    """Groups for homes that may all come together, and who is left over."""
    blocks = _blocks(homes, max_size)
    streets: dict[tuple[str, str], list[Cluster]] = defaultdict(list)
    for block in blocks:
        streets[block[0].place.street_key].append(block)
    chunks = [chunk for street in streets.values() for chunk in _cut(street, min_size, max_size)]
    full = [chunk for chunk in chunks if len(chunk) >= min_size]
    small = [chunk for chunk in chunks if len(chunk) < min_size]
    merged, small = _pack(small, min_size, max_size)
    full += merged
    placed = {home.ref for cluster in full for home in cluster}
    merged, small = _pack([b for b in blocks if b[0].ref not in placed], min_size, max_size)
    full += merged
    rest: Cluster = []
    for block in small:
        room = [cluster for cluster in full if len(cluster) + len(block) <= max_size]
        if room:
            _best_room(room, block).extend(block)
        else:
            rest += block
    for cluster in full:
        cluster.sort(key=lambda home: (home.place.walk_key, home.ref))
    full.sort(key=lambda cluster: (cluster[0].place.walk_key, cluster[0].ref))
    return full, rest


def _blocks(homes: Cluster, max_size: int) -> list[Cluster]:
    """What may not be split: runs of neighbours; a run longer than a group falls apart in homes."""
    code = runs({home.ref: home.place for home in homes})
    length = Counter(code.values())
    blocks: dict[str, Cluster] = defaultdict(list)
    for home in homes:
        run = code[home.ref]
        blocks[run if length[run] <= max_size else home.ref + "/" + run].append(home)
    return list(blocks.values())


def _cut(blocks: Sequence[Cluster], min_size: int, max_size: int) -> list[Cluster]:
    """One street in consecutive pieces of at most max_size.

    The best cut leaves the fewest homes in pieces under min_size, then has the fewest pieces, then
    the most equal ones. Found exactly: best[n] is the best cut of the first n blocks.
    """
    best: list[tuple[tuple[int, int, int], list[int]]] = [((0, 0, 0), [])]
    for end in range(1, len(blocks) + 1):
        options = []
        size = 0
        for start in range(end - 1, -1, -1):
            size += len(blocks[start])
            if size > max_size:
                break
            (lost, pieces, squares), cuts = best[start]
            lost += size if size < min_size else 0
            options.append(((lost, pieces + 1, squares + size * size), [*cuts, end]))
        best.append(min(options))
    ends = best[-1][1]
    return [
        [home for block in blocks[start:end] for home in block]
        for start, end in zip([0, *ends], ends, strict=False)
    ]


def _pack(
    items: Sequence[Cluster], min_size: int, max_size: int
) -> tuple[list[Cluster], list[Cluster]]:
    """Items put together, first come first placed: the full clusters, and the items left over."""
    full: list[Cluster] = []
    filling: list[list[Cluster]] = []
    for item in items:
        for bag in filling:
            if sum(map(len, bag)) + len(item) <= max_size:
                bag.append(item)
                break
        else:
            bag = [item]
            filling.append(bag)
        if sum(map(len, bag)) >= min_size:
            filling.remove(bag)
            full.append([home for part in bag for home in part])
    return full, [item for bag in filling for item in bag]


def _best_room(room: Sequence[Cluster], block: Cluster) -> Cluster:
    """A group with homes of the same street comes first, then the smallest, then the first."""
    street = block[0].place.street_key
    return min(
        room,
        key=lambda cluster: (
            all(home.place.street_key != street for home in cluster),
            len(cluster),
        ),
    )


def _streets(cluster: Cluster) -> list[str]:
    """The names of the streets, each once, as the first home writes them."""
    names: dict[tuple[str, str], str] = {}
    for home in cluster:
        names.setdefault(home.place.street_key, home.place.street)
    return list(names.values())


def _group(number: int, cluster: Cluster) -> Group:
    name = t("Group %(number)s: %(streets)s", number=number, streets=", ".join(_streets(cluster)))
    code = runs({home.ref: home.place for home in cluster})
    return Group(number, name, tuple(home.ref for home in cluster), code)


def _why(home: Home, cluster: Cluster, group: Group, basis: Basis, choice: str) -> tuple[Text, ...]:
    """One sentence per thing that the group has in common."""
    sentences = [t("All homes in this group want the same works.")]
    if basis != Basis.ADJACENCY:
        sentences.append(_why_choice(basis, choice))
    streets = _streets(cluster)
    if len(streets) == 1:
        sentences.append(t("All homes stand in %(street)s.", street=streets[0]))
    else:
        sentences.append(
            t("%(streets)s go together, to be enough for a group.", streets=", ".join(streets))
        )
    beside = Counter(group.runs.values())[group.runs[home.ref]]
    if beside > 1:
        sentences.append(
            t("You stand in a row of %(count)s homes that can share one scaffold.", count=beside)
        )
    else:
        sentences.append(
            t("No home right beside yours is in this group, so your scaffold is for you alone.")
        )
    return tuple(sentences)


def _why_choice(basis: Basis, choice: str) -> Text:
    if not choice:
        return t("You made no choice about this, and neither did the others in this group.")
    words = Text(label_of(basis.value, choice))
    if basis == Basis.LIFE_STAGE:
        return t("You all chose the sentence “%(choice)s”.", choice=words)
    return t("You all chose the budget “%(choice)s”.", choice=words)


def _why_not(left: int, min_size: int, max_size: int) -> Text:
    if left < min_size:
        return t(
            "Homes with the same wishes that found no group: %(left)s. A group needs at least %(min)s, and no other group has room. You keep your place for the next round.",
            left=left,
            min=min_size,
        )
    return t(
        "Neighbours stay together, and no group of at most %(max)s homes could be made with yours. You keep your place for the next round.",
        max=max_size,
    )
