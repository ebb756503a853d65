/* Inside json: the gate that text passes before cJSON sees it. */
#ifndef TAIYAKU_JSON_INT_H
#define TAIYAKU_JSON_INT_H

#include "taiyaku/json.h"

/* True if s is one JSON value under the rules of json.h; else the error says where. line: the number of its first
 * line. *long_number: it has an integer of more digits than a double is sure to keep. */
bool json_scan(struct str s, const char *name, size_t line, bool *long_number, struct err *);
/* For walking over a text that the scan took: what follows the string, the value at `at`. */
size_t json_skip_string(struct str s, size_t at);
size_t json_skip_value(struct str s, size_t at);

#endif
