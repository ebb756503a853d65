/* The writing thread of notes.db.
 *
 * It is started by the first change. A round: the changes that wait are appended to the log and synced, then the
 * database takes up the log's tail in one transaction; only then do they leave the queue. A change that is in the log
 * is safe: when the database cannot take it now, it does so in a later round or at the next start. One that is not
 * waits for the next round. Nothing but the queue is shared, under one mutex that is never held over a disk access.
 */
#include "log.h"
#include "notes.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>

struct store_writer {
	char *dir;
	pthread_mutex_t mutex;
	pthread_cond_t changed, finished;
	pthread_t thread;
	bool started, stop, ended;
	VEC(char *) queue;
	size_t logged; /* so many at its start are in the log */
	struct err failure;
};

static bool commit(struct db **db, const char *dir, struct err *e)
{
	if (!*db)
		*db = store_db_open(dir, &store_notes_kind, STORE_WRITE, 5000, e);
	return *db && store_db_writable(*db, e) && store_catch_up(*db, dir, e);
}

static void drop(struct store_writer *w, size_t n)
{
	if (!n)
		return;
	for (size_t i = 0; i < n; i++)
		free(w->queue.v[i]);
	if (!n)
		return;
	memmove(w->queue.v, w->queue.v + n, (w->queue.n - n) * sizeof *w->queue.v);
	w->queue.n -= n;
	w->logged -= n < w->logged ? n : w->logged;
}

/* One round; the mutex is held on entry and on return. */
static bool write_queue(struct store_writer *w, struct db **db)
{
	size_t n = w->queue.n, logged = w->logged;
	struct buf lines = {0};
	struct err e = {0};

	for (size_t i = logged; i < n; i++)
		store_log_frame(str_c(w->queue.v[i]), &lines);
	pthread_mutex_unlock(&w->mutex);
	bool in_log = !lines.n || store_log_append(w->dir, buf_view(&lines), &e);
	bool good = in_log && commit(db, w->dir, &e);
	buf_free(&lines);
	pthread_mutex_lock(&w->mutex);
	if (in_log)
		w->logged = n;
	if (good)
		drop(w, n);
	else
		w->failure = e;
	return good;
}

static void *run(void *context)
{
	struct store_writer *w = context;
	struct db *db = NULL;
	size_t tried = 0; /* after a failure: wait for something new before the next try */

	pthread_mutex_lock(&w->mutex);
	for (;;) {
		while (w->queue.n <= tried && !w->stop)
			pthread_cond_wait(&w->changed, &w->mutex);
		bool last = w->stop;
		tried = w->queue.n && !write_queue(w, &db) ? w->queue.n : 0;
		if (last && (tried || !w->queue.n))
			break;
	}
	pthread_mutex_unlock(&w->mutex);
	store_db_close(db);
	pthread_mutex_lock(&w->mutex);
	w->ended = true;
	pthread_cond_signal(&w->finished);
	pthread_mutex_unlock(&w->mutex);
	return NULL;
}

struct store_writer *store_writer_new(const char *dir)
{
	struct store_writer *w = xcalloc(1, sizeof *w);
	pthread_condattr_t monotonic;

	w->dir = xstrdup(dir);
	pthread_mutex_init(&w->mutex, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&w->changed, NULL);
	pthread_cond_init(&w->finished, &monotonic);
	pthread_condattr_destroy(&monotonic);
	return w;
}

/* Signals are the loop's: the thread takes none. */
static void start_thread(struct store_writer *w)
{
	sigset_t all, old;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	int rc = pthread_create(&w->thread, NULL, run, w);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	w->started = !rc;
	if (rc)
		err_set(&w->failure, ERR_STORE, _("%s: nothing can be saved: %s"), w->dir, strerror(rc));
}

void store_writer_push(struct store_writer *w, char *json)
{
	pthread_mutex_lock(&w->mutex);
	vec_push(&w->queue, json);
	if (!w->started)
		start_thread(w);
	pthread_cond_signal(&w->changed);
	pthread_mutex_unlock(&w->mutex);
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

struct store_pending store_writer_pending(struct store_writer *w)
{
	struct store_pending p = {0};

	pthread_mutex_lock(&w->mutex);
	p.v = xmalloc((w->queue.n + 1) * sizeof *p.v);
	for (size_t i = 0; i < w->queue.n; i++) {
		struct json *j = json_parse(str_c(w->queue.v[i]), "log", NULL);
		if (j)
			p.v[p.n++] = j;
	}
	pthread_mutex_unlock(&w->mutex);
	return p;
}

void store_pending_free(struct store_pending *p)
{
	for (size_t i = 0; i < p->n; i++)
		json_free(p->v[i]);
	free(p->v);
}

static struct timespec after(int ms)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_sec += ms / 1000;
	t.tv_nsec += (long)(ms % 1000) * 1000000;
	if (t.tv_nsec >= 1000000000) {
		t.tv_sec++;
		t.tv_nsec -= 1000000000;
	}
	return t;
}

bool store_writer_close(struct store_writer *w, int wait_ms, struct err *e)
{
	struct timespec until = after(wait_ms);

	pthread_mutex_lock(&w->mutex);
	w->stop = true;
	pthread_cond_signal(&w->changed);
	while (w->started && !w->ended && pthread_cond_timedwait(&w->finished, &w->mutex, &until) != ETIMEDOUT)
		;
	bool ended = !w->started || w->ended, safe = w->logged == w->queue.n;
	if (!safe && w->failure.code && e)
		*e = w->failure;
	else if (!safe)
		err_set(e, ERR_STORE,
			_("%s: the disk does not answer: the last marks and reading positions may be lost"), w->dir);
	pthread_mutex_unlock(&w->mutex);
	if (!ended) { /* it still uses all this, until the program ends */
		pthread_detach(w->thread);
		return safe;
	}
	if (w->started)
		pthread_join(w->thread, NULL);
	drop(w, w->queue.n);
	vec_free(&w->queue);
	pthread_cond_destroy(&w->changed);
	pthread_cond_destroy(&w->finished);
	pthread_mutex_destroy(&w->mutex);
	free(w->dir);
	free(w);
	return safe;
}
