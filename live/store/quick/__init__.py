"""The quick ways of what every question goes through: past SQLAlchemy's execution, and past a reading of what was just
written. Each stands beside a way that all else goes, and gives the same."""
