/* Verdicts against imported threads. Takes a document as it is recognised, finds out which threads and posts it cites,
 * and builds stores that fit: the posts as they are quoted, altered, deleted, renumbered, … in turn; for each of its
 * citations and quoted posts the verdict that DESIGN 1 asks for, in its order, stands in expected().
 *
 * Documents: tests/spec/citing-document.txt, written for this with every form of citation, and the first document
 * where it is at hand. Each variant is tried on a fresh store and on one that has kept the document before. */
#include "taiyaku/cite.h"
#include "taiyaku/read.h"
#include "taiyaku/text.h"
#include "../tap.h"

#include <stdio.h>
#include <unistd.h>

#define DAY ((int64_t)86400000)
#define MOVED 1000 /* how far a renumbered post is from where it was */
#define OTHER "龘" /* in no document */

enum variant {
	AS_THEY_ARE,
	ALTERED,
	COPIED,
	DELETED,
	DELETED_LATER,
	RENUMBERED,
	GONE,
	GONE_ELSEWHERE,
	TWINS,
	LATER,
	EARLIER,
	MORE_TEXT,
	LESS_TEXT,
	TWICE,
	OTHER_PART,
	VARIANTS
};
static const char *const names[VARIANTS] = {
	"as they are",
	"one character altered",
	"what copying changes",
	"deleted",
	"deleted, an older file has them",
	"renumbered",
	"the number is missing",
	"the number is missing, the text stands elsewhere",
	"two threads that fit",
	"three days later",
	"three days earlier",
	"the quote is a part",
	"the quote has more",
	"the text in two posts",
	"only another thread of the series is held",
};

/* ---- what a document cites ---- */

struct source { /* a thread */
	struct str title, url;
	int64_t day; /* begins half an hour after */
};
struct item { /* a citation or a quoted post */
	bool is_post;
	uint32_t index;
	size_t source;
	const long *numbers;
	size_t n_numbers;
	long place;       /* the post with its words, given one where the document has none; -1: no words */
	struct str words; /* without the quotation marks round them; empty: none */
	int64_t when;     /* of that post */
};
struct plan {
	struct doc *d;
	struct source sources[16];
	struct item items[64];
	size_t n_sources, n_items;
};

static struct str unquoted(struct str s)
{
	static const char *const marks[] = {"「", "」", "\"", "\""};

	for (size_t i = 0; i < 4; i += 2)
		if (str_starts(s, str_c(marks[i])) && str_ends(s, str_c(marks[i + 1])))
			return str_slice(s, strlen(marks[i]), s.n - strlen(marks[i + 1]));
	return s;
}

static bool same_title(struct str a, struct str b)
{
	char *x = store_title_key(a), *y = store_title_key(b);
	bool same = !strcmp(x, y);

	free(x);
	free(y);
	return same;
}

static size_t source_of(struct plan *p, struct str title, struct str url, int64_t day)
{
	for (size_t i = 0; i < p->n_sources; i++)
		if (url.n ? str_eq(url, p->sources[i].url)
			  : p->sources[i].title.n && same_title(title, p->sources[i].title))
			return i;
	p->sources[p->n_sources] = (struct source){url.n ? (struct str){"", 0} : title, url, day};
	return p->n_sources++;
}

/* The citation that names the thread of this one: itself, or the one that it leans on. */
static const struct citation *naming(struct doc *d, const struct citation *c)
{
	while (!c->title.n && !c->url.n && c->base != DOC_NONE)
		c = doc_citation(d, c->base);
	return c;
}

static int64_t day_of(struct doc *d, const struct citation *c)
{
	int64_t from, to;

	while (!c->date.n && c->base != DOC_NONE)
		c = doc_citation(d, c->base);
	return cite_day(c->date, &from, &to) ? from : STORE_NO_TIME;
}

