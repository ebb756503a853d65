/* Reads examples: tests/spec/layout*.txt. Between lines of ~~~: options and a marked-up text (fake_doc.h), then the
 * rows as a screen of that width shows them. What stands outside is prose.
 *
 *   ~~~ width=20 open translations=inline
 *   text
 *   ~~~
 *   rows
 *   ~~~
 * Options: width=N, open, moved, hang, translations=NAME, fold=N (the N-th section), call=LABEL[,LABEL…] (opens the
 * call of that label, each inside the one before), show=N hide=N (the N-th quotation), find=TEXT context=N (the
 * filter), level=NAME, reader=PASSAGE:TEXT[:LABEL[:first]] (a translation by the reader; "_" stands for a blank, "|"
 * for a line end), passage=PASSAGE (its translation is shown, or hidden where it was shown).
 */
#include "taiyaku/grid.h"
#include "taiyaku/layout.h"

#include "../tap.h"
#include "fake_doc.h"

struct example {
	struct doc *doc;
	struct layout *layout;
	struct layout_options options;
	struct text_needle *needle;
	int context;
	char *kept; /* the options, whose words the readers are */
	struct layout_translation readers[4];
	size_t n_readers;
};

static int index_of(const char *const *names, const char *name)
{
	for (int i = 0; names[i]; i++)
		if (!strcmp(names[i], name))
			return i;
	printf("# no such value: %s\n", name);
	exit(2);
}

static void before_layout(struct example *x, const char *word, const char *value)
{
	static const char *const modes[] = {"off", "mark", "inline", "side", "replace", NULL};
	static const char *const levels[] = {"strict", "normal", "loose", NULL};

	if (!strcmp(word, "width"))
		x->options.width = atoi(value);
	else if (!strcmp(word, "translations"))
		x->options.translations = (enum layout_translations)index_of(modes, value);
	else if (!strcmp(word, "level"))
		x->options.level = (enum text_level)index_of(levels, value);
	x->options.notes_open |= !strcmp(word, "open") || !strcmp(word, "moved");
	x->options.notes_moved |= !strcmp(word, "moved");
	x->options.hang |= !strcmp(word, "hang");
	if (!strcmp(word, "context"))
		x->context = atoi(value);
}

/* Opens the calls with these labels, each inside the one before. */
static void open_calls(struct example *x, char *labels)
{
	struct position p = {.at = 0};
	char *save = NULL;

	for (char *label = strtok_r(labels, ",", &save); label; label = strtok_r(NULL, ",", &save)) {
		size_t i = 0;

		while (!str_eq(
			str_slice(doc_text(x->doc), doc_call(x->doc, i)->start + 1, doc_call(x->doc, i)->end - 1),
			str_c(label)))
			i++;
		p.at = doc_call(x->doc, i)->start;
		layout_open_note(x->layout, &p, true);
		p.call[p.depth++] = p.at;
	}
}

static struct span find(const struct example *x, struct str words)
{
	struct span out = {POS_NONE, POS_NONE};
	size_t at = str_find(doc_text(x->doc), words, 0);

	if (at != POS_NONE)
		out = (struct span){at, at + words.n};
	return out;
}

static struct str next_field(char **at)
{
	char *start = strsep(at, ":");

	for (char *c = start; c && *c; c++)
		*c = *c == '_' ? ' ' : *c == '|' ? '\n' : *c;
	return start ? str_c(start) : (struct str){"", 0};
}

/* In order of their places; the fields live as long as the options' copy. */
static void add_reader(struct example *x, char *value)
{
	struct layout_translation t = {.at = find(x, next_field(&value))};
	size_t i = x->n_readers++;

	t.text = next_field(&value);
	t.label = next_field(&value);
	t.first = next_field(&value).n > 0;
	for (; i && x->readers[i - 1].at.start > t.at.start; i--)
		x->readers[i] = x->readers[i - 1];
	x->readers[i] = t;
	layout_set_translations(x->layout, x->readers, x->n_readers);
}

