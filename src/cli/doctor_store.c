/* The store's folder and the databases in it: whose they are, who may read them, room on the disk, every page, whether
 * a search finds what is there, and whether what people wrote is there twice, in notes.db and in its log. Permissions,
 * the search index, notes.db and its log can be mended; that loses nothing. */
#include "doctor.h"

#include "taiyaku/store.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define ROOM_MIB 100

/* ---- permissions ---- */

static void look_at_mode(struct doctor *d, const char *path)
{
	struct stat st;

	if (lstat(path, &st) || S_ISLNK(st.st_mode) || !(st.st_mode & 077))
		return;
	mode_t want = S_ISDIR(st.st_mode) ? 0700 : 0600;
	bool mended = d->repair && !chmod(path, want);
	doctor_mend(d, mended, _("%s: others may read or write it (mode %o, should be %o)"), path,
		    (unsigned)(st.st_mode & 07777), (unsigned)want);
}

static bool is_folder_of_store(const char *name)
{
	return !strcmp(name, "log") || !strcmp(name, "texts") || !strcmp(name, "drafts");
}

static void look_at_modes(struct doctor *d, const char *dir)
{
	DIR *names = opendir(dir);
	struct dirent *name;

	look_at_mode(d, dir);
	while (names && (name = readdir(names))) {
		char *path = file_join(dir, name->d_name);
		struct stat st;

		if (strcmp(name->d_name, ".") != 0 && strcmp(name->d_name, "..") != 0 && !lstat(path, &st)) {
			if (S_ISREG(st.st_mode))
				look_at_mode(d, path);
			else if (S_ISDIR(st.st_mode) && is_folder_of_store(name->d_name))
				look_at_modes(d, path);
		}
		free(path);
	}
	if (names)
		closedir(names);
}

static void look_at_room(struct doctor *d, const char *dir)
{
	struct statvfs fs;

	if (statvfs(dir, &fs))
		return;
	uint64_t mib = (uint64_t)fs.f_bavail * fs.f_frsize >> 20;
	if (mib < ROOM_MIB)
		doctor_bad(d, _("%s: only %llu MiB are free on this disk; make room"), dir, (unsigned long long)mib);
	else
		doctor_good(d, _("%s: %llu MiB free"), dir, (unsigned long long)mib);
}

/* ---- the databases ---- */

static struct str first_line(const struct buf *lines)
{
	struct str all = buf_view(lines);
	size_t end = str_find_char(all, '\n', 0);

	return str_slice(all, 0, end == SIZE_MAX ? all.n : end);
}

static void say_faults(struct doctor *d, const char *name, const struct buf *faults)
{
	struct str first = first_line(faults);

	if (!first.n)
		doctor_good(d, _("%s: every page is sound"), name);
	else
		doctor_bad(d, _("%s: is damaged: %.*s; copy the folder, then move this file away"), name,
			   STR_ARG(first));
}

/* The library, opened to write where it is to be mended. */
static struct store *open_library(const struct doctor *d, const char *dir, struct err *e)
{
	struct store *s = store_open(dir, STORE_READ, e);

	if (!s || !d->repair)
		return s;
	store_close(s); /* it is there */
	return store_open(dir, STORE_WRITE, e);
}

static void look_at_index(struct doctor *d, struct store *s)
{
	struct err e = {0};
	bool sound;

	if (!store_check_index(s, &sound, &e)) {
		doctor_bad(d, "%s", e.text);
		return;
	}
	if (sound) {
		doctor_good(d, _("a search finds what is there"));
		return;
	}
	bool mended = d->repair && store_rebuild_index(s, &e);
	doctor_mend(d, mended, _("a search does not find every post that is there"));
	if (e.code)
		doctor_bad(d, "%s", e.text);
}

static void look_at_library(struct doctor *d, const char *dir)
{
	struct err e = {0};
	struct store *s = open_library(d, dir, &e);
	struct buf faults = {0};

	if (!s && e.code == ERR_NOTHING)
		doctor_note(d, "%s", e.text);
	else if (!s || !store_check(s, &faults, &e))
		doctor_bad(d, "%s", e.text);
	else {
		say_faults(d, "library.db", &faults);
		if (!faults.n)
			look_at_index(d, s);
	}
	buf_free(&faults);
	store_close(s);
}

