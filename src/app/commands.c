/* The tables: commands, contexts. */
#include "actions.h"

/* The order is that of enum view_kind, after the global one. */
const struct input_context app_contexts[] = {
	{"global", -1},     {"document", 0}, {"source", 0}, {"contents", 0}, {"notes", 0},
	{"sources", 0},     {"results", 0},  {"help", 0},   {"library", 0},  {"peek", 0},
	{"annotations", 0}, {"drafts", 0},   {"output", 0}, {"cursor", 0}, /* whatever the view is */
};
const size_t app_context_count = sizeof app_contexts / sizeof *app_contexts;

/* Bit 0 is "everywhere"; a document in the main pane or in a popup. */
#define EVERYWHERE 1u
#define SOURCE (1u << (1 + VIEW_SOURCE))
#define OUTPUT (1u << (1 + VIEW_OUTPUT) | CURSOR)
#define PEEK (1u << (1 + VIEW_PEEK))
#define CURSOR (1u << (1 + VIEW_KINDS))
#define DOCUMENT (1u << (1 + VIEW_DOCUMENT) | 1u << (1 + VIEW_PEEK) | CURSOR)

static const struct command commands[] = {
#define COMMAND(name, contexts, args, min, max, handler, help) {name, contexts, args, min, max, handler, help},
#include "commands.def"
#undef COMMAND
};
const struct cmd_table app_commands = {commands, sizeof commands / sizeof *commands};

unsigned app_context(const struct app *a)
{
	const struct view *v = pane_active(a);

	return 1 + (unsigned)(v->cursor_on ? VIEW_KINDS : v->kind);
}
