"""The work that is compared, one module a family of operations: ``cases(side)``."""
