from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from copydesk.config import Config, find, load, settings_hash
from copydesk.errors import ConfigError
from copydesk.pathglob import PathGlobs
from copydesk.settings import PathProfile, PathRules, RuleClass, Settings, Severity

if TYPE_CHECKING:
    from copydesk.rulefile import Catalogue

RULE = "residue/page-furniture"
TEMPLATE = ROOT / "rules" / "TEMPLATE.toml"


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """Return three rules, a defect and two others, so that these tests know every name."""
    from copydesk.rulefile import load_catalogue

    rules = tmp_path_factory.mktemp("rules")
    template = TEMPLATE.read_text(encoding="utf-8")
    other = re.sub("(?m)^severity = .*$", 'severity = "warning"', template)
    for path, rule_class, text in (
        (RULE, "defect", template),
        ("residue/broken-link", "defect", template),
        ("claims/puffery", "evidence", other),
        ("vocabulary/stock-words", "style", other),
    ):
        text = re.sub("(?m)^class .*$", f'class = "{rule_class}"', text)
        if rule_class == "style":
            text = 'group = "stock"\n' + text
        write(rules / f"{path}.toml", text)
    return load_catalogue(rules)


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def rule_of(catalogue: Catalogue, rule_class: RuleClass) -> str:
    return next(rule.id for rule in catalogue.rules.values() if rule.rule_class is rule_class)


