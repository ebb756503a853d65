/* What is written in annotations, under bad luck: kill -9 with two writers, a sync that takes its time or fails, a full
 * disk. An annotation is acknowledged when the log has it; what is acknowledged is there, and nothing waits for the
 * disk. The word given is the part to run: kill slow sync full (all of them without). Rounds: TAIYAKU_KILL_ROUNDS.
 */
#include "notes.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

/* ---- the disk, between the program and the system ---- */

static struct {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	bool closed; /* syncs wait */
	int waiting;
	long calls, fail_at; /* the call that fails; -1: every one from now on */
} disk = {.mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

static int sync_call(long number, int fd)
{
	pthread_mutex_lock(&disk.mutex);
	long call = ++disk.calls;
	disk.waiting++;
	pthread_cond_broadcast(&disk.changed);
	while (disk.closed)
		pthread_cond_wait(&disk.changed, &disk.mutex);
	disk.waiting--;
	bool fails = disk.fail_at == -1 || call == disk.fail_at;
	pthread_mutex_unlock(&disk.mutex);
	if (!fails)
		return (int)syscall(number, fd);
	errno = EIO;
	return -1;
}

int fdatasync(int fd)
{
	return sync_call(SYS_fdatasync, fd);
}

int fsync(int fd)
{
	return sync_call(SYS_fsync, fd);
}

static void close_disk(bool closed)
{
	pthread_mutex_lock(&disk.mutex);
	disk.closed = closed;
	pthread_cond_broadcast(&disk.changed);
	pthread_mutex_unlock(&disk.mutex);
}

static void wait_until_one_waits(void)
{
	pthread_mutex_lock(&disk.mutex);
	while (!disk.waiting)
		pthread_cond_wait(&disk.changed, &disk.mutex);
	pthread_mutex_unlock(&disk.mutex);
}

static void fail_syncs(long from_now) /* 0: none, -1: all */
{
	pthread_mutex_lock(&disk.mutex);
	disk.fail_at = from_now > 0 ? disk.calls + from_now : from_now;
	pthread_mutex_unlock(&disk.mutex);
}

/* ---- kill -9 ---- */

struct acknowledged {
	char id[37], change[37];
};

/* Writes until it is killed: new ones and edits, one or several at a time; also texts, attachments and drafts. */
static void write_on(const char *dir, int to, unsigned seed)
{
	struct store_notes *n = notes_open(dir);
	struct store_annotation a = {0};
	struct err e = {0};

	notes_seed = seed;
	for (unsigned i = 0;; i++) {
		struct arena *arena = arena_new();
		struct acknowledged done[4];
		unsigned some = 1 + notes_random(4);
		for (unsigned k = 0; k < some; k++) {
			char body[64];
			snprintf(body, sizeof body, "%u の %u 行目\n二行目 %u", seed, i, k);
			struct store_annotation old = a;
			a = notes_annotation(str_c(body));
			if (i && notes_random(2))
				a.id = old.id;
			if (!store_put_annotation(n, arena, &a, &e))
				_exit(3);
			memcpy(done[k].id, a.id.p, 37);
			memcpy(done[k].change, a.change.p, 37);
			store_attach(n,
				     &(struct store_attachment){a.id, STR("sha256:cc"), STATE_MOVED, k, k + 1, 0.5, 1});
			store_save_draft(n, a.id, STR("{\"body\":\"途中\"}"));
			store_drop_draft(n, a.id);
		}
		if (!store_notes_sync(n, 60000, &e))
			_exit(4);
		if (write(to, done, some * sizeof *done) < 0)
			_exit(5);
		static char id[37];
		memcpy(id, a.id.p, 37);
		a.id = str_c(id);
		arena_free(arena);
	}
}

static size_t lost_of(const char *dir, const struct acknowledged *v, size_t from, size_t n)
{
	struct store_notes *notes = store_notes_open(dir, STORE_READ, NULL);
	size_t lost = 0;

	for (size_t i = from; i < n; i++) {
		struct arena *arena = arena_new();
		struct store_annotations history = {0};
		bool found = false;
		if (notes)
			store_annotation_history(notes, str_c(v[i].id), arena, &history, NULL);
		for (size_t k = 0; k < history.n; k++)
			found = found || str_eq(history.v[k].change, str_c(v[i].change));
		lost += !found;
		arena_free(arena);
	}
	store_notes_close(notes, 0, NULL);
	return lost;
}

static pid_t start_writer(const char *dir, int from, int to, unsigned seed)
{
	pid_t pid = fork();

	if (!pid) {
		close(from);
		write_on(dir, to, seed);
	}
	return pid;
}

static bool is_sound(const char *dir)
{
	struct buf faults = {0};
	struct err e = {0};
	bool sound = store_notes_check(dir, &faults, &e) && !faults.n;

	if (!sound)
		printf("# %s: %.*s %s\n", dir, STR_ARG(buf_view(&faults)), e.text);
	buf_free(&faults);
	return sound;
}

enum { ROUNDS_A_STORE = 40 };

static void kills(void)
{
	long rounds = notes_count("TAIYAKU_KILL_ROUNDS", 30);
	size_t acknowledged = 0, lost = 0, damaged = 0;
	VEC(struct acknowledged) all = {0};
	char *dir = NULL;

	for (long round = 0; round < rounds; round++) {
		struct acknowledged a;
		int ends[2];
		if (round % ROUNDS_A_STORE == 0) {
			if (dir)
				notes_remove(dir);
			free(dir);
			dir = notes_scratch();
			all.n = 0;
		}
		if (pipe(ends))
			exit(99);
		pid_t one = start_writer(dir, ends[0], ends[1], (unsigned)round * 2 + 1);
		pid_t two = start_writer(dir, ends[0], ends[1], (unsigned)round * 2 + 2);
		close(ends[1]);
		struct pollfd first = {.fd = ends[0], .events = POLLIN};
		if (round % 2) /* soon after something was acknowledged, or at any moment */
			poll(&first, 1, 10000);
		usleep(notes_random(round % 2 ? 20000 : 60000));
		kill(one, SIGKILL);
		usleep(notes_random(5000));
		kill(two, SIGKILL);
		waitpid(one, NULL, 0);
		waitpid(two, NULL, 0);
		size_t before = all.n;
		while (read(ends[0], &a, sizeof a) == sizeof a)
			vec_push(&all, a);
		close(ends[0]);
		acknowledged += all.n - before;
		store_notes_close(notes_open(dir), 60000, NULL);
		damaged += !is_sound(dir);
		bool last = round % ROUNDS_A_STORE == ROUNDS_A_STORE - 1 || round == rounds - 1;
		lost += lost_of(dir, all.v, last ? 0 : before, all.n);
	}
	printf("# %ld rounds, two writers killed in each, %zu changes acknowledged: %zu lost, %zu stores damaged\n",
	       rounds, acknowledged, lost, damaged);
	ok(acknowledged > 0, "killed %ld times: some were acknowledged", rounds);
	is_int((long long)damaged, 0, "no store is damaged");
	is_int((long long)lost, 0, "nothing that was acknowledged is lost");
	vec_free(&all);
	if (dir)
		notes_remove(dir);
	free(dir);
}

/* ---- a sync that takes its time ---- */

static long long now_us(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

static int by_size(const void *a, const void *b)
{
	long long x = *(const long long *)a, y = *(const long long *)b;

	return x < y ? -1 : x > y;
}

enum { TIMES = 400, STOPS = 12 };

/* While a sync hangs (each of those that a commit makes, in turn): putting, reading and drafts go on. Where one of them
 * waited for the disk, this would never end. */
static void slow(void)
{
	char *dir = notes_scratch();
	struct store_notes *n = notes_open(dir);
	struct err e = {0};
	size_t bad = 0;
	static long long put[TIMES * STOPS], work[TIMES * STOPS], got[TIMES * STOPS];
	size_t m = 0;

	alarm(300);
	close_disk(true);
	for (int stop = 0; stop < STOPS; stop++) {
		for (int i = 0; i < TIMES; i++, m++) {
			struct arena *arena = arena_new();
			struct store_annotation a = notes_annotation(STR("行")), back;
			struct store_attachments attached;
			struct store_drafts drafts;
			struct store_annotations list;
			struct store_annotation_query query = {.documents = &a.target.document, .n_documents = 1};
			long long start = now_us(CLOCK_MONOTONIC), work_start = now_us(CLOCK_THREAD_CPUTIME_ID);
			bad += !store_put_annotation(n, arena, &a, &e);
			store_attach(n, &(struct store_attachment){a.id, STR("v"), STATE_MOVED, 1, 2, 0.5, 1});
			store_save_draft(n, STR("d"), STR("{}"));
			put[m] = now_us(CLOCK_MONOTONIC) - start;
			work[m] = now_us(CLOCK_THREAD_CPUTIME_ID) - work_start;
			start = now_us(CLOCK_MONOTONIC);
			bad += !store_annotation(n, a.id, arena, &back, &e);
			got[m] = now_us(CLOCK_MONOTONIC) - start;
			if (i % 40 == 0) {
				bad += !store_annotations(n, &query, arena, &list, &e) || !list.n;
				bad += !store_attachments(n, STR("v"), arena, &attached, &e) || attached.n != m + 1;
				bad += !store_drafts(n, arena, &drafts, &e) || drafts.n != 1;
			}
			arena_free(arena);
		}
		wait_until_one_waits();
		close_disk(false); /* lets those go that wait, and stops the next one */
		close_disk(true);
	}
	is_int((long long)bad, 0, "a sync that hangs holds up nothing");
	ok(store_notes_logged(n) < store_notes_queued(n), "and what waits for it is not called saved");
	close_disk(false);
	ok(store_notes_sync(n, 60000, &e) && store_notes_logged(n) == store_notes_queued(n),
	   "afterwards all is saved: %s", e.text);
	qsort(put, m, sizeof *put, by_size);
	qsort(work, m, sizeof *work, by_size);
	qsort(got, m, sizeof *got, by_size);
	printf("# while a sync hangs, %zu times: put p50 %lld us, p99 %lld us (of the processor %lld us); read p50 "
	       "%lld us, "
	       "p99 %lld us\n",
	       m, put[m / 2], put[m * 99 / 100], work[m * 99 / 100], got[m / 2], got[m * 99 / 100]);
	ok(store_notes_close(n, 60000, &e), "closed: %s", e.text);
	alarm(0);
	notes_remove(dir);
	free(dir);
}

/* ---- a sync that fails ---- */

static size_t annotations_of(const char *dir)
{
	struct store_notes *n = store_notes_open(dir, STORE_READ, NULL);
	struct arena *arena = arena_new();
	struct store_annotations list = {0};

	if (n)
		store_annotations(n, &(struct store_annotation_query){0}, arena, &list, NULL);
	size_t count = list.n;
	arena_free(arena);
	store_notes_close(n, 0, NULL);
	return count;
}

static void put_one(struct store_notes *n)
{
	struct arena *arena = arena_new();
	struct store_annotation a = notes_annotation(STR("行"));
	struct err e = {0};

	if (!store_put_annotation(n, arena, &a, &e))
		printf("Bail out! %s\n", e.text);
	arena_free(arena);
}

static void failing_sync(void)
{
	size_t wrong = 0, said = 0, unsaid = 0;

	for (long at = -1; at <= 14; at += at < 0 ? 2 : 1) { /* -1: for good; else which one fails */
		char *dir = notes_scratch();
		struct store_notes *n = notes_open(dir);
		struct err e = {0};
		put_one(n);
		store_notes_sync(n, 60000, &e);
		fail_syncs(at);
		put_one(n);
		bool saved = store_notes_sync(n, 60000, &e);
		wrong += saved && at == -1;
		fail_syncs(0);
		put_one(n);
		wrong += !store_notes_sync(n, 60000, &e);
		bool failed = store_notes_failed(n, &e);
		said += failed && strstr(e.text, dir);
		unsaid += !failed;
		wrong += !store_notes_close(n, 60000, &e);
		wrong += annotations_of(dir) != 3;
		notes_remove(dir);
		free(dir);
	}
	fail_syncs(0);
	is_int((long long)wrong, 0, "a sync fails once or for good: nothing is lost, nothing is saved that is not");
	ok(said > 2, "and it is said where (%zu times)", said);
	ok(unsaid < 14, "not only by chance");
}

/* ---- a full disk ---- */

static void full_with(const char *dir, void (*fill)(const char *), void (*make_room)(const char *), const char *how)
{
	struct store_notes *n = notes_open(dir);
	struct err e = {0};

	put_one(n);
	ok(store_notes_sync(n, 60000, &e), "%s: room at first", how);
	fill(dir);
	size_t written = 1;
	do
		put_one(n);
	while (++written < 200 && store_notes_sync(n, 60000, NULL)); /* a file may have room to the end of its page */
	store_save_draft(n, STR("d"), STR("{\"body\":\"途中の文章\"}"));
	struct sha256 sum = sha256_of(STR("本文"));
	char id[80] = "sha256:";
	sha256_hex(&sum, id + 7);
	store_keep_text(n, &(struct store_text){.id = str_c(id), .document = str_c(id), .whole = true}, STR("本文"));
	ok(!store_notes_sync(n, 60000, &e) && strstr(e.text, dir), "%s: then it is full, which folder is said: %s", how,
	   e.text);
	for (int i = 0; i < 20; i++, written++)
		put_one(n);
	ok(!store_notes_sync(n, 60000, NULL) && store_notes_logged(n) < store_notes_queued(n),
	   "%s: nothing is called saved", how);
	make_room(dir);
	ok(store_notes_sync(n, 60000, &e) && store_notes_logged(n) == store_notes_queued(n),
	   "%s: room again, all saved", how);
	put_one(n);
	ok(store_notes_close(n, 60000, &e), "%s: closed", how);
	is_int((long long)annotations_of(dir), (long long)written + 1, "nothing is lost");
	n = notes_open(dir);
	struct arena *arena = arena_new();
	struct store_drafts drafts = {0};
	struct buf text = {0};
	ok(store_kept_text(n, str_c(id), &text, &e) && str_eq(buf_view(&text), STR("本文")), "%s: the text too: %s",
	   how, e.text);
	buf_free(&text);
	ok(store_drafts(n, arena, &drafts, &e) && drafts.n == 1 &&
		   str_find(drafts.v[0].json, STR("途中の文章"), 0) != SIZE_MAX,
	   "%s: the draft too", how);
	arena_free(arena);
	store_notes_close(n, 60000, NULL);
	ok(is_sound(dir), "%s: the database is sound", how);
}

static void fill_by_limit(const char *dir)
{
	struct rlimit limit;

	(void)dir;
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = 16;
	setrlimit(RLIMIT_FSIZE, &limit);
}

static void no_limit(const char *dir)
{
	struct rlimit limit;

	(void)dir;
	getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_FSIZE, &limit);
}

static char *filler_of(const char *dir)
{
	return file_join(dir, "filler");
}

static void fill_by_file(const char *dir)
{
	char *path = filler_of(dir);
	FILE *f = fopen(path, "w");

	setvbuf(f, NULL, _IONBF, 0);
	while (fputc('x', f) != EOF)
		;
	fclose(f);
	free(path);
}

static void remove_filler(const char *dir)
{
	char *path = filler_of(dir);

	unlink(path);
	free(path);
}

static void full(void)
{
	char *dir = notes_scratch(), *disk_of_its_own = notes_scratch();

	fflush(stdout);
	full_with(dir, fill_by_limit, no_limit, "a limit on file sizes");
	if (mount("tmpfs", disk_of_its_own, "tmpfs", 0, "size=512k,mode=0700"))
		skip("a full disk", "no small file system can be mounted here");
	else {
		full_with(disk_of_its_own, fill_by_file, remove_filler, "a full disk");
		umount(disk_of_its_own);
	}
	notes_remove(dir);
	notes_remove(disk_of_its_own);
	free(dir);
	free(disk_of_its_own);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(void);
	} parts[] = {{"kill", kills}, {"slow", slow}, {"sync", failing_sync}, {"full", full}};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (argc < 2 || !strcmp(argv[1], parts[i].name))
			parts[i].run();
	return done();
}