static void plan_citation(struct plan *p, uint32_t index)
{
	const struct citation *c = doc_citation(p->d, index), *name = naming(p->d, c);
	struct item *it = &p->items[p->n_items++];
	int64_t day = day_of(p->d, c);
	struct cite_url u;
	struct arena *a = arena_new();

	*it = (struct item){.index = index, .numbers = c->numbers, .n_numbers = c->n_numbers, .place = -1};
	it->source = source_of(p, name->title, name->url, day);
	it->when = day + DAY / 2;
	if (c->post != DOC_NONE) {
		const struct post_quote *q = doc_post(p->d, c->post);
		int tz;
		it->words = q->text;
		it->numbers = &q->number;
		it->n_numbers = 1;
		cite_time_parse(q->posted_at, &it->when, &tz);
	} else if (c->quote.start != POS_NONE) {
		it->words = unquoted(str_slice(doc_text(p->d), c->quote.start, c->quote.end));
	}
	if (!it->n_numbers && c->url.n && cite_url(c->url, a, &u) && u.n_numbers) {
		long *n = doc_alloc(p->d, sizeof *n);
		*n = u.numbers[0];
		it->numbers = n;
		it->n_numbers = 1;
	}
	if (it->words.n)
		it->place = it->n_numbers ? it->numbers[0] : 300 + (long)index;
	arena_free(a);
}

static void plan_post(struct plan *p, uint32_t index)
{
	const struct post_quote *q = doc_post(p->d, index);
	const struct citation *c = q->citation == DOC_NONE ? NULL : naming(p->d, doc_citation(p->d, q->citation));
	struct item *it = &p->items[p->n_items++];
	int tz;

	*it = (struct item){.is_post = true,
			    .index = index,
			    .numbers = &q->number,
			    .n_numbers = 1,
			    .place = q->number,
			    .words = q->text};
	it->source = c ? source_of(p, c->title, c->url, day_of(p->d, c))
		       : source_of(p, q->thread, (struct str){"", 0}, STORE_NO_TIME);
	cite_time_parse(q->posted_at, &it->when, &tz);
}

static void plan_of(struct doc *d, struct plan *p)
{
	*p = (struct plan){.d = d};
	for (uint32_t i = 0; i < doc_citations(d); i++)
		plan_citation(p, i);
	for (uint32_t i = 0; i < doc_posts(d); i++)
		plan_post(p, i);
}

/* ---- stores that fit ---- */

static char dir[] = "/tmp/taiyaku-variants-XXXXXX";

static struct store *fresh_store(void)
{
	char *path = file_join(dir, "library.db");

	unlink(path);
	free(path);
	return store_open(dir, STORE_WRITE, NULL);
}

/* Where the number of the part stands in a title; false: it has none. */
static bool part_of(struct str title, size_t *start, size_t *end)
{
	static const struct str tail = STR("【");
	size_t n = title.n, at = str_find(title, tail, 1);

	if (at != SIZE_MAX)
		n = at;
	for (*end = n; *end && (title.p[*end - 1] < '0' || title.p[*end - 1] > '9');)
		--*end;
	for (*start = *end; *start && title.p[*start - 1] >= '0' && title.p[*start - 1] <= '9';)
		--*start;
	return *end > 0;
}

/* なんJNVA部★118, なんJNVA部118, なんjnva部 ★118: ways to spell one title; plus: to its part. */
static char *spelled(struct str title, int way, long plus)
{
	struct buf b = {0};
	size_t start, end;

	if (!part_of(title, &start, &end))
		return str_dup(title);
	struct str base = str_slice(title, 0, start);
	while (str_ends(base, STR("★")))
		base.n -= 3;
	for (size_t i = 0; i < base.n; i++)
		buf_char(&b, way == 2 && base.p[i] >= 'A' && base.p[i] <= 'Z' ? (char)(base.p[i] | 0x20) : base.p[i]);
	buf_cat(&b, way == 0 ? "★" : way == 1 ? "" : " ★");
	buf_printf(&b, "%ld", strtol(title.p + start, NULL, 10) + plus);
	buf_str(&b, str_slice(title, end, title.n));
	return buf_take(&b);
}

struct builder {
	struct store *s;
	const struct plan *p;
	enum variant variant;
	int64_t thread, shift;
	int64_t files[2]; /* an older and a newer one */
	size_t posts;
};

static void add(struct builder *b, int file, long number, int64_t when, struct str text, bool deleted)
{
	struct store_observation o = {.file = b->files[file],
				      .start = b->posts,
				      .end = b->posts + 1,
				      .rank = STORE_RANK_DAT,
				      .deleted = deleted,
				      .post = {.number = number,
					       .text = text,
					       .posted_at = when + b->shift,
					       .tz_min = 540,
					       .kind = deleted ? STORE_DELETED : STORE_POST}};

	if (deleted)
		o.post.posted_at = STORE_NO_TIME;
	b->posts++;
	if (!store_add_post(b->s, b->thread, &o, NULL, NULL))
		ok(false, "post %ld is added", number);
}

