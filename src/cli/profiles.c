/* The user's own profiles: every profiles/NAME.json in the configuration folder, in the order of their names. One that
 * is wrong is told, and the others count all the same. */
#include "taiyaku/cli.h"
#include "taiyaku/profile.h"

#include <dirent.h>

#define PROFILE_MAX ((size_t)1 << 20)

static void add(const char *path)
{
	struct buf json = {0};
	struct err e = {0};

	if (!file_read(path, PROFILE_MAX, &json, &e) || !profile_add(buf_view(&json), path, &e))
		cli_fail(&e);
	buf_free(&json);
}

static int is_profile(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && str_ends(str_c(entry->d_name), STR(".json"));
}

void cli_load_profiles(void)
{
	char *config = file_config_dir(), *dir = config ? file_join(config, "profiles") : NULL;
	struct dirent **entries = NULL;
	int n = dir ? scandir(dir, &entries, is_profile, alphasort) : 0;

	for (int i = 0; i < n; i++) {
		char *path = file_join(dir, entries[i]->d_name);

		add(path);
		free(path);
		free(entries[i]);
	}
	free(entries);
	free(dir);
	free(config);
}
