"""Runs one operation on calibrated values."""
