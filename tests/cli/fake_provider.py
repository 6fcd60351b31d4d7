"""A server of OpenAI's chat protocol on this machine, for the tests of the real program.

It answers each request with what `answer(messages)` gives, as a stream, and counts what it would bill: a text, or a text with
calls of tools as (name, arguments). `faults` are answers
that come before it, one a request, by the number of the request.
"""
import http.server
import json
import threading


def chunks(text, size=40):
    return [text[i:i + size] for i in range(0, len(text), size)] or [""]


class Provider:
    def __init__(self, answer, faults=None, delay=0.0):
        self.answer, self.faults, self.delay = answer, faults or {}, delay
        self.requests, self.keys, self.billed, self.failures = [], set(), [], []
        self.lock = threading.Lock()
        provider = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                provider.serve(self)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}/v1"

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def serve(self, handler):
        body = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        with self.lock:
            number = len(self.requests)
            self.requests.append(body)
            self.keys.add(handler.headers.get("Authorization", ""))
        fault = self.faults.get(number)
        if isinstance(fault, tuple):
            status, headers, text = fault
            handler.send_response(status)
            for name, value in {"Content-Length": str(len(text)), **headers}.items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(text.encode())
            return
        try:
            text, calls = self.answer(body["messages"]), []
        except Exception as fault:  # the test's own: told to the program too, so that it ends
            self.failures.append(str(fault))
            text = json.dumps({"error": {"message": "the test failed", "type": "invalid_request_error"}})
            handler.send_response(400)
            handler.send_header("Content-Length", str(len(text)))
            handler.end_headers()
            handler.wfile.write(text.encode())
            return
        if isinstance(text, tuple):
            text, calls = text
        usage = self.usage(body, text)
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        events = [{"choices": [{"index": 0, "delta": {"content": part}}]} for part in chunks(text)]
        for i, (name, arguments) in enumerate(calls):
            arguments = arguments if isinstance(arguments, str) else json.dumps(arguments)
            start = {"index": i, "id": f"call_{number}_{i}", "type": "function", "function": {"name": name, "arguments": ""}}
            events.append({"choices": [{"index": 0, "delta": {"tool_calls": [start]}}]})
            events += [{"choices": [{"index": 0, "delta": {"tool_calls": [{"index": i, "function": {"arguments": part}}]}}]}
                       for part in chunks(arguments)]
        events.append({"choices": [{"index": 0, "delta": {}, "finish_reason": "tool_calls" if calls else "stop"}]})
        events.append({"choices": [], "usage": usage})
        lines = [f"data: {json.dumps({'id': 'x', 'object': 'chat.completion.chunk', 'model': body['model'], **event})}\n\n"
                 for event in events] + ["data: [DONE]\n\n"]
        if fault == "cut":
            lines = lines[:len(lines) // 2]
        try:
            for i, line in enumerate(lines):
                if self.delay and i % 8 == 0:
                    handler.connection.settimeout(30)
                    threading.Event().wait(self.delay)
                handler.wfile.write(f"{len(line):x}\r\n{line}\r\n".encode())
            if fault == "cut":
                handler.close_connection = True
                return
            handler.wfile.write(b"0\r\n\r\n")
        except OSError:  # the program was killed
            handler.close_connection = True
            return
        with self.lock:
            self.billed.append(usage)

    @staticmethod
    def usage(body, text):
        """Three characters a token; what the turn before had sent is cached."""
        lengths = [len(message["content"] or "") // 3 for message in body["messages"]]
        return {"prompt_tokens": sum(lengths), "completion_tokens": len(text) // 3 + 1,
                "total_tokens": sum(lengths) + len(text) // 3 + 1,
                "prompt_tokens_details": {"cached_tokens": sum(lengths[:-2]) if len(lengths) > 2 else 0}}
