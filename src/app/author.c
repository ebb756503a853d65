/* Whose name new annotations carry: the option `author`, else $TAIYAKU_AUTHOR, else what the system calls the user. It
 * is asked for when the notes are opened, never before the first screen: the system may have to ask a server. */
#include "app_int.h"

#include <pwd.h>
#include <unistd.h>

/* The full name stands before the first comma of the comment field; "&" in it is no name. */
static void system_name(struct buf *out)
{
	struct passwd entry, *found = NULL;
	char *room = xmalloc(16384), *user = getenv("USER");

	if (!getpwuid_r(geteuid(), &entry, room, 16384, &found) && found) {
		char *name = found->pw_gecos ? found->pw_gecos : (char[]){""};

		name[strcspn(name, ",")] = 0;
		buf_str(out, str_trim(str_c(*name && !strchr(name, '&') ? name : found->pw_name)));
	}
	if (!out->n)
		buf_cat(out, user && *user ? user : "?");
	free(room);
}

void app_own_name(const struct app *a, struct buf *out)
{
	char *named = getenv("TAIYAKU_AUTHOR");
	struct str option = str_trim(cmd_string(a->options, OPT_AUTHOR));

	if (option.n)
		buf_str(out, option);
	else if (named && *named)
		buf_cat(out, named);
	else
		system_name(out);
}

void app_set_author(struct app *a)
{
	struct buf name = {0};

	if (!a->notes)
		return;
	app_own_name(a, &name);
	store_set_author(a->notes, buf_view(&name));
	buf_free(&name);
}
