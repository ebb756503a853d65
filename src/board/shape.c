/* What bytes of no known format look like: for people who ask why a file was not read. */
#include "board_int.h"
#include "taiyaku/text.h"

#define SAMPLE 4096

struct magic {
	const char *bytes;
	size_t at, n;
	const char *name;
};
static const struct magic magics[] = {
	{"%PDF-", 0, 5, N_("a PDF")},
	{"PK\3\4", 0, 4, N_("a ZIP archive (or a file of an office program); unpack it first")},
	{"PK\5\6", 0, 4, N_("a ZIP archive with nothing in it")},
	{"\x1F\x8B", 0, 2, N_("gzip'ed data")},
	{"\x28\xB5\x2F\xFD", 0, 4, N_("zstd-compressed data; unpack it first")},
	{"\xFD"
	 "7zXZ",
	 0, 5, N_("xz-compressed data; unpack it first")},
	{"BZh", 0, 3, N_("bzip2-compressed data; unpack it first")},
	{"7z\xBC\xAF", 0, 4, N_("a 7z archive; unpack it first")},
	{"Rar!", 0, 4, N_("a RAR archive; unpack it first")},
	{"ustar", 257, 5, N_("a tar archive; unpack it first")},
	{"\x89PNG", 0, 4, N_("an image")},
	{"\xFF\xD8\xFF", 0, 3, N_("an image")},
	{"GIF8", 0, 4, N_("an image")},
	{"WEBP", 8, 4, N_("an image")},
	{"BM", 0, 2, N_("an image")},
	{"ftyp", 4, 4, N_("a video or an image")},
	{"OggS", 0, 4, N_("audio or video")},
	{"ID3", 0, 3, N_("audio or video")},
	{"\x1A\x45\xDF\xA3", 0, 4, N_("audio or video")},
	{"\x7F"
	 "ELF",
	 0, 4, N_("a program")},
	{"MZ", 0, 2, N_("a program")},
	{"SQLite format 3", 0, 15, N_("a database")},
	{"\xD0\xCF\x11\xE0", 0, 4, N_("a document of an office program")},
};

static const char *by_magic(struct str s)
{
	for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
		const struct magic *m = &magics[i];

		if (s.n >= m->at + m->n && !memcmp(s.p + m->at, m->bytes, m->n))
			return _(m->name);
	}
	return NULL;
}

static bool is_binary(struct str sample)
{
	size_t controls = 0;

	for (size_t i = 0; i < sample.n; i++) {
		unsigned char c = (unsigned char)sample.p[i];

		if (!c)
			return true;
		controls += c < 0x20 && !strchr("\t\n\r\f\x1B", c);
	}
	return controls * 32 > sample.n;
}

static bool has_html(struct str sample)
{
	struct html h = {.s = sample};
	static const char *const tags[] = {"html", "head", "body", "title", "div", "meta", "table", "script"};

	while (html_next(&h) != HTML_END)
		for (size_t i = 0; h.kind == HTML_OPEN && i < sizeof tags / sizeof *tags; i++)
			if (html_is(&h, tags[i]))
				return true;
	return false;
}

const char *board_shape(struct str s)
{
	struct str sample = str_slice(s, 0, s.n < SAMPLE ? s.n : SAMPLE), text;
	const char *name = by_magic(s), *encoding = text_detect(sample);

	if (!s.n)
		return _("an empty file");
	if (is_binary(sample) && strncmp(encoding, "UTF-16", 6) != 0)
		return name ? name : _("binary data");
	if (name && text_bad(sample) != POS_NONE)
		return name;
	text = str_trim(str_starts(sample, STR("\xEF\xBB\xBF")) ? str_slice(sample, 3, sample.n) : sample);
	if (!text.n)
		return _("nothing but blanks");
	if (str_starts(text, STR("%PDF-")))
		return _("a PDF");
	if (*text.p == '{' || *text.p == '[')
		return _("JSON of another shape, or something like it");
	if (str_starts(text, STR("<?xml")))
		return _("XML");
	if (has_html(text))
		return _("HTML without posts");
	if (!strncmp(encoding, "UTF-16", 6))
		return _("text in UTF-16; convert it to UTF-8 first");
	return _("plain text");
}
