/* What the files of saved pages share. */
#ifndef TAIYAKU_BOARD_PAGE_H
#define TAIYAKU_BOARD_PAGE_H

#include "board_int.h"

/* ---- page_date.c: dates as those write them who save pages; UTC where no zone is named ---- */
/* "Wed Dec 28 2022 01:02:03 GMT+0900 (…)", "14:47:19 Mar 04, 2021", also with a month of another language, "2021年3月4日".
 * False: no date, *ms as it was. */
bool page_date(struct str, int64_t *ms);
int64_t page_stamp_time(struct str stamp);         /* 20210304144719 or its beginning; BOARD_NO_TIME: none */
void page_time_stamp(int64_t ms, char out[15]);    /* back; "0000" where there is no time */

/* ---- page_text.c: a page of no known board as one post ---- */
bool page_text(struct reader *, const struct board_input *, struct err *);
/* The address that the page gives as its own (canonical, og:url), appended; nothing where there is none. */
void page_address(struct str bytes, struct buf *out);
/* An address as it stands in bytes of an unknown encoding: without blanks and controls, bytes that are no UTF-8 as %XX.
 * Appends. */
void page_clean_address(struct str url, struct buf *out);

#endif
