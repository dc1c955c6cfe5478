"""Does the Containerfile make an image whose CMD is well, on a machine without a container engine?

Carries out COPY, ENV, WORKDIR, USER, RUN and CMD in a fresh Debian, as root, then starts what
compose.yaml starts beside a database and a Redis of this machine, in a network of its own.
"""

import io
import json
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from dockerfile_parse import DockerfileParser

from tests.support.lock import TOP

FILE = TOP / "deploy" / "Containerfile"
CACHE = Path(os.environ.get("RENOGROEP_IMAGE_CACHE", "~/.cache/renogroep-image")).expanduser()
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
NEEDED = ("debootstrap", "unshare", "chroot", "ip", "redis-server", "setpriv", "apt-config")
SAYS_NOTHING_TO_DO = {"COMMENT", "FROM", "EXPOSE", "VOLUME"}
NO_COPY = ("__pycache__", "*.pyc", "*.egg-info")
CERTIFICATES = ("PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")


def empty_debian(suite: str) -> Path:
    """A fresh Debian; made once on a machine, then kept."""
    kept = CACHE / f"{suite}-{platform.machine()}"
    if not kept.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=CACHE))
        subprocess.run(
            ["debootstrap", "--variant=minbase", suite, made], check=True, stdout=subprocess.DEVNULL
        )
        made.chmod(0o755)
        made.rename(kept)
    return kept


def of_this_machine(root: Path) -> dict[str, str]:
    """How this machine reaches packages: its names, its proxies, whom it trusts. Gives variables."""
    for place in ("/etc/resolv.conf", "/etc/hosts", "/etc/pip.conf"):
        if Path(place).exists():
            shutil.copyfile(place, root / place[1:])
    said = subprocess.run(["apt-config", "dump", "Acquire"], capture_output=True, check=True)
    (root / "etc/apt/apt.conf.d/99machine").write_bytes(said.stdout)
    given = {
        name: value
        for name, value in os.environ.items()
        if (name.startswith("PIP_") or name.lower().endswith("_proxy"))
        and not Path(value).exists()  # a place on this machine is none in there
    }
    given["DEBIAN_FRONTEND"] = "noninteractive"
    for name in CERTIFICATES:
        trusted = os.environ.get(name, "")
        if Path(trusted).is_file():
            shutil.copyfile(trusted, root / "etc/machine.crt")
            given[name] = "/etc/machine.crt"
    return given


class Image:
    """The root of an image on its way, and what the lines said so far."""

    def __init__(self, root: Path, machine: Mapping[str, str]) -> None:
        self.root, self.machine = root, machine
        self.env: dict[str, str] = {"PATH": PATH}
        self.shell, self.folder, self.user = ["/bin/sh", "-c"], "/", "0"
        self.cmd: list[str] = []

    def inside(self, words: Sequence[str], more: Mapping[str, str]) -> list[str]:
        """The words that run these words in the image, as its user and with its environment."""
        pairs = [f"{name}={value}" for name, value in {**self.env, **more}.items()]
        return [
            *("chroot", f"--userspec={self.user}", str(self.root), "/usr/bin/env", "-i"),
            *("-C", self.folder, *pairs, *words),
        ]

    def line(self, instruction: str, value: str) -> None:
        """Carry out one line; ValueError for a word that nobody here knows."""
        if instruction == "RUN":
            run = self.inside([*self.shell, value], self.machine)
            subprocess.run(
                ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
                + [f"--mount-proc={self.root}/proc", *run],
                check=True,
                stdout=subprocess.DEVNULL,
            )
        elif instruction == "COPY":
            *names, target = shlex.split(value)
            for name in names:
                self._copy(TOP / name, self.root / self.folder[1:] / target)
        elif instruction == "ENV":
            for pair in shlex.split(value):
                name, _, text = pair.partition("=")
                self.env[name] = re.sub(r"\$(\w+)", lambda one: self.env[one[1]], text)
        elif instruction == "WORKDIR":
            self.folder = value
            (self.root / value[1:]).mkdir(parents=True, exist_ok=True)
        elif instruction in {"USER", "SHELL", "CMD"}:
            kept = value if instruction == "USER" else json.loads(value)
            setattr(self, instruction.lower(), kept)
        elif instruction not in SAYS_NOTHING_TO_DO:
            raise ValueError(f"image-check does not know {instruction}")

    def _copy(self, source: Path, target: Path) -> None:
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns(*NO_COPY))
        else:
            shutil.copy(source, target)


def build(root: Path) -> Image:
    """Every line of the Containerfile, with how long it took."""
    lines = DockerfileParser(fileobj=io.BytesIO(FILE.read_bytes()), env_replace=False)
    suite = re.fullmatch(r"debian:(\w+)-slim", lines.baseimage)
    if suite is None:
        raise ValueError(f"image-check has no {lines.baseimage}")
    begin = time.monotonic()
    subprocess.run(["cp", "-a", f"{empty_debian(suite[1])}/.", root], check=True)
    print(f"{time.monotonic() - begin:5.0f} s  FROM {lines.baseimage}", flush=True)
    image = Image(root, of_this_machine(root))
    for one in lines.structure:
        begin = time.monotonic()
        image.line(one["instruction"], one["value"])
        if one["instruction"] == "RUN":
            print(f"{time.monotonic() - begin:5.0f} s  RUN {one['value'][:60]} ...", flush=True)
    return image


def main() -> int:
    """What ``make image-check`` does."""
    missing = [name for name in NEEDED if shutil.which(name, path=PATH) is None]
    if os.geteuid() != 0 or missing:
        print(f"Needs root, and: {', '.join(missing or NEEDED)}.", file=sys.stderr)
        return 1
    os.environ["PATH"] = f"{PATH}:{os.environ['PATH']}"
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        root = Path(folder) / "root"
        root.mkdir()
        image = build(root)
        told = Path(folder) / "image.json"
        told.write_text(json.dumps(vars(image), default=str))
        begin = time.monotonic()
        done = subprocess.run(
            ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
            + [sys.executable, "-m", "tests.support.image_run", str(told)],
            cwd=TOP,
            check=False,
        )
        print(f"{time.monotonic() - begin:5.0f} s  CMD {' '.join(image.cmd)}")
        return done.returncode


if __name__ == "__main__":
    sys.exit(main())
