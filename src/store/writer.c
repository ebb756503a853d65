/* The writing thread of notes.db.
 *
 * It is started by the first change. A round: the changes that wait are appended to the log and synced; texts are
 * written to files of their own, each synced before the change that names it is logged; then the database takes up the
 * log's tail in one transaction. A change that is in the log is safe: when the database cannot take it now, it does so
 * in a later round or at the next start. What is not waits for the next round, which comes with the next change or at
 * the end. After a failed sync the file is opened and the lines are written anew: a change that stands in the log twice
 * does no harm. Nothing but the queue is shared, under one mutex that is never held over a disk access.
 */
#include "log.h"
#include "notes.h"
#include "thread.h"

#include <errno.h>

struct waiting_text {
	char *id, *change;
	struct buf text;
};

struct store_writer {
	char *dir;
	pthread_mutex_t mutex;
	pthread_cond_t changed, finished; /* finished: a round, or all of it */
	pthread_t thread;
	bool started, stop, ended;
	bool news;         /* something to do that was not tried yet */
	bool stale;        /* the database lacks some of the log */
	VEC(char *) queue; /* changes that are not in the log */
	VEC(struct waiting_text) texts;
	uint64_t pushed, logged;
	uint64_t rounds, failed; /* how many were begun; the last one that failed */
	struct err failure;
};

/* The file, as the thread has it open. */
struct file {
	struct db *db;
	uint64_t inode;
};

static uint64_t inode_of(const struct db *db)
{
	struct file_stamp stamp;

	return file_stamp(db->path, &stamp) ? stamp.inode : 0;
}

static void leave(struct file *f)
{
	store_db_close(f->db);
	f->db = NULL;
}

/* One that was moved aside meanwhile, to be made again, is left: there is another one under its name. */
static bool commit(struct file *f, const char *dir, struct err *e)
{
	bool found;

	if (f->db && inode_of(f->db) != f->inode)
		leave(f);
	if (!f->db) {
		f->db = store_db_open(dir, &store_notes_kind, STORE_WRITE, 5000, e);
		f->inode = f->db ? inode_of(f->db) : 0;
	}
	bool good = f->db && store_db_writable(f->db, e) && store_catch_up(f->db, dir, 0, &found, e);
	if (!good)
		leave(f);
	return good;
}

static void drop(struct store_writer *w, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(w->queue.v[i]);
	if (n)
		memmove(w->queue.v, w->queue.v + n, (w->queue.n - n) * sizeof *w->queue.v);
	w->queue.n -= n;
}

/* The mutex is held on entry and on return, here and below. */
static bool log_queue(struct store_writer *w, struct err *e)
{
	size_t n = w->queue.n;
	struct buf lines = {0};

	if (!n)
		return true;
	char **taken = xmalloc(n * sizeof *taken); /* the lines stay where they are while the queue grows */
	memcpy(taken, w->queue.v, n * sizeof *taken);
	pthread_mutex_unlock(&w->mutex);
	for (size_t i = 0; i < n; i++)
		store_log_frame(str_c(taken[i]), &lines);
	free(taken);
	bool good = store_log_append(w->dir, buf_view(&lines), e);
	buf_free(&lines);
	pthread_mutex_lock(&w->mutex);
	if (!good)
		return false;
	drop(w, n);
	w->logged += n;
	w->stale = true;
	pthread_cond_broadcast(&w->finished);
	return true;
}

static void free_text(struct waiting_text *t)
{
	free(t->id);
	free(t->change);
	buf_free(&t->text);
}

/* Texts whose files are written become changes; the others go on waiting. */
static bool write_texts(struct store_writer *w, struct err *e)
{
	bool good = true;

	for (size_t i = 0; i < w->texts.n;) {
		struct waiting_text *t = &w->texts.v[i];
		struct str id = str_c(t->id), text = buf_view(&t->text);
		pthread_mutex_unlock(&w->mutex); /* what is queued meanwhile comes after it, and moves no bytes */
		bool written = store_text_write(w->dir, id, text, e);
		pthread_mutex_lock(&w->mutex);
		good = good && written;
		if (!written) {
			i++;
			continue;
		}
		t = &w->texts.v[i];
		vec_push(&w->queue, t->change);
		t->change = NULL;
		free_text(t);
		memmove(t, t + 1, (w->texts.n - i - 1) * sizeof *t);
		w->texts.n--;
	}
	return good;
}

static bool update(struct store_writer *w, struct file *file, struct err *e)
{
	if (!w->stale)
		return true;
	w->stale = false;
	pthread_mutex_unlock(&w->mutex);
	bool good = commit(file, w->dir, e);
	pthread_mutex_lock(&w->mutex);
	w->stale = w->stale || !good;
	return good;
}

static bool one_round(struct store_writer *w, struct file *file)
{
	struct err e = {0};

	w->rounds++;
	bool good = log_queue(w, &e);

	good = write_texts(w, good ? &e : NULL) && good;
	good = good && log_queue(w, &e);
	good = update(w, file, good ? &e : NULL) && good;
	if (!good) {
		w->failed = w->rounds;
		w->failure = e;
	}
	pthread_cond_broadcast(&w->finished);
	return good;
}

static bool has_work(const struct store_writer *w)
{
	return w->queue.n || w->texts.n || w->stale;
}

