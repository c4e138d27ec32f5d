"""Golden texts: ``python tests/report/golden.py`` writes them anew; the diff is then read."""

from __future__ import annotations

from pathlib import Path

import runs

from copydesk.finding import Run
from copydesk.report import Offer, ReportOptions, render

FOLDER = Path(__file__).parent / "golden"
OFFERS: frozenset[Offer] = frozenset({"fix", "explain", "html"})


def cases() -> dict[str, tuple[Run, str, ReportOptions]]:
    """Run, format and options by file name."""
    article = runs.run(runs.article())
    plain = ReportOptions(width=100, offers=OFFERS)
    return {
        "article-100.txt": (article, "rich", plain),
        "article-60.txt": (article, "rich", plain._replace(width=60)),
        "article-100-color.txt": (article, "rich", plain._replace(color=True)),
        "article.concise.txt": (article, "concise", plain),
        "article.json": (article, "json", plain),
        "clean-100.txt": (runs.run(runs.clean_file(), gate=runs.Gate()), "rich", plain),
        "table-100.txt": (runs.drafts(), "rich", plain),
        "worklist-100.txt": (article, "rich", plain._replace(worklist=True, quiet=False)),
    }


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, (run, format_name, options) in cases().items():
        (FOLDER / name).write_text(
            render(run, format_name, options), encoding="utf-8", newline="\n"
        )


if __name__ == "__main__":
    main()
