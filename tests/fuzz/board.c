/* Files of posts: the formats in FORMATS, each as if it were named, and as what the bytes look like. One target a
 * family of formats; what holds is the same for all (taiyaku/board.h). What comes out then goes over the worker's pipe,
 * and its other end, which believes nothing, must take every record. */
#include "fuzz.h"
#include "src/worker/worker_int.h"

#include <unistd.h>

struct seen {
	size_t n;     /* bytes of the input */
	size_t calls; /* so far */
	size_t most;  /* of them: then the sink says stop */
	bool part, source, stopped;
	struct worker_out *out; /* where it goes on; NULL: nowhere */
	bool harmless;          /* no controls are left */
};

static bool go_on(struct seen *s)
{
	HOLDS(!s->stopped); /* nothing comes after that */
	s->stopped = ++s->calls >= s->most;
	return !s->stopped;
}

static bool is_field(const struct seen *s, struct str field)
{
	return s->harmless ? harmless(field) : text_bad(field) == POS_NONE;
}

static bool is_text(const struct seen *s, struct str text)
{
	return text_bad(text) == POS_NONE && (!s->harmless || worker_control_at(text, false) == POS_NONE);
}

static bool part(void *context, const struct board_part *p)
{
	struct seen *s = context;

	HOLDS(*p->format && p->encoding && is_field(s, p->url));
	HOLDS(p->start <= p->end && p->end <= s->n);
	s->part = true;
	s->source = false;
	if (s->out)
		worker_out_sink(s->out).part(s->out, p);
	return go_on(s);
}

static bool source(void *context, const struct board_source *p)
{
	struct seen *s = context;

	HOLDS(s->part && (p->family.n || p->url.n));
	HOLDS(is_field(s, p->family) && is_field(s, p->board) && is_field(s, p->key) && is_field(s, p->title));
	HOLDS(is_field(s, p->url) && is_field(s, p->host));
	s->source = true;
	if (s->out)
		worker_out_sink(s->out).source(s->out, p);
	return go_on(s);
}

static bool post(void *context, const struct board_post *p)
{
	struct seen *s = context;
	const struct str fields[] = {p->key,  p->name, p->mail,    p->slip,     p->poster,
				     p->trip, p->be,   p->address, p->date_text};

	HOLDS(s->source && p->number >= -1 && (p->number >= 0 || p->key.n));
	HOLDS(is_text(s, p->text));
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		HOLDS(is_field(s, fields[i]));
	HOLDS(p->start <= p->end && p->end <= s->n);
	for (size_t i = 0; i < p->n_anchors; i++) {
		const struct board_anchor *a = &p->anchors[i];
		HOLDS(a->start <= a->end && a->end <= p->text.n && a->from >= 0 && a->from <= a->to);
		HOLDS(!i || a->start >= p->anchors[i - 1].end);
	}
	if (s->out)
		worker_out_sink(s->out).post(s->out, p);
	return go_on(s);
}

static bool message(void *context, struct str text)
{
	struct seen *s = context;

	HOLDS(text.n && is_field(s, text));
	if (s->out)
		worker_out_sink(s->out).message(s->out, text);
	return go_on(s);
}

static struct seen read_as(const char *format, struct str bytes, size_t most, struct worker_out *out)
{
	struct seen s = {.n = bytes.n, .most = most, .out = out};
	const struct board_sink sink = {&s, part, source, post, message};
	struct board_input in = {.bytes = bytes,
				 .path = STR("/board/1672113600.dat"),
				 .format = str_c(format),
				 .board = STR("board"),
				 .retrieved_at = BOARD_NO_TIME,
				 .first = 1};
	struct err e = {0};
	bool good = board_read(&in, &sink, &e);

	if (good)
		HOLDS(!s.stopped && s.part);
	else if (s.stopped)
		HOLDS(e.code == ERR_NONE);
	else
		HOLDS((e.code == ERR_INPUT || e.code == ERR_NOTHING) && text_bad(str_c(e.text)) == POS_NONE);
	if (out)
		worker_out_end(out, good, &e);
	return s;
}

/* The other end of the pipe. */
static void take_records(struct str records, const struct seen *sent)
{
	struct seen s = {.n = sent->n, .most = SIZE_MAX, .harmless = true};
	const struct board_sink sink = {&s, part, source, post, message};
	struct worker_in in = {.sink = &sink, .size = sent->n};
	enum worker_came came = WORKER_CAME_RECORD;
	uint32_t n;

	for (size_t at = 0; at < records.n; at += WORKER_HEAD + n) {
		HOLDS(came == WORKER_CAME_RECORD && records.n - at >= WORKER_HEAD);
		memcpy(&n, records.p + at, sizeof n);
		HOLDS(n <= records.n - at - WORKER_HEAD);
		came = worker_in_record(&in, (enum worker_record)records.p[at + 4],
					str_slice(records, at + WORKER_HEAD, at + WORKER_HEAD + n));
		if (came == WORKER_CAME_BAD)
			fprintf(stderr, "refused: %s\n", in.bad);
	}
	HOLDS(came == WORKER_CAME_END && s.calls >= sent->calls);
	vec_free(&in.anchors);
}

static void read_and_send(const char *format, struct str bytes)
{
	static FILE *pipe_file; /* no pipe: it would fill up */
	struct worker_out out = {0};
	struct buf records = {0};
	struct seen s;
	off_t size;

	if (!pipe_file)
		pipe_file = tmpfile();
	HOLDS(pipe_file && !ftruncate(fileno(pipe_file), 0) && !lseek(fileno(pipe_file), 0, SEEK_SET));
	out.fd = fileno(pipe_file);
	s = read_as(format, bytes, SIZE_MAX, &out);
	size = lseek(out.fd, 0, SEEK_END);
	buf_reserve(&records, (size_t)size + 1);
	HOLDS(pread(out.fd, records.p, (size_t)size, 0) == size);
	records.n = (size_t)size;
	take_records(buf_view(&records), &s);
	if (s.calls > 1)
		read_as(format, bytes, 1 + bytes.n % (s.calls - 1), NULL);
	buf_free(&records);
	buf_free(&out.b);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const char *const formats[] = {"", FORMATS};

	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		read_and_send(formats[i], (struct str){(const char *)bytes, n});
	return 0;
}
