"""`wick get` on networks that are in the way: TLS without trust, proxies, closed ports."""
import socket

from get_test import DONE, NOTHING, GetTest

SERIES = ("BTCUSDT", "--interval", "1h", "--from", "2024-02-01", "--to", "2024-02-02", "--json",
          "--time", "us")


def closed_port():
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as holder:
        return holder.getsockname()[1]


class GetOverTls(GetTest):
    sim_options = ("--tls",)

    def test_with_the_authority_every_source_works(self):
        sim = self.exchange()
        self.assertTrue(sim.url("spot").startswith("https://"))
        for source in ("bulk", "rest"):
            finished = self.get(sim, *SERIES, "--source", source)
            self.assertEqual(finished.code, DONE, finished)
            self.assertIn('"rows":24', finished.out)

    def test_without_the_authority_the_error_says_so(self):
        sim = self.exchange()
        finished = self.get(sim, *SERIES, env={"WICK_CA_FILE": ""})
        self.assertEqual(finished.code, NOTHING, finished)
        self.assertRegex(finished.err, "(?i)certificate")

    def test_an_authority_that_is_not_there_is_named(self):
        finished = self.get(self.exchange(), *SERIES, env={"WICK_CA_FILE": "/nonexistent/ca.pem"})
        self.assertNotEqual(finished.code, DONE, finished)
        self.assertIn("/nonexistent/ca.pem", finished.err)

    def test_a_dead_proxy_is_named(self):
        port = closed_port()
        finished = self.get(self.exchange(), *SERIES,
                            env={"HTTPS_PROXY": f"http://127.0.0.1:{port}"})
        self.assertEqual(finished.code, NOTHING, finished)
        self.assertRegex(finished.err, rf"(?i)proxy|{port}")


class GetWithoutServers(GetTest):
    def test_a_closed_port_is_told_in_time(self):
        address = f"http://127.0.0.1:{closed_port()}"
        finished = self.run_program(self.wick, "get", *SERIES, env={
            "WICK_BINANCE_ARCHIVE_URL": address, "WICK_BINANCE_SPOT_URL": address})
        self.assertEqual(finished.code, NOTHING, finished)
        self.assertRegex(finished.err, "(?i)connect")
        self.assertLess(finished.seconds, 20)

    def test_a_second_host_serves_when_the_first_is_dead(self):
        sim = self.exchange()
        dead = f"http://127.0.0.1:{closed_port()}"
        finished = self.get(sim, *SERIES, env={
            "WICK_BINANCE_ARCHIVE_URL": f"{dead},{sim.url('archive')}",
            "WICK_BINANCE_SPOT_URL": f"{dead},{sim.url('spot')}"})
        self.assertEqual(finished.code, DONE, finished)
        self.assertIn('"BULK":24', finished.out)
