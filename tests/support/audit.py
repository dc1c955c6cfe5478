"""Does a package of the lock have a known leak? Fails too when nobody can say."""

import subprocess
import sys
from pathlib import Path

from tests.support.lock import SHIPPED

# Known since 2021 (CVE-2020-28493): whoever has the advisories finds it.
KNOWN = "jinja2==2.11.2\n"
NAMED = "PYSEC-2021-66"


def asked(*words: str, lines: str | None = None) -> subprocess.CompletedProcess[str]:
    """One run of pip-audit, for which a package without an answer is an error."""
    tool = Path(sys.executable).with_name("pip-audit")
    return subprocess.run(
        [str(tool), "--strict", "--progress-spinner", "off", "--disable-pip", *words],
        input=lines,
        capture_output=True,
        text=True,
        check=False,
    )


def main() -> int:
    """What ``make audit`` runs: 0 only when the advisories were read and name nothing of ours."""
    control = asked("--no-deps", "-r", "/dev/stdin", lines=KNOWN)
    if NAMED not in control.stdout:
        print(control.stderr.strip()[-400:], file=sys.stderr)
        print("The advisories cannot be read from here: nothing was checked.", file=sys.stderr)
        return 1
    found = asked("--require-hashes", "-r", str(SHIPPED))
    print(found.stdout, found.stderr, sep="")
    return found.returncode


if __name__ == "__main__":
    sys.exit(main())
