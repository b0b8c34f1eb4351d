#!/usr/bin/env python3
"""A web server on 127.0.0.1:8099 whose pages never end: every look at it stays under way.
/count says how many wait; /robots.txt permits all."""

import http.server
import socketserver
import threading

waiting = 0
lock = threading.Lock()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        global waiting
        if self.path == "/count":
            return self.answer(200, str(waiting).encode())
        if self.path == "/robots.txt":
            return self.answer(404, b"")
        with lock:
            waiting += 1
        try:
            self.connection.recv(1)  # until the other side gives up
        finally:
            with lock:
                waiting -= 1
        self.close_connection = True


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 512


Server(("127.0.0.1", 8099), Handler).serve_forever()
