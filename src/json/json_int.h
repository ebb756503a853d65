/* Inside json: the gate that text passes before cJSON sees it. */
#ifndef TAIYAKU_JSON_INT_H
#define TAIYAKU_JSON_INT_H

#include "taiyaku/json.h"

/* True if s is one JSON value under the rules of json.h; else the error says where. */
bool json_scan(struct str s, const char *name, struct err *);

#endif
