/* What became of each file, and the sum of it: for people a line each, what went wrong to standard error; or JSON.
 * Files are printed as they are safely in the store, and forgotten: there may be a million. */
#include "import.h"
#include "put.h"

#include "taiyaku/cli.h"

#include <errno.h>
#include <stdio.h>

static const char *const names[IMPORT_STATUSES] = {"imported", "known", "grown", "unknown format", "refused", "failed"};

static const char *label(enum import_status s)
{
	switch (s) {
	case IMPORT_IMPORTED:
		return _("imported");
	case IMPORT_KNOWN:
		return _("known");
	case IMPORT_GROWN:
		return _("grown");
	case IMPORT_UNKNOWN:
		return _("unknown format");
	case IMPORT_REFUSED:
		return _("refused");
	default:
		return _("failed");
	}
}

static void put_counts(struct json_out *o, const struct import_counts *n)
{
	cli_put_int(o, "sources", (long long)n->sources);
	cli_put_int(o, "posts", (long long)n->posts);
	cli_put_int(o, "new", (long long)n->added);
	cli_put_int(o, "known", (long long)n->known);
	cli_put_int(o, "changed", (long long)n->changed);
	cli_put_int(o, "broken", (long long)n->broken);
}

static void put_messages(struct json_out *o, const struct import_result *r)
{
	json_name(o, "messages");
	json_begin(o, '[');
	for (size_t i = 0; i < r->messages.n; i++)
		cli_put_item(o, str_c(r->messages.v[i]));
	json_end(o, ']');
	if (r->unsaid)
		cli_put_int(o, "more_messages", (long long)r->unsaid);
}

static void flush(struct import_report *p)
{
	cli_print(&p->text);
}

static void add_json(struct import_report *p, const struct import_result *r)
{
	struct json_out *o = &p->out;

	json_begin(o, '{');
	cli_put_text(o, "path", str_c(r->path));
	cli_put_text(o, "format", str_c(r->format));
	cli_put_text(o, "encoding", str_c(r->encoding));
	cli_put_text(o, "status", str_c(names[r->status]));
	put_counts(o, &r->n);
	put_messages(o, r);
	json_end(o, '}');
	flush(p);
}

static void complain(const struct import_result *r)
{
	struct err e;

	for (size_t i = 0; i < r->messages.n; i++) {
		err_set(&e, ERR_INPUT, "%s", r->messages.v[i]);
		cli_fail(&e);
	}
}

/* Messages begin with the file's name, which stands above them. */
static struct str without_path(struct str message, const char *path)
{
	struct str name = str_c(path);

	if (!str_starts(message, name) || !str_starts(str_slice(message, name.n, message.n), STR(": ")))
		return message;
	return str_slice(message, name.n + 2, message.n);
}

static void print_result(struct import_report *p, const struct import_result *r)
{
	buf_printf(&p->text, "%s: %s", r->path, label(r->status));
	if (*r->format)
		buf_printf(&p->text, " (%s%s%s)", r->format, *r->encoding ? ", " : "", r->encoding);
	if (r->status != IMPORT_KNOWN)
		buf_printf(&p->text, _(": %zu posts, %zu new, %zu changed, %zu broken"), r->n.posts, r->n.added,
			   r->n.changed, r->n.broken);
	cli_print_line(&p->text);
	for (size_t i = 0; i < r->messages.n; i++) {
		buf_printf(&p->text, "  " STR_FMT, STR_ARG(without_path(str_c(r->messages.v[i]), r->path)));
		cli_print_line(&p->text);
	}
	if (r->unsaid) {
		buf_printf(&p->text, _("  and %zu messages more"), r->unsaid);
		cli_print_line(&p->text);
	}
}

void import_report_begin(struct import_report *p, bool json)
{
	*p = (struct import_report){.json = json};
	p->out = (struct json_out){.to = &p->text};
	if (!json)
		return;
	json_begin(&p->out, '{');
	json_name(&p->out, "files");
	json_begin(&p->out, '[');
}

void import_report_add(struct import_report *p, const struct import_result *r)
{
	bool missed = r->status > IMPORT_GROWN;

	p->files++;
	p->of_status[r->status]++;
	p->named_missed |= missed && r->named;
	p->n.sources += r->n.sources;
	p->n.posts += r->n.posts;
	p->n.added += r->n.added;
	p->n.known += r->n.known;
	p->n.changed += r->n.changed;
	p->n.broken += r->n.broken;
	if (p->json)
		add_json(p, r);
	else if (missed)
		complain(r);
	else
		print_result(p, r);
}

static void end_json(struct import_report *p)
{
	struct json_out *o = &p->out;

	json_end(o, ']');
	json_name(o, "total");
	json_begin(o, '{');
	cli_put_int(o, "files", (long long)p->files);
	put_counts(o, &p->n);
	json_name(o, "status");
	json_begin(o, '{');
	for (int i = 0; i < IMPORT_STATUSES; i++)
		cli_put_int(o, names[i], (long long)p->of_status[i]);
	json_end(o, '}');
	json_end(o, '}');
	json_end(o, '}');
	flush(p);
}

void import_report_end(struct import_report *p, struct err *e)
{
	if (p->json) {
		end_json(p);
	} else {
		buf_printf(&p->text, _("files: %zu"), p->files);
		for (int i = 0; i < IMPORT_STATUSES; i++)
			if (p->of_status[i])
				buf_printf(&p->text, "%s%zu %s", p->text.n ? ", " : "", p->of_status[i],
					   label((enum import_status)i));
		cli_print_line(&p->text);
		buf_printf(&p->text, _("posts: %zu, %zu new, %zu known, %zu changed, %zu broken"), p->n.posts,
			   p->n.added, p->n.known, p->n.changed, p->n.broken);
		cli_print_line(&p->text);
	}
	buf_free(&p->text);
	errno = 0;
	if ((fflush(stdout) || ferror(stdout)) && !e->code)
		err_set(e, ERR_INPUT, _("standard output: %s"),
			errno ? strerror(errno) : _("not all of it was written"));
}
