/* Containers: gzip, WARC, ARC. What is in them here is a dat of two posts. */
#include "tests/tap.h"
#include "tests/unit/board_dump.h"

#include <dirent.h>

static struct buf out;

#define DAT                                                                                                            \
	"A<>sage<>2022/12/27(Tue) 13:09:37.29 ID:abcdefgh0<> one <>title\n"                                            \
	"B<><>2022/12/27(Tue) 13:10:00.00 ID:abcdefgi0<> &gt;&gt;1 <>\n"
#define URL "https://x.5ch.net/board/dat/1672113600.dat"

static const char *read_as(const char *path, struct str s)
{
	struct board_input in = {
		.bytes = s, .path = str_c(path), .board = STR("board"), .retrieved_at = BOARD_NO_TIME, .first = -1};

	return board_dump(&in, &out);
}

/* A gzip member: head, deflated bytes (those of a zlib stream), sum and size (RFC 1952). */
static void add_gzip(struct buf *b, struct str s)
{
	struct buf z = {0};
	uint32_t tail[2] = {zip_crc(s), (uint32_t)s.n};

	zip_pack(s, &z);
	buf_add(b, "\x1F\x8B\x08\0\0\0\0\0\0\3", 10);
	buf_add(b, z.p + 2, z.n - 6);
	for (int i = 0; i < 8; i++)
		buf_char(b, (char)(tail[i / 4] >> 8 * (i % 4) & 0xFF));
	buf_free(&z);
}

static size_t count(const char *s, const char *word)
{
	size_t n = 0;

	for (; (s = strstr(s, word)); s++)
		n++;
	return n;
}

static bool has(const char *s, const char *word)
{
	bool good = strstr(s, word);

	if (!good)
		printf("# no [%s] in\n# %s\n", word, s);
	return good;
}

static void gzips(void)
{
	struct buf b = {0}, bomb = {0};
	struct str all;
	const char *s;

	add_gzip(&b, STR(DAT));
	s = read_as("/x/1672113600.dat.gz", buf_view(&b));
	ok(has(s, "part dat ") && has(s, "1672113600") && has(s, "\n2 ") && !strstr(s, "message") &&
		   !strstr(s, "error"),
	   "a dat in gzip is a dat");
	add_gzip(&b, STR("C<><>2022/12/27(Tue) 13:11:00.00 ID:abcdefgh0<> three <>\n"));
	ok(has(read_as("1672113600.dat.gz", buf_view(&b)), "\n3 "), "two gzip streams one behind another");
	buf_cat(&b, "junk");
	s = read_as("1672113600.dat.gz", buf_view(&b));
	ok(has(s, "\n3 ") && !strstr(s, "message"), "what stands behind the last stream does no harm");
	buf_clear(&b);
	add_gzip(&b, STR(DAT));
	all = buf_view(&b);
	s = read_as("1672113600.dat.gz", str_slice(all, 0, all.n - 6));
	ok(has(s, "\n2 ") && has(s, "message: the compressed data is cut"), "a cut one is read as far as it goes");
	ok(has(read_as("x.gz", str_slice(all, 0, 8)), "error: x.gz: gzip'ed, and damaged"), "a cut head is an error");
	for (int i = 0; i < 3 << 20; i++)
		buf_char(&bomb, 'a');
	buf_clear(&b);
	add_gzip(&b, buf_view(&bomb));
	ok(has(read_as("x.gz", buf_view(&b)), "refused"), "a bomb is refused");
	buf_clear(&b);
	add_gzip(&b, str_slice(buf_view(&bomb), 0, 1 << 20));
	ok(!strstr(read_as("x.gz", buf_view(&b)), "refused"), "a small one is unpacked, whatever the ratio");
	buf_free(&b);
	buf_free(&bomb);
}

/* ---- WARC ---- */
static void add_record(struct buf *b, const char *type, const char *uri, const char *media, struct str body)
{
	buf_printf(b,
		   "WARC/1.1\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2023-01-02T03:04:05Z\r\n"
		   "WARC-Record-ID: <urn:x>\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n",
		   type, uri, media, body.n);
	buf_str(b, body);
	buf_cat(b, "\r\n\r\n");
}

static void add_response(struct buf *b, const char *fields, struct str body)
{
	struct buf answer = {0};

	buf_printf(&answer, "HTTP/1.1 200 OK\r\n%s\r\n", fields);
	buf_str(&answer, body);
	add_record(b, "response", URL, "application/http; msgtype=response", buf_view(&answer));
	buf_free(&answer);
}

