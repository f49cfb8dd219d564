"""A venue that answers by heart, for what the simulated one would never say."""
import http.server
import threading


class CannedVenue:
    """A server of one exchangeInfo a market, with an empty archive, or another one."""

    def __init__(self, answers, listing=""):
        listing = listing or ("<ListBucketResult><IsTruncated>false</IsTruncated>"
                              "</ListBucketResult>")

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                body = answers.get(self.path.split("?")[0], listing)
                body = body if isinstance(body, bytes) else body.encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever)
        url = f"http://127.0.0.1:{self.server.server_port}"
        self.env = {name: url for name in ("WICK_BINANCE_SPOT_URL", "WICK_BINANCE_UM_URL",
                                           "WICK_BINANCE_CM_URL", "WICK_BINANCE_LISTING_URL",
                                           "WICK_BINANCE_ARCHIVE_URL")}

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
