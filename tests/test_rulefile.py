"""The loader: a rule file that breaks its schema is refused with one clear line."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from copydesk.api import default_catalogue
from copydesk.errors import RuleError
from copydesk.examples import failures
from copydesk.rulefile import build_rule, load_catalogue
from copydesk.settings import Severity

ROOT = Path(__file__).parent.parent
CATALOGUE = default_catalogue()
TEMPLATE = tomllib.loads((ROOT / "rules" / "TEMPLATE.toml").read_text(encoding="utf-8"))


def raw(**keys: Any) -> dict[str, Any]:
    return {key: value for key, value in {**TEMPLATE, **keys}.items() if value is not None}


def test_the_template_is_a_whole_rule_whose_examples_hold(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    shutil.copy(
        ROOT / "rules" / "TEMPLATE.toml", tmp_path / "rules" / "residue" / "from-template.toml"
    )
    catalogue = load_catalogue(tmp_path / "rules")

    assert list(failures(catalogue.rules["residue/from-template"], catalogue)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"paterns": ["x"]}, "unknown key 'paterns'. Did you mean 'patterns'?"),
        ({"kind": "phrases"}, "no kind 'phrases'. Did you mean 'phrase'?"),
        ({"severity": "fatal"}, "no severity 'fatal'"),
        ({"class": "style", "group": "vocabulary"}, "only rules of class 'defect' may be errors"),
        ({"class": "style", "severity": "warning"}, "needs the 'group'"),
        ({"message": 3}, "'message' must be text"),
        ({"max_block_words": True}, "'max_block_words' must be a whole number"),
        ({"message": "'{what}' is wrong."}, "nothing fills {what}"),
        ({"in": ["paragraphs"]}, "no 'paragraphs'. Did you mean 'paragraph'?"),
        ({"unless": ["sources"]}, "no support 'sources'"),
        ({"lists": ["nothing-like-it"]}, "no word list 'nothing-like-it'"),
        ({"patterns": ["{furniture}"]}, "which 'lists' does not name"),
        ({"patterns": []}, "needs 'patterns'"),
        ({"bad": TEMPLATE["bad"][:1]}, "at least 2 'bad' and 3 'good'"),
        ({"good": TEMPLATE["good"][:2]}, "at least 2 'bad' and 3 'good'"),
        ({"bad": [{"text": "x"}, {"text": "y"}]}, "says the exact 'match'"),
        ({"bad": [{"txt": "x"}]}, "unknown key 'bad.txt'. Did you mean 'text'?"),
        ({"floor": {"hit": 2}}, "unknown key 'floor.hit'. Did you mean 'hits'?"),
        ({"fix": {"delete": "all"}}, "'fix.delete' is 'block' or 'match'"),
        ({"profile": {"newz": {}}}, "no such profile. Did you mean 'news'?"),
        ({"profile": {"news": {"class": "style"}}}, "a profile may not set 'class'"),
        ({"status": "deprecated"}, "names its 'successor'"),
        ({"why": None}, "the key 'why' is missing"),
        ({"kind": "code", "patterns": None, "check": "nothing-like-it"}, "there is no check"),
        ({"kind": "metric", "patterns": None, "metric": "x"}, "'metric' must be one of"),
        ({"kind": "density"}, "needs 'patterns' and 'floor'"),
        ({"kind": "sequence", "patterns": None}, "needs 'run' or at least two 'steps'"),
        ({"kind": "swap", "patterns": None}, "needs 'swaps'"),
    ],
)
def test_a_fault_is_named_with_its_file(change: dict[str, Any], said: str) -> None:
    with pytest.raises(RuleError) as caught:
        build_rule("residue/a-test", raw(**change), CATALOGUE.lexicon)

    assert said in str(caught.value)
    assert str(caught.value).startswith("rules/residue/a-test.toml: error[RP0")


def test_a_profile_changes_a_rule_and_nothing_else() -> None:
    general = {rule.id: rule for rule in CATALOGUE.for_profile("general")}
    docs = {rule.id: rule for rule in CATALOGUE.for_profile("docs")}

    assert general["residue/page-furniture"].severity is Severity.ERROR
    assert docs["residue/page-furniture"].severity is Severity.WARNING
    assert docs["residue/page-furniture"].patterns[0].source == (
        general["residue/page-furniture"].patterns[0].source
    )


def test_short_names_are_unique_and_selectors_resolve() -> None:
    names = [rule.name for rule in CATALOGUE.rules.values()]

    assert len(names) == len(set(names))
    assert CATALOGUE.matching("page-furniture") == {"residue/page-furniture"}
    assert CATALOGUE.matching("residue") == {i for i in CATALOGUE.rules if i.startswith("residue/")}
    with pytest.raises(RuleError, match="Did you mean 'page-furniture'"):
        CATALOGUE.matching("page-furnitur")


def test_two_rules_of_one_short_name_are_refused(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    shutil.copy(
        ROOT / "rules" / "residue" / "page-furniture.toml",
        tmp_path / "rules" / "leakage" / "page-furniture.toml",
    )

    with pytest.raises(RuleError, match=r"taken by (?:leakage|residue)/page-furniture"):
        load_catalogue(tmp_path / "rules")


def test_a_file_that_is_not_toml_is_named(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    (tmp_path / "rules" / "residue" / "broken.toml").write_text("name = ")

    with pytest.raises(RuleError, match=r"rules/residue/broken\.toml"):
        load_catalogue(tmp_path / "rules")


def test_the_catalogue_has_at_least_seventy_rules_with_words_for_people() -> None:
    assert len(CATALOGUE.rules) >= 70
    assert all(rule.why and rule.advice and rule.title for rule in CATALOGUE.rules.values())


def test_the_hash_follows_the_content(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    before = load_catalogue(tmp_path / "rules").hash
    path = tmp_path / "rules" / "residue" / "page-furniture.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# more\n", encoding="utf-8")

    assert load_catalogue(tmp_path / "rules").hash != before == CATALOGUE.hash