static const char *warc(struct buf *b)
{
	return read_as("x.warc", buf_view(b));
}

static bool has_dat(const char *s)
{
	return has(s, "part dat ") && has(s, URL " 1672628645 ") && has(s, " 1672113600 title ") && has(s, "\n2 ") &&
	       has(s, ">>1-1");
}

static void responses(void)
{
	struct buf b = {0}, z = {0}, chunked = {0};
	char where[64];
	size_t at;

	add_record(&b, "warcinfo", "x", "application/warc-fields", STR("software: x\r\n"));
	add_response(&b, "Content-Type: text/plain\r\n", STR(DAT));
	ok(!strncmp(warc(&b), "part warc ", 10) && has_dat(warc(&b)) && !strstr(warc(&b), "message"),
	   "an answer in a WARC, with its address and day");
	at = str_find(buf_view(&b), STR(DAT), 0);
	snprintf(where, sizeof where, "1672628645 %zu-%zu ", at, at + sizeof DAT - 1);
	ok(has(warc(&b), where), "and with the place of its bytes in the file");

	buf_clear(&b);
	buf_printf(&chunked, "%zx;x=y\r\n%.20s\r\n%zX\r\n%s\r\n0\r\n\r\n", (size_t)20, DAT, sizeof DAT - 21, DAT + 20);
	add_response(&b, "Transfer-Encoding: chunked\r\n", buf_view(&chunked));
	ok(has_dat(warc(&b)) && !strstr(warc(&b), "message"), "chunks");
	buf_clear(&b);
	add_response(&b, "Transfer-Encoding: Chunked\r\n", str_slice(buf_view(&chunked), 0, chunked.n - 5));
	ok(has_dat(warc(&b)) && has(warc(&b), "message: pages in it that are cut; what is there is read: 1"),
	   "chunks without an end");
	buf_clear(&b);
	add_response(&b, "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", STR(DAT));
	ok(has_dat(warc(&b)), "a body that was undone although its fields stay");

	buf_clear(&b);
	add_gzip(&z, STR(DAT));
	add_response(&b, "Content-Encoding: gzip\r\n", buf_view(&z));
	ok(has_dat(warc(&b)) && !strstr(warc(&b), "message"), "a gzip'ed body");
	buf_clear(&b);
	buf_clear(&chunked);
	buf_printf(&chunked, "%zx\r\n", z.n);
	buf_str(&chunked, buf_view(&z));
	buf_cat(&chunked, "\r\n0\r\n\r\n");
	add_response(&b, "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", buf_view(&chunked));
	ok(has_dat(warc(&b)) && !strstr(warc(&b), "message"), "both");

	buf_clear(&b);
	add_response(&b, "Content-Encoding: br\r\n", STR("\x8b\x02\x80"));
	add_response(&b, "Content-Encoding: zstd\r\n", STR("\x28\xB5\x2F\xFD"));
	ok(has(warc(&b), "Brotli, which cannot be read here: 1") &&
		   has(warc(&b), "Zstandard, which cannot be read here: 1"),
	   "what cannot be unpacked is said by name");
	buf_free(&b);
	buf_free(&z);
	buf_free(&chunked);
}

