"""The command `alongside`: Django's commands and our own under one name."""

import os
import sys


def main() -> None:
    """Run `alongside COMMAND …`; `alongside help` lists what there is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.site.settings")
    if sys.argv[1:2] == ["demo"]:
        # One command, nothing collected beforehand: static files come straight from the package.
        os.environ.setdefault("ALONGSIDE_PLAIN_STATIC", "1")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
