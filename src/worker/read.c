/* The parsers of board in a child. */
#include "worker_int.h"

bool worker_read(const struct board_input *input, const struct worker_control *control, const struct board_sink *sink,
		 struct err *e)
{
	struct worker_limits limits = worker_limits_for(input);

	return worker_run(board_read, input, control, sink, &limits, e);
}