/* One letter in the last third of the words is another one: which, in *at. */
static struct str altered(struct plan *p, struct str words, size_t *at)
{
	struct buf b = {0};
	uint32_t cp;
	size_t i = words.n * 2 / 3;

	while (i && ((unsigned char)words.p[i] & 0xC0) == 0x80)
		i--;
	for (size_t next; i < words.n; i = next) {
		next = text_next(words, i, &cp);
		if (text_is_letter(cp)) {
			buf_str(&b, str_slice(words, 0, i));
			buf_cat(&b, OTHER);
			buf_str(&b, str_slice(words, next, words.n));
			break;
		}
	}
	*at = i;
	struct str s = doc_keep(p->d, buf_view(&b));
	buf_free(&b);
	return s;
}

/* Full width, blanks at line ends, blank lines, the other wave. */
static struct str copied(struct plan *p, struct str words)
{
	struct buf b = {0};
	uint32_t cp;

	for (size_t i = 0; i < words.n;) {
		i = text_next(words, i, &cp);
		if (cp == '\n')
			buf_cat(&b, "  \n\n\n\n");
		else
			buf_code_point(&b, cp == 0x301C ? 0xFF5E : cp > ' ' && cp < 0x7F ? cp + 0xFEE0 : cp);
	}
	buf_cat(&b, " \n");
	struct str s = doc_keep(p->d, buf_view(&b));
	buf_free(&b);
	return s;
}

static struct str joined(struct plan *p, const char *before, struct str s, const char *after)
{
	struct buf b = {0};

	buf_cat(&b, before);
	buf_str(&b, s);
	buf_cat(&b, after);
	s = doc_keep(p->d, buf_view(&b));
	buf_free(&b);
	return s;
}

static struct str shorter(struct str words)
{
	size_t n = words.n / 2;

	while (n && ((unsigned char)words.p[n] & 0xC0) == 0x80)
		n--;
	return str_slice(words, 0, n);
}

static void add_words(struct builder *b, struct plan *p, const struct item *it)
{
	static const struct str filler = STR("ここには別の書き込みがある");
	size_t at;

	switch (b->variant) {
	case ALTERED:
		add(b, 0, it->place, it->when, altered(p, it->words, &at), false);
		break;
	case COPIED:
		add(b, 0, it->place, it->when, copied(p, it->words), false);
		break;
	case DELETED_LATER:
		add(b, 0, it->place, it->when, it->words, false);
		add(b, 1, it->place, it->when, STR("あぼーん"), true);
		break;
	case DELETED:
		add(b, 0, it->place, it->when, STR("あぼーん"), true);
		break;
	case RENUMBERED:
		add(b, 0, it->place, it->when, filler, false);
		add(b, 0, it->place + MOVED, it->when, it->words, false);
		break;
	case GONE:
		break;
	case GONE_ELSEWHERE:
		add(b, 0, it->place + MOVED, it->when, it->words, false);
		break;
	case MORE_TEXT:
		add(b, 0, it->place, it->when, joined(p, "前置きの行\n", it->words, "\n後書きの行"), false);
		break;
	case LESS_TEXT:
		add(b, 0, it->place, it->when, shorter(it->words), false);
		break;
	case TWICE:
		add(b, 0, it->place, it->when, it->words, false);
		add(b, 0, it->place + MOVED, it->when, joined(p, ">>1\n", it->words, ""), false);
		break;
	default:
		add(b, 0, it->place, it->when, it->words, false);
	}
}

static bool is_place(const struct plan *p, size_t source, long number)
{
	for (size_t i = 0; i < p->n_items; i++)
		if (p->items[i].source == source && p->items[i].place == number)
			return true;
	return false;
}

/* Neighbours, and the other numbers of citations with several. */
static void add_others(struct builder *b, const struct plan *p, size_t source, int64_t day)
{
	char text[64];

	for (size_t i = 0; i < p->n_items; i++) {
		const struct item *it = &p->items[i];
		if (it->source != source)
			continue;
		for (size_t k = 0; b->variant != GONE && b->variant != GONE_ELSEWHERE && k < it->n_numbers; k++)
			if (!is_place(p, source, it->numbers[k]))
				add(b, 0, it->numbers[k], day + DAY / 2, STR("数に入る書き込み"), false);
		for (long n = it->place + 2000; it->place >= 0 && n < it->place + 2003; n++) {
			snprintf(text, sizeof text, "隣の書き込みその%ld", n);
			add(b, 0, n, day + DAY / 2, str_c(text), false);
		}
	}
	add(b, 0, 1, day + DAY / 48, STR("スレを立てた"), false);
}

