/* How well passages are found again in edited texts, and how fast.
 *   anchoring [-v] [-q] -f FOLDER          the fixtures: LANGUAGE-old.txt, LANGUAGE-MODEL-new.txt, LANGUAGE-MODEL.jsonl
 *   anchoring [-v] [-q] [-s SEED] FILE…    texts edited here, in the same nine ways
 *   anchoring -t FILE                      time: 1,000 passages of the file in each way
 * -q: the old text is not given, only quotes with their context. -v: what was not right.
 */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "edits.h"

static bool verbose, quotes;

static void head(const char *first)
{
	printf("| %s | attach | right %% | strict %% | wrong %% | missed %% | gone | false attach %% | s |\n"
	       "|---|--:|--:|--:|--:|--:|--:|--:|--:|\n",
	       first);
}

static double part(long n, long of)
{
	return of ? 100.0 * (double)n / (double)of : 0;
}

static void line(const char *what, const struct edits_tally *t, double s)
{
	printf("| %s | %ld | %.2f | %.2f | %.2f | %.2f | %ld | %.2f |", what, t->attach, part(t->right, t->attach),
	       part(t->strict, t->attach), part(t->wrong, t->attach), part(t->missed, t->attach), t->gone,
	       part(t->false_attach, t->gone));
	if (s > 0)
		printf(" %.2f |\n", s);
	else
		puts(" |");
}

static double cpu(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

static void measure(const char *name, const struct edits *e, struct edits_tally *all)
{
	struct edits_tally tally[EDITS_CLASSES] = {{0}}, sum = {0};
	double from = cpu();

	edits_measure(e, !quotes, tally, verbose);
	for (int i = 0; i < EDITS_CLASSES; i++) {
		edits_add(&sum, &tally[i]);
		edits_add(&all[i], &tally[i]);
	}
	line(name, &sum, cpu() - from);
	fflush(stdout);
}

static void totals(const char *name, const struct edits_tally *all, struct edits_tally *everything)
{
	struct edits_tally sum = {0};
	char text[300];

	for (int i = 0; i < EDITS_CLASSES; i++) {
		snprintf(text, sizeof text, "%s: %s", name, edits_class[i]);
		line(text, &all[i], 0);
		edits_add(&sum, &all[i]);
	}
	line(name, &sum, 0);
	edits_add(everything, &sum);
}

static bool fixtures(const char *folder)
{
	struct edits_tally everything = {0};

	head("fixtures");
	for (int l = 0; l < 2; l++) {
		const char *language = l ? "ja" : "en";
		struct edits_tally all[EDITS_CLASSES] = {{0}};

		for (size_t m = 0; edits_models[m]; m++) {
			char old[4096], new[4096], targets[4096], name[100];
			struct edits e;

			snprintf(old, sizeof old, "%s/%s-old.txt", folder, language);
			snprintf(new, sizeof new, "%s/%s-%s-new.txt", folder, language, edits_models[m]);
			snprintf(targets, sizeof targets, "%s/%s-%s.jsonl", folder, language, edits_models[m]);
			snprintf(name, sizeof name, "%s %s", language, edits_models[m]);
			if (!edits_read(old, new, targets, &e))
				return false;
			measure(name, &e, all);
			edits_free(&e);
		}
		totals(language, all, &everything);
	}
	line("all", &everything, 0);
	return true;
}

static bool made(const char *file, uint32_t seed, struct edits_tally *everything)
{
	struct edits_tally all[EDITS_CLASSES] = {{0}};
	const char *name = strrchr(file, '/') ? strrchr(file, '/') + 1 : file;
	struct buf text = {0};

	if (!file_read(file, 1 << 26, &text, NULL))
		return false;
	for (size_t m = 0; edits_models[m]; m++) {
		char what[300];
		struct edits e;

		edits_make(buf_view(&text), edits_models[m], seed + (uint32_t)m, 400, &e);
		snprintf(what, sizeof what, "%s %s", name, edits_models[m]);
		measure(what, &e, all);
		edits_free(&e);
	}
	totals(name, all, everything);
	buf_free(&text);
	return true;
}

static int64_t longest_slice(struct note_anchoring *a)
{
	struct timespec from, to;
	int64_t longest = 0;
	bool more;

	do {
		int64_t us;

		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
		more = note_anchoring_step(a, 2);
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
		us = (to.tv_sec - from.tv_sec) * 1000000 + (to.tv_nsec - from.tv_nsec) / 1000;
		longest = us > longest ? us : longest;
	} while (more);
	return longest;
}

static void time_model(struct str text, const char *model)
{
	struct note_anchoring *a;
	double from, one;
	int64_t longest;
	struct edits e;

	edits_make(text, model, 7, 1, &e);
	a = note_anchoring_new(buf_view(&e.old_text), buf_view(&e.new_text));
	for (size_t i = 0; i < 1000; i++) {
		size_t at = e.old_text.n / 1000 * i;
		struct note_passage p = {.quote = {e.old_text.p, 0}};

		while (at && ((uint8_t)e.old_text.p[at] & 0xC0) == 0x80)
			at--;
		p.at = (struct span){at, at + (i % 10 + 1) * 30 < e.old_text.n ? at + (i % 10 + 1) * 30 : e.old_text.n};
		while (((uint8_t)e.old_text.p[p.at.end] & 0xC0) == 0x80)
			p.at.end--;
		p.quote = str_slice(buf_view(&e.old_text), p.at.start, p.at.end);
		note_anchoring_add(a, &p);
	}
	from = cpu();
	longest = longest_slice(a);
	one = cpu() - from;
	printf("| %s | %.2f | %.1f |\n", model, one, (double)longest / 1000);
	note_anchoring_free(a);
	edits_free(&e);
}

static bool times(const char *file)
{
	struct buf text = {0};

	if (!file_read(file, 1 << 26, &text, NULL))
		return false;
	printf("| 1,000 passages, %zu bytes | s of processor time | longest slice of 2 ms, ms |\n|---|--:|--:|\n",
	       text.n);
	for (size_t m = 0; edits_models[m]; m++)
		time_model(buf_view(&text), edits_models[m]);
	buf_free(&text);
	return true;
}

int main(int argc, char **argv)
{
	struct edits_tally everything = {0};
	const char *folder = NULL, *timed = NULL;
	uint32_t seed = 1;
	bool good = true;
	int o;

	while ((o = getopt(argc, argv, "f:t:s:vq")) != -1) {
		folder = o == 'f' ? optarg : folder;
		timed = o == 't' ? optarg : timed;
		seed = o == 's' ? (uint32_t)strtoul(optarg, NULL, 10) : seed;
		verbose |= o == 'v';
		quotes |= o == 'q';
	}
	if (folder)
		good = fixtures(folder);
	if (timed)
		good &= times(timed);
	if (optind < argc)
		head("text and seed");
	for (int i = optind; i < argc; i++)
		good &= made(argv[i], seed, &everything);
	if (optind < argc)
		line("all", &everything, 0);
	if (!good)
		fputs("anchoring: a file cannot be read\n", stderr);
	return good ? 0 : 1;
}
