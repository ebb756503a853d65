/* cmd: addresses that programs are given. */
#include "taiyaku/cmd.h"
#include "../tap.h"

static void becomes(const char *address, const char *want)
{
	struct buf b = {0};
	struct err e = {0};
	bool good = cmd_address(str_c(address), &b, &e);

	if (!want)
		ok(!good && e.text[0] && !b.n, "refused, with a reason: %s", address);
	else
		is_str(good ? buf_cstr(&b) : e.text, want, address);
	buf_free(&b);
}

static void test_table(void)
{
	becomes("http://example.com/ok", "http://example.com/ok");
	becomes("  HTTPS://Example.com:8080/a?b=c#d ", "https://Example.com:8080/a?b=c#d");
	becomes("http://x", "http://x");
	becomes("http://x/;id&a=$(id)", "http://x/;id&a=$(id)");
	becomes("http://x/`id`|\"'\\<>{}^", "http://x/%60id%60%7C%22%27%5C%3C%3E%7B%7D%5E");
	becomes("http://x/a b\tc\033[31m", "http://x/a%20b%09c%1B[31m");
	becomes("http://x/%41%zz%", "http://x/%41%25zz%25");
	becomes("http://x/日", "http://x/%E6%97%A5");
	becomes("http://x/\xE2\x80\xAEgpj.exe", "http://x/%E2%80%AEgpj.exe");
	becomes("http://x/\xFF", "http://x/%FF");
	becomes("http://[::1]:80/", "http://[::1]:80/");
	becomes("http://xn--80ak6aa92e.com/", "http://xn--80ak6aa92e.com/");
	becomes("", NULL);
	becomes("http://", NULL);
	becomes("http:///x", NULL);
	becomes("//x", NULL);
	becomes("-http://x", NULL);
	becomes("javascript:alert(1)", NULL);
	becomes("file:///etc/passwd", NULL);
	becomes("http://a:b@x/", NULL);
	becomes("http://x\\@y/", NULL);
	becomes("http://аррӏе.com/", NULL);
	becomes("http://x:80a/", NULL);
	becomes("http://-x/", NULL);
	becomes("http://x y/", NULL);
	becomes("http://[::1/", NULL);
	becomes("http://[]/", NULL);
	becomes("http://[::1]x/", NULL);
}

/* One argument of printable ASCII without anything that ends one, whatever comes in. */
static void test_hostile(void)
{
	static const char forbidden[] = " \"'`\\<>";
	const char *path = fixture("hostile/url/hostile_urls.txt");
	struct buf all = {0}, b = {0};
	struct err e = {0};
	size_t opened = 0, refused = 0, bad = 0, at = 0;

	if (!path) {
		skip("hostile addresses", "no fixtures");
		return;
	}
	ok(file_read(path, 1 << 20, &all, &e), "hostile addresses");
	while (at < all.n) {
		size_t end = str_find_char(buf_view(&all), '\n', at);

		end = end == SIZE_MAX ? all.n : end;
		buf_clear(&b);
		if (!cmd_address(str_slice(buf_view(&all), at, end), &b, &e)) {
			refused++;
		} else {
			opened++;
			bad += !str_starts(buf_view(&b), STR("http"));
			for (size_t i = 0; i < b.n; i++)
				bad += b.p[i] <= ' ' || b.p[i] > '~' || strchr(forbidden, b.p[i]) != NULL;
		}
		at = end + 1;
	}
	ok(opened > 10 && refused > 30, "%zu opened, %zu refused", opened, refused);
	is_int((long long)bad, 0, "none that opens holds more than an address");
	buf_free(&all);
	buf_free(&b);
}

int main(void)
{
	test_table();
	test_hostile();
	return done();
}
