"""A program that is told: a real server on loopback, which answers as the test says."""

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Event, Thread


@contextmanager
def receiving(*statuses, answer=b"thanks"):
    """What is received, as it comes: headers and body; each is answered with the next status."""
    left, received = list(statuses), []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers["Content-Length"])
            received.append((dict(self.headers), self.rfile.read(length).decode()))
            self.send_response(left.pop(0) if len(left) > 1 else left[0])
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_given):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/hook", received
        server.shutdown()


@contextmanager
def hanging(dripping=b""):
    """A server that takes what it is sent and never answers whole; how often it was asked."""
    asked, over = [], Event()

    class Handler(BaseRequestHandler):
        def handle(self):
            asked.append(self.request.recv(65536))
            while not over.wait(0.05):
                if dripping:
                    self.request.sendall(dripping)

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/hook", asked
        over.set()
        server.shutdown()