static void after_layout(struct example *x, const char *word, char *value)
{
	if (!strcmp(word, "reader"))
		add_reader(x, value);
	if (!strcmp(word, "passage")) {
		struct span at = find(x, next_field(&value));

		layout_show_passage(x->layout, at, !layout_passage_shown(x->layout, at));
	}
	if (!strcmp(word, "fold"))
		layout_fold_section(x->layout, (uint32_t)atoi(value) - 1, true);
	else if (!strcmp(word, "hide"))
		layout_show_translation(x->layout, (uint32_t)atoi(value) - 1, false);
	else if (!strcmp(word, "show"))
		layout_show_translation(x->layout, (uint32_t)atoi(value) - 1, true);
	else if (!strcmp(word, "call"))
		open_calls(x, value);
	else if (!strcmp(word, "find"))
		layout_filter(x->layout, x->needle = text_needle_new(str_c(value), TEXT_COMPAT), x->context);
}

static void draw(const struct row *row, int width, struct buf *out)
{
	struct grid *g = grid_new(1, width);
	const struct text_terminal t = {0};
	int col = grid_put(g, 0, row->indent, width, row->prefix, STYLE_NOTE, 0, &t);

	grid_put(g, 0, col, width, row->text, STYLE_TEXT, 0, &t);
	if (row->facing_column)
		grid_put(g, 0, row->facing_column, width, row->facing, STYLE_TRANSLATION, 0, &t);
	if (row->suffix.n)
		grid_put(g, 0, width - text_cells(row->suffix, &t), width, row->suffix, STYLE_LABEL, 0, &t);
	grid_dump(g, out);
	grid_free(g);
}

static void words(struct example *x, const char *line, bool after)
{
	char *copy = xstrdup(line), *save = NULL;

	for (char *word = strtok_r(copy, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
		char *value = strchr(word, '=');

		if (value)
			*value++ = '\0';
		if (after)
			after_layout(x, word, value);
		else
			before_layout(x, word, value ? value : "");
	}
	free(x->kept);
	x->kept = copy;
}

static void run(const char *options, struct str text, struct str want, const char *name, size_t number)
{
	struct example x = {.options = {.width = 40}};
	struct buf got = {0};
	struct layout_cursor c;

	words(&x, options, false);
	x.doc = fake_doc(text);
	x.layout = layout_new(x.doc, &x.options);
	words(&x, options, true);
	c = layout_first(x.layout);
	do
		draw(layout_row(x.layout, c), x.options.width, &got);
	while (layout_next(x.layout, &c));
	if (!ok(str_eq(buf_view(&got), want), "%s:%zu:%s", name, number, options))
		printf("# got\n%s# want\n%.*s", buf_cstr(&got), STR_ARG(want));
	layout_free(x.layout);
	text_needle_free(x.needle);
	free(x.kept);
	fake_doc_free(x.doc);
	buf_free(&got);
}

/* The line at *at, without its end; *at goes to the next. */
static struct str next_line(struct str s, size_t *at)
{
	size_t start = *at, end = str_find_char(s, '\n', start);

	end = end == POS_NONE ? s.n : end;
	*at = end + 1;
	return str_slice(s, start, end);
}

/* What stands before the next line of ~~~; *at goes behind that. */
static struct str next_part(struct str s, size_t *at, size_t *number)
{
	size_t start = *at, end = start;

	while (++*number && end < s.n && !str_eq(next_line(s, at), STR("~~~")))
		end = *at;
	return str_slice(s, start, end);
}

static void run_file(const char *name)
{
	char path[4096];
	struct buf file = {0};
	struct err err = {0};
	struct str all;

	snprintf(path, sizeof path, "%s/tests/spec/%s", getenv("srcdir") ? getenv("srcdir") : ".", name);
	if (!ok(file_read(path, 1 << 20, &file, &err), "%s can be read", path))
		return;
	all = buf_view(&file);
	for (size_t at = 0, number = 1; at < all.n; number++) {
		struct str line = next_line(all, &at), text;
		size_t first = number;
		char *options;

		if (!str_starts(line, STR("~~~ ")))
			continue;
		options = str_dup(str_slice(line, 4, line.n));
		text = next_part(all, &at, &number);
		run(options, text, next_part(all, &at, &number), name, first);
		free(options);
	}
	buf_free(&file);
}

int main(void)
{
	run_file("layout.txt");
	run_file("layout-insets.txt");
	return done();
}
