/* Drafts: what is being typed, a pair of files drafts/ID and drafts/ID.2 each.
 *
 * A thread of their own writes them, so that no sync of the log or the database keeps them waiting; a newer draft takes
 * the place of one that still waits. A draft is a frame as in the log (length, sum, JSON), written behind the one
 * before it: a frame that was cut short leaves that one. When a file has grown, the other one is emptied and gone on
 * with, so that the frames of the file before stay until there are new ones; no rename and no sync has to be waited
 * for. What is written survives the program at once; for the machine's sake a second thread syncs it. The newest sound
 * frame of both files is the draft (each has a number that goes up).
 *
 * Whoever writes a draft holds a lock on its first file as long as it has it open: that is how one that was left behind
 * is told from one that somebody is typing right now.
 */
#include "log.h"
#include "notes.h"
#include "store.h"
#include "thread.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MAX ((size_t)256 << 10) /* then it is the other file's turn; of a long draft after four frames */
#define FULL (SIZE_MAX / 2)
#define READ_MAX ((size_t)16 << 20)

struct draft {
	char *id;
	char *json; /* as it was handed over last; NULL: it is to be dropped */
	int64_t when;
	bool waits; /* it is not in the file yet */
	bool dirty; /* it is, and not synced */
	/* the writing thread's: */
	int fd[2]; /* -1: not open */
	int turn;
	size_t size; /* of that file */
	unsigned long long number;
};

struct draft_writer {
	char *dir;
	pthread_mutex_t mutex;
	pthread_cond_t changed, finished; /* something to do; something done */
	pthread_t writing, syncing;
	bool started, has_syncing, stop;
	int running; /* threads */
	bool news;   /* something to write that was not tried yet */
	VEC(struct draft *) drafts;
	struct err failure;
};

/* ---- ids and paths ---- */

static bool is_id(struct str id)
{
	for (size_t i = 0; i < id.n; i++)
		if (!strchr("0123456789-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", id.p[i]) || !id.p[i])
			return false;
	return id.n > 0 && id.n <= 64;
}

static char *path_of(const char *dir, const char *id, int turn)
{
	struct buf b = {0};

	buf_printf(&b, "%s/drafts/%s%s", dir, id, turn ? ".2" : "");
	return buf_take(&b);
}

/* ---- frames ---- */

struct newest {
	unsigned long long number;
	int turn, in; /* which file it is in; the one that is being read */
	struct buf json;
};

/* {"number":…,"draft":{…}} */
static bool take_frame(void *context, struct str line)
{
	struct newest *newest = context;
	struct str draft, number;

	if (!json_check(line, "draft", 1, NULL) || json_member(line, "number", &number) != 1 ||
	    json_member(line, "draft", &draft) != 1)
		return true;
	char *digits = str_dup(number);
	unsigned long long n = strtoull(digits, NULL, 10);
	free(digits);
	if (n < newest->number)
		return true;
	newest->number = n;
	newest->turn = newest->in;
	buf_clear(&newest->json);
	buf_str(&newest->json, draft);
	return true;
}

static int open_file(const char *path, int flags)
{
	return open(path, flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600);
}

/* The whole of a plain file of ours, as far as it is not too long. */
static void read_frames(const char *path, struct newest *newest)
{
	struct buf bytes = {0};
	struct stat st;
	int fd = open_file(path, O_RDONLY);

	if (fd >= 0 && !fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_size > 0 && (size_t)st.st_size <= READ_MAX) {
		buf_reserve(&bytes, (size_t)st.st_size);
		for (ssize_t n = 1; n > 0 && bytes.n<(size_t)st.st_size; bytes.n += n> 0 ? (size_t)n : 0)
			n = pread(fd, bytes.p + bytes.n, (size_t)st.st_size - bytes.n, (off_t)bytes.n);
		store_log_each(buf_view(&bytes), take_frame, newest);
	}
	if (fd >= 0)
		close(fd);
	buf_free(&bytes);
}

/* The newest of both files. */
static void read_draft(const char *dir, const char *id, struct newest *newest)
{
	*newest = (struct newest){.turn = 1};
	for (newest->in = 0; newest->in < 2; newest->in++) {
		char *path = path_of(dir, id, newest->in);
		read_frames(path, newest);
		free(path);
	}
}

/* ---- the thread that writes ---- */

static void close_files(struct draft *d)
{
	for (int i = 0; i < 2; i++) {
		if (d->fd[i] >= 0)
			close(d->fd[i]);
		d->fd[i] = -1;
	}
}

