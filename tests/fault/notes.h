/* What the tests of notes.db in trouble share: folders to try in, annotations to write, and what a database holds. */
#ifndef TAIYAKU_TESTS_FAULT_NOTES_H
#define TAIYAKU_TESTS_FAULT_NOTES_H

#include "taiyaku/json.h"
#include "taiyaku/store.h"
#include "../tap.h"

#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

static inline char *notes_scratch(void)
{
	char path[] = "/tmp/taiyaku-fault-XXXXXX";

	if (!mkdtemp(path))
		exit(99);
	return xstrdup(path);
}

static inline void notes_remove(const char *dir)
{
	DIR *d = opendir(dir);

	for (struct dirent *f; d && (f = readdir(d));) {
		char *path = file_join(dir, f->d_name);
		if (strcmp(f->d_name, ".") != 0 && strcmp(f->d_name, "..") != 0 && unlink(path))
			notes_remove(path); /* a folder */
		free(path);
	}
	if (d)
		closedir(d);
	rmdir(dir);
}

static inline long notes_count(const char *variable, long normal)
{
	const char *value = getenv(variable);

	return value ? atol(value) : normal;
}

static unsigned long long notes_seed = 20261123;

static inline unsigned notes_random(unsigned n) /* 0 .. n - 1, the same each time */
{
	notes_seed = notes_seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (unsigned)(notes_seed >> 33) % n;
}

static inline struct store_notes *notes_open(const char *dir)
{
	struct err e = {0};
	struct store_notes *n = store_notes_open(dir, STORE_WRITE, &e);

	if (!n) {
		printf("Bail out! %s\n", e.text);
		exit(99);
	}
	return n;
}

static inline struct store_annotation notes_annotation(struct str body)
{
	static const char *const documents[] = {"sha256:aa", "sha256:bb", "post:5ch/liveuranus/1/545"};
	struct str document = str_c(documents[notes_random(3)]);

	return (struct store_annotation){
		.kind = (enum store_annotation_kind)notes_random(ANNOTATION_KINDS),
		.target = {.document = document,
			   .version = document,
			   .start = 10,
			   .end = 20,
			   .first = POS_NONE,
			   .last = POS_NONE,
			   .quote = STR("本文の行")},
		.body = body,
	};
}

/* All rows, in order: what two databases must have alike. "which change came in which file's byte" is not of it. */
static inline char *notes_dump(const char *dir)
{
	static const char *const tables[] = {
		"SELECT change,annotation,superseded,deleted,document,kind,json FROM annotation_change ORDER BY 1",
		"SELECT * FROM annotation_base ORDER BY 1,2",
		"SELECT * FROM annotation ORDER BY 1",
		"SELECT * FROM attachment ORDER BY 1,2",
		"SELECT * FROM text ORDER BY 1",
		"SELECT * FROM mark ORDER BY 1,2",
		"SELECT * FROM rule ORDER BY 1",
	};
	char *path = file_join(dir, "notes.db");
	struct buf out = {0};
	sqlite3 *db;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL))
		buf_cat(&out, "cannot be opened");
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		sqlite3_stmt *s = NULL;
		int rc = sqlite3_prepare_v2(db, tables[i], -1, &s, NULL);
		while (!rc && (rc = sqlite3_step(s)) == SQLITE_ROW)
			for (int c = rc = 0; c < sqlite3_column_count(s); c++)
				buf_printf(&out, "%s\n", (const char *)sqlite3_column_text(s, c));
		if (rc != SQLITE_DONE)
			buf_printf(&out, "failed: %s\n", sqlite3_errmsg(db));
		sqlite3_finalize(s);
	}
	sqlite3_close(db);
	free(path);
	return buf_take(&out);
}

#endif
