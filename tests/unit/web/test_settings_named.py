"""A setting that no page of the docs names is one that nobody finds."""

import re
from pathlib import Path

TOP = Path(__file__).resolve().parents[3]
READ = re.compile(r"""env\.\w+\(\s*["']([A-Z_]+)["']""")
DOCS = "\n".join(file.read_text("utf-8") for file in sorted((TOP / "docs").rglob("*.md")))


def test_every_setting_stands_in_the_docs():
    given = set(READ.findall((TOP / "config.py").read_text("utf-8")))
    given |= {"SECRET_KEY", "SEALING_KEY"}  # read in one loop
    assert len(given) > 15
    assert sorted(name for name in given if f"`{name}`" not in DOCS) == []


def test_every_command_stands_in_the_docs():
    from renogroep.web.commands import main

    ours = [  # others come with Flask's extensions
        name
        for name, one in main.commands.items()
        if getattr(one.callback, "__module__", "").startswith("renogroep.")
    ]
    assert len(ours) > 10
    assert sorted(name for name in ours if f"renogroep {name}" not in DOCS) == []
