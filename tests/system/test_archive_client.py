"""The simulated archive as curl, unzip and sha256sum see it."""
import re
import urllib.parse
import xml.etree.ElementTree

from system_test import SystemTest

S3 = "{http://s3.amazonaws.com/doc/2006-03-01/}"
HEADER = ("open_time,open,high,low,close,volume,close_time,quote_volume,count,"
          "taker_buy_volume,taker_buy_quote_volume,ignore")
DAY = "data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2024-02-01.zip"


class ArchiveTest(SystemTest):
    def setUp(self):
        super().setUp()
        self.sim = self.exchange()

    def url(self, path):
        return f"{self.sim.url('archive')}/{path}"

    def curl(self, *options):
        return self.run_program("curl", "-sS", *options)

    def fetch(self, path):
        """Downloads a file and its checksum, proves the one by the other; the zip's name."""
        name = path.rsplit("/", 1)[1]
        self.assert_good(self.curl("-f", "-O", self.url(path), "-O",
                                   self.url(path + ".CHECKSUM")))
        checked = self.assert_good(self.run_program("sha256sum", "-c", name + ".CHECKSUM"))
        self.assertEqual(checked.out, f"{name}: OK\n")
        return name

    def rows(self, path):
        """The lines of the only file inside, split at commas."""
        name = self.fetch(path)
        listed = self.assert_good(self.run_program("unzip", "-Z1", name)).out
        self.assertEqual(listed, name.replace(".zip", ".csv") + "\n")
        self.assert_good(self.run_program("unzip", "-tq", name))
        text = self.assert_good(self.run_program("unzip", "-p", name)).out
        self.assertTrue(text.endswith("\n"))
        return [line.split(",") for line in text.splitlines()]


