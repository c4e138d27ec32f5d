"""What is written from the rules is as new as the rules, and what we write passes its own gate."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from copydesk import check_path
from copydesk.rulefile import load_catalogue
from copydesk.settings import Severity

ROOT = Path(__file__).parent.parent


def test_the_index_of_rules_is_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("docs_rules", ROOT / "docs" / "rules.py")
    assert spec is not None
    assert spec.loader is not None
    docs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(docs)

    expected = docs.page(load_catalogue().rules.values())

    assert (ROOT / "docs" / "rules.md").read_text("utf-8") == expected, "run: make docs"


@pytest.mark.parametrize(
    "name",
    ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "seeds/README.md"],
)
def test_our_own_pages_have_no_error_and_no_warning(name: str) -> None:
    result = check_path(ROOT / name, profile="docs")

    loud = [(f.start.line, f.rule) for f in result.findings if f.severity > Severity.INFO]
    assert loud == []