static void records(void)
{
	struct buf b = {0}, whole = {0}, parts = {0};
	const char *s;
	size_t start;

	add_record(&b, "request", URL, "application/http; msgtype=request", STR("GET / HTTP/1.1\r\n\r\n"));
	add_record(&b, "resource", "<file:///a b/1672113600.dat>", "text/plain", STR(DAT));
	add_record(&b, "revisit", URL, "application/http; msgtype=response", STR("HTTP/1.1 200 OK\r\n\r\n"));
	add_record(&b, "response", URL, "application/http", STR("HTTP/1.1 404 Not Found\r\n\r\n" DAT));
	add_record(&b, "resource", "http://x/a.png", "image/png", STR(DAT));
	add_record(&b, "resource", "http://x/b", "text/plain", STR("nothing that is known\n"));
	s = warc(&b);
	ok(count(s, "part dat ") == 1 && has(s, " file:///a b/1672113600.dat 1672628645 "),
	   "a resource; <> around its address are taken off, blanks in it stay");
	ok(has(s, "message: visits in it that found nothing new and hold no page: 1\n") &&
		   has(s, "message: answers in it that are no file (moved, not found): 1\n") &&
		   has(s,
		       "message: files in it that are neither posts nor pages (pictures, scripts and the like): 2\n") &&
		   count(s, "message") == 3,
	   "what is none is counted");

	add_gzip(&whole, buf_view(&b));
	s = read_as("x.warc.gz", buf_view(&whole));
	ok(!strncmp(s, "part warc ", 10) && count(s, "part dat ") == 1 && count(s, "message") == 3,
	   "a WARC in one gzip stream");
	start = str_find(buf_view(&b), STR("WARC/1.1\r\nWARC-Type: resource"), 0);
	add_gzip(&parts, str_slice(buf_view(&b), 0, start));
	size_t at = parts.n, end = str_find(buf_view(&b), STR("WARC/1.1\r\nWARC-Type: revisit"), 0);
	char where[64];
	add_gzip(&parts, str_slice(buf_view(&b), start, end));
	snprintf(where, sizeof where, " 1672628645 %zu-%zu ", at, parts.n);
	add_gzip(&parts, str_slice(buf_view(&b), end, b.n));
	s = read_as("x.warc.gz", buf_view(&parts));
	ok(has(s, where) && count(s, "message") == 3, "a WARC in a stream a record: the place is that of the stream");

	ok(has(read_as("x.warc", str_slice(buf_view(&b), 0, end - 20)), "message: pages in it that are cut") &&
		   has(buf_cstr(&out), "\n2 "),
	   "a last record that is cut is kept");
	s = read_as("x.warc.gz", str_slice(buf_view(&whole), 0, whole.n - 20));
	ok(has(s, "message: the compressed data is cut"), "and a cut stream is said");

	buf_clear(&b);
	buf_cat(&b, "WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 99999\r\n\r\nwrong\r\n\r\njunk\r\n");
	add_response(&b, "", STR(DAT));
	buf_cat(&b, "WARC/1.0\r\nno length\r\n\r\n");
	add_response(&b, "", STR(DAT));
	s = warc(&b);
	ok(count(s, "part dat ") == 2 && has(s, "bytes in it that belong to no record"),
	   "behind a wrong length and a wrong head the next record is found");
	buf_free(&b);
	buf_free(&whole);
	buf_free(&parts);
}

/* Many and large records: what is passed over is never held. */
static void large(void)
{
	struct buf b = {0}, member = {0}, packed = {0};
	const char *s;

	for (int i = 0; i < 40 << 20; i += 64)
		buf_cat(&member, "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopq\n");
	add_record(&b, "resource", "http://x/video", "text/plain", buf_view(&member));
	buf_free(&member);
	add_response(&b, "", STR(DAT));
	s = warc(&b);
	ok(has_dat(s) && has(s, "message: records in it that are too large, and left out: 1\n"),
	   "a record that is too large is left out, the next one is read");
	add_gzip(&packed, buf_view(&b));
	buf_free(&b);
	ok(has(read_as("x.warc.gz", buf_view(&packed)), "refused"), "a bomb is refused on the way");
	buf_free(&packed);
}

static void arcs(void)
{
	struct buf b = {0};
	const char *s;

	buf_cat(&b, "filedesc://x.arc 0.0.0.0 20230102030405 text/plain 12\n1 0 x\nURL x\n\n");
	buf_printf(&b, URL " 1.2.3.4 20230102030405 text/plain %zu\nHTTP/1.0 200 OK\r\nServer: x\r\n\r\n" DAT "\n",
		   sizeof "HTTP/1.0 200 OK\r\nServer: x\r\n\r\n" DAT - 1);
	buf_printf(&b, URL " 1.2.3.4 20230102030405 text/plain 200 - - 12 x.arc %zu\n" DAT "\n", sizeof DAT - 1);
	s = read_as("x.arc", buf_view(&b));
	ok(!strncmp(s, "part arc ", 9) && count(s, "part dat ") == 2 && has_dat(s) && !strstr(s, "message"),
	   "an ARC: an answer and bare bytes, lines of both versions");
	buf_cat(&b, "what is this\n");
	buf_printf(&b, URL " 1.2.3.4 20230102030405 text/plain 9999\nHTTP/1.0 200 OK\r\n\r\n" DAT);
	s = read_as("x.arc", buf_view(&b));
	ok(count(s, "part dat ") == 3 && has(s, "belong to no record: 13\n") &&
		   has(s, "that are cut; what is there is read: 1"),
	   "a line that begins no record, and a last one that is cut");
	buf_free(&b);
}

