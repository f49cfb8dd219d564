"""The soak as a test: ten thousand requests against a build with sanitizers."""
import soak
from system_test import SystemTest


class Soak(SystemTest):
    def test_ten_thousand_mixed_requests(self):
        seen = soak.soak(self.asan_wick)
        print(seen)
        for kind in ("klines", "archive", "stream", "rough", "control", "2xx", "4xx"):
            self.assertGreater(seen[kind], 100)