def failure(catalogue: Catalogue, **options: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load(catalogue, **options)  # type: ignore[arg-type] # texts only, in these tests
    return str(caught.value)


def test_a_file_with_every_key_becomes_settings(folder: Path, catalogue: Catalogue) -> None:
    write(
        folder / "copydesk.toml",
        f"""\
        profile = "news"
        select = ["residue", "page-furniture", "residue"]
        ignore = ["style"]
        exclude = ["drafts/**"]
        preview = true
        encoding = "CP1252"
        max_file_size = 5_000_000
        fail_on = "warning"
        min_score = 70
        inline = false

        [severity]
        page-furniture = "warning"

        [[overrides]]
        paths = ["legal/*.md"]
        rules = ["{RULE}"]
        reason = "quotes the old site"

        [[profiles]]
        paths = ["docs/**"]
        profile = "docs"
        """,
    )

    expected = Config(
        path="copydesk.toml",
        reason="the nearest above this folder",
        settings=Settings(
            profile="news",
            select=("page-furniture", "residue"),
            ignore=("style",),
            severities=((RULE, Severity.WARNING),),
            preview=True,
            encoding="cp1252",
            max_file_size=5_000_000,
            inline=False,
            overrides=(PathRules(("legal/*.md",), (RULE,), "quotes the old site"),),
            profiles=(PathProfile(("docs/**",), "docs"),),
            root=str(folder),
        ),
        exclude=(PathGlobs(str(folder), ("drafts/**",)),),
        fail_on="warning",
        min_score=70,
    )
    assert expected == load(catalogue)


def test_without_a_file_the_defaults_hold(folder: Path, catalogue: Catalogue) -> None:
    assert Config() == load(catalogue)


def test_the_nearest_file_upwards_counts(folder: Path, catalogue: Catalogue) -> None:
    write(folder / "copydesk.toml", 'profile = "news"')
    write(folder / "posts" / "pyproject.toml", '[tool.copydesk]\nprofile = "blog"')
    (folder / "posts" / "may").mkdir()

    assert load(catalogue, folder="posts/may").settings.profile == "blog"
    assert load(catalogue, folder=".").settings.profile == "news"


def test_in_one_folder_our_own_file_comes_first(folder: Path, catalogue: Catalogue) -> None:
    write(folder / "copydesk.toml", 'profile = "news"')
    write(folder / "pyproject.toml", '[tool.copydesk]\nprofile = "blog"')

    assert load(catalogue).settings.profile == "news"


def test_a_project_file_without_our_table_is_passed_over(
    folder: Path, catalogue: Catalogue
) -> None:
    write(folder / "copydesk.toml", 'profile = "news"')
    write(folder / "a" / "pyproject.toml", '[project]\ndependencies = ["copydesk"]')
    write(folder / "a" / "b" / "pyproject.toml", "this is not TOML at all")
    write(folder / "a" / "b" / "c" / "x.md", "")

    assert load(catalogue, folder="a/b/c").settings.profile == "news"


def test_the_search_ends_at_the_root_of_the_repository(folder: Path) -> None:
    write(folder / "copydesk.toml", 'profile = "news"')
    (folder / "vendored" / "deep").mkdir(parents=True)
    write(folder / "vendored" / ".git", "gitdir: elsewhere")

    assert find(str(folder / "vendored" / "deep")) == ""


def test_isolated_reads_only_what_is_named(folder: Path, catalogue: Catalogue) -> None:
    write(folder / "copydesk.toml", "nonsense")
    write(folder / "ci.toml", 'profile = "news"')

    assert load(catalogue, isolated=True).settings == Settings()
    named = load(catalogue, isolated=True, explicit="ci.toml")
    assert (named.path, named.settings.profile) == ("ci.toml", "news")


def test_an_extended_file_is_overlaid_key_by_key(folder: Path, catalogue: Catalogue) -> None:
    defect = rule_of(catalogue, RuleClass.DEFECT)
    write(
        folder / "base.toml",
        f"""\
        profile = "news"
        ignore = ["style"]
        [severity]
        "{defect}" = "info"
        [[profiles]]
        paths = ["docs/**"]
        profile = "docs"
        """,
    )
    write(
        folder / "site" / "copydesk.toml",
        f"""\
        extend = "../base.toml"
        profile = "blog"
        [severity]
        "{defect}" = "warning"
        [[profiles]]
        paths = ["press/**"]
        profile = "news"
        """,
    )

    settings = load(catalogue, folder="site").settings

    assert settings.profile == "blog"
    assert settings.ignore == ("style",)
    assert settings.severities == ((defect, Severity.WARNING),)
    assert [entry.profile for entry in settings.profiles] == ["docs", "news"]
    assert settings.root == str(folder / "site")


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("a.toml", "extends itself in the end"),
        ("b.toml", "extends itself in the end"),
        ("../outside.toml", "lies outside the project"),
        ("link.toml", "lies outside the project"),
        ("https://example.org/x.toml", "only a relative path"),
        ("/etc/passwd", "only a relative path"),
        ("missing.toml", "no such file"),
    ],
)
def test_only_files_of_the_project_can_be_extended(
    folder: Path, catalogue: Catalogue, target: str, message: str
) -> None:
    project = folder / "project"
    write(project / ".git", "")
    write(folder / "outside.toml", "")
    (project / "link.toml").symlink_to(folder / "outside.toml")
    write(project / "a.toml", f'extend = "{target}"')
    write(project / "b.toml", 'extend = "a.toml"')

    assert message in failure(catalogue, explicit="project/a.toml")


