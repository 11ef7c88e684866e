/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files behind queries.h share. */

#pragma once

#include "content.h"
#include "queries.h"
#include "store-sql.h"

#include <glib.h>

G_BEGIN_DECLS

gboolean
cen_store_find_circle (CenStore *store, const CenId *circle, gint64 *ret_no, GError **error);
CenSpan cen_rows_get_span (CenRows *rows, int column);

#define CEN_ROWS_LIMIT_MAX 1000

/* SQL: the rows of members whom this person ignores, of any circle. */
#define CEN_ROWS_IGNORED                                                                           \
  "(SELECT i.no FROM private_note n JOIN member i ON i.circle = n.circle AND i.id = n.object"      \
  " WHERE n.key = 'ignored' AND n.text <> '')"

/* SQL: devices "w" of members "v" that have object "b", oneself and who is out excepted. */
#define CEN_ROWS_HOLDERS                                                                           \
  " holding h JOIN device w ON w.no = h.device JOIN member v ON v.no = w.member"                   \
  " WHERE h.circle = b.circle AND h.op >= b.no AND w.state = 0 AND v.state = 0"

/* SQL: the columns that cen_rows_take_message() reads of object "b", op "o", member "m" and circle
 * "c"; a WHERE follows. */
#define CEN_ROWS_MESSAGE_COLUMNS                                                                   \
  "SELECT b.no, o.id, p.id, m.id, m.name, b.fields, b.wall, o.seen, m.id = c.self_member,"         \
  " b.is_edited, b.state = 1, b.is_pinned, r.id,"                                                  \
  " (SELECT count(*) FROM object x WHERE x.root = b.no),"                                          \
  " m.id <> c.self_member AND m.no NOT IN " CEN_ROWS_IGNORED                                       \
  " AND b.no > ifnull (iif (b.kind = 5, (SELECT op FROM letter_mark"                               \
  " WHERE member = b.peer), (SELECT op FROM read_mark WHERE channel = b.parent)), 0),"             \
  " b.hide_reason, b.named, b.kind, (SELECT count(*) FROM" CEN_ROWS_HOLDERS "),"                   \
  " iif (m.id = c.self_member, (SELECT group_concat (name, ', ') FROM"                             \
  " (SELECT DISTINCT v.name FROM" CEN_ROWS_HOLDERS " ORDER BY v.name COLLATE NOCASE)), '')"        \
  " FROM object b JOIN op o ON o.no = b.no"                                                        \
  " JOIN circle c ON c.no = b.circle JOIN member m ON m.no = b.author"                             \
  " LEFT JOIN op p ON p.no = b.parent LEFT JOIN op r ON r.no = b.root "

/* The row of a message or a letter, with what it answers and its reactions; NULL on failure. */
CenMessageRow *cen_rows_take_message (CenStore *store, CenRows *rows, GError **error);
/* The first characters of @text, on one line. */
char *cen_rows_cut_snippet (const char *text);

G_END_DECLS
