/* taiyaku library over a store made here: what is wanted and missing, in order of time. */
#include "taiyaku/cite.h"
#include "taiyaku/cli.h"
#include "taiyaku/read.h"
#include "../tap.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static char dir[] = "/tmp/taiyaku-library-XXXXXX";

/* What the command prints with these arguments. */
static void output(int argc, char **argv, struct buf *out)
{
	char *path = file_join(dir, "out");
	struct cli cli = {.store = dir};
	struct err e = {0};
	int status = 0;

	fflush(stdout);
	pid_t child = fork();
	if (!child) {
		if (!freopen(path, "w", stdout))
			_exit(99);
		status = cli_library(&cli, argc, argv);
		fflush(stdout);
		_exit(status);
	}
	waitpid(child, &status, 0);
	is_int(status, 0, "exit status 0");
	buf_clear(out);
	ok(file_read(path, 1 << 20, out, &e), "it printed");
	unlink(path);
	free(path);
}

static void fill(struct store *s, char id[80])
{
	static const char text[] = "水車小屋\n\n\n第一章 粉\n\n\n 本文である。\n\n「粉を挽く音がする」\n\n"
				   "(2022年12月27日「水車部★118」、83、90-92)\n\n「水の音がする」\n\n"
				   "(2021年5月1日「石臼部3」、7)\n\n「鳥の声がする」\n\n"
				   "(2020年1月2日、https://x.com/mill/status/1212345678901234567)\n";
	struct read_options o = {.whole = true};
	struct doc *d = read_bytes(str_c(text), "mill.txt", &o, NULL);
	struct store_file f = {.sha256 = sha256_of(STR("dat")),
			       .path = STR("x.dat"),
			       .format = STR("dat"),
			       .importer = STR("test"),
			       .retrieved_at = STORE_NO_TIME};
	struct store_new_thread n = {.source = {STR("5ch"), STR("suisha"), STR("1672106400"), STR("水車部118")},
				     .created_at = 1672106400000};
	struct store_anchor far = {0, 5, 950, 950};
	struct store_observation p = {.rank = STORE_RANK_DAT,
				      .end = 1,
				      .post = {.number = 83,
					       .posted_at = 1672110000000,
					       .tz_min = 540,
					       .text = STR(">>950 粉を挽く音がする"),
					       .anchors = &far,
					       .n_anchors = 1}};
	int64_t thread;
	bool known;

	ok(cite_keep(d, s, NULL), "a document is kept");
	ok(store_begin(s, NULL) && store_add_file(s, &f, &p.file, &known, NULL) &&
		   store_add_thread(s, &n, &thread, NULL) && store_add_post(s, thread, &p, NULL, NULL) &&
		   store_commit(s, NULL),
	   "and one post of a thread");
	snprintf(id, 80, "%s", doc_id(d));
	doc_free(d);
}

int main(void)
{
	struct buf out = {0}, want = {0};
	char id[80];
	char *all[] = {(char[]){"library"}, (char[]){"--json"}, NULL};
	char *wanted[] = {(char[]){"library"}, (char[]){"--wanted"}, NULL};

	if (!mkdtemp(dir))
		return 99;
	struct store *s = store_open(dir, STORE_WRITE, NULL);
	fill(s, id);
	store_close(s);
	output(2, wanted, &out);
	buf_printf(&want,
		   "wanted: 2\n"
		   "\n2020-01-02  x//1212345678901234567\n    https://x.com/i/status/1212345678901234567\n"
		   "    %1$s:19: (2020年1月2日、https://x.com/mill/status/1212345678901234567)\n"
		   "\n2021-05-01  石臼部3\n    posts 7\n    %1$s:15: (2021年5月1日「石臼部3」、7)\n"
		   "\nheld, with posts missing: 1\n"
		   "\n2022-12-27  水車部118  5ch/suisha/1672106400\n    posts 90-92\n"
		   "    %1$s:11: (2022年12月27日「水車部★118」、83、90-92)\n",
		   id);
	is_str(buf_cstr(&out), buf_cstr(&want),
	       "in order of time, with numbers, addresses and who cites them; a far anchor is none");
	output(2, all, &out);
	ok(strstr(buf_cstr(&out), "\"wanted\": [") && strstr(buf_cstr(&out), "\"incomplete\": ["), "JSON has both");
	buf_free(&out);
	buf_free(&want);
	static const char *const files[] = {"library.db", "library.db-journal"};
	for (size_t i = 0; i < 2; i++) {
		char *path = file_join(dir, files[i]);
		unlink(path);
		free(path);
	}
	rmdir(dir);
	return done();
}