class ArchiveFiles(ArchiveTest):
    def check(self, path, market, symbol, span, unit):
        """Rows beside the truth, in the unit of time; the header line is taken off."""
        rows = self.rows(path)
        if rows[0][0] == "open_time":
            self.assertEqual(",".join(rows.pop(0)), HEADER)
        interval = path.split("/")[-2].replace("1mo", "1M")
        truth = self.sim.truth(market, symbol, interval, *span)
        self.assertEqual([int(row[0]) for row in rows], [row[0] // unit for row in truth])
        for row, true in zip(rows, truth):
            self.assertEqual(len(row), 12)
            self.assertEqual([*map(float, row[1:6]), float(row[7]), int(row[8]),
                              *map(float, row[9:11])],
                             [*map(float, true[1:6]), float(true[6]), true[7],
                              *map(float, true[8:10])])
        return rows

    def test_a_day_of_spot(self):
        rows = self.check(DAY, "spot", "BTCUSDT", ("2024-02-01", "2024-02-02"), 1000)
        self.assertEqual(len(rows), 1440)
        self.assertEqual(int(rows[0][6]), int(rows[0][0]) + 59_999)

    def test_spot_counts_microseconds_from_2025_on(self):
        rows = self.check(DAY.replace("2024-02-01", "2025-02-01"), "spot", "BTCUSDT",
                          ("2025-02-01", "2025-02-02"), 1)
        self.assertEqual(int(rows[0][6]), int(rows[0][0]) + 59_999_999)

    def test_futures_count_milliseconds_and_name_their_columns(self):
        for market, symbol in (("um", "ETHUSDT"), ("cm", "BTCUSD_PERP")):
            path = f"data/futures/{market}/daily/klines/{symbol}/1m/{symbol}-1m-2025-02-01.zip"
            with self.subTest(market=market):
                self.assertEqual(self.rows(path)[0], HEADER.split(","))
                self.check(path, market, symbol, ("2025-02-01", "2025-02-02"), 1000)

    def test_headers_came_in_2022_and_never_to_spot(self):
        old = "data/futures/um/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2021-06-01.zip"
        self.assertEqual(len(self.rows(old)), 24)
        self.assertTrue(self.rows(DAY)[0][0].isdigit())

    def test_a_month_of_months(self):
        path = "data/spot/monthly/klines/BTCUSDT/1mo/BTCUSDT-1mo-2024-02.zip"
        rows = self.check(path, "spot", "BTCUSDT", ("2024-02-01", "2024-03-01"), 1000)
        self.assertEqual(len(rows), 1)

    def test_checksums_end_with_and_without_a_line_feed(self):
        ends = set()
        for newline in (True, False):
            self.sim.scenario({"name": "ends", "rules": [
                {"when": {"kind": "checksum"}, "then": {"checksum_newline": newline}}]})
            name = self.fetch(DAY)
            text = (self.folder / (name + ".CHECKSUM")).read_bytes()
            ends.add(text[-1:])
            self.assertEqual(len(text.rstrip(b"\n")), 66 + len(name))
        self.assertEqual(ends, {b"\n", b"p"})

    def test_a_wrong_checksum_is_noticed_by_sha256sum(self):
        self.sim.scenario({"name": "wrong", "rules": [
            {"when": {"kind": "checksum"}, "then": {"wrong_checksum": True}}]})
        self.assert_good(self.curl("-f", "-O", self.url(DAY), "-O", self.url(DAY + ".CHECKSUM")))
        checked = self.run_program("sha256sum", "-c", DAY.rsplit("/", 1)[1] + ".CHECKSUM")
        self.assertEqual(checked.code, 1, checked)


class ArchiveHttp(ArchiveTest):
    def test_head_tells_what_get_would_bring(self):
        head = self.assert_good(self.curl("-I", self.url(DAY))).out
        body = self.sim.get("archive", "/" + DAY)[1]
        self.assertRegex(head, r"^HTTP/1.1 200 OK\r?\n")
        tag = re.search(r'(?m)^ETag: "[^"]+"', head)
        self.assertIsNotNone(tag, head)
        self.assertIn(tag[0], self.assert_good(
            self.curl("-D", "-", "-o", "/dev/null", self.url(DAY))).out)
        self.assertIn("Content-Type: application/zip", head)
        self.assertIn("Accept-Ranges: bytes", head)
        self.assertRegex(head, rf"(?m)^Content-Length: {len(body)}\r?$")

    def test_a_broken_download_is_resumed(self):
        whole = self.sim.get("archive", "/" + DAY)[1]
        part = self.folder / "part.zip"
        part.write_bytes(whole[:1000])
        code = "%{http_code}"
        status = self.assert_good(
            self.curl("-C", "-", "-o", part, "-w", code, self.url(DAY))).out
        self.assertEqual(status, "206")
        self.assertEqual(part.read_bytes(), whole)

    def test_a_range_beyond_the_end(self):
        status = self.curl("-r", "99999999-", "-o", "/dev/null", "-w", "%{http_code}",
                           self.url(DAY)).out
        self.assertEqual(status, "416")

    def test_what_is_known_is_not_sent_again(self):
        code = "%{http_code} %{size_download}"
        first = self.assert_good(self.curl("--etag-save", "tag", "-o", "a.zip", "-w", code,
                                           self.url(DAY))).out
        self.assertRegex(first, r"^200 [1-9]")
        again = self.assert_good(self.curl("--etag-compare", "tag", "-o", "b.zip", "-w", code,
                                           self.url(DAY))).out
        self.assertEqual(again, "304 0")
        dated = self.assert_good(self.curl("-z", "20240601 00:00:00", "-o", "c.zip", "-w", code,
                                           self.url(DAY))).out
        self.assertEqual(dated, "304 0")

    def test_days_to_come_and_other_absent_things_are_404(self):
        for path in (DAY.replace("2024", "2036"), DAY.replace("02-01", "02-30"),
                     DAY.replace("spot", "SPOT"), DAY.replace("BTCUSDT", "NOSUCH"),
                     DAY.replace("daily", "monthly"),
                     "data/spot/daily/klines/BTCUSDT/1mo/BTCUSDT-1mo-2024-02-01.zip"):
            with self.subTest(path=path):
                told = self.assert_good(self.curl("-w", "\n%{http_code}", self.url(path))).out
                text, status = told.rsplit("\n", 1)
                self.assertEqual(status, "404")
                error = xml.etree.ElementTree.fromstring(text)
                self.assertEqual(error.findtext("Code"), "NoSuchKey")
                self.assertEqual(error.findtext("Key"), path)

    def test_a_day_is_not_there_before_it_is_published(self):
        sim = self.exchange("--now", "2024-02-02T00:30")
        self.assertEqual(sim.get("archive", "/" + DAY)[0], 404)
        self.assertEqual(sim.get("archive", "/" + DAY.replace("02-01", "01-31"))[0], 200)


class ArchiveOverTls(SystemTest):
    sim_options = ("--tls",)

    def test_curl_trusts_the_authority_and_nobody_else(self):
        sim = self.exchange()
        url = f"{sim.url('archive')}/{DAY}"
        self.assertTrue(url.startswith("https://"))
        self.assert_good(self.run_program("curl", "-sSf", "-o", "day.zip", "--cacert",
                                          sim.env["WICK_CA_FILE"], url))
        self.assert_good(self.run_program("unzip", "-tq", "day.zip"))
        self.assertEqual(self.run_program("curl", "-sS", "-o", "no.zip", url).code, 60)


class ArchiveListing(ArchiveTest):
    PREFIX = "data/spot/daily/klines/BTCUSDT/1d/"

    def page(self, **parameters):
        query = urllib.parse.urlencode({"prefix": self.PREFIX, **parameters})
        text = self.assert_good(self.curl("-f", f"{self.sim.url('listing')}?{query}")).out
        return xml.etree.ElementTree.fromstring(text)

    def keys(self, page):
        return [entry.findtext(S3 + "Key") for entry in page.iter(S3 + "Contents")]

    def pages(self, following, **first):
        """Follows the pages to the end; `following` makes the next page's parameters."""
        parameters, pages = first, []
        while True:
            page = self.page(**parameters)
            pages.append(self.keys(page))
            if page.findtext(S3 + "IsTruncated") == "false":
                return pages
            self.assertLess(len(pages), 50)
            parameters = {**first, **following(page)}

    def test_both_versions_page_through_the_same_keys(self):
        old = self.pages(lambda page: {"marker": self.keys(page)[-1]})
        new = self.pages(lambda page: {
            "continuation-token": page.findtext(S3 + "NextContinuationToken")}, **{
                "list-type": "2"})
        small = self.pages(lambda page: {"marker": self.keys(page)[-1]}, **{"max-keys": "777"})
        self.assertEqual(old, new)
        keys = sum(old, [])
        self.assertEqual(sum(small, []), keys)
        self.assertGreater(len(keys), 5000)
        self.assertEqual({len(page) for page in old[:-1]}, {1000})
        self.assertEqual(keys, sorted(set(keys)))
        self.assertEqual([key + ".CHECKSUM" for key in keys[::2]], keys[1::2])

    def test_a_listed_file_is_there_as_listed(self):
        page = self.page(marker=self.PREFIX + "BTCUSDT-1d-2024", **{"max-keys": "4"})
        for entry in page.iter(S3 + "Contents"):
            status, body = self.sim.get("archive", "/" + entry.findtext(S3 + "Key"))
            self.assertEqual(status, 200)
            self.assertEqual(str(len(body)), entry.findtext(S3 + "Size"))
            head = self.assert_good(
                self.curl("-I", self.url(entry.findtext(S3 + "Key")))).out
            self.assertIn("ETag: " + entry.findtext(S3 + "ETag"), head)

    def test_folders(self):
        page = self.page(prefix="data/spot/daily/klines/BTCUSDT/", delimiter="/")
        found = {e.findtext(S3 + "Prefix") for e in page.iter(S3 + "CommonPrefixes")}
        self.assertIn("data/spot/daily/klines/BTCUSDT/1s/", found)
        self.assertFalse([name for name in found if re.search("/(3d|1w|1mo)/$", name)])
