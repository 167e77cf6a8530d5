"""Readers and writers: path to values and back, one format a module."""
