/* fill: one thread of so many posts into a store, and the same text as a plain file beside it, for what measures how
 * large threads are read.
 *
 * fill STORE KEY POSTS TEXT */
#include "taiyaku/store.h"

#include <stdio.h>

enum { POSTERS = 97, EVERY = 3 };

static const char *const sentences[] = {
	"最初の意見を書く。長い話になるので、三行では済まない。",
	"それは違うと思う。前のスレでも同じことを言っていた人がいた。",
	"画像の大きさを変えてから試したら動いた。ありがとう、助かった。",
	"It works for me with the older version; the new one wants more memory than I have.",
	"ソースは？",
	"設定は前に貼った通り。違うのは乱数の種だけで、ほかは変えていない。",
	"それな",
};

static struct store_post make(long n, struct buf *text, struct store_anchor *anchor, char poster[16], char date[64])
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	struct store_post p = {.kind = STORE_POST, .number = n, .name = STR("名無しの読者"), .tz_min = 540};
	long who = (n * 7919) % POSTERS, seconds = n % 86400;

	buf_clear(text);
	if (n % EVERY == 0 && n > 1) {
		anchor->from = anchor->to = n - 1 - (n * 31) % (n < 50 ? n - 1 : 49);
		buf_printf(text, ">>%ld", anchor->from);
		anchor->start = 0;
		anchor->end = text->n;
		p.anchors = anchor;
		p.n_anchors = 1;
		buf_char(text, '\n');
	}
	for (long i = 0; i < 1 + n % 4; i++)
		buf_printf(text, "%s%s", i ? "\n" : "", sentences[(n + i) % 7]);
	snprintf(poster, 16, "%c%cx9%02ldQz", letters[who % 64], letters[who * 5 % 64], who);
	snprintf(date, 64, "2022/12/27(火) %02ld:%02ld:%02ld.%02ld", seconds / 3600, seconds / 60 % 60, seconds % 60,
		 n % 100);
	p.poster = str_c(poster);
	p.date_text = str_c(date);
	p.posted_at = 1672066800000 + seconds * 1000;
	p.text = buf_view(text);
	return p;
}

static bool fill(struct store *s, const char *key, long posts, FILE *out, struct err *e)
{
	struct store_file f = {
		.path = str_c(key), .format = STR("dat"), .encoding = STR("UTF-8"), .importer = STR("fill")};
	struct store_new_thread t = {.source = {STR("5ch"), STR("bench"), str_c(key), STR("大きな架空スレ★1")}};
	struct buf text = {0};
	int64_t file, thread;
	bool known, good;

	f.sha256 = sha256_of(f.path);
	fprintf(out, "%s\n\n", t.source.title.p);
	good = store_begin(s, e) && store_add_file(s, &f, &file, &known, e) && store_add_thread(s, &t, &thread, e);
	for (long n = 1; good && n <= posts; n++) {
		struct store_observation o = {.file = file, .rank = STORE_RANK_DAT};
		struct store_anchor anchor;
		char poster[16], date[64];

		o.post = make(n, &text, &anchor, poster, date);
		fprintf(out, "%ld  %s  ID:%s\n%.*s\n\n", n, date, poster, STR_ARG(o.post.text));
		good = store_add_post(s, thread, &o, NULL, e);
	}
	buf_free(&text);
	return good && store_commit(s, e);
}

int main(int argc, char **argv)
{
	struct err e = {0};
	struct store *s;
	FILE *out;
	bool good;

	if (argc != 5) {
		fprintf(stderr, "fill: usage: fill STORE KEY POSTS TEXT\n");
		return 2;
	}
	out = fopen(argv[4], "w");
	s = store_open(argv[1], STORE_WRITE, &e);
	good = out && s && fill(s, argv[2], atol(argv[3]), out, &e);
	if (!good)
		fprintf(stderr, "fill: %s\n", e.text);
	store_close(s);
	return !(out && !fclose(out) && good);
}
