"""Settings of all tests."""

from hypothesis import settings

# A slow or busy machine is no fault, and a failure comes again at the next run.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

# A package of its own, for the tests to install; to import it here would declare its operations.
collect_ignore = ["packages"]
