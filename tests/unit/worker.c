/* The worker with parsers that misbehave: whatever one does, it is an error message here, and nothing of it happened.
 */
#include "../../src/worker/worker_int.h"

#include "../tap.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* ---- parsers; each is given to the child ---- */

static bool say_source(const struct board_sink *s, size_t size)
{
	struct board_part part = {
		.format = "dat", .encoding = "CP932", .retrieved_at = BOARD_NO_TIME, .end = size, .rank = 50};
	struct board_source source = {.family = STR("5ch"), .board = STR("b"), .key = STR("1"), .created_at = 5};

	return s->part(s->context, &part) && s->source(s->context, &source);
}

static bool say_post(const struct board_sink *s, long number, struct str text)
{
	struct board_post p = {.number = number, .posted_at = BOARD_NO_TIME, .text = text, .name = STR("名無し")};

	return s->post(s->context, &p);
}

static bool parse_well(const struct board_input *in, const struct board_sink *s, struct err *e)
{
	struct board_anchor anchors[] = {{0, 3, 1, 2}, {4, 8, 7, 7}};
	struct board_post p = {.number = 3,
			       .posted_at = 1672114149370,
			       .tz_min = 540,
			       .text = STR("1-2 あ7"),
			       .start = 2,
			       .end = 5,
			       .broken = true,
			       .bad = 4,
			       .anchors = anchors,
			       .n_anchors = 2,
			       .key = STR("k"),
			       .name = STR("n"),
			       .mail = STR("sage"),
			       .slip = STR("ワッチョイ 7fa4-UHsq"),
			       .poster = STR("p"),
			       .trip = STR("◆t"),
			       .be = STR("b"),
			       .address = STR("203.0.113.7"),
			       .date_text = STR("d")};

	(void)e;
	return say_source(s, in->bytes.n) && s->message(s->context, STR("m")) && s->post(s->context, &p);
}

static bool parse_controls(const struct board_input *in, const struct board_sink *s, struct err *e)
{
	struct board_anchor a = {6, 9, 8, 8};
	struct board_post p = {.number = 1,
			       .posted_at = BOARD_NO_TIME,
			       .text = STR("a\x1b\xc2\x9b\r\n>>8\rz\x7f\t"),
			       .name = STR("x\ny\x1b[31m"),
			       .anchors = &a,
			       .n_anchors = 1};

	(void)e;
	return say_source(s, in->bytes.n) && s->post(s->context, &p);
}

static bool parse_badly(const struct board_input *in, const struct board_sink *s, struct err *e)
{
	(void)s;
	return err_set(e, ERR_NOTHING, "%.*s: no known format", STR_ARG(in->path));
}

static bool parse_many(const struct board_input *in, const struct board_sink *s, struct err *e)
{
	struct buf text = {0};

	(void)e;
	for (int i = 0; i < 1000; i++)
		buf_cat(&text, "0123456789");
	bool good = say_source(s, in->bytes.n);
	for (long i = 1; good && i <= 1000; i++)
		good = say_post(s, i, buf_view(&text));
	return good;
}

static bool parse_long(const struct board_input *in, const struct board_sink *s, struct err *e)
{
	struct str text = {xmalloc(WORKER_TEXT_MAX + 100), WORKER_TEXT_MAX + 100};

	(void)e;
	memset((char *)(uintptr_t)text.p, 'x', text.n);
	memcpy((char *)(uintptr_t)text.p + WORKER_TEXT_MAX - 1, "あ", 3);
	return say_source(s, in->bytes.n) && say_post(s, 1, text);
}

static bool crash(const struct board_input *in, const struct board_sink *s, struct err *e)
{
	(void)in, (void)s, (void)e;
	raise(SIGSEGV);
	return true;
}

static bool abort_it(const struct board_input *in, const struct board_sink *s, struct err *e)
{
	(void)in, (void)s, (void)e;
	abort();
}

static bool loop(const struct board_input *in, const struct board_sink *s, struct err *e)
{
	volatile uint64_t n = 1;

	(void)in, (void)s, (void)e;
	while (n)
		n++;
	return true;
}

