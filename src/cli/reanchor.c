/* taiyaku reanchor: the annotations of one text in another one, which is its next version. Each is printed with the
 * state that says how it was found; what was found is kept, unless it is only asked what would be. */
#include "note.h"
#include "put.h"

#include <getopt.h>

struct reanchor {
	const char *encoding;
	char *dir;
	bool json, dry;
	struct store_notes *notes; /* NULL: there is no store yet */
	struct cli_text old, new;
	struct note_attaching *found;
	struct err err;
};

/* ---- output ---- */

static void put_span(struct json_out *o, struct cli_counter *c, struct span at)
{
	cli_count_to(c, at.start);
	cli_put_int(o, "start", (long long)c->code_points);
	cli_count_to(c, at.end);
	cli_put_int(o, "end", (long long)c->code_points);
}

static void put_null(struct json_out *o, const char *name)
{
	json_name(o, name);
	json_put_null(o);
}

static void put_guess(struct json_out *o, struct cli_counter *c, const struct note_attached *x)
{
	if (x->state != STATE_ORPHAN || x->at.start == POS_NONE) {
		put_null(o, "guess");
		return;
	}
	json_name(o, "guess");
	json_begin(o, '{');
	put_span(o, c, x->at);
	cli_put_text(o, "text", str_slice(c->text, x->at.start, x->at.end));
	json_end(o, '}');
}

static void print_json(const struct reanchor *r, struct note_list list)
{
	struct cli_counter c = {.text = r->new.text, .line = 1};
	struct buf b = {0};
	struct json_out o = {.to = &b};

	json_begin(&o, '{');
	json_name(&o, "annotations");
	json_begin(&o, '[');
	for (size_t i = 0; i < list.n; i++) {
		const struct note_attached *x = &list.v[i];

		json_begin(&o, '{');
		cli_put_text(&o, "id", x->annotation.id);
		cli_put_text(&o, "state", str_c(store_state_name(x->state)));
		if (x->state != STATE_ORPHAN) {
			put_span(&o, &c, x->at);
		} else {
			put_null(&o, "start");
			put_null(&o, "end");
		}
		json_name(&o, "score");
		json_put_share(&o, x->score);
		cli_put_text(&o, "quote", x->annotation.target.quote);
		put_guess(&o, &c, x);
		json_end(&o, '}');
	}
	json_end(&o, ']');
	json_end(&o, '}');
	cli_print_json(&b);
}

static void print_lines(const struct reanchor *r, struct note_list list)
{
	struct cli_counter c = {.text = r->new.text, .line = 1};
	struct buf b = {0};

	for (size_t i = 0; i < list.n; i++) {
		const struct note_attached *x = &list.v[i];

		buf_printf(&b, "%-9s  ", store_state_name(x->state));
		if (x->at.start != POS_NONE) {
			cli_count_to(&c, x->at.start);
			buf_printf(&b, x->state == STATE_ORPHAN ? _("line %zu?  ") : _("line %zu  "), c.line);
		}
		buf_str(&b, cli_first_line(x->annotation.target.quote));
		cli_print_line(&b);
	}
	buf_free(&b);
}

/* ---- the command ---- */

static bool open_notes(struct reanchor *r)
{
	struct err none = {0};

	r->notes = store_notes_open(r->dir, STORE_READ, &none);
	if (!r->notes)
		return none.code == ERR_NOTHING || (r->err = none, false);
	if (r->dry)
		return true;
	store_notes_close(r->notes, 0, NULL);
	r->notes = store_notes_open(r->dir, STORE_WRITE, &r->err);
	return r->notes != NULL;
}

static bool anchor(struct reanchor *r)
{
	struct str document = cli_text_annotated(&r->old, r->notes);

	if (!str_eq(r->old.about.id, r->new.about.id)) {
		r->new.about.previous = r->old.about.id;
		if (!r->dry)
			store_keep_text(r->notes, &r->new.about, r->new.text);
	}
	r->found = note_attaching_new(r->notes, document, r->new.about.id, r->new.text, &r->err);
	while (r->found && note_attaching_step(r->found, 0))
		;
	return r->found && (r->dry || store_notes_sync(r->notes, SYNC_WAIT_MS, &r->err));
}

static int reanchor(struct reanchor *r, char **names)
{
	struct note_list list = {0};

	if (open_notes(r) && cli_text_open(r->dir, r->notes, names[0], r->encoding, &r->old, &r->err) &&
	    cli_text_open(r->dir, r->notes, names[1], r->encoding, &r->new, &r->err) && (!r->notes || anchor(r))) {
		if (r->found)
			list = note_attaching_list(r->found);
		if (r->json)
			print_json(r, list);
		else
			print_lines(r, list);
	}
	note_attaching_free(r->found);
	cli_text_close(&r->old);
	cli_text_close(&r->new);
	store_notes_close(r->notes, SYNC_WAIT_MS, NULL);
	return r->err.code ? cli_fail(&r->err) : ERR_NONE;
}

int cli_reanchor(const struct cli *cli, int argc, char **argv)
{
	static const struct option known[] = {
		{"json", no_argument, NULL, 'j'},
		{"dry-run", no_argument, NULL, 'd'},
		{"encoding", required_argument, NULL, 'e'},
		{"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0},
	};
	struct reanchor r = {0};
	int option, status;

	opterr = 0;
	optind = 1;
	while ((option = getopt_long(argc, argv, ":", known, NULL)) != -1) {
		if (option == 'h') {
			cli_usage("reanchor", false);
			return ERR_NONE;
		}
		if (option != 'j' && option != 'd' && option != 'e')
			return cli_usage_error("reanchor", _("there is no option %s"), argv[optind - 1]);
		r.json |= option == 'j';
		r.dry |= option == 'd';
		r.encoding = option == 'e' ? optarg : r.encoding;
	}
	if (argc - optind != 2)
		return cli_usage_error("reanchor", _("it takes two texts, OLD and NEW"));
	r.dir = cli_store_dir(cli, &r.err);
	status = r.dir ? reanchor(&r, argv + optind) : cli_fail(&r.err);
	free(r.dir);
	return status;
}
