/* The handlers, in act_*.c; each is in commands.def. */
#ifndef TAIYAKU_ACTIONS_H
#define TAIYAKU_ACTIONS_H

#include "app_int.h"

#define ACTION(name) enum cmd_result name(void *app, const struct cmd_args *args, struct err *e)

ACTION(act_line_down);
ACTION(act_line);
ACTION(act_line_up);
ACTION(act_page_down);
ACTION(act_page_up);
ACTION(act_half_page_down);
ACTION(act_half_page_up);
ACTION(act_top);
ACTION(act_bottom);
ACTION(act_sideways);
ACTION(act_post);
ACTION(act_note);
ACTION(act_follow);
ACTION(act_follow_growth);
ACTION(act_search);
ACTION(act_search_more);
ACTION(act_search_forward);
ACTION(act_search_backward);
ACTION(act_search_next);
ACTION(act_search_previous);
ACTION(act_results);
ACTION(act_filter);
ACTION(act_filter_more);
ACTION(act_filter_less);
ACTION(act_mark_next);
ACTION(act_mark_previous);
ACTION(act_next);
ACTION(act_previous);
ACTION(act_peek);
ACTION(act_back);
ACTION(act_forward);
ACTION(act_fold_toggle);
ACTION(act_fold_open);
ACTION(act_fold_close);
ACTION(act_fold_open_all);
ACTION(act_fold_close_all);
ACTION(act_translation_toggle);
ACTION(act_citing);
ACTION(act_cursor);
ACTION(act_cursor_leave);
ACTION(act_cursor_move);
ACTION(act_select);
ACTION(act_select_swap);
ACTION(act_copy);
ACTION(act_copied);
ACTION(act_tree);
ACTION(act_poster);
ACTION(act_hide);
ACTION(act_hide_prompt);
ACTION(act_unhide_post);
ACTION(act_hides);
ACTION(act_unhide);
ACTION(act_contents);
ACTION(act_notes);
ACTION(act_sources);
ACTION(act_library);
ACTION(act_set);
ACTION(act_set_mark);
ACTION(act_go_mark);
ACTION(act_pane_next);
ACTION(act_pane_main);
ACTION(act_pane_side);
ACTION(act_pane_only);
ACTION(act_close);
ACTION(act_quit);
ACTION(act_prompt);
ACTION(act_help);
ACTION(act_where);
ACTION(act_repaint);
ACTION(act_suspend);
ACTION(act_messages);
ACTION(act_open);
ACTION(act_guide);
ACTION(act_reload);
ACTION(act_check);
ACTION(act_drafts);
ACTION(act_draft);
ACTION(act_drop_draft);
ACTION(act_bind);
ACTION(act_unbind);

#endif
