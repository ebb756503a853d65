/* The language of messages and the encoding of the terminal, as the environment has them. */
#include "doctor.h"

#include <langinfo.h>
#include <locale.h>

static const char *first_of(const char *a, const char *b, const char *c)
{
	const char *const names[] = {a, b, c};

	for (int i = 0; i < 3; i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return value;
	}
	return "C";
}

static void look_at_characters(struct doctor *d)
{
	const char *wish = first_of("LC_ALL", "LC_CTYPE", "LANG");
	locale_t l = newlocale(LC_CTYPE_MASK, wish, (locale_t)0);

	if (!l)
		doctor_note(d, _("the locale %s is not on this system; characters are written as UTF-8 all the same"),
			    wish);
	else if (strcmp(nl_langinfo_l(CODESET, l), "UTF-8") != 0)
		doctor_note(d, _("the locale %s is not UTF-8; characters are written as UTF-8 all the same"), wish);
	else
		doctor_good(d, _("the locale %s"), wish);
	if (l)
		freelocale(l);
}

/* Is there a translation of a message that has one? */
static void look_at_messages(struct doctor *d)
{
	const char *wish = first_of("LC_ALL", "LC_MESSAGES", "LANG"), *message = N_("a search finds what is there");

	if (!strncmp(wish, "ja", 2) && gettext(message) == message)
		doctor_bad(d, _("the Japanese messages are not where they were installed; install the program again"));
}

void doctor_locale(struct doctor *d)
{
	look_at_characters(d);
	look_at_messages(d);
}
