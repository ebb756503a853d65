/* Where a source can be looked at: identities to addresses, the way back of url.c. */
#include "taiyaku/cite.h"

/* What an address is made of: %B the board, %K the key. Boards of 5ch and its kin have no address without
 * their server, and which one that was only the store may know. */
static const struct {
	const char *family, *address;
} forms[] = {
	{"x", "https://x.com/i/status/%K"},
	{"4chan", "https://boards.4chan.org/%B/thread/%K"},
	{"jbbs", "https://jbbs.shitaraba.net/bbs/read.cgi/%B/%K/"},
	{"machi", "https://machi.to/bbs/read.cgi/%B/%K/"},
	{"mastodon", "https://%B/statuses/%K"},
	{"discourse", "https://%B/t/%K"},
	{"qq", "https://docs.qq.com/doc/%K"},
	{"note", "https://note.com/%B/n/%K"},
	{"reddit", "https://www.reddit.com/r/%B/comments/%K/"},
	{"page", "%K"},
};

static void fill(const char *form, const struct store_identity *s, struct buf *out)
{
	for (const char *p = form; *p; p++) {
		if (*p != '%') {
			buf_char(out, *p);
			continue;
		}
		buf_str(out, *++p == 'B' ? s->board : s->key);
	}
}

/* models/NS/NAME is NS/NAME; a key of digits is a discussion, another one a revision of the files. */
static void hugging_face(const struct store_identity *s, struct buf *out)
{
	struct str board = str_starts(s->board, STR("models/")) ? str_slice(s->board, 7, s->board.n) : s->board;
	bool discussion = s->key.n && s->key.p[0] >= '0' && s->key.p[0] <= '9' && s->key.n < 8;

	buf_printf(out, "https://huggingface.co/" STR_FMT "/%s/" STR_FMT, STR_ARG(board),
		   discussion ? "discussions" : "tree", STR_ARG(s->key));
}

bool cite_address(const struct store_identity *s, struct buf *out)
{
	size_t before = out->n;

	if (str_eq(s->family, STR("hf")))
		hugging_face(s, out);
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		if (str_eq(s->family, str_c(forms[i].family)))
			fill(forms[i].address, s, out);
	return out->n > before;
}
