/* Threads of mail after J. Zawinski's "message threading" (www.jwz.org/doc/threading.html), without the gathering by
 * subject. The ids are the nodes; one that is only named stands for a message that nobody has.
 *
 * Every node has at most one parent and gets it once, as the root of its own tree. So a set per tree (union-find, its
 * representative is the tree's root) tells in all but constant time whether a link would close a circle. */
#include "mail.h"

#define MAX_IDS ((size_t)1 << 21)

struct node {
	struct str id;
	int parent, up; /* up: towards the root, as short as was found */
	int child;      /* the last one */
	uint32_t children;
	bool held, names_parent;
};

struct mail_ids {
	struct arena *arena;
	VEC(struct node) nodes;
	int *slots; /* open addressing; MAIL_NONE: free */
	size_t n_slots;
};

struct mail_ids *mail_ids_new(void)
{
	struct mail_ids *ids = xcalloc(1, sizeof *ids);

	ids->arena = arena_new();
	return ids;
}

void mail_ids_free(struct mail_ids *ids)
{
	if (!ids)
		return;
	arena_free(ids->arena);
	vec_free(&ids->nodes);
	free(ids->slots);
	free(ids);
}

static size_t hash(struct str s)
{
	uint64_t h = 14695981039346656037u; /* FNV-1a */

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (uint8_t)s.p[i]) * 1099511628211u;
	return (size_t)(h ^ h >> 32);
}

static size_t slot_of(const struct mail_ids *ids, struct str id)
{
	size_t i = hash(id) & (ids->n_slots - 1);

	while (ids->slots[i] != MAIL_NONE && !str_eq(ids->nodes.v[ids->slots[i]].id, id))
		i = (i + 1) & (ids->n_slots - 1);
	return i;
}

static void grow(struct mail_ids *ids)
{
	ids->n_slots = ids->n_slots ? ids->n_slots * 2 : 64;
	free(ids->slots);
	ids->slots = xmalloc(ids->n_slots * sizeof *ids->slots);
	for (size_t i = 0; i < ids->n_slots; i++)
		ids->slots[i] = MAIL_NONE;
	for (size_t i = 0; i < ids->nodes.n; i++)
		ids->slots[slot_of(ids, ids->nodes.v[i].id)] = (int)i;
}

int mail_id(struct mail_ids *ids, struct str id)
{
	size_t slot;
	int node = (int)ids->nodes.n;

	if ((ids->nodes.n + 1) * 2 > ids->n_slots)
		grow(ids);
	slot = slot_of(ids, id);
	if (ids->slots[slot] != MAIL_NONE)
		return ids->slots[slot];
	if (ids->nodes.n >= MAX_IDS)
		return MAIL_NONE;
	vec_push(&ids->nodes, (struct node){
				      .id = arena_str(ids->arena, id),
				      .parent = MAIL_NONE,
				      .up = node,
				      .child = MAIL_NONE,
			      });
	return ids->slots[slot] = node;
}

size_t mail_ids_count(const struct mail_ids *ids)
{
	return ids->nodes.n;
}

struct str mail_id_text(const struct mail_ids *ids, int id)
{
	return ids->nodes.v[id].id;
}

static int top(struct mail_ids *ids, int id)
{
	struct node *v = ids->nodes.v;

	while (v[id].up != id)
		id = v[id].up = v[v[id].up].up;
	return id;
}

void mail_link(struct mail_ids *ids, int parent, int child)
{
	struct node *v = ids->nodes.v;

	if (parent == MAIL_NONE || child == MAIL_NONE || v[child].parent != MAIL_NONE || top(ids, parent) == child)
		return;
	v[child].parent = parent;
	v[child].up = parent;
	v[parent].child = child;
	v[parent].children++;
}

void mail_hold(struct mail_ids *ids, int id, bool names_parent)
{
	ids->nodes.v[id].held = true;
	ids->nodes.v[id].names_parent |= names_parent;
}

int mail_parent(const struct mail_ids *ids, int id)
{
	return ids->nodes.v[id].parent;
}

bool mail_held(const struct mail_ids *ids, int id)
{
	return ids->nodes.v[id].held;
}

int mail_root(struct mail_ids *ids, int id)
{
	const struct node *root = &ids->nodes.v[id = top(ids, id)];

	if (!root->held && root->children == 1 && ids->nodes.v[root->child].held &&
	    !ids->nodes.v[root->child].names_parent)
		return root->child;
	return id;
}
