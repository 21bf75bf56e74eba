"""Where things lie on disk; one folder relocates all of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from faceid_app.location import find_location


@dataclass(frozen=True, slots=True)
class Paths:
    """All folders the program writes to, below one root."""

    root: Path

    @classmethod
    def default(cls) -> Paths:
        """The folder the user chose, else the platform's usual place for an application's data."""
        return cls(find_location().folder)

    @property
    def models(self) -> Path:
        """Backbones that were fetched."""
        return self.root / "models"

    @property
    def datasets(self) -> Path:
        """Public data sets."""
        return self.root / "datasets"

    @property
    def cache(self) -> Path:
        """What can be computed again."""
        return self.root / "cache"

    @property
    def training(self) -> Path:
        """Temporary files of training processes, a network made of somebody's face among them."""
        return self.cache / "training"

    @property
    def reports(self) -> Path:
        """Reports of measurements on public data, for the window to show again."""
        return self.root / "reports"

    @property
    def logs(self) -> Path:
        """Diagnostic logs; never pictures, never embeddings."""
        return self.root / "logs"

    @property
    def personal(self) -> Path:
        """Everything about people: only the storage interface writes here."""
        return self.root / "people"

    @property
    def audit(self) -> Path:
        """The audit log: events and opaque ids, never names, pictures or embeddings."""
        return self.root / "audit"

    @property
    def settings(self) -> Path:
        """The user's settings."""
        return self.root / "settings.json"


PACKAGE = Path(__file__).resolve().parent
PROJECT_ROOT = PACKAGE.parent
ASSETS = PACKAGE / "assets" if (PACKAGE / "assets").is_dir() else PROJECT_ROOT / "assets"
"""In the package where the program is installed, beside it in a checkout."""
