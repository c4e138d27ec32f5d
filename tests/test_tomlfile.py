from __future__ import annotations

from time import process_time

import pytest

from copydesk.errors import ConfigError, RuleError
from copydesk.tomlfile import MAX_BYTES, Path, parse

TEXT = """\
# a comment = [not a value]
profile = "news"
ignore = [
    "claims/puffery", # "with" a = comment
    'stock-words',
]
"quoted key" = 1
a.b.c = 2

[severity]
"claims/puffery" = "info"
point = { x = 1, y = [2, 3] }

[[overrides]]
paths = ["drafts/**"]

[[overrides]]
text = \"\"\"
[not.a.header]
\"\"\"
reason = 'second'
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("profile",), "2:11"),
        (("ignore", 0), "4:5"),
        (("ignore", 1), "5:5"),
        (("quoted key",), "7:16"),
        (("a", "b", "c"), "8:9"),
        (("severity", "claims/puffery"), "11:20"),
        (("severity", "point", "y", 1), "12:26"),
        (("overrides", 0, "paths", 0), "15:10"),
        (("overrides", 1, "reason"), "21:10"),
    ],
)
def test_every_value_knows_its_line_and_column(path: Path, place: str) -> None:
    assert parse(TEXT.encode(), "x.toml").value_at(path) == f"x.toml:{place}"


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("ignore",), "3:1"),
        (("severity",), "10:2"),
        (("severity", "claims/puffery"), "11:1"),
        (("overrides", 0), "14:3"),
        (("overrides", 1, "reason"), "21:1"),
    ],
)
def test_every_key_knows_its_line_and_column(path: Path, place: str) -> None:
    assert parse(TEXT.encode(), "x.toml").key_at(path) == f"x.toml:{place}"


def test_what_has_no_place_gets_that_of_the_table_above_it() -> None:
    toml = parse(TEXT.encode(), "x.toml")

    assert toml.value_at(("severity", "nowhere")) == "x.toml:10:2"
    assert toml.value_at(("nowhere",)) == "x.toml"


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault() -> None:
    toml = parse("\ufeffa = 1\r\nb = 2\r\n".encode(), "x.toml")

    assert toml.table == {"a": 1, "b": 2}
    assert toml.value_at(("b",)) == "x.toml:2:5"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a = ?", "x.toml:1:5: error[CF01] not valid TOML: Invalid value."),
        (b"a = 1\n]\n", "x.toml:2:1: error[CF01] not valid TOML: Invalid statement."),
        (b'a = "b\n', "x.toml:1:7: error[CF01]"),
        (b'a = """b\n', "x.toml: error[CF01] not valid TOML"),
        (b"a = [1", "x.toml: error[CF01] not valid TOML"),
        (b"a = {b = 1", "x.toml: error[CF01] not valid TOML"),
        (b"a = 1\na = 2\n", "error[CF01] not valid TOML"),
        (b"\xff\xfe", "x.toml: error[CF01] byte 0xff at offset 0 is not UTF-8."),
        (b"a = " + b"9" * 5000, "x.toml: error[CF01] not valid TOML"),
    ],
)
def test_a_fault_of_syntax_is_named_with_its_place(content: bytes, expected: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(content, "x.toml")

    assert expected in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        b"# " + b"x" * MAX_BYTES,
        ".".join("a" * 4_000).encode() + b" = 1",
        ".".join("a" * 20_000).encode() + b" = 1",
        b"[" + ".".join("a" * 20_000).encode() + b"]",
        b"a = " + b"[" * 20_000,
        b"a = " + b"{b = " * 10_000,
        b"a = [" + b"1," * 30_000 + b"]",
        "".join(f"a{number} = 1\n" for number in range(15_000)).encode(),
    ],
    ids=["bytes", "4,000 dots", "20,000 dots", "header", "arrays", "tables", "items", "keys"],
)
def test_a_bomb_is_refused_before_it_goes_off(content: bytes) -> None:
    start = process_time()

    with pytest.raises(ConfigError, match=r"error\[CF03\]|32|20,000|256,000") as caught:
        parse(content, "x.toml")

    assert caught.value.code == "CF03"
    assert process_time() - start < 1


@pytest.mark.parametrize(
    "unit", ['"""', '\\"""', "'", '"', "[", "]", "{", "}", "=", ".", ",", "#", "\n", "a=[\n", "\\"]
)
def test_no_repeated_character_makes_the_scan_slow_or_fail_otherwise(unit: str) -> None:
    start = process_time()

    for head in ("", "a = ", "a = [", "a = {b = "):
        with pytest.raises(ConfigError) if head or unit not in "#\n" else _nothing():
            parse((head + unit * (100_000 // len(unit))).encode(), "x.toml")

    assert process_time() - start < 4


class _nothing:  # noqa: N801 # stands beside pytest.raises
    def __enter__(self) -> None: ...

    def __exit__(self, *error: object) -> None: ...


def test_a_caller_chooses_the_kind_of_error() -> None:
    with pytest.raises(RuleError):
        parse(b"?", "x.toml", RuleError)
