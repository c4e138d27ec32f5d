"""The copy desk for machine-assisted writing: a linter for articles."""

__version__ = "0.1.0.dev0"
