/* Drafts: what is typed, handed to the store a few characters behind, and found again after a crash, a hang-up, a kill.
 *
 * A draft is the annotation as it would be. It is handed over with each change; of a longer text after AHEAD changes or
 * AHEAD_MS, whichever comes first. The store's own thread writes it. It is dropped only when the annotation made of it
 * is in the log, or when the reader empties the text or drops it. An empty text is not handed over: what was there
 * before it was emptied may still be wanted.
 */
#include "compose.h"

#include "actions.h"
#include "taiyaku/json.h"

enum {
	SHORT = 16384,
	AHEAD = 6,
	AHEAD_BYTES = 24,
	AHEAD_MS = 300,
	RETRY_MS = 2000,
	CONFIRM_MS = 100,
	FIRST_WORDS = 60
};

/* ---- handing over ---- */
static void hand_over(struct app *a)
{
	struct compose *c = a->compose;
	struct store_annotation x = c->annotation;
	struct buf b = {0};
	struct json_out o = {.to = &b, .compact = true};

	x.body = input_area_text(c->area);
	store_annotation_put(&o, &x);
	store_save_draft(a->notes, str_c(c->draft), buf_view(&b));
	buf_free(&b);
	c->handed = input_area_changes(c->area);
	c->handed_bytes = x.body.n;
	c->waits = false;
	for (size_t i = 0; i < c->ours.n; i++)
		if (!strcmp(c->ours.v[i], c->draft))
			return;
	vec_push(&c->ours, xstrdup(c->draft));
}

static bool worth_keeping(const struct compose *c)
{
	return str_trim(input_area_text(c->area)).n > 0;
}

void compose_draft_keep(struct app *a)
{
	if (worth_keeping(a->compose))
		hand_over(a);
}

static size_t apart(size_t a, size_t b)
{
	return a < b ? b - a : a - b;
}

void compose_draft_changed(struct app *a)
{
	struct compose *c = a->compose;
	uint32_t ahead = input_area_changes(c->area) - c->handed;
	size_t n = input_area_text(c->area).n;

	if (!ahead || !worth_keeping(c))
		return;
	if (!c->waits) {
		c->waits = true;
		c->since = a->now;
	}
	if (n <= SHORT || ahead >= AHEAD || apart(n, c->handed_bytes) >= AHEAD_BYTES)
		hand_over(a);
}

void compose_failed(struct app *a)
{
	struct compose *c = a->compose;

	if (!compose_is_open(a) || !worth_keeping(c))
		return;
	c->waits = true;
	c->since = a->now + RETRY_MS - AHEAD_MS;
}

void compose_draft_drop(struct app *a, struct str id)
{
	compose_outside_forget(a, id);
	store_drop_draft(a->notes, id);
}

void compose_draft_confirmed(struct app *a)
{
	struct compose *c = a->compose;

	vec_push(&c->confirmed, (struct confirmed){xstrdup(c->draft), store_notes_queued(a->notes)});
}

void compose_tick(struct app *a)
{
	struct compose *c = a->compose;

	if (compose_is_open(a) && c->waits && a->now - c->since >= AHEAD_MS && worth_keeping(c))
		hand_over(a);
	for (size_t i = 0; c && i < c->confirmed.n;) {
		struct confirmed *x = &c->confirmed.v[i];

		if (store_notes_logged(a->notes) < x->after) {
			i++;
			continue;
		}
		compose_draft_drop(a, str_c(x->draft));
		free(x->draft);
		*x = c->confirmed.v[--c->confirmed.n];
	}
}

int compose_timeout_ms(const struct app *a)
{
	const struct compose *c = a->compose;
	int64_t left;

	if (!c)
		return -1;
	if (compose_is_open(a) && c->waits) {
		left = c->since + AHEAD_MS - a->now;
		return left > 0 ? (int)left : 0;
	}
	return c->confirmed.n ? CONFIRM_MS : -1;
}

/* ---- those that were left ---- */
struct left {
	struct arena *arena;
	struct page_draft *v; /* newest first */
	size_t n;
};

static bool is_ours(const struct app *a, struct str id)
{
	const struct compose *c = a->compose;

	for (size_t i = 0; c && i < c->ours.n; i++)
		if (str_eq(str_c(c->ours.v[i]), id))
			return true;
	return false;
}

static bool is_being_typed(const struct app *a, struct str id)
{
	return compose_is_open(a) && str_eq(str_c(a->compose->draft), id);
}

/* The annotation is in the store with these words already: the program ended before its draft could be dropped. */
static bool is_saved(struct app *a, const struct store_annotation *x, struct arena *arena)
{
	struct store_annotation stored;
	struct err none = {0};

	return x->id.n && store_annotation(a->notes, x->id, arena, &stored, &none) && str_eq(stored.body, x->body);
}

/* Hostile, as any file is: what is no annotation is listed as such and can only be dropped. */
static void read_draft(const struct store_draft *d, struct arena *arena, struct page_draft *out)
{
	struct err none = {0};
	struct json *j = json_parse(d->json, "draft", &none);

	*out = (struct page_draft){.id = d->id, .when = d->when};
	out->good = j && store_annotation_get(json_root(j), arena, &out->annotation, &none);
	json_free(j);
}

