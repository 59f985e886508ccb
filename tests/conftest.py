"""What every test stands on."""

import os

os.environ.setdefault("ALONGSIDE_SECRET_KEY", "only-for-tests-" + "x" * 40)
os.environ.setdefault("ALONGSIDE_PLAIN_STATIC", "1")
