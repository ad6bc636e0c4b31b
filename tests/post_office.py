"""A mail server for tests, which takes mail on 127.0.0.1, refuses it or hangs up, as it is told."""

import re
import socketserver
import threading
import time
from contextlib import contextmanager

HANG_UP = "hang up"


class Conversation(socketserver.StreamRequestHandler):
    """One client's session. The office's `manner` says what differs from taking every mail."""

    def handle(self):
        if not self.answers("greeting", "220 ready"):
            return
        for line in self.rfile:
            word = line.split()[0].upper().decode()
            if word == "DATA":
                going_on = self.answers(word, "354 go on") and (not self.said.startswith("354") or self.take())
            else:
                going_on = self.answers(word, "221 bye" if word == "QUIT" else "250 yes")
            if not going_on:
                return

    def answers(self, word, usual):
        """Says what the office says to the word. False: it hung up."""
        self.said = self.server.manner.get(word, usual)
        if self.said == HANG_UP:
            return False
        self.wfile.write(f"{self.said}\r\n".encode())
        return True

    def take(self):
        """Reads the text. It counts as received when its last line is in, whatever is answered then."""
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        if not line:
            return False
        text = b"".join(lines).decode()
        self.server.texts.append(text)
        self.server.received.append(re.search(r"^Message-ID: (\S+)", text, re.MULTILINE)[1])
        time.sleep(self.server.pause)
        return self.answers("text", "250 taken")


class PostOffice(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self):
        self.manner, self.received, self.texts, self.pause = {}, [], [], 0
        super().__init__(("127.0.0.1", 0), Conversation)
        self.port = self.server_address[1]

    def handle_error(self, request, client_address):
        """A client that was killed in the middle is what the tests are about."""


@contextmanager
def open_post_office():
    with PostOffice() as office:
        thread = threading.Thread(target=office.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield office
        finally:
            office.shutdown()
            thread.join()