static void add_source(struct builder *b, struct plan *p, size_t source, int way, int64_t offset)
{
	const struct source *s = &p->sources[source];
	struct arena *a = arena_new();
	int64_t began = s->day + DAY / 48 + (int64_t)source * 1000 + offset;
	char key[24], *title = spelled(s->title, way, b->variant == OTHER_PART ? 7 : 0);
	struct cite_url u;

	b->shift = b->variant == LATER ? 3 * DAY : b->variant == EARLIER ? -3 * DAY : 0;
	snprintf(key, sizeof key, "%lld", (long long)((began + b->shift) / 1000));
	struct store_new_thread n = {.source = {STR("5ch"), STR("suisha"), str_c(key), str_c(title)},
				     .created_at = began + b->shift};
	if (s->url.n && cite_url(s->url, a, &u)) {
		n.source = u.source;
		n.source.title = STR("住所のあるスレ");
		n.created_at = cite_key_time(u.source.family, u.source.key);
	}
	store_add_thread(b->s, &n, &b->thread, NULL);
	for (size_t i = 0; i < p->n_items; i++) {
		bool done = p->items[i].source != source || p->items[i].place < 0;
		for (size_t k = 0; k < i && !done; k++)
			done = p->items[k].source == source && p->items[k].place == p->items[i].place;
		if (!done)
			add_words(b, p, &p->items[i]);
	}
	add_others(b, p, source, s->day);
	free(title);
	arena_free(a);
}

static void build(struct store *s, struct plan *p, enum variant variant, int way)
{
	struct builder b = {.s = s, .p = p, .variant = variant};
	bool known;

	ok(store_begin(s, NULL), "begun");
	for (int i = 0; i < 2; i++) {
		char name[] = "0.dat";
		name[0] = (char)('0' + i);
		struct store_file f = {.sha256 = sha256_of(str_c(name)),
				       .path = str_c(name),
				       .format = STR("dat"),
				       .importer = STR("test"),
				       .retrieved_at = STORE_NO_TIME};
		store_add_file(s, &f, &b.files[i], &known, NULL);
	}
	for (size_t i = 0; i < p->n_sources; i++) {
		if (variant == OTHER_PART && p->sources[i].url.n)
			continue;
		add_source(&b, p, i, way, 0);
		if (variant == TWINS && !p->sources[i].url.n)
			add_source(&b, p, i, (way + 1) % 3, 3600000);
	}
	ok(store_commit(s, NULL), "%s: built", names[variant]);
}

/* ---- what must come out ---- */

struct expected {
	enum verdict_kind kind;
	long found[2];
	size_t n_found, n_candidates;
	bool deleted, differs; /* differs: and the difference is told */
};

static bool is_quoted(const struct plan *p, const struct item *it)
{
	for (size_t i = 0; i < p->n_items; i++)
		if (p->items[i].is_post && p->items[i].source == it->source && it->n_numbers &&
		    p->items[i].place == it->numbers[0])
			return true;
	return false;
}

static struct expected found_at(enum verdict_kind kind, long first, long second)
{
	return (struct expected){.kind = kind, .found = {first, second}, .n_found = second ? 2 : 1};
}

/* Words under a number. */
static struct expected of_numbered(const struct item *it, enum variant variant)
{
	switch (variant) {
	case ALTERED:
	case LESS_TEXT:
		return (struct expected){.kind = VERDICT_DIFFERS, .differs = true};
	case DELETED:
		return (struct expected){.kind = VERDICT_MISSING, .deleted = true};
	case RENUMBERED: {
		struct expected e = found_at(VERDICT_DIFFERS, it->place + MOVED, 0);
		e.differs = true;
		return e;
	}
	case GONE:
		return (struct expected){.kind = VERDICT_MISSING};
	case GONE_ELSEWHERE:
		return found_at(VERDICT_MISSING, it->place + MOVED, 0);
	default:
		return (struct expected){.kind = VERDICT_SAME};
	}
}

/* Words without a number: it is where they are found. */
static struct expected of_words(const struct item *it, enum variant variant)
{
	switch (variant) {
	case ALTERED: /* one post has nearly these words */
		return (struct expected){.kind = VERDICT_DIFFERS, .differs = true};
	case DELETED:
	case GONE:
	case LESS_TEXT:
		return (struct expected){.kind = VERDICT_MISSING};
	case RENUMBERED:
	case GONE_ELSEWHERE:
		return found_at(VERDICT_SAME, it->place + MOVED, 0);
	case TWICE: {
		struct expected e = found_at(VERDICT_AMBIGUOUS, it->place, it->place + MOVED);
		e.n_candidates = 2;
		return e;
	}
	default:
		return found_at(VERDICT_SAME, it->place, 0);
	}
}

