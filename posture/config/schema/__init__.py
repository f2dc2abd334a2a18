"""The sections of config/default.toml: kinds, limits and choices, one class each."""