static bool chatter(const struct board_input *in, const struct board_sink *s, struct err *e)
{
	(void)e;
	say_source(s, in->bytes.n);
	while (say_post(s, 1, STR("x")))
		continue;
	return true;
}

static bool allocate(const struct board_input *in, const struct board_sink *s, struct err *e)
{
	(void)in, (void)s, (void)e;
	for (int i = 0; i < 64; i++) /* 1 GiB and more */
		memset(xmalloc(16 << 20), 1, 16 << 20);
	return true;
}

static bool leave(const struct board_input *in, const struct board_sink *s, struct err *e)
{
	(void)in, (void)s, (void)e;
	_exit(0);
}

static bool open_file(const struct board_input *in, const struct board_sink *s, struct err *e)
{
	(void)in, (void)s;
	return open("/etc/passwd", O_RDONLY) < 0 && err_set(e, ERR_INPUT, "kept out");
}

static bool write_file(const struct board_input *in, const struct board_sink *s, struct err *e)
{
	(void)s;
	int fd = open(in->path.p, O_WRONLY | O_CREAT, 0600);

	return fd < 0 && err_set(e, ERR_INPUT, "kept out");
}

static bool make_socket(const struct board_input *in, const struct board_sink *s, struct err *e)
{
	(void)in, (void)s;
	return socket(AF_INET, SOCK_STREAM, 0) < 0 && err_set(e, ERR_INPUT, "kept out");
}

static bool run_program(const struct board_input *in, const struct board_sink *s, struct err *e)
{
	char *argv[] = {(char[]){"touch"}, (char *)(uintptr_t)in->path.p, NULL};

	(void)s;
	execv("/usr/bin/touch", argv);
	return err_set(e, ERR_INPUT, "kept out");
}

static bool fork_it(const struct board_input *in, const struct board_sink *s, struct err *e)
{
	(void)in, (void)s;
	pid_t pid = (pid_t)syscall(SYS_fork);
	if (!pid)
		for (;;)
			continue;
	return pid < 0 && err_set(e, ERR_INPUT, "kept out");
}

static bool kill_parent(const struct board_input *in, const struct board_sink *s, struct err *e)
{
	long parent = strtol(in->bytes.p, NULL, 10);

	(void)s;
	return kill((pid_t)parent, SIGUSR1) && err_set(e, ERR_INPUT, "kept out");
}

static bool make_code(const struct board_input *in, const struct board_sink *s, struct err *e)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)in, (void)s;
	return p == MAP_FAILED && err_set(e, ERR_INPUT, "kept out");
}

/* The input is what goes on the pipe as it is. The child's descriptor is known: all others are closed. */
static bool send_raw(const struct board_input *in, const struct board_sink *s, struct err *e)
{
	size_t at = 0;

	(void)s, (void)e;
	while (at < in->bytes.n) {
		ssize_t n = write(WORKER_SANITIZED ? 3 : 0, in->bytes.p + at, in->bytes.n - at);
		if (n <= 0)
			_exit(9);
		at += (size_t)n;
	}
	_exit(0);
}

/* ---- running one, and what came of it ---- */

struct got {
	int parts, sources, posts, messages, ticks, stop_after;
	struct buf text, name, message, all;
	struct board_anchor anchors[4];
	size_t n_anchors, done;
	bool broken;
	struct err err;
	bool good;
	int64_t ms;
};

static bool on_part(void *c, const struct board_part *p)
{
	struct got *g = c;

	buf_printf(&g->all, "%s %s %zu-%zu %d|", p->format, p->encoding, p->start, p->end, p->rank);
	return ++g->parts > 0;
}

static bool on_source(void *c, const struct board_source *s)
{
	struct got *g = c;

	buf_printf(&g->all, STR_FMT "/" STR_FMT "/" STR_FMT " %lld|", STR_ARG(s->family), STR_ARG(s->board),
		   STR_ARG(s->key), (long long)s->created_at);
	return ++g->sources > 0;
}