def test_a_chain_of_extends_has_an_end(folder: Path, catalogue: Catalogue) -> None:
    for number in range(12):
        write(folder / f"{number}.toml", f'extend = "{number + 1}.toml"')

    assert "over 8 files" in failure(catalogue, explicit="0.toml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('profle = "news"', "1:1: error[CF02] no key 'profle'. Did you mean 'profile'?"),
        ('fail-on = "error"', "1:1: error[CF02] no key 'fail-on'. Did you mean 'fail_on'?"),
        ('\nprofile = "nwes"', "2:11: error[CF02] no profile 'nwes'. Did you mean 'news'?"),
        ("profile = 3", "1:11: error[CF04] 'profile' takes one of general,"),
        (
            'ignore = ["residue",\n  "residue/page-furnitur"]',
            "2:3: error[CF02] no rule 'residue/page-furnitur'."
            " Did you mean 'residue/page-furniture'?",
        ),
        ('ignore = "residue"', "1:10: error[CF04] 'ignore' takes a list of texts."),
        ('exclude = [""]', "1:12: error[CF04]"),
        ("preview = 1", "1:11: error[CF04] 'preview' takes true or false."),
        ("min_score = 101", "1:13: error[CF04] 'min_score' takes a whole number from 0 to 100."),
        ("min_score = true", "1:13: error[CF04]"),
        ("max_file_size = -1", "1:17: error[CF04]"),
        ('encoding = "rot13"', "1:12: error[CF04] no encoding 'rot13' for text files."),
        ('encoding = "utf-7"', "1:12: error[CF04]"),
        ('encoding = "utf-16"', "1:12: error[CF04]"),
        ('encoding = "nope\\u0000"', "1:12: error[CF04]"),
        ("severity = 1", "1:12: error[CF04] 'severity' is a table"),
        ('[severity]\npage-furnitur = "info"', "2:1: error[CF02] no rule 'page-furnitur'."),
        ('[severity]\nresidue = "info"', "2:1: error[CF02] 'residue' names"),
        ('[severity]\npage-furniture = "warn"', "2:18: error[CF02]"),
        ("overrides = [1]", "1:13: error[CF04] 'overrides' is a list of tables"),
        (
            '[[overrides]]\npaths = ["a"]\nrules = ["residue"]',
            "1:3: error[CF04] 'reason' is missing or empty.",
        ),
        (
            '[[overrides]]\npaths = []\nrules = ["residue"]\nreason = "x"',
            "1:3: error[CF04] 'paths' is missing or empty.",
        ),
        ('[[profiles]]\npaths = ["a"]\nprofile = "x"', "3:11: error[CF02] no profile 'x'."),
        ('[[profiles]]\npath = ["a"]', "2:1: error[CF02] no key 'path'. Did you mean 'paths'?"),
        ("profile = ", "error[CF01] not valid TOML"),
        ('"\x1b[31m" = 1', "error[CF01]"),
    ],
)
def test_a_fault_is_named_with_file_line_and_column(
    folder: Path, catalogue: Catalogue, text: str, message: str
) -> None:
    write(folder / "copydesk.toml", text)

    assert f"copydesk.toml:{message}" in failure(catalogue) or message in failure(catalogue)


def test_places_in_a_project_file_are_those_of_our_table(
    folder: Path, catalogue: Catalogue
) -> None:
    write(folder / "pyproject.toml", '[tool.other]\nx = 1\n\n[tool.copydesk]\nprofle = "news"')

    assert failure(catalogue).startswith("pyproject.toml:5:1: error[CF02] no key 'profle'.")


def test_only_defects_may_be_errors(folder: Path, catalogue: Catalogue) -> None:
    style = rule_of(catalogue, RuleClass.STYLE)
    write(folder / "copydesk.toml", f'[severity]\n"{style}" = "error"')

    assert "only rules of class defect can" in failure(catalogue)


def test_a_file_that_cannot_be_read_is_a_fault(folder: Path, catalogue: Catalogue) -> None:
    assert failure(catalogue, explicit="no.toml").startswith("no.toml: error[CF05] cannot be read")
    (folder / "copydesk.toml").mkdir()
    assert failure(catalogue).startswith("copydesk.toml: error[CF05] cannot be read")


def test_a_named_project_file_needs_our_table(folder: Path, catalogue: Catalogue) -> None:
    write(folder / "pyproject.toml", "[project]")

    assert "no table [tool.copydesk]" in failure(catalogue, explicit="pyproject.toml")


def test_the_hash_changes_with_every_choice_and_not_with_the_folder() -> None:
    settings = Settings()
    changed = [
        Config(),
        Config(fail_on="never"),
        Config(min_score=1),
        Config(exclude=(PathGlobs("", ("a",)),)),
        Config(settings=settings._replace(ignore=("residue",))),
        Config(settings=settings._replace(severities=((RULE, Severity.INFO),))),
        Config(settings=settings._replace(inline=False)),
    ]

    assert len({settings_hash(config) for config in changed}) == len(changed)
    moved = Config(path="x", settings=settings._replace(root="/elsewhere"))
    assert settings_hash(moved) == settings_hash(Config())