/* Opens both. What was left behind under this id is gone on with: the file that it is in stays as it is for now. */
static bool open_files(const char *dir, struct draft *d)
{
	struct newest before;
	bool good = true;

	read_draft(dir, d->id, &before);
	for (int i = 0; i < 2; i++) {
		char *path = path_of(dir, d->id, i);
		struct stat st;
		d->fd[i] = open_file(path, O_RDWR | O_CREAT | O_APPEND);
		good = good && d->fd[i] >= 0 && !fstat(d->fd[i], &st) && S_ISREG(st.st_mode);
		free(path);
	}
	if (good) {
		flock(d->fd[0], LOCK_EX | LOCK_NB); /* where another program has it too, both write whole frames */
		d->number = before.number;
		d->turn = before.turn;
		d->size = FULL;
	} else {
		int error = errno;
		close_files(d);
		errno = error;
	}
	buf_free(&before.json);
	return good;
}

static bool write_frame(struct draft *d, struct str frame)
{
	size_t most = 4 * frame.n > FILE_MAX ? 4 * frame.n : FILE_MAX;

	if (d->size + frame.n > most) {
		d->turn = !d->turn;
		d->size = FULL;
		if (ftruncate(d->fd[d->turn], 0))
			return false;
		d->size = 0;
	}
	for (size_t done = 0; done < frame.n;) {
		ssize_t n = write(d->fd[d->turn], frame.p + done, frame.n - done);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) { /* a frame that was cut short is taken away again, or else the other file's turn comes */
			int error = errno;
			if (ftruncate(d->fd[d->turn], (off_t)d->size))
				d->size = FULL;
			errno = error;
			return false;
		}
		done += (size_t)n;
	}
	d->size += frame.n;
	return true;
}

static bool save(const char *dir, struct draft *d, struct str json, struct err *e)
{
	char *folder = file_join(dir, "drafts");
	struct buf line = {0}, frame = {0};
	bool good = file_make_dir(folder, e);

	if (good && (d->fd[0] >= 0 || open_files(dir, d))) {
		buf_printf(&line, "{\"number\":%llu,\"draft\":", ++d->number);
		buf_str(&line, json);
		buf_char(&line, '}');
		store_log_frame(buf_view(&line), &frame);
		good = write_frame(d, buf_view(&frame));
	} else
		good = false;
	if (!good && store_db_no_space(errno))
		store_db_full(dir, e);
	else if (!good)
		err_set(e, ERR_STORE, _("%s: drafts cannot be written: %s"), folder, strerror(errno));
	buf_free(&line);
	buf_free(&frame);
	free(folder);
	return good;
}

static void remove_files(const char *dir, const char *id)
{
	for (int i = 1; i >= 0; i--) { /* the one with the lock last */
		char *path = path_of(dir, id, i);
		unlink(path);
		free(path);
	}
}

static void free_draft(struct draft *d)
{
	close_files(d);
	free(d->id);
	free(d->json);
	free(d);
}

/* The mutex is held on entry and on return, here and below. */
static bool write_one(struct draft_writer *w, struct draft *d, struct err *e)
{
	char *json = d->json ? xstrdup(d->json) : NULL;
	bool good = true;

	d->waits = false;
	pthread_mutex_unlock(&w->mutex);
	if (json)
		good = save(w->dir, d, str_c(json), e);
	else
		remove_files(w->dir, d->id);
	free(json);
	pthread_mutex_lock(&w->mutex);
	d->waits = d->waits || !good;
	d->dirty = good && d->json;
	return good;
}

/* Those that are dropped, and not wanted again meanwhile, are forgotten. */
static void forget_dropped(struct draft_writer *w)
{
	size_t kept = 0;

	for (size_t i = 0; i < w->drafts.n; i++) {
		struct draft *d = w->drafts.v[i];
		if (d->json || d->waits)
			w->drafts.v[kept++] = d;
		else
			free_draft(d);
	}
	w->drafts.n = kept;
}

static bool waits(const struct draft_writer *w)
{
	for (size_t i = 0; i < w->drafts.n; i++)
		if (w->drafts.v[i]->waits)
			return true;
	return false;
}

static void write_round(struct draft_writer *w)
{
	struct err e = {0};

	for (size_t i = 0; i < w->drafts.n; i++) /* new ones come at the end */
		if (w->drafts.v[i]->waits && !write_one(w, w->drafts.v[i], &e))
			w->failure = e;
	forget_dropped(w);
	pthread_cond_broadcast(&w->changed);
	pthread_cond_broadcast(&w->finished);
}