static bool on_post(void *c, const struct board_post *p)
{
	struct got *g = c;
	const struct str fields[] = {p->key, p->mail, p->slip, p->poster, p->trip, p->be, p->address, p->date_text};

	buf_clear(&g->text);
	buf_str(&g->text, p->text);
	buf_clear(&g->name);
	buf_str(&g->name, p->name);
	g->n_anchors = p->n_anchors;
	for (size_t i = 0; i < p->n_anchors && i < 4; i++)
		g->anchors[i] = p->anchors[i];
	g->broken = p->broken;
	if (!g->posts) {
		buf_printf(&g->all, "%d %ld %lld %d %zu-%zu %d %zu|", p->kind, p->number, (long long)p->posted_at,
			   p->tz_min, p->start, p->end, p->broken, p->bad);
		for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
			buf_printf(&g->all, STR_FMT "|", STR_ARG(fields[i]));
	}
	return ++g->posts != g->stop_after;
}

static bool on_message(void *c, struct str text)
{
	struct got *g = c;

	buf_str(&g->message, text);
	return ++g->messages > 0;
}

static bool on_tick(void *c, size_t done_now)
{
	struct got *g = c;

	g->done = done_now;
	g->ticks++;
	return g->stop_after != -g->ticks;
}

static void run(worker_parser parse, struct str bytes, struct got *g)
{
	struct board_input in = {.bytes = bytes, .path = STR("wrk-test-file")};
	struct worker_limits limits = {.memory = (size_t)256 << 20, .cpu_s = 1, .quiet_cpu_ms = 400, .quiet_ms = 5000};
	struct board_sink sink = {g, on_part, on_source, on_post, on_message};
	struct worker_control control = {g, on_tick};
	int64_t from = clock_mono_ms();

	g->good = worker_run(parse, &in, &control, &sink, &limits, &g->err);
	g->ms = clock_mono_ms() - from;
}

static void forget(struct got *g)
{
	buf_free(&g->text);
	buf_free(&g->name);
	buf_free(&g->message);
	buf_free(&g->all);
	*g = (struct got){0};
}

/* It failed, with a word in the message. */
static void fails(worker_parser parse, struct str bytes, const char *word, const char *what)
{
	struct got g = {0};

	run(parse, bytes, &g);
	if (!ok(!g.good && g.err.code == ERR_INPUT && strstr(g.err.text, word) && strstr(g.err.text, "wrk-test-file"),
		"%s", what))
		printf("# %d [%s], wanted [%s]\n", g.good, g.err.text, word);
	forget(&g);
}

/* It did not succeed: killed, or refused by the system. */
static void is_kept_out(worker_parser parse, struct str bytes, const char *what)
{
	struct got g = {0};

	run(parse, bytes, &g);
	if (!ok(!g.good && (strstr(g.err.text, "more than reading") || strstr(g.err.text, "kept out")), "%s", what))
		printf("# %d [%s]\n", g.good, g.err.text);
	forget(&g);
}

/* ---- tests ---- */

static void test_records(void)
{
	struct got g = {0};

	run(parse_well, STR("0123456789"), &g);
	ok(g.good && g.parts == 1 && g.sources == 1 && g.posts == 1 && g.messages == 1, "all records arrive");
	is_str(buf_cstr(&g.all),
	       "dat CP932 0-10 50|5ch/b/1 5|0 3 1672114149370 540 2-5 1 4|k|sage|ワッチョイ "
	       "7fa4-UHsq|p|◆t|b|203.0.113.7|d|",
	       "every field as it was sent");
	is_str(buf_cstr(&g.text), "1-2 あ7", "the text");
	ok(g.n_anchors == 2 && g.anchors[0].to == 2 && g.anchors[1].start == 4 && g.anchors[1].end == 8 &&
		   g.anchors[1].from == 7,
	   "the anchors");
	ok(g.ticks > 0 && g.done == 10, "the last tick says that all is done");
	forget(&g);

	run(parse_controls, STR("x"), &g);
	is_str(buf_cstr(&g.text), "a\xef\xbf\xbd\xef\xbf\xbd\n>>8\nz\xef\xbf\xbd\t", "a text's controls give way");
	ok(g.n_anchors == 1 && g.anchors[0].start == 8 && g.anchors[0].end == 11, "anchors move with their text");
	is_str(buf_cstr(&g.name), "x y\xef\xbf\xbd[31m", "fields are one line");
	forget(&g);

	run(parse_badly, STR("x"), &g);
	ok(!g.good && g.err.code == ERR_NOTHING, "the parser's own error and its code");
	is_str(g.err.text, "wrk-test-file: no known format", "and its text");
	forget(&g);

	run(parse_many, STR("x"), &g);
	ok(g.good && g.posts == 1000 && g.text.n == 10000, "10 MB of posts");
	forget(&g);

	run(parse_long, STR("x"), &g);
	ok(g.good && g.text.n == WORKER_TEXT_MAX - 1 && g.broken && g.messages == 1,
	   "a text that is too long is cut before a "
	   "character, and said so");
	forget(&g);
}

