"""What the recordings are written with: the register of them, and the words of their dialogues."""

import socket
import struct
import time

RECORDINGS = {}


def recording(name, start=True, record=(), **bench):
    """Registers a function as the recording `name`. Unless `start` is false tcpdump runs from
    the beginning, with the options of `record`; `bench` goes to the bench."""

    def register(play):
        RECORDINGS[name] = (play, start, dict(record), bench)
        return play

    return register


def dialogue(client, server, question=b"question\n", answer=b"answer\n"):
    """One message there, one back."""
    client.sendall(question)
    read(server, len(question))
    server.sendall(answer)
    read(client, len(answer))


def read(sock, length):
    data = b""
    while len(data) < length:
        part = sock.recv(length - len(data))
        if not part:
            raise ConnectionError("the peer closed early")
        data += part
    return data


def until_end(sock):
    while sock.recv(65536):
        pass


def pause(seconds=0.1):
    """Long enough for a delayed ACK to be sent."""
    time.sleep(seconds)


def close(first, second):
    """Four segments: the second waits until the first's FIN has been acknowledged."""
    first.close()
    pause()
    until_end(second)
    second.close()
    pause()


def reset(sock):
    """close() with an RST (SO_LINGER, 0 s)."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


def option(level, name, value):
    """What `connect` does to a socket before it is used."""
    return lambda sock: sock.setsockopt(level, name, value)


def once(condition, fate):
    """A rule for the cable: the first segment for which `condition` holds meets `fate`."""
    return nth({1}, condition, fate)


def nth(numbers, condition, fate):
    """A rule for the cable: of the segments that meet `condition`, these have the fate."""
    seen = 0

    def rule(segment):
        nonlocal seen
        if not condition(segment):
            return None
        seen += 1
        return fate(segment) if seen in numbers else None

    return rule


def lose(_):
    return []
