"""Settings for stores in tests: as the product's, but impatient."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    busy_wait_s: float = 0.3
    backups: int = 3
    keep_samples_days: int = 30
    keep_days: int = 90
    steady_days: int = 2
    steady_within_days: int = 14
    queue: int = 100
    retry_s: float = 5.0
    retry_max_s: float = 20.0
    retry_wait_s: float = 0.05


SETTINGS = Settings()

# As in [monitor] of config/default.toml.
GAP_INTERVALS = 3.0
