/* File systems of the network, told by what statfs() calls them. Locks there may be slow or not hold, and a rename may
 * be seen late by others: notes.db keeps to rollback mode everywhere, and machines have log files of their own. */
#include "taiyaku/store.h"

#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

static const char *kind_of(unsigned long type)
{
	/* linux/magic.h, and what the file systems themselves say */
	static const struct {
		unsigned long type;
		const char *name;
	} known[] = {
		{0x6969, "NFS"},       {0x517B, "SMB"},        {0xFF534D42, "SMB/CIFS"}, {0xFE534D42, "SMB"},
		{0x65735546, "FUSE"},  {0x5346414F, "AFS"},    {0x6B414653, "AFS"},      {0x73757245, "Coda"},
		{0x00C36400, "Ceph"},  {0x0BD00BD0, "Lustre"}, {0x01021997, "9P"},       {0x564C, "NCP"},
		{0x47504653, "GPFS"},  {0x20030528, "PVFS"},   {0x01161970, "GFS2"},     {0x7461636F, "OCFS2"},
		{0x013111A8, "iBRIX"},
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (known[i].type == (type & 0xFFFFFFFF))
			return known[i].name;
	return NULL;
}

/* What FUSE stands for: the type in the table of mounts, by the device's number. */
static bool is_fuse_network(const char *dir)
{
	static const struct str types[] = {STR("fuse.sshfs"),    STR("fuse.rclone"),    STR("fuse.s3fs"),
					   STR("fuse.davfs"),    STR("fuse.glusterfs"), STR("fuse.ceph-fuse"),
					   STR("fuse.curlftpfs")};
	struct buf mounts = {0}, device = {0};
	struct stat st;
	bool found = false;

	if (!stat(dir, &st) && file_read("/proc/self/mountinfo", (size_t)1 << 20, &mounts, NULL)) {
		buf_printf(&device, " %u:%u ", major(st.st_dev), minor(st.st_dev));
		struct str all = buf_view(&mounts);
		size_t at = str_find(all, buf_view(&device), 0);
		size_t type = at == SIZE_MAX ? at : str_find(all, STR(" - "), at);
		for (size_t i = 0; type != SIZE_MAX && i < sizeof types / sizeof *types; i++)
			found = found || str_starts(str_slice(all, type + 3, all.n), types[i]);
	}
	buf_free(&mounts);
	buf_free(&device);
	return found;
}

const char *store_network(const char *dir)
{
	struct statfs fs;
	const char *name = statfs(dir, &fs) ? NULL : kind_of((unsigned long)fs.f_type);

	return name && !strcmp(name, "FUSE") && !is_fuse_network(dir) ? NULL : name;
}
