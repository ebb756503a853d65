/* Which layers stand here: a child tries them and tells. */
#include "worker_int.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

_Noreturn static void child(int fd)
{
	struct worker_limits limits = worker_limits_for(&(struct board_input){0});
	struct worker_walls walls;
	int out = worker_close_all(fd);

	worker_enter(&limits, &walls);
	_exit(write(out, &walls, sizeof walls) == (ssize_t)sizeof walls ? 0 : 1);
}

static bool ask(struct worker_walls *walls)
{
	int fds[2], status;
	ssize_t n;

	if (pipe2(fds, O_CLOEXEC))
		return false;
	pid_t pid = fork();
	if (!pid)
		child(fds[1]);
	close(fds[1]);
	n = pid < 0 ? -1 : read(fds[0], walls, sizeof *walls);
	close(fds[0]);
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return n == (ssize_t)sizeof *walls;
}

static const char *cause(int error)
{
	switch (error) {
	case ENOSYS:
	case EINVAL:
		return _("this kernel does not have it");
	case EOPNOTSUPP:
		return _("it is switched off in this kernel");
	case EPERM:
	case EACCES:
		return _("it is not allowed here (in a container, perhaps)");
	default:
		return strerror(error);
	}
}

void worker_layers(struct worker_layer out[WORKER_LAYERS])
{
	static const char *const names[WORKER_LAYERS] = {"limits", "landlock", "seccomp"};
	struct worker_walls walls = {0};
	bool told = ask(&walls);

	for (int i = 0; i < WORKER_LAYERS; i++) {
		out[i] = (struct worker_layer){.name = names[i], .on = told && !walls.error[i]};
		if (!out[i].on)
			snprintf(out[i].why, sizeof out[i].why, "%s",
				 told ? cause(walls.error[i]) : _("it ends the process that tries it"));
	}
}