/* ---- the fixtures: records and addresses as EXPECTED.json has them ---- */
static void fixture_is(const char *name, const char *format, size_t pages, const char *url, size_t revisits)
{
	char file[128], part[256], visits[128];
	struct buf bytes = {0};
	const char *path, *s;

	snprintf(file, sizeof file, "boards/snapshots/%s", name);
	path = fixture(file);
	if (!path || !file_read(path, BOARD_MAX, &bytes, NULL)) {
		skip(name, "no fixtures");
		return;
	}
	s = read_as(name, buf_view(&bytes));
	snprintf(part, sizeof part, "part page ");
	snprintf(visits, sizeof visits, "hold no page: %zu\n", revisits);
	if (!ok(!strncmp(s, "part ", 5) && !strncmp(s + 5, format, strlen(format)) && count(s, part) == pages &&
			(!pages || has(s, url)) && (!revisits || has(s, visits)) &&
			count(s, "hold no page") == (revisits > 0),
		"%s", name))
		printf("# %s\n", s);
	buf_free(&bytes);
}

static void fixtures(void)
{
	fixture_is("example.warc", "warc", 1, " http://example.com/ 1488772926 ", 1);
	fixture_is("example.warc.gz", "warc", 1, " http://example.com/ 1488772926 ", 1);
	fixture_is("example-bad-non-chunked.warc.gz", "warc", 1, " http://example.com/ 1488772926 ", 1);
	fixture_is("example-digest.warc", "warc", 0, "", 0);
	fixture_is("example-iana.org-chunked.warc", "warc", 1, " http://www.iana.org/ 1488819249 ", 0);
	fixture_is("example-resource.warc.gz", "warc", 1, " http://example.com/ 1493429430 ", 0);
	fixture_is("example-space-in-target-uri.warc.gz", "warc", 0, "", 0);
	fixture_is("example-trunc.warc", "warc", 1, " http://example.com/ 1488772926 ", 0);
	fixture_is("post-test.warc.gz", "warc", 0, "", 0);
	fixture_is("example.arc", "arc", 1, " http://example.com/ 1392526941 ", 0);
}

/* A page whose charset only the server says. */
static void charsets(void)
{
	struct buf b = {0};

	add_response(&b, "Content-Type: text/html; charset=iso-8859-1\r\n",
		     STR("<html><title>caf\xE9</title><body><p>na\xEFve d\xE9j\xE0 vu, said he to nobody at "
			 "all</p></body></html>"));
	ok(has(warc(&b), "caf\xC3\xA9") && has(warc(&b), "na\xC3\xAFve d\xC3\xA9j\xC3\xA0 vu"),
	   "the charset that the server declared is a hint");
	buf_free(&b);
}

/* A ZIP is none of the formats: told as what it is, at once. */
static void zips(void)
{
	const char *path = fixture("hostile/zip/slip_dotdot.zip");
	char *dir = path ? xstrndup(path, strlen(path) - strlen("/slip_dotdot.zip")) : NULL;
	struct dirent **files;
	int n = dir ? scandir(dir, &files, NULL, alphasort) : 0, refused = 0, seen = 0;
	int64_t worst = 0;

	for (int i = 0; i < n; i++) {
		char *file = file_join(dir, files[i]->d_name);
		struct buf bytes = {0};
		if (str_ends(str_c(file), STR(".zip")) && file_read(file, BOARD_MAX, &bytes, NULL)) {
			long start = tap_cpu_ms();
			const char *s = read_as(files[i]->d_name, buf_view(&bytes));
			worst = tap_cpu_ms() - start > worst ? tap_cpu_ms() - start : worst;
			seen++;
			refused += !strncmp(s, "error: ", 7) && (strstr(s, "ZIP") || strstr(s, "binary data"));
		}
		buf_free(&bytes);
		free(file);
		free(files[i]);
	}
	if (n > 0)
		free(files);
	free(dir);
	if (!seen) {
		skip("hostile/zip", "no fixtures");
		return;
	}
	is_int(refused, seen, "hostile/zip: each is refused, and told as what it is");
	ok(worst < 5000, "in no time");
}

int main(void)
{
	charsets();
	zips();
	gzips();
	responses();
	records();
	large();
	arcs();
	fixtures();
	buf_free(&out);
	return done();
}
