/* Inside profile: what the parser and the list of profiles share. */
#ifndef TAIYAKU_PROFILE_INT_H
#define TAIYAKU_PROFILE_INT_H

#include "taiyaku/json.h"
#include "taiyaku/profile.h"

struct str profile_source(const char *name); /* its JSON; p == NULL: not known */
bool profile_compile_all(struct profile *, const char *name, struct err *);

#endif
