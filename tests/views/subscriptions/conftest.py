"""These tests read English sentences."""

from tests.support.english import english_pages

__all__ = ["english_pages"]