/* ---- what people wrote ---- */

static void rebuild(struct doctor *d, const char *dir, const struct buf *faults)
{
	struct store_rebuilt r = {0};
	struct err e = {0};
	bool mended = d->repair && store_notes_rebuild(dir, &r, &e);
	struct str fault = first_line(faults);

	doctor_mend(d, mended, _("notes.db: is damaged: %.*s"), STR_ARG(fault));
	if (mended)
		doctor_good(d, _("notes.db: made again out of %zu changes: %zu annotations"), r.changes, r.annotations);
	if (mended && r.aside)
		doctor_note(d, _("%s: the damaged file"), r.aside);
	if (e.code)
		doctor_bad(d, "%s", e.text);
	free(r.aside);
}

static void look_at_log(struct doctor *d, const char *dir)
{
	struct store_rebuilt r = {0};
	struct err e = {0};

	if (!store_notes_compare(dir, d->repair, &r, &e)) {
		doctor_bad(d, "%s", e.text);
		return;
	}
	if (r.added)
		doctor_mend(d, d->repair, _("the log of notes.db: lacks %zu changes that the database has"), r.added);
	else
		doctor_good(d, _("the log of notes.db: has all %zu changes"), r.changes);
	if (r.damaged)
		doctor_note(d, _("the log of notes.db: %zu damaged lines are left out"), r.damaged);
}

static void look_at_texts(struct doctor *d, const char *dir)
{
	struct buf faults = {0};
	struct err e = {0};

	bool good = store_texts_check(dir, d->repair, &faults, &e);
	struct str line = first_line(&faults);
	if (faults.n)
		doctor_mend(d, d->repair && good,
			    _("%.*s: a kept text is damaged; it is kept anew when it is read again"), STR_ARG(line));
	if (!good)
		doctor_bad(d, "%s", e.text);
	buf_free(&faults);
}

static void look_at_drafts(struct doctor *d, const char *dir)
{
	struct store_notes *n = store_notes_open(dir, STORE_READ, NULL);
	struct arena *arena = arena_new();
	struct store_drafts drafts;
	size_t left = 0;

	if (n && store_drafts(n, arena, &drafts, NULL))
		for (size_t i = 0; i < drafts.n; i++)
			left += !drafts.v[i].open;
	if (left)
		doctor_note(d, _("%zu drafts were left behind; reading offers them again"), left);
	arena_free(arena);
	store_notes_close(n, 0, NULL);
}

static void look_at_network(struct doctor *d, const char *dir)
{
	const char *kind = store_network(dir);

	if (kind)
		doctor_note(d, _("%s: is on a file system of the network (%s); each machine writes a log of its own"),
			    dir, kind);
}

static void look_at_notes(struct doctor *d, const char *dir)
{
	struct buf faults = {0};
	struct err e = {0};

	if (!store_notes_check(dir, &faults, &e)) {
		if (e.code != ERR_NOTHING)
			doctor_bad(d, "%s", e.text);
	} else if (faults.n)
		rebuild(d, dir, &faults);
	else {
		doctor_good(d, _("%s: every page is sound"), "notes.db");
		look_at_log(d, dir);
	}
	look_at_texts(d, dir);
	look_at_drafts(d, dir);
	buf_free(&faults);
}

void doctor_store(struct doctor *d, const char *dir)
{
	struct stat st;

	if (stat(dir, &st)) {
		if (errno == ENOENT)
			doctor_note(d, _("%s: there is no store yet; reading or importing makes one"), dir);
		else
			doctor_bad(d, "%s: %s", dir, strerror(errno));
		return;
	}
	if (access(dir, R_OK | W_OK | X_OK))
		doctor_bad(d, _("%s: cannot be written; what is read is not kept"), dir);
	look_at_modes(d, dir);
	look_at_room(d, dir);
	look_at_network(d, dir);
	look_at_library(d, dir);
	look_at_notes(d, dir);
}
