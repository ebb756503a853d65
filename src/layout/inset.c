/* inset: notes and translations under the paragraph that calls them.
 *
 * Every row of an inset has its prefix: the note's label and a bar, behind the prefixes of the notes around it, so
 * that a reader in the middle of a long note knows where he is. In narrow places the prefix gives way to the text:
 * label and bar without padding, then the bar alone, then nothing.
 */
#include "layout.h"

struct slice layout_inset_own(struct make *m, struct str s)
{
	struct slice slice = {(uint32_t)m->laid->own.n, (uint32_t)s.n};

	buf_str(&m->laid->own, s);
	return slice;
}

static struct str own_str(const struct make *m, struct slice s)
{
	return str_slice(buf_view(&m->laid->own), s.start, s.start + s.n);
}

static bool wide(const struct layout *l)
{
	return l->options.width >= 40;
}

static struct slice join(struct make *m, struct slice before, const char *text)
{
	struct buf b = {0};
	struct slice slice;

	buf_str(&b, own_str(m, before));
	buf_cat(&b, text);
	slice = layout_inset_own(m, buf_view(&b));
	buf_free(&b);
	return slice;
}

/* Gives the frame the first of the prefixes (wide form, narrow form, a bar) that leaves room for text. */
static void set_prefix(struct make *m, struct frame *f, const struct frame *parent, const char *const forms[3],
		       const char *const rest[3])
{
	int room = wide(m->l) ? 20 : m->l->options.width / 2;

	f->first = f->rest = parent->rest;
	for (int i = wide(m->l) ? 0 : 1; i < 3; i++) {
		int cells = text_cells(str_c(forms[i]), &m->l->options.terminal);

		if (parent->width - cells < room)
			continue;
		f->prefix += cells;
		f->width -= cells;
		f->first = join(m, parent->rest, forms[i]);
		f->rest = join(m, parent->rest, rest[i]);
		return;
	}
}

static uint32_t new_frame(struct make *m, uint32_t parent, size_t call, uint32_t note)
{
	struct frame f = m->laid->frames.v[parent];

	f.parent = parent;
	f.note = note;
	f.first = f.rest;
	f.path.call[f.path.depth++] = call;
	vec_push(&m->laid->frames, f);
	return (uint32_t)m->laid->frames.n - 1;
}

static uint32_t note_frame(struct make *m, uint32_t parent, size_t call, uint32_t note)
{
	uint32_t frame = new_frame(m, parent, call, note);
	struct buf label = {0}, padded = {0}, narrow = {0};
	int pad;

	text_printable(doc_note(m->l->doc, note)->label, &m->l->options.terminal, &label);
	pad = 3 - text_cells(buf_view(&label), &m->l->options.terminal);
	buf_printf(&padded, "%*s%s| ", pad > 0 ? pad : 0, "", buf_cstr(&label));
	buf_printf(&narrow, "%s|", buf_cstr(&label));
	{
		const char *forms[3] = {buf_cstr(&padded), buf_cstr(&narrow), "|"};
		struct frame around = m->laid->frames.v[parent];

		set_prefix(m, &m->laid->frames.v[frame], &around, forms, forms);
	}
	buf_free(&label);
	buf_free(&padded);
	buf_free(&narrow);
	return frame;
}

/* Not deeper than LAYOUT_DEPTH, and not inside itself. */
bool layout_inset_opens(const struct make *m, uint32_t frame, size_t call, uint32_t note)
{
	const struct frame *frames = m->laid->frames.v;

	if (note == DOC_NONE || frames[frame].path.depth >= LAYOUT_DEPTH)
		return false;
	if (!layout_folds_note_open(m->l, &frames[frame].path, call))
		return false;
	for (uint32_t i = frame;; i = frames[i].parent) {
		if (frames[i].note == note)
			return false;
		if (!i)
			return true;
	}
}

struct lines { /* the paragraphs of a range, blank ones at its ends left out, runs of them inside made one */
	struct span range, blank;
	bool started, blank_pending;
};

static void blank_row(struct make *m, const struct lines *in, uint32_t frame, enum row_kind kind)
{
	bool first = false;

	if (in->blank_pending)
		layout_paragraph_rows(m, in->blank, frame, kind, &first);
}

/* The next paragraph of the range; *at walks. False: there is none. */
static bool next_line(struct make *m, struct lines *in, size_t *at, struct span *out)
{
	in->blank_pending = false;
	while (*at != POS_NONE && *at < in->range.end) {
		struct span whole = doc_paragraph(m->l->doc, *at), p = whole;

		p.start = p.start < in->range.start ? in->range.start : p.start;
		p.end = p.end > in->range.end ? in->range.end : p.end;
		*at = doc_paragraph_after(m->l->doc, whole);
		if (!text_is_blank(str_slice(doc_text(m->l->doc), p.start, p.end))) {
			in->started = true;
			*out = p;
			return true;
		}
		if (in->started && !in->blank_pending) {
			in->blank_pending = true;
			in->blank = p;
		}
	}
	return false;
}

