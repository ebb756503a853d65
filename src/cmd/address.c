/* Addresses that a program may be given: http and https with a plain host, everything else in them percent-encoded that
 * a program, a shell script of somebody's or a terminal could take for something other than a letter of an address. So
 * it is one argument, never an option (it begins with "http"), and has no control, blank, quotation mark or invisible
 * character.
 */
#include "taiyaku/cmd.h"

#include <strings.h>

enum { LONGEST = 8192 };

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* "https://" with the host after it; NULL: it is neither. */
static const char *scheme_of(struct str s)
{
	static const char *const schemes[] = {"https://", "http://"};

	for (size_t i = 0; i < 2; i++)
		if (s.n > strlen(schemes[i]) && !strncasecmp(s.p, schemes[i], strlen(schemes[i])))
			return schemes[i];
	return NULL;
}

/* A name, a number, an IPv6 address in brackets; a port. RFC 3986, 3.2, without a user. */
static bool plain_host(struct str host)
{
	size_t end = 0;

	if (host.n && host.p[0] == '[') {
		end = str_find_char(host, ']', 1);
		if (end == SIZE_MAX || end == 1)
			return false;
		for (size_t i = 1; i < end; i++)
			if (!is_hex(host.p[i]) && host.p[i] != ':' && host.p[i] != '.')
				return false;
		end++;
	} else {
		while (end < host.n && (is_alnum(host.p[end]) || (end && strchr(".-_", host.p[end]))))
			end++;
	}
	if (!end || end == host.n)
		return end > 0;
	for (size_t i = end + 1; i < host.n; i++)
		if (host.p[i] < '0' || host.p[i] > '9')
			return false;
	return host.p[end] == ':';
}

static void put_rest(struct str s, size_t at, struct buf *out)
{
	for (; at < s.n; at++) {
		char c = s.p[at];
		bool escape = c == '%' && at + 2 < s.n && is_hex(s.p[at + 1]) && is_hex(s.p[at + 2]);

		if (escape || is_alnum(c) || (c && strchr("-._~:/?#[]@!$&()*+,;=", c)))
			buf_char(out, c);
		else
			buf_printf(out, "%%%02X", (unsigned char)c);
	}
}

bool cmd_address(struct str s, struct buf *out, struct err *e)
{
	const char *scheme;
	struct str host;
	size_t start, end;

	s = str_trim(s);
	scheme = scheme_of(s);
	if (!scheme)
		return err_set(e, ERR_INPUT, "%s", _("only addresses that begin with http:// or https:// are opened"));
	if (s.n > LONGEST)
		return err_set(e, ERR_INPUT, _("the address is longer than %d bytes"), LONGEST);
	start = end = strlen(scheme);
	while (end < s.n && !strchr("/?#", s.p[end]))
		end++;
	host = str_slice(s, start, end);
	if (str_find_char(host, '@', 0) != SIZE_MAX)
		return err_set(e, ERR_INPUT, "%s", _("the address names a user before its host: it is not opened"));
	if (!plain_host(host))
		return err_set(
			e, ERR_INPUT, "%s",
			_("the host in the address is not plain ASCII letters, digits, dots and hyphens: it is not "
			  "opened"));
	buf_cat(out, scheme);
	buf_str(out, host);
	put_rest(s, end, out);
	return true;
}
