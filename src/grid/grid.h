/* What the files of module grid share. */
#ifndef TAIYAKU_GRID_GRID_H
#define TAIYAKU_GRID_GRID_H

#include "taiyaku/grid.h"

/* How many columns of a row are worth printing: the last one that shows something, and one. */
int grid_used(const struct grid *, int row);

#endif