static void *run(void *context)
{
	struct store_writer *w = context;
	struct file file = {0};

	pthread_mutex_lock(&w->mutex);
	for (;;) {
		while (!w->news && !w->stop)
			pthread_cond_wait(&w->changed, &w->mutex);
		bool last = w->stop;
		w->news = false;
		bool good = !has_work(w) || one_round(w, &file);
		if (last && (!good || !has_work(w)))
			break;
	}
	pthread_mutex_unlock(&w->mutex);
	leave(&file);
	pthread_mutex_lock(&w->mutex);
	w->ended = true;
	pthread_cond_broadcast(&w->finished);
	pthread_mutex_unlock(&w->mutex);
	return NULL;
}

struct store_writer *store_writer_new(const char *dir)
{
	struct store_writer *w = xcalloc(1, sizeof *w);

	w->dir = xstrdup(dir);
	pthread_mutex_init(&w->mutex, NULL);
	store_thread_condition(&w->changed);
	store_thread_condition(&w->finished);
	return w;
}

static void wake(struct store_writer *w)
{
	w->news = true;
	if (!w->started) {
		int rc = store_thread_start(&w->thread, run, w);
		w->started = !rc;
		if (rc)
			err_set(&w->failure, ERR_STORE, _("%s: nothing can be saved: %s"), w->dir, strerror(rc));
	}
	pthread_cond_signal(&w->changed);
}

void store_writer_push(struct store_writer *w, char *json)
{
	pthread_mutex_lock(&w->mutex);
	vec_push(&w->queue, json);
	w->pushed++;
	wake(w);
	pthread_mutex_unlock(&w->mutex);
}

void store_writer_text(struct store_writer *w, char *id, struct buf *text, char *json)
{
	pthread_mutex_lock(&w->mutex);
	vec_push(&w->texts, (struct waiting_text){id, json, *text});
	*text = (struct buf){0};
	w->pushed++;
	wake(w);
	pthread_mutex_unlock(&w->mutex);
}

bool store_writer_waiting_text(struct store_writer *w, struct str id, struct buf *out)
{
	bool found = false;

	pthread_mutex_lock(&w->mutex);
	for (size_t i = 0; i < w->texts.n && !found; i++) {
		found = str_eq(str_c(w->texts.v[i].id), id);
		if (found)
			buf_str(out, buf_view(&w->texts.v[i].text));
	}
	pthread_mutex_unlock(&w->mutex);
	return found;
}

void store_writer_wake(struct store_writer *w)
{
	pthread_mutex_lock(&w->mutex);
	w->stale = true;
	wake(w);
	pthread_mutex_unlock(&w->mutex);
}

uint64_t store_writer_pushed(struct store_writer *w)
{
	pthread_mutex_lock(&w->mutex);
	uint64_t n = w->pushed;
	pthread_mutex_unlock(&w->mutex);
	return n;
}

uint64_t store_writer_logged(struct store_writer *w)
{
	pthread_mutex_lock(&w->mutex);
	uint64_t n = w->logged;
	pthread_mutex_unlock(&w->mutex);
	return n;
}

bool store_writer_failed(struct store_writer *w, struct err *e)
{
	pthread_mutex_lock(&w->mutex);
	bool failed = w->failure.code != ERR_NONE;
	if (failed && e)
		*e = w->failure;
	w->failure = (struct err){0};
	pthread_mutex_unlock(&w->mutex);
	return failed;
}

/* What it says when the time is over. */
static bool too_slow(const struct store_writer *w, struct err *e)
{
	if (w->failure.code && e)
		*e = w->failure;
	else
		err_set(e, ERR_STORE, _("%s: the disk does not answer: what was written last may be lost"), w->dir);
	return false;
}

bool store_writer_sync(struct store_writer *w, int wait_ms, struct err *e)
{
	struct timespec until = store_thread_after(wait_ms);
	bool good = true, in_time = true;

	pthread_mutex_lock(&w->mutex);
	uint64_t before = w->rounds; /* a round that began earlier may fail for what is mended by now */
	if (w->queue.n || w->texts.n)
		wake(w);
	while ((w->queue.n || w->texts.n) && w->failed <= before && in_time)
		in_time = pthread_cond_timedwait(&w->finished, &w->mutex, &until) != ETIMEDOUT;
	if (w->queue.n || w->texts.n)
		good = too_slow(w, e);
	pthread_mutex_unlock(&w->mutex);
	return good;
}

bool store_writer_close(struct store_writer *w, int wait_ms, struct err *e)
{
	struct timespec until = store_thread_after(wait_ms);

	pthread_mutex_lock(&w->mutex);
	w->stop = true;
	pthread_cond_signal(&w->changed);
	while (w->started && !w->ended && pthread_cond_timedwait(&w->finished, &w->mutex, &until) != ETIMEDOUT)
		;
	bool ended = !w->started || w->ended, safe = !w->queue.n && !w->texts.n;
	if (!safe)
		too_slow(w, e);
	pthread_mutex_unlock(&w->mutex);
	if (!ended) { /* it still uses all this, until the program ends */
		pthread_detach(w->thread);
		return safe;
	}
	if (w->started)
		pthread_join(w->thread, NULL);
	drop(w, w->queue.n);
	vec_free(&w->queue);
	for (size_t i = 0; i < w->texts.n; i++)
		free_text(&w->texts.v[i]);
	vec_free(&w->texts);
	pthread_cond_destroy(&w->changed);
	pthread_cond_destroy(&w->finished);
	pthread_mutex_destroy(&w->mutex);
	free(w->dir);
	free(w);
	return safe;
}
