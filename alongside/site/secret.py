"""The installation's secret key, made once and kept beside its database."""

import os
import secrets
from pathlib import Path


def kept_secret(home: Path) -> str:
    """Return the secret in `home/secret-key`, making it (readable by its owner alone) where there is none."""
    kept = home / "secret-key"
    if not kept.exists():
        home.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(64))
        except FileExistsError:  # another process was faster; its secret is the one
            pass
    return kept.read_text()
