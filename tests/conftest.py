"""Settings of all tests."""

from hypothesis import settings

# A slow or busy machine is no fault, and a failure comes again at the next run.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")
