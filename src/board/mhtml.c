/* MHTML: a page and what belongs to it as the parts of a message, as Chrome, Edge, Opera and Internet Explorer save it.
 * The page is read, pictures and frames are not; its address and the day stand in the message's head. */
#include "page.h"

struct saved {
	struct buf boundary, location, value;
	int64_t date;
	bool cut; /* the last part ends with the file */
};

static bool has(struct str head, const char *field, struct buf *value)
{
	return mime_field(head, field, value);
}

/* A mail with pictures is multipart/related too: that one has a receiver and an id. */
int mhtml_looks(const struct board_input *in)
{
	struct buf value = {0}, type = {0};
	struct str body, head = mime_head(str_slice(in->bytes, 0, in->bytes.n < 16384 ? in->bytes.n : 16384), &body);
	int sure = 0;

	if (head.n && has(head, "Content-Type", &value)) {
		mime_value(buf_view(&value), &type);
		bool browser =
			has(head, "Snapshot-Content-Location", &value) ||
			(has(head, "From", &value) && (str_find(buf_view(&value), STR("Saved by"), 0) != SIZE_MAX ||
						       str_find(buf_view(&value), STR("saved by"), 0) != SIZE_MAX));
		bool mail = has(head, "To", &value) || has(head, "Message-ID", &value) || has(head, "Received", &value);
		if (str_eq(buf_view(&type), STR("multipart/related")))
			sure = browser ? 97 : mail ? 0 : 70;
	}
	buf_free(&value);
	buf_free(&type);
	return sure;
}

/* ---- what the message says of itself ---- */

static bool read_head(struct saved *s, const struct board_input *in, struct str *body, struct err *err)
{
	struct str head = mime_head(in->bytes, body);
	struct buf line = {0};
	int tz;

	if (mime_field(head, "Snapshot-Content-Location", &s->value))
		mime_words(buf_view(&s->value), &s->location);
	s->date = in->retrieved_at;
	if (mime_field(head, "Date", &s->value))
		time_rfc2822(buf_view(&s->value), &s->date, &tz);
	if (mime_field(head, "Content-Type", &s->value))
		mime_parameter(buf_view(&s->value), "boundary", &s->boundary);
	if (!s->boundary.n)
		return err_set(err, ERR_INPUT,
			       _("%.*s: a saved page (MHTML) that does not say what stands between "
				 "its parts; damaged, save it again"),
			       STR_ARG(in->path));
	buf_cat(&line, "--");
	buf_str(&line, buf_view(&s->boundary));
	bool there = str_find(*body, buf_view(&line), 0) != SIZE_MAX;
	buf_free(&line);
	return there || err_set(err, ERR_INPUT,
				_("%.*s: a saved page (MHTML) without the lines between its parts; "
				  "damaged, save it again"),
				STR_ARG(in->path));
}

/* ---- the page ---- */

static bool is_page(const struct mime *m)
{
	return str_eq(buf_view(&m->type), STR("text/html")) || str_eq(buf_view(&m->type), STR("application/xhtml+xml"));
}

/* The page itself: the part with the address of the whole, else the first page. False: there is none. */
static bool find_page(struct saved *s, const struct board_input *in, struct mime *m)
{
	struct str head = {0}, body = {0};
	struct buf encoding = {0}, location = {0};
	bool found = false, same = false;

	*m = (struct mime){.message = in->bytes};
	while (mime_next(m)) {
		s->cut |= m->cut;
		if (same || !is_page(m))
			continue;
		mime_field(m->head, "Content-Location", &s->value);
		same = s->value.n && str_eq(buf_view(&s->value), buf_view(&s->location));
		if (found && !same)
			continue;
		found = true;
		head = m->head;
		body = m->body;
		buf_clear(&encoding);
		buf_str(&encoding, buf_view(&m->encoding));
		buf_clear(&location);
		buf_str(&location, buf_view(&s->value));
	}
	m->head = head;
	m->body = body;
	buf_clear(&m->encoding);
	buf_str(&m->encoding, buf_view(&encoding));
	if (!s->location.n)
		page_clean_address(buf_view(&location), &s->location);
	buf_free(&encoding);
	buf_free(&location);
	return found;
}

static bool say_part(struct reader *r, const struct saved *s, const struct board_input *in)
{
	struct board_part part = {.format = "mhtml",
				  .encoding = "",
				  .url = buf_view(&s->location),
				  .end = in->bytes.n,
				  .retrieved_at = s->date,
				  .rank = BOARD_RANK_HTML};

	return reader_part(r, &part) &&
	       (!s->cut || reader_message(r, _("the file ends too early: its last part is cut")));
}

static bool read_inside(struct reader *r, const struct saved *s, const struct board_input *in, const struct mime *m,
			struct err *err)
{
	struct reader outer = *r;
	struct buf page = {0};
	struct board_input inner = *in;

	mime_decode(m->body, buf_view(&m->encoding), &page);
	inner.bytes = buf_view(&page);
	inner.format = (struct str){"", 0};
	inner.retrieved_at = s->date;
	if (s->location.n && !in->url.n)
		inner.url = buf_view(&s->location);
	if (!r->fixed) {
		r->at += (size_t)(m->body.p - in->bytes.p);
		r->upto = r->at + m->body.n;
		r->fixed = true;
	}
	bool good = board_read_inside(r, &inner, err);
	r->at = outer.at;
	r->upto = outer.upto;
	r->fixed = outer.fixed;
	buf_free(&page);
	return good;
}

bool mhtml_read(struct reader *r, const struct board_input *in, struct err *err)
{
	struct saved s = {.date = BOARD_NO_TIME};
	struct mime m = {0};
	struct str body;
	bool good = read_head(&s, in, &body, err);

	if (good && !find_page(&s, in, &m))
		good = err_set(err, ERR_INPUT, _("%.*s: a saved page (MHTML) with no page in it"), STR_ARG(in->path));
	else if (good)
		good = say_part(r, &s, in) && read_inside(r, &s, in, &m, err);
	mime_free(&m);
	buf_free(&s.boundary);
	buf_free(&s.location);
	buf_free(&s.value);
	return good;
}
