/* Runs the examples of tests/spec: kinsoku.txt, widths.txt, folding.txt. What they look like stands there. */
#include "taiyaku/text.h"
#include "../tap.h"
#include "lines.h"
#include "wrap.h"

static const struct text_terminal plain, wide = {.ambiguous_wide = true}, full = {.vs16_wide = true, .zwj_joins = true};

/* \uXXXX, \UXXXXXX and \xXX in an example. */
static void unescape(struct str s, struct buf *out)
{
	buf_clear(out);
	for (size_t i = 0; i < s.n; i++) {
		size_t n = s.p[i] != '\\' || i + 1 == s.n ? 0
			   : s.p[i + 1] == 'u'            ? 4
			   : s.p[i + 1] == 'U'            ? 6
			   : s.p[i + 1] == 'x'            ? 2
							  : 0;

		if (n == 2)
			buf_char(out, (char)hex(str_slice(s, i + 2, i + 4)));
		else if (n)
			buf_code_point(out, hex(str_slice(s, i + 2, i + 2 + n)));
		else
			buf_char(out, s.p[i]);
		i += n ? n + 1 : 0;
	}
}

/* "HEAD: LEFT SIGN RIGHT" */
struct example {
	struct str head, line;
	struct buf left, right;
	char sign; /* '>' for =>, else itself */
};

static bool read_example(struct str line, struct example *x)
{
	static const char *const signs[] = {" => ", " = ", " ! "};
	size_t colon = str_find_char(line, ':', 0);

	if (!str_starts(line, STR("    ")) || colon == SIZE_MAX)
		return false;
	x->line = line;
	x->head = str_slice(line, 4, colon);
	for (int i = 0; i < 3; i++) {
		size_t at = str_find(line, str_c(signs[i]), colon);

		if (at == SIZE_MAX)
			continue;
		x->sign = i ? signs[i][1] : '>';
		unescape(str_slice(line, colon + 2, at), &x->left);
		unescape(str_slice(line, at + strlen(signs[i]), line.n), &x->right);
		return true;
	}
	return false;
}

static void judge(const struct example *x, bool good, struct str got)
{
	if (!ok(good, STR_FMT, STR_ARG(str_trim(x->line))))
		printf("# got [" STR_FMT "]\n", STR_ARG(got));
}

static void run_kinsoku(const struct example *x)
{
	static const char *const levels[] = {"strict", "normal", "loose", "hang"};
	struct str s = buf_view(&x->left);
	struct text_breaker *br;
	struct buf got = {0};
	int level = 0;

	while (!str_starts(x->head, str_c(levels[level])))
		level++;
	br = text_breaker_new(level == 3 ? TEXT_STRICT : (enum text_level)level);
	wrap_joined(&(struct wrap){s, text_breaks(br, s), &plain, atoi(x->head.p + strlen(levels[level])), level == 3},
		    &got);
	judge(x, str_eq(buf_view(&got), buf_view(&x->right)), buf_view(&got));
	text_breaker_free(br);
	buf_free(&got);
}

static void run_width(const struct example *x)
{
	const struct text_terminal *t = str_eq(x->head, STR("wide"))   ? &wide
					: str_eq(x->head, STR("full")) ? &full
								       : &plain;
	struct buf got = {0};

	text_printable(buf_view(&x->left), t, &got);
	buf_printf(&got, " (%d)", text_cells(buf_view(&x->left), t));
	judge(x, str_eq(buf_view(&got), buf_view(&x->right)), buf_view(&got));
	buf_free(&got);
}

static void fold(const struct example *x, struct str s, struct text_folded *out)
{
	if (str_eq(x->head, STR("copy")))
		text_fold_copy(s, out);
	else
		text_fold(s, (enum text_fold_level)atoi(x->head.p), out);
}

static void run_folding(const struct example *x)
{
	struct text_folded a = {0}, b = {0};
	struct str want = buf_view(&x->right);
	bool same;

	fold(x, buf_view(&x->left), &a);
	if (x->sign != '>') {
		fold(x, want, &b);
		want = buf_view(&b.text);
	}
	same = str_eq(buf_view(&a.text), want);
	judge(x, same == (x->sign != '!'), buf_view(&a.text));
	text_folded_free(&a);
	text_folded_free(&b);
}

static void run(const char *name, void (*one)(const struct example *))
{
	const char *src = getenv("srcdir");
	struct example x = {0};
	struct buf b = {0};
	struct str line;
	struct err err;
	size_t at = 0;
	char path[4096];

	snprintf(path, sizeof path, "%s/tests/spec/%s", src ? src : ".", name);
	if (!file_read(path, SIZE_MAX, &b, &err)) {
		ok(false, "%s", err.text);
		return;
	}
	while (next_line(buf_view(&b), &at, &line))
		if (read_example(line, &x))
			one(&x);
	buf_free(&x.left);
	buf_free(&x.right);
	buf_free(&b);
}

int main(void)
{
	run("kinsoku.txt", run_kinsoku);
	run("widths.txt", run_width);
	run("folding.txt", run_folding);
	return done();
}