/* Against the plain rule, at every offset and alignment. */
static void test_controls(void)
{
	static const char *const bits[] = {"a",        "\n",           "\t",   "\x1b", "\x7f", "\xc2\x9b",
					   "\xc2\xa0", "\xe3\x81\x82", "\x1f", " ",    "~",    "\xc3\xbf"};
	size_t bad = 0;

	for (unsigned round = 0; round < 20000; round++) {
		struct buf b = {0};
		size_t want = POS_NONE, want_line = POS_NONE;

		for (unsigned i = 0; i < round % 40; i++)
			buf_cat(&b, i == round % 37   ? bits[round % 12]
				    : i == round % 31 ? bits[round / 12 % 12]
				    : i % 3           ? "x"
						      : "\xe3\x81\x82");
		for (size_t i = b.n; i-- > 0;) {
			unsigned char c = (unsigned char)b.p[i];
			bool c1 = c == 0xC2 && (unsigned char)b.p[i + 1] < 0xA0, control = c < 0x20 || c == 0x7F || c1;
			want_line = control ? i : want_line;
			want = control && c != '\n' && c != '\t' ? i : want;
		}
		bad += worker_control_at(buf_view(&b), false) != want ||
		       worker_control_at(buf_view(&b), true) != want_line;
		buf_free(&b);
	}
	is_int((long long)bad, 0, "controls are found where they are");
}

static void test_stopping(void)
{
	struct got g = {.stop_after = 3};

	run(chatter, STR("x"), &g);
	ok(!g.good && g.err.code == ERR_NONE && g.posts == 3, "the sink stops it");
	forget(&g);
	g.stop_after = -2;
	run(loop, STR("x"), &g);
	ok(!g.good && g.err.code == ERR_NONE && g.ticks == 2 && g.ms < 10000, "a tick stops it");
	forget(&g);
}

static void test_deaths(void)
{
	fails(crash, STR("x"), WORKER_SANITIZED ? "" : "crashed", "a crash");
	fails(abort_it, STR("x"), WORKER_SANITIZED ? "" : "crashed", "abort()");
	fails(loop, STR("x"), "came to no end", "a loop without a word");
	fails(chatter, STR("x"), "processor time", "a loop that never stops talking");
	if (WORKER_SANITIZED)
		skip("1 GiB of memory", "a sanitizer needs more than that");
	else
		fails(allocate, STR("x"), "256 MiB of memory", "1 GiB of memory");
	fails(leave, STR("x"), "too early", "an end without the last record");
}

static void test_walls(void)
{
	char self[16];
	int n = snprintf(self, sizeof self, "%ld", (long)getpid());

	is_kept_out(open_file, STR("x"), "opening a file");
	is_kept_out(write_file, STR("x"), "making a file");
	is_kept_out(make_socket, STR("x"), "a socket");
	is_kept_out(run_program, STR("x"), "running a program");
	is_kept_out(fork_it, STR("x"), "forking");
	is_kept_out(kill_parent, (struct str){self, (size_t)n}, "killing this program");
	is_kept_out(make_code, STR("x"), "memory that can be run");
	ok(access("wrk-test-file", F_OK), "no file was made");
}

/* ---- records that cannot be ---- */

struct forged {
	struct buf b;
	size_t at;
};

