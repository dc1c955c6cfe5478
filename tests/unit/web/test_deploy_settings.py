"""What deploy/ sets is a setting that there is; no key stands in it; what it starts exists."""

import re

import pytest

from renogroep.web import commands_backup
from tests.unit.web.test_settings_named import READ, TOP

DEPLOY = TOP / "deploy"
FILES = sorted(file for file in DEPLOY.rglob("*") if file.is_file())
SETTINGS = set(READ.findall((TOP / "config.py").read_text("utf-8")))
BESIDE = {commands_backup.FOR.removeprefix("RENOGROEP_"), "SECRET_KEY", "SEALING_KEY"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_only_settings_that_there_are(file):
    used = set(re.findall(r"\bRENOGROEP_([A-Z_]+)", file.read_text("utf-8")))
    assert used - SETTINGS - BESIDE == set()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_key_is_shipped(file):
    assert re.findall(r"[0-9a-f]{32,}|AGE-SECRET", file.read_text("utf-8")) == []


def test_the_image_copies_what_is_there_and_runs_as_nobody_special():
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    assert "FROM debian:bookworm-slim\n" in text
    for line in re.findall(r"^COPY (.+)$", text, re.M):
        for source in line.split()[:-1]:
            assert (TOP / source).exists(), source
    assert text.index("\nUSER 10001") < text.index("\nCMD ")
    assert "--require-hashes" in text


def test_each_program_of_the_house_has_a_unit_and_a_container():
    units = {file.stem.removeprefix("renogroep-") for file in (DEPLOY / "systemd").iterdir()}
    assert units == {"web", "mail", "time", "backup"}
    compose = (DEPLOY / "compose.yaml").read_text("utf-8")
    for name in ("app", "mail", "time", "postgres", "redis", "caddy"):
        assert f"\n  {name}:\n" in compose, name


def test_the_docs_name_files_that_there_are():
    for page in sorted((TOP / "docs").glob("*.md")):
        for found in re.findall(r"\bdeploy/[\w./-]+\w", page.read_text("utf-8")):
            made_there = found == "deploy/renogroep.env"
            assert made_there or (TOP / found).exists(), f"{page.name}: {found}"
