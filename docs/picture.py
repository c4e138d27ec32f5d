"""Write docs/report.svg: the report on the canonical article, as a terminal shows it."""

from __future__ import annotations

from pathlib import Path

from copydesk import __version__
from copydesk.cli import gate_of
from copydesk.config import Config, settings_hash
from copydesk.discover import Requested
from copydesk.finding import Run
from copydesk.report.options import ReportOptions
from copydesk.report.rich_report import svg
from copydesk.rulefile import load_catalogue
from copydesk.runner import check_files
from copydesk.settings import Settings

ROOT = Path(__file__).parent.parent
ARTICLE = "seeds/000_c76ce0a92357996b.txt"
WIDTH = 100


def main() -> None:
    """Check the article and write the picture."""
    catalogue = load_catalogue()
    config = Config(settings=Settings(profile="news"))
    requested = Requested(ARTICLE, target=str(ROOT / ARTICLE))
    files = tuple(check_files([requested], config.settings, catalogue))
    run = Run(
        version=__version__,
        catalogue=catalogue.hash,
        settings_hash=settings_hash(config),
        profile=config.settings.profile,
        as_of="",
        config="",
        gate=gate_of(files, fail_on="error", min_score=None, allow_incomplete=False),
        files=files,
        rules_total=len(catalogue.rules),
    )
    picture = svg(run, ReportOptions(width=WIDTH, color=True))
    (ROOT / "docs" / "report.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