static void forge_begin(struct forged *f, int kind)
{
	f->at = f->b.n;
	buf_add(&f->b, "\0\0\0", 4);
	buf_char(&f->b, (char)kind);
}

static void forge_end(struct forged *f)
{
	uint32_t n = (uint32_t)(f->b.n - f->at - WORKER_HEAD);

	memcpy(f->b.p + f->at, &n, 4);
}

static void forge_number(struct forged *f, int64_t n)
{
	buf_add(&f->b, &n, sizeof n);
}

static void forge_text(struct forged *f, const char *s)
{
	forge_number(f, (int64_t)strlen(s));
	buf_cat(&f->b, s);
}

static void forge_source(struct forged *f)
{
	forge_begin(f, WORKER_PART);
	forge_text(f, "dat");
	forge_text(f, "");
	forge_text(f, "");
	forge_number(f, BOARD_NO_TIME);
	for (int i = 0; i < 3; i++)
		forge_number(f, 0);
	forge_end(f);
	forge_begin(f, WORKER_SOURCE);
	for (int i = 0; i < 6; i++)
		forge_text(f, i ? "" : "5ch");
	forge_number(f, BOARD_NO_TIME);
	forge_end(f);
}

enum wrong {
	RIGHT,
	KIND,
	NUMBER,
	TIME,
	PLACE,
	NAME_LINE,
	TEXT_UTF8,
	TEXT_ESC,
	TEXT_C1,
	ANCHOR_OUTSIDE,
	ANCHOR_ORDER,
	ANCHOR_BACK,
	ANCHOR_COUNT,
	LONGER,
	WRONGS
};

static void forge_anchor(struct forged *f, int64_t start, int64_t end, int64_t from, int64_t to)
{
	forge_number(f, start);
	forge_number(f, end);
	forge_number(f, from);
	forge_number(f, to);
}

static void forge_post(struct forged *f, enum wrong w)
{
	forge_begin(f, WORKER_POST);
	forge_number(f, w == KIND ? 9 : 0);
	forge_number(f, w == NUMBER ? -2 : 1);
	forge_number(f, w == TIME ? INT64_MAX : BOARD_NO_TIME);
	forge_number(f, 540);
	forge_number(f, 1);
	forge_number(f, w == PLACE ? INT64_C(1) << 40 : 2);
	forge_number(f, 0);
	forge_number(f, 0);
	for (int i = 0; i < 9; i++)
		forge_text(f, w == NAME_LINE && i == 1 ? "a\nb" : "");
	forge_text(f, w == TEXT_UTF8  ? "ab\xff"
		      : w == TEXT_ESC ? "ab\x1b[2J"
		      : w == TEXT_C1  ? "ab\xc2\x9b"
				      : "abcd\n\te");
	forge_number(f, w == ANCHOR_COUNT ? INT64_MAX : 2);
	forge_anchor(f, 1, w == ANCHOR_OUTSIDE ? 80 : 2, 1, w == ANCHOR_BACK ? 0 : 1);
	forge_anchor(f, w == ANCHOR_ORDER ? 0 : 2, 3, 4, 4);
	if (w == LONGER)
		forge_number(f, 0);
	forge_end(f);
}

static void forge_last(struct forged *f)
{
	forge_begin(f, WORKER_END);
	forge_number(f, 1);
	forge_number(f, 0);
	forge_text(f, "");
	forge_end(f);
}

static void test_forged_posts(void)
{
	static const char *const names[WRONGS] = {"no",   "kind", "number",  "time",    "place",   "name",    "text",
						  "text", "text", "anchors", "anchors", "anchors", "anchors", "length"};

	for (int w = RIGHT; w < WRONGS; w++) {
		struct forged f = {0};
		struct got g = {0};
		char word[40];

		forge_source(&f);
		forge_post(&f, (enum wrong)w);
		forge_last(&f);
		run(send_raw, buf_view(&f.b), &g);
		snprintf(word, sizeof word, "(%s)", names[w]);
		if (!ok(w == RIGHT ? g.good && g.posts == 1 : !g.good && !g.posts && strstr(g.err.text, word),
			"a forged post: %s wrong (%d)", names[w], w))
			printf("# %s\n", g.err.text);
		forget(&g);
		buf_free(&f.b);
	}
}

