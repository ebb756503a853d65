/* Finds the files to import: below a folder in order of name. Hidden ones are left out, and symbolic links in a folder
 * are not followed, so that nothing outside of it is read and no folder is entered twice. */
#include "import.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>

#define DEPTH 100

struct walk {
	import_entries *out;
	const volatile sig_atomic_t *stop;
};

static void add(struct walk *w, const char *path, uint64_t size, bool named, bool mail)
{
	vec_push(w->out, (struct import_entry){xstrdup(path), size, named, mail});
}

static bool is_folder(const char *dir, const char *name)
{
	char *path = file_join(dir, name);
	struct stat st;
	bool folder = !lstat(path, &st) && S_ISDIR(st.st_mode);

	free(path);
	return folder;
}

static bool is_maildir(const char *dir)
{
	return is_folder(dir, "cur") && is_folder(dir, "new") && is_folder(dir, "tmp");
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static void walk_folder(struct walk *, const char *dir, bool named, bool mail, int depth);

static void walk_found(struct walk *w, const char *path, bool mail, int depth)
{
	struct stat st;

	if (lstat(path, &st) || *w->stop)
		return;
	if (S_ISDIR(st.st_mode))
		walk_folder(w, path, false, mail, depth + 1);
	else if (S_ISREG(st.st_mode))
		add(w, path, (uint64_t)st.st_size, false, mail);
}

/* Which names of a folder count. A Maildir has messages in two folders, and its subfolders are hidden. */
static bool counts(const char *dir, const char *name, bool maildir)
{
	if (!strcmp(name, ".") || !strcmp(name, ".."))
		return false;
	if (!maildir)
		return *name != '.';
	return !strcmp(name, "cur") || !strcmp(name, "new") || (*name == '.' && is_folder(dir, name));
}

static void walk_folder(struct walk *w, const char *dir, bool named, bool mail, int depth)
{
	struct dirent **names = NULL;
	int n = depth > DEPTH ? -1 : scandir(dir, &names, NULL, by_name);
	bool maildir = is_maildir(dir);

	if (n < 0)
		add(w, dir, 0, named, false); /* reading it fails, and says why */
	for (int i = 0; i < n; i++) {
		char *path = file_join(dir, names[i]->d_name);

		if (counts(dir, names[i]->d_name, maildir))
			walk_found(w, path, mail || (maildir && *names[i]->d_name != '.'), depth);
		free(path);
		free(names[i]);
	}
	free(names);
}

void import_walk(const char *path, const volatile sig_atomic_t *stop, import_entries *out)
{
	struct walk w = {out, stop};
	struct stat st;

	if (!strcmp(path, "-") || stat(path, &st))
		add(&w, path, 0, true, false);
	else if (S_ISDIR(st.st_mode))
		walk_folder(&w, path, true, false, 0);
	else
		add(&w, path, (uint64_t)st.st_size, true, false);
}

void import_entries_free(import_entries *e)
{
	for (size_t i = 0; i < e->n; i++)
		free(e->v[i].path);
	vec_free(e);
}
