"""The server is killed while eight devices send: what it acknowledged is there, once, whole."""

import hashlib
import random
import socket
import threading
import time
from collections import Counter

import httpx
import pytest

from .ground import CI, Server, Stage, installation

CLIENTS, LOAD = 8, 1.5  # devices; seconds a round is under load before the kill at the latest
REPLAYED, DROPPED = 0.1, 0.1


class Phone(threading.Thread):
    """A device that sends one record after the other and keeps each until it was acknowledged."""

    def __init__(self, number: int, stage: Stage, server: Server, up: threading.Event, over: threading.Event) -> None:
        super().__init__(daemon=True)
        self.number, self.stage, self.server, self.up, self.over = number, stage, server, up, over
        self.chance = random.Random(number)
        self.waiting: list[tuple[str, bytes]] = []
        self.acknowledged: dict[str, str] = {}
        self.count: Counter[str] = Counter()
        self.unexpected: list[str] = []
        self.made = 0

    def run(self) -> None:
        with httpx.Client(base_url=self.server.url, headers={"X-OpenRosa-Version": "1.0"}, timeout=30) as wire:
            while not self.over.is_set() or self.waiting:
                if not self.up.wait(0.1):
                    continue
                if not self.waiting:
                    self.waiting.append(self.stage.filled(self.number + CLIENTS * self.made))
                    self.made += 1
                self.offer(wire, *self.waiting[0])

    def offer(self, wire: httpx.Client, instance_id: str, body: bytes) -> None:
        """Send a record; it leaves the queue when, and only when, the server said that it has it."""
        request = wire.build_request("POST", self.stage.address(self.number), files=_parts(body))
        try:
            if self.chance.random() < DROPPED:
                self.count["dropped"] += 1
                _send_and_hang_up(request)
                return
            self.read(wire.send(request), {201})
            self.waiting.pop(0)
            self.acknowledged[instance_id] = hashlib.sha256(body).hexdigest()
            if self.chance.random() < REPLAYED:
                for _ in range(10):
                    self.count["replayed"] += 1
                    self.read(wire.post(self.stage.address(self.number), files=_parts(body)), {201})
        except (httpx.TransportError, OSError):
            self.count["cut off"] += 1
            time.sleep(0.02)

    def read(self, answer: httpx.Response, expected: set[int]) -> None:
        self.count[str(answer.status_code)] += 1
        if answer.status_code not in expected:
            self.unexpected.append(f"{answer.status_code}: {answer.text[:300]}")
            if answer.status_code not in {201}:
                time.sleep(0.1)
                raise OSError(answer.status_code)


def _parts(body: bytes) -> dict:
    return {"xml_submission_file": ("submission.xml", body, "text/xml")}


def _send_and_hang_up(request: httpx.Request) -> None:
    """Send the whole request and close the line before the reply is read."""
    head = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
    with socket.create_connection((request.url.host, request.url.port), timeout=10) as line:
        line.sendall(f"POST {request.url.path} HTTP/1.1\r\n{head}\r\n".encode() + request.read())


@pytest.mark.slow
@pytest.mark.parametrize(
    "rounds",
    [
        pytest.param(2, id="two-rounds", marks=pytest.mark.skipif(CI, reason="CI runs the long one")),
        pytest.param(
            25, id="long", marks=[pytest.mark.ci, pytest.mark.skipif(not CI, reason="25 rounds of kills: set CI=true")]
        ),
    ],
)
def test_what_was_acknowledged_survives_a_kill_once_and_whole(tmp_path, rounds):
    chance = random.Random(rounds)
    up, over = threading.Event(), threading.Event()
    with installation(tmp_path) as place:
        stage, server = place.lay(), Server(place)
        phones = [Phone(number, stage, server, up, over) for number in range(CLIENTS)]
        try:
            for phone in phones:
                phone.start()
            for _ in range(rounds):
                server.start()
                up.set()
                time.sleep(chance.uniform(0.3, LOAD))
                server.kill()
                up.clear()
            over.set()
            server.start()
            up.set()
            for phone in phones:
                phone.join(60)
                assert not phone.is_alive(), "A device could not hand over what it holds"
        finally:
            over.set()
            server.kill()
        found = place.look()

    acknowledged = {key: digest for phone in phones for key, digest in phone.acknowledged.items()}
    count = sum((phone.count for phone in phones), Counter())
    made = sum(phone.made for phone in phones)
    print(f"{rounds} rounds, {made} records, {dict(count)}")
    unexpected = [said for phone in phones for said in phone.unexpected]
    assert unexpected == [], (tmp_path / "server.log").read_text()[-4000:]
    assert len(acknowledged) == made > 0
    assert count["cut off"] and count["dropped"] and count["replayed"]
    assert {key: found["stored"].get(key) for key in acknowledged} == acknowledged  # nothing lost, nothing changed
    assert len(found["stored"]) == made and found["doubled"] == 0
    assert found["observations"] == made and found["problems"] == []
    assert found["half"] == [] and found["unseen"] == 0 and found["broken"] == [] and found["integrity"] == "ok"
