import os

from hypothesis import settings

# No deadline: a slow machine is no bug. In CI the same examples every time: a red run can be repeated.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")