/* DESIGN 1, in its order, for an item of whose source the store has this variant. */
static struct expected expected(const struct plan *p, const struct item *it, enum variant variant)
{
	bool by_title = !p->sources[it->source].url.n;

	if (variant == LATER || variant == EARLIER)
		return (struct expected){.kind = VERDICT_CONFLICT};
	if (variant == OTHER_PART)
		return (struct expected){.kind = it->is_post || is_quoted(p, it) ? VERDICT_QUOTED : VERDICT_WANTED};
	if (variant == TWINS && by_title)
		return (struct expected){.kind = VERDICT_AMBIGUOUS, .n_candidates = 2};
	if (it->words.n)
		return it->n_numbers ? of_numbered(it, variant) : of_words(it, variant);
	bool gone = it->n_numbers && (variant == GONE || variant == GONE_ELSEWHERE);
	return (struct expected){.kind = gone ? VERDICT_MISSING : VERDICT_SAME};
}

static void describe(const struct verdict *v, struct buf *b)
{
	buf_printf(b, "%s", cite_verdict_name(v->kind));
	for (size_t i = 0; i < v->n_found; i++)
		buf_printf(b, " %ld", v->found[i]);
	buf_printf(b, "%s, %zu candidates, %zu differences, %s", v->deleted ? ", deleted" : "", v->n_candidates,
		   v->n_difference, v->why ? v->why : "");
}

static bool difference_is_right(struct plan *p, const struct item *it, const struct verdict *v, enum variant variant)
{
	size_t at;

	if (variant != ALTERED)
		return v->n_difference > 0;
	altered(p, it->words, &at);
	size_t end = at < it->words.n ? text_cluster_next(it->words, at) : at;
	return v->n_difference == 1 && str_eq(v->difference[0].document, str_slice(it->words, at, end)) &&
	       str_eq(v->difference[0].stored, STR(OTHER)) &&
	       str_starts(str_slice(doc_text(p->d), v->difference[0].at, doc_text(p->d).n), v->difference[0].document);
}

static bool is_right(struct plan *p, const struct item *it, const struct verdict *v, enum variant variant)
{
	struct expected e = expected(p, it, variant);
	bool good = v->kind == e.kind && v->n_found == e.n_found && v->deleted == e.deleted &&
		    v->n_candidates == e.n_candidates && (v->n_difference > 0) == e.differs;

	for (size_t i = 0; good && i < e.n_found; i++)
		good = v->found[i] == e.found[i];
	return good && (!e.differs || difference_is_right(p, it, v, variant));
}

static void judge(struct plan *p, struct store *s, enum variant variant, const char *document)
{
	struct cite *c = cite_new(p->d, s);
	struct buf bad = {0};

	for (size_t i = 0; i < p->n_items; i++) {
		const struct item *it = &p->items[i];
		const struct verdict *v = it->is_post ? cite_post(c, it->index) : cite_citation(c, it->index);
		if (is_right(p, it, v, variant))
			continue;
		buf_printf(&bad, "# %s %u: want %s, got ", it->is_post ? "post" : "citation", it->index,
			   cite_verdict_name(expected(p, it, variant).kind));
		describe(v, &bad);
		buf_char(&bad, '\n');
	}
	ok(!cite_failed(c, NULL) && !bad.n, "%s: %s: all %zu verdicts", document, names[variant], p->n_items);
	printf("%s", buf_cstr(&bad));
	buf_free(&bad);
	cite_free(c);
}

static void all_variants(struct doc *d, const char *document)
{
	struct plan p;

	plan_of(d, &p);
	for (int variant = 0; variant < VARIANTS; variant++)
		for (int kept = 0; kept < 2; kept++) {
			struct store *s = fresh_store();
			if (kept)
				ok(cite_keep(d, s, NULL), "%s is kept before the import", document);
			build(s, &p, (enum variant)variant, variant % 3);
			judge(&p, s, (enum variant)variant, document);
			store_close(s);
		}
}