static void test_forged(void)
{
	struct forged f = {0};

	forge_post(&f, RIGHT);
	fails(send_raw, buf_view(&f.b), "(order)", "a post without a source");
	buf_clear(&f.b);
	fails(send_raw, STR("\xff\xff\xff\xff\x03"), "(length)", "a record of 4 GB");
	fails(send_raw,
	      STR("\x02\0\0\0\x03"
		  "ab"),
	      "(length)", "a post of two bytes");
	fails(send_raw, STR("\0\0\0\0\x77"), "(kind of record)", "a kind that there is not");
	fails(send_raw, STR("\x08\0\0"), "too early", "a record that is cut");
	buf_free(&f.b);
}

/* Anything at all on the pipe: it ends, and nothing worse. */
static void test_noise(void)
{
	unsigned seed = 7;
	int good = 0;

	for (int round = 0; round < 60; round++) {
		struct forged f = {0};
		struct got g = {0};

		forge_source(&f);
		forge_post(&f, RIGHT);
		for (int i = 0; i < 4; i++) {
			seed = seed * 1103515245u + 12345u;
			f.b.p[(seed >> 8) % f.b.n] = (char)(seed >> 24);
		}
		run(send_raw, buf_view(&f.b), &g);
		good += !g.good && g.err.code == ERR_INPUT;
		forget(&g);
		buf_free(&f.b);
	}
	is_int(good, 60, "60 damaged streams without an end: each is an error");
}

/* ---- a kernel without the layers ---- */

/* In a child of the test: the system calls of the layers are there no more. */
static void hide_layers(void)
{
	struct scmp_arg_cmp set_seccomp = {.arg = 0, .op = SCMP_CMP_EQ, .datum_a = PR_SET_SECCOMP};
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ALLOW);
	const int calls[] = {SCMP_SYS(landlock_create_ruleset), SCMP_SYS(seccomp)};

	for (size_t i = 0; i < 2; i++)
		seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), calls[i], 0);
	seccomp_rule_add(f, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(prctl), 1, set_seccomp);
	seccomp_load(f);
	seccomp_release(f);
}

static int without_layers(void)
{
	struct worker_layer layers[WORKER_LAYERS];
	struct got g = {0};
	int bad = 0;

	hide_layers();
	run(parse_well, STR("0123456789"), &g);
	bad |= !(g.good && g.posts == 1) ? 1 : 0;
	forget(&g);
	worker_layers(layers);
	bad |= !layers[WORKER_LIMITS].on || layers[WORKER_LANDLOCK].on || layers[WORKER_SECCOMP].on ? 2 : 0;
	bad |= !strstr(layers[WORKER_SECCOMP].why, "kernel does not have it") ? 4 : 0;
	run(open_file, STR("x"), &g); /* the limits alone keep it out */
	bad |= g.good ? 8 : 0;
	forget(&g);
	run(crash, STR("x"), &g);
	bad |= g.good ? 16 : 0;
	forget(&g);
	return bad;
}

static void test_layers(void)
{
	struct worker_layer layers[WORKER_LAYERS];
	int status = 0;

	worker_layers(layers);
	for (int i = 0; i < WORKER_LAYERS; i++) {
		printf("# %s: %s%s\n", layers[i].name, layers[i].on ? "on" : "off: ", layers[i].why);
		ok(layers[i].on == !layers[i].why[0], "%s: on, or a cause", layers[i].name);
	}
	ok(layers[WORKER_LIMITS].on, "limits hold everywhere");
	fflush(stdout);
	pid_t pid = fork();
	if (!pid)
		_exit(without_layers());
	waitpid(pid, &status, 0);
	ok(WIFEXITED(status) && !WEXITSTATUS(status), "without Landlock and seccomp it reads, and says so (%d)",
	   status);
}

int main(void)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN};

	sigaction(SIGUSR1, &ignore, NULL);
	test_records();
	test_controls();
	test_stopping();
	test_deaths();
	test_walls();
	test_forged_posts();
	test_forged();
	test_noise();
	test_layers();
	return done();
}