static void leave(struct draft_writer *w)
{
	w->running--;
	pthread_cond_broadcast(&w->changed);
	pthread_cond_broadcast(&w->finished);
	pthread_mutex_unlock(&w->mutex);
}

static void *run_writing(void *context)
{
	struct draft_writer *w = context;

	pthread_mutex_lock(&w->mutex);
	for (bool last = false; !last;) {
		while (!w->news && !w->stop)
			pthread_cond_wait(&w->changed, &w->mutex);
		last = w->stop;
		w->news = false;
		write_round(w);
	}
	leave(w);
	return NULL;
}

/* ---- the thread that syncs ---- */

static struct draft *dirty(const struct draft_writer *w)
{
	for (size_t i = 0; i < w->drafts.n; i++)
		if (w->drafts.v[i]->dirty && w->drafts.v[i]->fd[w->drafts.v[i]->turn] >= 0)
			return w->drafts.v[i];
	return NULL;
}

static void sync_one(struct draft_writer *w, struct draft *d)
{
	char *folder = file_join(w->dir, "drafts");
	int fd = dup(d->fd[d->turn]), of_folder;

	d->dirty = false;
	pthread_mutex_unlock(&w->mutex);
	of_folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if ((fd >= 0 && fdatasync(fd)) || (of_folder >= 0 && fsync(of_folder)))
		log_line("%s: %s", folder, strerror(errno));
	if (fd >= 0)
		close(fd);
	if (of_folder >= 0)
		close(of_folder);
	free(folder);
	pthread_mutex_lock(&w->mutex);
}

static void *run_syncing(void *context)
{
	struct draft_writer *w = context;

	pthread_mutex_lock(&w->mutex);
	for (;;) {
		struct draft *d = dirty(w);
		if (d)
			sync_one(w, d);
		else if (w->stop)
			break;
		else
			pthread_cond_wait(&w->changed, &w->mutex);
	}
	leave(w);
	return NULL;
}

/* ---- the loop's side ---- */

struct draft_writer *store_draft_writer_new(const char *dir)
{
	struct draft_writer *w = xcalloc(1, sizeof *w);

	w->dir = xstrdup(dir);
	pthread_mutex_init(&w->mutex, NULL);
	store_thread_condition(&w->changed);
	store_thread_condition(&w->finished);
	return w;
}

static void start(struct draft_writer *w)
{
	int rc = store_thread_start(&w->writing, run_writing, w);

	w->running = !rc;
	w->started = !rc;
	if (rc)
		err_set(&w->failure, ERR_STORE, _("%s: nothing can be saved: %s"), w->dir, strerror(rc));
	else {
		w->has_syncing = !store_thread_start(&w->syncing, run_syncing, w);
		w->running += w->has_syncing;
	}
}

static struct draft *draft_of(struct draft_writer *w, struct str id)
{
	struct draft *d;

	for (size_t i = 0; i < w->drafts.n; i++)
		if (str_eq(str_c(w->drafts.v[i]->id), id))
			return w->drafts.v[i];
	d = xcalloc(1, sizeof *d);
	d->id = str_dup(id);
	d->fd[0] = d->fd[1] = -1;
	vec_push(&w->drafts, d);
	return d;
}

/* json: owned; NULL: drop it */
static void put(struct store_notes *n, struct str id, char *json)
{
	struct draft_writer *w = n->drafts;

	if (!w || !is_id(id)) {
		free(json);
		return;
	}
	pthread_mutex_lock(&w->mutex);
	struct draft *d = draft_of(w, id);
	free(d->json);
	d->json = json;
	d->when = clock_wall_ms();
	d->waits = w->news = true;
	if (!w->started)
		start(w);
	pthread_cond_broadcast(&w->changed);
	pthread_mutex_unlock(&w->mutex);
}

void store_save_draft(struct store_notes *n, struct str id, struct str json)
{
	put(n, id, str_dup(json));
}

void store_drop_draft(struct store_notes *n, struct str id)
{
	put(n, id, NULL);
}

bool store_draft_writer_failed(struct draft_writer *w, struct err *e)
{
	pthread_mutex_lock(&w->mutex);
	bool failed = w->failure.code != ERR_NONE;
	if (failed && e)
		*e = w->failure;
	w->failure = (struct err){0};
	pthread_mutex_unlock(&w->mutex);
	return failed;
}