static bool repeated(const struct layout *l, size_t at)
{
	return !l->filter.needle && layout_folds_hidden(&l->repeated, at);
}

void layout_inset_note(struct make *m, uint32_t parent, size_t call, uint32_t index)
{
	struct span text = {doc_note(m->l->doc, index)->body, doc_note(m->l->doc, index)->end}, p;
	struct lines in = {.range = text};
	uint32_t frame = note_frame(m, parent, call, index);
	size_t at = text.start, lines = m->laid->lines.n;
	bool first = true;

	while (next_line(m, &in, &at, &p)) {
		if (repeated(m->l, p.start))
			continue;
		if (m->laid->lines.n > lines)
			blank_row(m, &in, frame, ROW_BLANK);
		layout_paragraph_part(m, p, frame);
	}
	if (m->laid->lines.n == lines)
		layout_paragraph_rows(m, (struct span){text.end, text.end}, frame, ROW_BLANK, &first);
}

/* 〔私訳〕 at the right end of the last row, or on a row of its own. */
static void add_label(struct make *m, uint32_t frame, struct str text)
{
	const struct frame *f = &m->laid->frames.v[frame];
	struct line *last = &m->laid->lines.v[m->laid->lines.n - 1], row;
	struct buf label = {0};
	bool first = false;
	int cells;

	buf_cat(&label, "〔");
	text_printable(text, &m->l->options.terminal, &label);
	buf_cat(&label, "〕");
	cells = text_cells(buf_view(&label), &m->l->options.terminal);
	row = *last;
	if (cells > f->width) {
		layout_paragraph_own_rows(m, layout_inset_own(m, buf_view(&label)), last->at, frame, ROW_TRANSLATION,
					  &first);
	} else if (last->indent + last->cells + 1 + cells <= f->width) {
		last->suffix = layout_inset_own(m, buf_view(&label));
	} else {
		row.at = row.end != POS_NONE && row.start != POS_NONE ? row.end : row.at;
		row.start = row.end = POS_NONE;
		row.own = (struct slice){0, 0};
		row.suffix = layout_inset_own(m, buf_view(&label));
		row.cells = row.indent = 0;
		row.is_own = row.continues = true;
		row.first = false;
		vec_push(&m->laid->lines, row);
	}
	buf_free(&label);
}

static void document_translation(struct make *m, uint32_t frame, const struct quotation *q)
{
	struct lines in = {.range = q->translation_at};
	size_t at = in.range.start;
	bool first = true;
	struct span p;

	while (next_line(m, &in, &at, &p)) {
		blank_row(m, &in, frame, ROW_TRANSLATION);
		layout_paragraph_rows(m, p, frame, ROW_TRANSLATION, &first);
	}
}

static void own_translation(struct make *m, uint32_t frame, struct str t, size_t where)
{
	bool first = true;

	for (size_t at = 0, end; at <= t.n; at = end + 1) {
		end = str_find_char(t, '\n', at);
		end = end == POS_NONE ? t.n : end;
		layout_paragraph_own_rows(m, layout_inset_own(m, str_slice(t, at, end)), where, frame, ROW_TRANSLATION,
					  &first);
	}
}

static uint32_t translation_frame(struct make *m, uint32_t parent, size_t call, bool marked)
{
	static const char *const forms[3] = {"  = ", "= ", "="}, *const rest[3] = {"    ", "  ", " "};
	uint32_t frame = new_frame(m, parent, call, DOC_NONE);
	struct frame around = m->laid->frames.v[parent];

	if (marked)
		set_prefix(m, &m->laid->frames.v[frame], &around, forms, rest);
	return frame;
}

static void of_reader(struct make *m, uint32_t frame, const struct layout_translation *t)
{
	own_translation(m, frame, t->text, t->at.start);
	if (t->label.n)
		add_label(m, frame, t->label);
}

static void of_document(struct make *m, uint32_t frame, const struct quotation *q)
{
	size_t lines = m->laid->lines.n;

	if (q->translation_at.start != POS_NONE)
		document_translation(m, frame, q);
	if (m->laid->lines.n == lines)
		own_translation(m, frame, q->translation, q->start);
	if (q->label.n)
		add_label(m, frame, q->label);
	/* what the translation calls, where its own place is hidden */
	if (q->translation_at.start != POS_NONE && repeated(m->l, q->translation_at.start))
		layout_paragraph_below(m, q->translation_at, frame);
}

void layout_inset_translation(struct make *m, uint32_t parent, const struct quotation *q,
			      const struct layout_translation *reader, bool marked, int width)
{
	uint32_t frame = translation_frame(m, parent, q->start, marked);

	if (width)
		m->laid->frames.v[frame].width = width;
	if (reader)
		of_reader(m, frame, reader);
	else
		of_document(m, frame, q);
}

/* A passage that begins above the part is called from the part's start: a call stands in the paragraph it opens under.
 */
void layout_inset_passage(struct make *m, uint32_t parent, struct span part, const struct layout_translation *t)
{
	size_t call = t->at.start > part.start ? t->at.start : part.start;

	of_reader(m, translation_frame(m, parent, call, true), t);
}
