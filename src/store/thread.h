/* Threads that write, with time limits on waiting for them. */
#ifndef TAIYAKU_STORE_THREAD_H
#define TAIYAKU_STORE_THREAD_H

#include <pthread.h>
#include <signal.h>
#include <time.h>

/* A condition that waits by the clock that only goes on. */
static inline void store_thread_condition(pthread_cond_t *c)
{
	pthread_condattr_t monotonic;

	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(c, &monotonic);
	pthread_condattr_destroy(&monotonic);
}

/* Signals are the loop's: the thread takes none. Returns an error number or 0. */
static inline int store_thread_start(pthread_t *thread, void *(*run)(void *), void *context)
{
	sigset_t all, old;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	int rc = pthread_create(thread, NULL, run, context);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return rc;
}

static inline struct timespec store_thread_after(int ms)
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

#endif
