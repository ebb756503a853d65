/* A message in a file of its own: of a maildir (cur/, new/), a news spool, or saved from a mail program. The file knows
 * nothing of its neighbours: the thread is that of the first message that it names, and the number is the time it was
 * written at, in seconds, so that the messages of a thread stand in order whichever is imported first. */
#include "mail.h"

int maildir_looks(const struct board_input *in)
{
	int score = mail_head_looks(in->bytes);
	bool folder =
		str_find(in->path, STR("/cur/"), 0) != SIZE_MAX || str_find(in->path, STR("/new/"), 0) != SIZE_MAX;

	return score && folder ? 90 : score;
}

static size_t name_start(struct str path)
{
	size_t at = path.n;

	while (at && path.p[at - 1] != '/')
		at--;
	return at;
}

/* The seconds that a maildir's file name begins with. */
static int64_t delivered(struct str path)
{
	int64_t seconds = 0;
	size_t at = name_start(path);

	for (; at < path.n && path.p[at] >= '0' && path.p[at] <= '9' && seconds < INT32_MAX; at++)
		seconds = seconds * 10 + path.p[at] - '0';
	return at < path.n && path.p[at] == '.' ? seconds : 0;
}

static bool say(struct reader *r, const struct board_input *in, struct mail *m, struct str root, struct str board)
{
	bool changed = m->answers && str_eq(buf_view(&m->topic), buf_view(&m->subject));
	struct str title = changed ? (struct str){"", 0} : buf_view(&m->topic);
	struct board_post post;
	bool good = reader_source(r, &(struct board_source){
					     .family = STR("mail"),
					     .board = m->board.n ? buf_view(&m->board) : board,
					     .key = root.n ? root : buf_view(&m->id),
					     .title = title,
					     .created_at = root.n ? BOARD_NO_TIME : m->posted_at,
				     });

	mail_post(m, changed, &post); /* an answer without "Re:" has a subject of its own */
	post.number = (long)(m->posted_at > 0 ? m->posted_at / 1000 : delivered(in->path));
	post.end = in->bytes.n;
	return good && reader_post(r, &post);
}

bool maildir_read(struct reader *r, const struct board_input *in, struct err *err)
{
	struct buf id = {0}, refs = {0}, board = {0};
	struct str body, head = mime_head(in->bytes, &body);
	struct mail m = {0};
	bool good = head.n > 0;
	size_t end;

	if (!good)
		err_set(err, ERR_INPUT, _("%.*s: no message: it has no head"), STR_ARG(in->path));
	if (good) {
		mail_read_ids(head, &id, &refs);
		mail_read(in->bytes, &m);
		mail_board(in, str_slice(in->path, 0, name_start(in->path)), &board);
		end = str_find_char(buf_view(&refs), '\n', 0);
		good = reader_whole(r, in, "maildir", "MIME", BOARD_RANK_DAT) &&
		       say(r, in, &m, str_slice(buf_view(&refs), 0, end == SIZE_MAX ? 0 : end), buf_view(&board));
	}
	mail_free(&m);
	buf_free(&id);
	buf_free(&refs);
	buf_free(&board);
	return good;
}
