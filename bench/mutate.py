"""Would the tests notice when somebody turns one operator of a rule around?

    .venv/bin/python -m bench.mutate [words of a name ...]

Copies the tree to a temporary folder, changes one thing at a time and runs the tests that protect
it, on SQLite. A mutation that survives, or whose text is not in its folder any more, ends in 1.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "instance", "build", "dist")


@dataclass(frozen=True)
class Mutation:
    """What is changed, and who must notice.

    name    the protected boundary
    where   the folder under renogroep/ in which ``old`` stands
    old     a regular expression, so that it finds the text wherever a module moves
    new     what stands there instead
    tests   files under tests/, of which at least one must go red
    """

    name: str
    where: str
    old: str
    new: str
    tests: str


def rule(room: str, name: str, old: str, new: str, tests: str = "") -> Mutation:
    """A mutation in ``<room>/rules`` (or a floor of base), with its unit tests."""
    where = room if room == "base" else f"{room}/rules"
    return Mutation(name, where, re.escape(old), new, tests or f"unit/{room}")


LAST_DAYS = "actions/orders/test_orders_last_days.py"
YES = "actions/quotes/test_quotes_yes_kept.py"
CLOSING = "views/pages_staff/test_closing_with_orders.py"
PASSWORDS = "actions/identity/test_identity_passwords.py"

MUTATIONS = (
    Mutation(
        "last order day",
        "orders",
        r"facts\.today <= facts\.order_until",
        "facts.today < facts.order_until",
        LAST_DAYS,
    ),
    Mutation(
        "round past the contract",
        "orders",
        r"order_until > (last|\w+\.ends_on)\b",
        r"order_until >= \1",
        LAST_DAYS,
    ),
    Mutation(
        "second choice's last day",
        "quotes",
        r"facts\.today <= facts\.yes_by",
        "facts.today < facts.yes_by",
        YES,
    ),
    Mutation("keep yes: last day", "quotes", r"old\.yes_by >= ", "old.yes_by > ", YES),
    Mutation("keep yes: same firm", "quotes", r"old\.quote_id == new\.quote\.id", "True", YES),
    Mutation(
        "case with orders",
        ".",
        r'(?:raise|return) Refused\(\s*"case\.has_order"',
        '_ = Refused("case.has_order"',
        CLOSING,
    ),
    Mutation(
        "interest with orders",
        ".",
        r'(?:raise|return) Refused\(\s*"subscription\.has_order"',
        '_ = Refused("subscription.has_order"',
        CLOSING,
    ),
    Mutation(
        "password", "identity", r"len\(password\) < LEAST", "len(password) <= LEAST", PASSWORDS
    ),
    Mutation(
        "consents",
        "identity",
        r"session\.execute\(delete\(Consent\)",
        "str(delete(Consent)",
        "actions/identity/test_identity_consents.py",
    ),
    rule("base", "Saturday", "weekday() < 5", "weekday() < 6"),
    rule("base", "odd cents", "place < odd", "place <= odd"),
    rule("financing", "VAT: age of the home", ">= rule.min_age_years", "> rule.min_age_years"),
    rule("financing", "loan: highest rate", "<= MAX_OWN_RATE", "< MAX_OWN_RATE"),
    rule("financing", "rule: last day", "on <= valid_until", "on < valid_until"),
    rule("groups", "group: most homes", "+ len(block) <= max_size", "+ len(block) < max_size"),
    rule("orders", "freeze: earliest day", "freeze_on < earliest", "freeze_on <= earliest"),
    rule("orders", "freeze: minimum", "n < offer.minimum and", "n <= offer.minimum and"),
    rule(
        "orders",
        "withdrawal: last day",
        "today <= facts.withdraw_until",
        "today < facts.withdraw_until",
    ),
    rule("orders", "last place", "taken + wanted <= most", "taken + wanted < most"),
    rule("owners", "answer: fresh", ".fresh_months) < today", ".fresh_months) <= today"),
    rule("quotes", "deadline", "<= deadline", "< deadline", "unit/quotes unit/vectors"),
    rule(
        "quotes",
        "abnormal: enough tenders",
        "if tenders < MIN_TENDERS",
        "if tenders <= MIN_TENDERS",
    ),
    rule("quotes", "choice: minimum", "< minima[firm]", "<= minima[firm]"),
    rule("quotes", "choice: capacity", "homes_of(firm)) < most", "homes_of(firm)) <= most"),
    rule("reports", "small numbers", "count < HIDE_BELOW else", "count <= HIDE_BELOW else"),
    rule("subscriptions", "enough homes", "screened >= min_to_quote", "screened > min_to_quote"),
    rule("quotes", "new yes: last day", "today <= facts.yes_by", "today < facts.yes_by"),
    rule("tenders", "band: first home", "band.from_homes <= homes", "band.from_homes < homes"),
    rule("tenders", "last day of a contract", "ends_on > latest", "ends_on >= latest"),
    rule("tenders", "maximum value", "max_value >= limit", "max_value > limit"),
)


def places(copy: Path, one: Mutation) -> list[Path]:
    """The modules in which the text of a mutation stands."""
    modules = sorted((copy / "renogroep" / one.where).rglob("*.py"))
    return [path for path in modules if re.search(one.old, path.read_text(encoding="utf-8"))]


def noticed(copy: Path, one: Mutation) -> bool | None:
    """Do its tests go red? None when the text is not there."""
    files = places(copy, one)
    if not files:
        return None
    before = {path: path.read_text(encoding="utf-8") for path in files}
    try:
        for path, text in before.items():
            path.write_text(re.sub(one.old, one.new, text), encoding="utf-8")
        return not green(copy, one.tests)
    finally:
        for path, text in before.items():
            path.write_text(text, encoding="utf-8")


def green(copy: Path, tests: str) -> bool:
    """Do these tests pass in the copy? Anything but pass or fail stops the program."""
    command = [sys.executable, "-m", "pytest", "-x", "-n", "0", "-k", "not postgresql"]
    command += ["-m", "not slow", "--hypothesis-profile", "thorough"]
    command += [str(copy / "tests" / name) for name in tests.split()]
    clean = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=copy, env=clean, capture_output=True, text=True)  # noqa: S603
    if done.returncode not in (0, 1):
        sys.exit(done.stdout + done.stderr)
    return done.returncode == 0


def main(words: list[str]) -> int:
    """One line per mutation."""
    asked = [one for one in MUTATIONS if not words or any(word in one.name for word in words)]
    bad = 0
    with tempfile.TemporaryDirectory(prefix="renogroep-mutate-") as folder:
        copy = Path(folder) / "tree"
        shutil.copytree(TOP, copy, ignore=LEFT_OUT)
        for tests in sorted({one.tests for one in asked}):
            if not green(copy, tests):
                sys.exit(f"tests/{tests} is red before anything was changed")
        for one in asked:
            found = noticed(copy, one)
            said = {None: "TEXT NOT FOUND", False: "SURVIVED", True: "noticed"}[found]
            bad += found is not True
            print(f"{said:14} {one.where}: {one.name}", flush=True)
    print(f"{len(asked) - bad} of {len(asked)} noticed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
