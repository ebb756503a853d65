/* Command lines that wait to be run. Handlers may add to it; only the application takes from it, so no command ever
 * runs inside another one. */
#include "taiyaku/cmd.h"

void cmd_queue_add(struct cmd_queue *q, struct str line, long count, enum cmd_origin origin)
{
	vec_push(&q->v, (struct cmd_pending){str_dup(line), count, origin});
}

bool cmd_queue_take(struct cmd_queue *q, struct cmd_pending *out)
{
	if (q->at == q->v.n) {
		q->at = q->v.n = 0;
		return false;
	}
	*out = q->v.v[q->at++];
	return true;
}

void cmd_queue_clear(struct cmd_queue *q)
{
	while (q->at < q->v.n)
		free(q->v.v[q->at++].line);
	vec_free(&q->v);
	q->at = 0;
}