bool store_draft_writer_close(struct draft_writer *w, int wait_ms, struct err *e)
{
	struct timespec until = store_thread_after(wait_ms);

	pthread_mutex_lock(&w->mutex);
	w->stop = true;
	pthread_cond_broadcast(&w->changed);
	while (w->running && pthread_cond_timedwait(&w->finished, &w->mutex, &until) != ETIMEDOUT)
		;
	bool ended = !w->running, safe = !waits(w);
	if (!safe && w->failure.code && e)
		*e = w->failure;
	else if (!safe)
		err_set(e, ERR_STORE, _("%s: the disk does not answer: what was written last may be lost"), w->dir);
	pthread_mutex_unlock(&w->mutex);
	if (!ended) /* they still use all this, until the program ends */
		return safe;
	if (w->started)
		pthread_join(w->writing, NULL);
	if (w->has_syncing)
		pthread_join(w->syncing, NULL);
	for (size_t i = 0; i < w->drafts.n; i++)
		free_draft(w->drafts.v[i]);
	vec_free(&w->drafts);
	pthread_cond_destroy(&w->changed);
	pthread_cond_destroy(&w->finished);
	pthread_mutex_destroy(&w->mutex);
	free(w->dir);
	free(w);
	return safe;
}

/* ---- reading ---- */

/* Does a program hold the lock? */
static bool is_open(const char *path)
{
	int fd = open_file(path, O_RDONLY);
	bool open = fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) && errno == EWOULDBLOCK;

	if (fd >= 0)
		close(fd);
	return open;
}

static int64_t time_of(const char *path)
{
	struct file_stamp stamp;

	return file_stamp(path, &stamp) ? stamp.changed_ns / 1000000 : 0;
}

/* Of what a program wrote, this or another one; nothing where no frame is whole. */
static void add_file(const char *dir, const char *id, struct arena *a, struct store_drafts *out)
{
	char *first = path_of(dir, id, 0), *second = path_of(dir, id, 1);
	struct newest newest;

	read_draft(dir, id, &newest);
	if (newest.json.n)
		STORE_PUSH(a, out,
			   (struct store_draft){
				   .id = arena_str(a, str_c(id)),
				   .json = arena_str(a, buf_view(&newest.json)),
				   .when = time_of(newest.turn ? second : first),
				   .open = is_open(first),
			   });
	buf_free(&newest.json);
	free(first);
	free(second);
}

/* Of our own: as it was handed over, written or not. False: it is none of ours. */
static bool add_own(struct draft_writer *w, const char *id, struct arena *a, struct store_drafts *out)
{
	bool found = false;

	pthread_mutex_lock(&w->mutex);
	for (size_t i = 0; i < w->drafts.n && !found; i++) {
		const struct draft *d = w->drafts.v[i];
		found = !strcmp(d->id, id);
		if (found && d->json)
			STORE_PUSH(a, out,
				   (struct store_draft){arena_str(a, str_c(id)), arena_str(a, str_c(d->json)), d->when,
							true});
	}
	pthread_mutex_unlock(&w->mutex);
	return found;
}

static void add_unwritten(struct draft_writer *w, struct arena *a, struct store_drafts *out)
{
	VEC(char *) ids = {0};

	pthread_mutex_lock(&w->mutex);
	for (size_t i = 0; i < w->drafts.n; i++)
		vec_push(&ids, xstrdup(w->drafts.v[i]->id));
	pthread_mutex_unlock(&w->mutex);
	for (size_t i = 0; i < ids.n; i++) {
		bool there = false;
		for (size_t k = 0; k < out->n; k++)
			there = there || str_eq(out->v[k].id, str_c(ids.v[i]));
		if (!there)
			add_own(w, ids.v[i], a, out);
		free(ids.v[i]);
	}
	vec_free(&ids);
}

static int newest_first(const void *a, const void *b)
{
	const struct store_draft *x = a, *y = b;

	return x->when == y->when ? str_cmp(x->id, y->id) : x->when < y->when ? 1 : -1;
}

bool store_drafts(struct store_notes *n, struct arena *a, struct store_drafts *out, struct err *e)
{
	char *folder = file_join(n->db->dir, "drafts");
	DIR *d = opendir(folder);
	bool good = d || errno == ENOENT;

	*out = (struct store_drafts){0};
	if (!good)
		err_set(e, ERR_STORE, "%s: %s", folder, strerror(errno));
	for (struct dirent *f; d && (f = readdir(d));)
		if (is_id(str_c(f->d_name)) && (!n->drafts || !add_own(n->drafts, f->d_name, a, out)))
			add_file(n->db->dir, f->d_name, a, out);
	if (d)
		closedir(d);
	if (n->drafts)
		add_unwritten(n->drafts, a, out);
	if (out->n)
		qsort(out->v, out->n, sizeof *out->v, newest_first);
	free(folder);
	return good;
}