static bool confirmed(const struct app *a, struct str id)
{
	const struct compose *c = a->compose;

	for (size_t i = 0; c && i < c->confirmed.n; i++)
		if (str_eq(str_c(c->confirmed.v[i].draft), id))
			return true;
	return false;
}

static bool find_left(struct app *a, struct left *out, struct err *e)
{
	struct store_drafts drafts = {0};

	*out = (struct left){.arena = arena_new()};
	if (!app_notes(a) || !store_drafts(a->notes, out->arena, &drafts, e)) {
		arena_free(out->arena);
		return false;
	}
	out->v = arena_alloc(out->arena, (drafts.n + 1) * sizeof *out->v);
	for (size_t i = 0; i < drafts.n; i++) {
		const struct store_draft *d = &drafts.v[i];
		struct page_draft *p = &out->v[out->n];

		if ((d->open && !is_ours(a, d->id)) || is_being_typed(a, d->id) || confirmed(a, d->id))
			continue;
		read_draft(d, out->arena, p);
		if (!p->annotation.id.n)
			p->annotation.id = d->id; /* that it was to get */
		if (p->good && is_saved(a, &p->annotation, out->arena))
			compose_draft_drop(a, d->id);
		else
			out->n++;
	}
	return true;
}

bool compose_idle(struct app *a)
{
	struct compose *c = compose_of(a);
	struct buf words = {0};
	struct err none = {0};
	struct left left;

	if (c->looked)
		return false;
	c->looked = true;
	if (!find_left(a, &left, &none))
		return false;
	for (size_t i = 0; i < left.n && !words.n; i++)
		if (left.v[i].good)
			page_draft_words(&left.v[i], FIRST_WORDS, &words);
	if (left.n == 1)
		app_say(a, _("a draft was left (%s): :drafts"), buf_cstr(&words));
	else if (left.n)
		app_say(a, _("%zu drafts were left (%s): :drafts"), left.n, buf_cstr(&words));
	buf_free(&words);
	arena_free(left.arena);
	return true;
}

struct page *compose_drafts_page(struct app *a, struct err *e)
{
	struct left left;
	struct page *p;

	if (!find_left(a, &left, e))
		return NULL;
	p = page_drafts(left.v, left.n);
	arena_free(left.arena);
	return p;
}

ACTION(act_drafts)
{
	struct app *a = app;

	(void)args;
	jump_record(a);
	return pane_show(a, &(struct spec){.kind = SPEC_DRAFTS, .number = -1}, e) ? CMD_OK : CMD_ERROR;
}

static struct page_draft *find(struct left *left, struct str id)
{
	for (size_t i = 0; i < left->n; i++)
		if (str_eq(left->v[i].id, id))
			return &left->v[i];
	return NULL;
}

/* The list, where it is shown, without what is no more. */
static void show_again(struct app *a)
{
	struct err none = {0};

	if (a->side && a->side_spec.kind == SPEC_DRAFTS)
		pane_show(a, &a->side_spec, &none);
}

/* Goes on with it. */
static bool resume(struct app *a, struct page_draft *d, struct err *e)
{
	struct store_annotation x = d->annotation;
	struct buf text = {0};
	bool ok;

	if (!d->good)
		return err_set(e, ERR_INPUT, "%s", _("this draft is damaged: D drops it"));
	if (str_eq(x.id, d->id)) /* it has no other name yet */
		x.id = STR("");
	if (compose_outside_left(a, d->id, d->when, &text))
		x.body = buf_view(&text);
	ok = compose_begin(a, &x, d->id, e);
	buf_free(&text);
	return ok;
}

ACTION(act_draft)
{
	struct app *a = app;
	struct page_draft *d;
	struct left left;
	bool ok;

	if (!find_left(a, &left, e))
		return CMD_ERROR;
	d = find(&left, args->v[0]);
	ok = d ? resume(a, d, e) : err_set(e, ERR_NOTHING, "%s", _("there is no such draft; :drafts lists them"));
	if (ok && a->side && a->side_spec.kind == SPEC_DRAFTS)
		pane_close(a, PANE_SIDE);
	arena_free(left.arena);
	return ok ? CMD_OK : CMD_NOTHING;
}

/* The one with this id, or that of the entry with the focus. */
ACTION(act_drop_draft)
{
	struct app *a = app;
	struct view *v = pane_active(a);
	const struct target *t = v->has_focus ? view_target(v, &v->focus) : NULL;
	struct str id = args->n ? args->v[0] : STR("");

	if (!args->n && t && t->kind == TARGET_COMMAND && str_starts(t->text, STR("draft ")))
		id = str_slice(t->text, 6, t->text.n);
	if (!id.n || !app_notes(a)) {
		err_set(e, ERR_NOTHING, "%s", _("there is no draft here; :drafts lists them"));
		return CMD_NOTHING;
	}
	compose_draft_drop(a, id);
	show_again(a);
	app_say(a, "%s", _("the draft is dropped"));
	return CMD_OK;
}
