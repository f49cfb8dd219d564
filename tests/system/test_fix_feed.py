"""The feed fxcm-fix against a broker made of QuickFIX, which shares no code with it."""
import pathlib
import re
import signal
import subprocess

from fix_broker import Talker, TlsDoor, free_port
from system_test import ROOT, SystemTest

SENDER = "MD_user_client1"
SECRET = "s3cret"
HEARTBEAT = 2  # seconds; much less would be a test of the machine
DICTIONARY = ROOT / "tests/clients/fix_acceptor/received.xml"


def write_certificate(folder):
    """An authority of its own: cert.pem is both, for localhost and 127.0.0.1."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=broker",
                    "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout",
                    str(folder / "key.pem"), "-out", str(folder / "cert.pem")],
                   check=True, capture_output=True)


class FixFeed(SystemTest):
    def setUp(self):
        super().setUp()
        if not self.program("fix_acceptor").is_file():
            self.skipTest("fix_acceptor is not built: libquickfix-dev is missing")

    def program(self, name):
        return pathlib.Path(self.wick).parent / name

    def broker(self):
        self.port = free_port()
        return self.broker_there()

    def broker_there(self):
        broker = self.enterContext(
            Talker(self.program("fix_acceptor"), self.port, SENDER, SECRET, DICTIONARY))
        broker.take("ready")
        return broker

    def feed(self, symbols, url=None, password=SECRET, more=()):
        feed = self.enterContext(
            Talker(self.program("told_feed"), url or f"fix://127.0.0.1:{self.port}", SENDER,
                   password, HEARTBEAT, *more))
        feed.tell(symbols)
        return feed

    def take_quote(self, feed, symbol, prices):
        """Those before it are passed over: the last ones known come first."""
        while not feed.take(f"tick {symbol} ").endswith(" " + prices):
            pass

    def opened(self, symbols="XAU/USD EUR/USD"):
        broker = self.broker()
        feed = self.feed(symbols)
        feed.take("turn open")
        return broker, feed

    def test_logs_on_subscribes_and_tells_ticks_in_order(self):
        broker, feed = self.opened()
        self.assertIn("offer EUR/USD/5 XAU/USD/2", feed.told)
        self.assertIn("turn open logged on, its trading day ends at 21:00:00 UTC", feed.told)
        self.assertFalse([line for line in feed.told if line.startswith("tick ")])
        self.assertEqual({feed.take("tick")[:6] for _ in range(2)}, {"tick 0", "tick 1"})
        for i in range(500):
            broker.tell(f"tick {'XAU/USD' if i % 2 else 'EUR/USD'} {i}.25 {i}.5")
        for i in range(500):
            line = feed.take("tick")
            self.assertRegex(line, rf"^tick {0 if i % 2 else 1} 20\S+Z {i}\.25 {i}\.5$")

    def test_a_refused_symbol_is_refused_alone(self):
        broker = self.broker()
        broker.tell("refuse NO/SUCH")
        feed = self.feed("EUR/USD NO/SUCH")
        self.assertEqual(feed.take("refusal"), "refusal 1 NO/SUCH: refused by the venue: "
                         "there is no such symbol; Unknown symbol")
        feed.take("turn open")
        broker.tell("tick EUR/USD 3 4")
        self.assertRegex(feed.take("tick 0"), r" (1.5 1.75|3 4)$")

    def test_a_wrong_password_ends_it_and_is_not_shown(self):
        broker = self.broker()
        feed = self.feed("EUR/USD", password="guess")
        line = feed.take("end")
        self.assertIn("the logon was refused", line)
        self.assertIn("Invalid user name or password", line)
        broker.take("heard A")
        self.assertFalse(any("guess" in told for told in feed.rest()), feed.told)

    def test_the_set_of_symbols_changes(self):
        broker, feed = self.opened("EUR/USD")
        feed.tell("US30 EUR/USD")
        broker.take("heard V 1 US30")
        feed.take("tick 0")
        broker.tell("tick EUR/USD 7 8")
        self.assertTrue(feed.take("tick 1").endswith(" 7 8"))
        feed.tell("US30")
        broker.take("heard V 2 EUR/USD")

    def test_heartbeats_and_tests_keep_it_up(self):
        broker, feed = self.opened()
        broker.tell("test")
        broker.take("heard 0 are you there")
        for _ in range(3):
            broker.take("heard 0")
        self.assertFalse([line for line in feed.rest() if line.startswith("turn down")])

    def test_skipped_messages_are_asked_for(self):
        broker, feed = self.opened()
        broker.tell("skip 4")
        broker.tell("tick EUR/USD 3 4")
        self.assertRegex(feed.take("turn down"), r"messages \d+ to \d+ did not arrive")
        feed.take("turn open messages arrive again")
        self.assertTrue(feed.take("tick 1").endswith(" 3 4"))
        broker.take("heard 2")
        broker.tell("tick EUR/USD 5 6")
        self.assertTrue(feed.take("tick 1").endswith(" 5 6"))
        self.assertEqual(sum(line == "logged on" for line in broker.rest()), 1)

    def test_numbers_that_are_too_low_end_the_connection_and_it_comes_back(self):
        broker, feed = self.opened()
        broker.tell("low")
        broker.tell("tick EUR/USD 3 4")
        self.assertIn("MsgSeqNum too low, expecting", feed.take("turn down"))
        broker.take("heard 5 MsgSeqNum too low")
        feed.take("turn open")
        broker.tell("tick EUR/USD 5 6")
        self.take_quote(feed, 1, "5 6")

    def test_old_messages_are_answered_with_a_gap_fill_and_asked_for_anew(self):
        broker, feed = self.opened("EUR/USD")
        broker.tell("forget 3")
        self.assertRegex(broker.take("heard 4"), r"^heard 4 \d+$")
        broker.take("heard V 2 EUR/USD")
        broker.take("heard V 1 EUR/USD")
        broker.tell("tick EUR/USD 3 4")
        self.take_quote(feed, 0, "3 4")
        self.assertFalse([line for line in feed.rest() if line.startswith("turn down")])

    def test_a_logout_with_text_is_told_and_mended(self):
        broker, feed = self.opened()
        broker.tell("logout ORA-20103: Session expired.")
        self.assertEqual(feed.take("turn down"),
                         "turn down the venue logged out: ORA-20103: Session expired.")
        feed.take("turn open")
        broker.tell("tick XAU/USD 3 4")
        self.take_quote(feed, 0, "3 4")

    def test_a_cut_is_told_and_mended(self):
        broker, feed = self.opened()
        broker.tell("cut")
        self.assertIn("the connection was cut", feed.take("turn down"))
        feed.take("turn open")
        broker.tell("tick XAU/USD 3 4")
        self.take_quote(feed, 0, "3 4")

    def test_silence_is_noticed(self):
        broker, feed = self.opened()
        broker.process.send_signal(signal.SIGSTOP)
        self.assertRegex(feed.take("turn down"), r"nothing heard for \d s")
        broker.process.send_signal(signal.SIGCONT)
        feed.take("turn open")

    def test_the_market_closes_and_opens(self):
        broker, feed = self.opened()
        broker.tell("market closed")
        self.assertEqual(feed.take("turn"), "turn closed the market closes")
        broker.tell("market open")
        self.assertEqual(feed.take("turn"), "turn open the market opens")

    def test_doubt_connects_anew_and_the_end_says_farewell(self):
        broker, feed = self.opened()
        feed.tell("doubt")
        feed.take("turn down nothing was heard for too long")
        feed.take("turn open")
        feed.process.stdin.close()
        broker.take("heard 5 farewell")
        feed.process.wait(5)

    def test_nobody_there_is_noted_and_tried_again(self):
        self.port = free_port()
        feed = self.feed("EUR/USD")
        line = feed.take("note")
        self.assertRegex(line, re.escape(f"127.0.0.1:{self.port}: Connection refused") +
                         r"; trying again in \d s")
        self.broker_there()
        feed.take("turn open")

    def test_over_tls(self):
        write_certificate(self.folder)
        broker = self.broker()
        door = TlsDoor(self.folder, self.port)
        self.addCleanup(door.close)
        feed = self.feed("EUR/USD", url=f"fixs://localhost:{door.port}",
                         more=[self.folder / "cert.pem"])
        feed.take("turn open")
        broker.tell("tick EUR/USD 3 4")
        self.take_quote(feed, 0, "3 4")
        self.assertIn("localhost", door.names)

    def test_a_certificate_of_strangers_is_not_believed(self):
        write_certificate(self.folder)
        broker = self.broker()
        door = TlsDoor(self.folder, self.port)
        self.addCleanup(door.close)
        feed = self.feed("EUR/USD", url=f"fixs://localhost:{door.port}")
        self.assertIn("the certificate is not believed", feed.take("note"))
        self.assertNotIn("logged on", broker.rest())