/* A thread as long as boards have them costs no more than the posts that are asked for. */
static void long_thread(struct doc *d, const char *document, enum variant variant)
{
	struct plan p;
	struct store *s = fresh_store();
	char text[200];

	plan_of(d, &p);
	build(s, &p, variant, 0);
	struct builder b = {.s = s, .p = &p, .files = {1, 2}, .posts = 100000};
	store_begin(s, NULL);
	struct arena *a = arena_new();
	struct store_threads all;
	size_t most = 0; /* the thread that its quoted posts are of */
	for (size_t i = 0; i < p.n_items; i++)
		if (p.items[i].is_post && !most)
			most = p.items[i].source;
	store_threads_by_title(s, p.sources[most].title, a, &all, NULL);
	ok(all.n == 1, "the thread of its posts");
	b.thread = all.n ? all.v[0].id : 0;
	for (long n = 10001; n <= 20000; n++) {
		snprintf(text, sizeof text,
			 ">>%ld\nここには%ld番目の書き込みがあって、ほかの誰とも違うことを言っている", n - 1, n);
		add(&b, 0, n, p.sources[most].day, str_c(text), false);
	}
	store_commit(s, NULL);
	int64_t start = clock_mono_ms();
	judge(&p, s, variant, document);
	int64_t took = clock_mono_ms() - start;
	ok(took < 500, "%s: %s: in %lld ms with ten thousand posts in a thread", document, names[variant],
	   (long long)took);
	arena_free(a);
	store_close(s);
}

/* What the document of our own cites, read by hand. */
static void own_targets(struct doc *d)
{
	static const struct {
		size_t line;
		const char *title, *numbers;
	} want[] = {
		{11, "水車部9", "83"},
		{17, "水車部９", "84 85 86 90"},
		{23, "水車部9", "91"},
		{27, "水車部9", "92"},
		{31, "水車部9", "93 94"},
		{37, "川と「石臼」部12", "7"},
		{41, "川と「石臼」部12", ""},
		{45, "水車部9", "95"},
		{47, "水車部9", ""},
		{62, "石臼スレ★31", "101"},
		{77, "石臼スレ★31", "120"},
		{77, "石臼スレ★31", "121 122"},
		{79, "石臼スレ★32", "4"},
		{89, "Millers and Stones part4", "15"},
		{93, "Millers and Stones part4", "16 17"},
		{99, "", "12"},
	};
	struct cite *c = cite_new(d, NULL);
	struct buf numbers = {0};

	is_int((long long)doc_citations(d), (long long)(sizeof want / sizeof *want), "its citations");
	for (uint32_t i = 0; i < doc_citations(d) && i < sizeof want / sizeof *want; i++) {
		const struct verdict *v = cite_citation(c, i);
		buf_clear(&numbers);
		for (size_t k = 0; k < v->n_numbers; k++)
			buf_printf(&numbers, k ? " %ld" : "%ld", v->numbers[k]);
		is_int((long long)doc_citation(d, i)->line, (long long)want[i].line, "line");
		is_bytes(v->source.title.p, v->source.title.n, want[i].title, "title");
		is_str(buf_cstr(&numbers), want[i].numbers, "numbers");
	}
	buf_free(&numbers);
	cite_free(c);
}

static struct doc *opened(const char *path)
{
	struct read_options o = {.whole = true};
	struct err e = {0};
	struct doc *d = read_open(path, &o, &e);

	ok(d != NULL, "%s %s", path, d ? "is read" : e.text);
	return d;
}

int main(void)
{
	const char *src = getenv("srcdir"), *first = fixture("../essay/000_b76e1274a68ae821.txt");
	char *own = file_join(src ? src : ".", "tests/spec/citing-document.txt");

	if (!mkdtemp(dir))
		return 99;
	struct doc *d = opened(own);
	if (d) {
		own_targets(d);
		all_variants(d, "a document of our own");
		long_thread(d, "a document of our own", AS_THEY_ARE);
		long_thread(d, "a document of our own", RENUMBERED);
	}
	doc_free(d);
	if (first && (d = opened(first))) {
		all_variants(d, "the first document");
		long_thread(d, "the first document", AS_THEY_ARE);
		long_thread(d, "the first document", RENUMBERED);
		doc_free(d);
	} else {
		skip("the first document", "it is not here");
	}
	static const char *const files[] = {"library.db", "library.db-journal"};
	for (size_t i = 0; i < 2; i++) {
		char *path = file_join(dir, files[i]);
		unlink(path);
		free(path);
	}
	rmdir(dir);
	free(own);
	return done();
}
