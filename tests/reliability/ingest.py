"""Take records in as the server does, two at a time, and write down each that was acknowledged.

Run in a process of its own: python -m tests.reliability.ingest STAGE.json FOLDER RECORDS
"""

import io
import json
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from .ground import Stage

BOUNDARY = "a-record-of-one-part"


def environ(address: str, body: bytes) -> dict:
    """Return what a WSGI server hands on for one submission."""
    content = (
        f"--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"xml_submission_file\"; filename=\"s.xml\"\r\n"
        f"Content-Type: text/xml\r\n\r\n"
    ).encode() + body + f"\r\n--{BOUNDARY}--\r\n".encode()  # fmt: skip
    return {
        "REQUEST_METHOD": "POST", "PATH_INFO": address, "SCRIPT_NAME": "", "QUERY_STRING": "", "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "127.0.0.1", "HTTP_X_OPENROSA_VERSION": "1.0",
        "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}", "CONTENT_LENGTH": str(len(content)), "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": io.BytesIO(content), "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http", "wsgi.version": (1, 0),
        "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False,
    }  # fmt: skip


def send(application: Callable, address: str, body: bytes) -> int:
    """Take one submission in and return the status of the answer, the connection closed as a server closes it."""
    said: list[int] = []
    answer = application(environ(address, body), lambda status, headers, *_: said.append(int(status.split()[0])))
    try:
        b"".join(answer)
    finally:
        answer.close()
    return said[0]


def main(stage: Stage, folder: Path, records: int) -> None:
    from alongside.site.wsgi import application

    mark = os.open(folder / "acknowledged", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    wrong: list[int] = []

    def phone(number: int) -> None:
        for turn in range(number, records, 2):
            instance_id, body = stage.filled(turn)
            status = send(application, stage.address(turn), body)
            if status == 201:
                os.write(mark, f"{instance_id}\n".encode())
            else:
                wrong.append(status)

    phones = [threading.Thread(target=phone, args=(number,)) for number in range(2)]
    for each in phones:
        each.start()
    for each in phones:
        each.join()
    if wrong:
        raise SystemExit(f"The server answered {sorted(set(wrong))}")


if __name__ == "__main__":
    main(Stage(**json.loads(Path(sys.argv[1]).read_text())), Path(sys.argv[2]), int(sys.argv[3]))
