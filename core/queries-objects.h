/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The objects' side of queries.h: rows of any kind with their fields and marks, from which the
 * features compute. */

#pragma once

#include "content.h"
#include "queries.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_QUERY_ALL G_MAXUINT32 /* as a limit: no limit */

/* One register of an object. */
typedef struct {
  guint mark; /* as the kind numbers it */
  char *key;
  CenId member;
  GBytes *value;    /* CBOR, of the mark's type */
  gint64 time_ms;   /* the wall clock of who put it: a label */
  gboolean is_late; /* put after what it is about was closed: it is shown, and does not count */
} CenMarkRow;

typedef struct {
  CenId id;
  const CenKind *kind;
  CenId author; /* member */
  char *author_name;
  CenId parent; /* zero when it has none, or it is not here */
  guint64 lamport;
  gint64 time_ms; /* the author's wall clock: a label, never an order */
  gint64 seen_ms; /* when this replica first had it */
  CenObjectState state;
  char *hide_reason; /* NULL when nobody hid it */
  gboolean is_own;
  gboolean is_edited;
  gboolean is_sealed;
  CenId peer;       /* of what is sealed: the member at the other end; else zero */
  GBytes *fields;   /* CBOR map; empty once deleted */
  GPtrArray *marks; /* CenMarkRow, by (mark, key, member); of one in time and one late this order */
} CenObjectRow;

void cen_object_row_free (CenObjectRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenObjectRow, cen_object_row_free)

/* By field id; of an absent field "", nothing, or @fallback. Lists are new. */
char *cen_object_row_dup_text (const CenObjectRow *self, guint field);
gboolean cen_object_row_get_bool (const CenObjectRow *self, guint field);
guint64 cen_object_row_get_uint (const CenObjectRow *self, guint field, guint64 fallback);
gboolean cen_object_row_get_ref (const CenObjectRow *self, guint field, CenId *ret_id);
GStrv cen_object_row_dup_texts (const CenObjectRow *self, guint field);
GArray *cen_object_row_dup_refs (const CenObjectRow *self, guint field);  /* CenId */
GArray *cen_object_row_dup_uints (const CenObjectRow *self, guint field); /* guint64 */
GBytes *cen_object_row_dup_bytes (const CenObjectRow *self, guint field);

/* The register (@mark, @key, @member), and how many of them; late ones do not count. NULL when it
 * is not put. */
const CenMarkRow *cen_object_row_get_mark (const CenObjectRow *self, guint mark, const char *key,
                                           const CenId *member);
guint cen_object_row_count_marks (const CenObjectRow *self, guint mark);

char *cen_mark_row_dup_text (const CenMarkRow *self);
guint64 cen_mark_row_get_uint (const CenMarkRow *self, guint64 fallback);
GArray *cen_mark_row_dup_uints (const CenMarkRow *self); /* guint64 */

typedef enum {
  CEN_OBJECTS_LIVE, /* neither deleted nor hidden */
  CEN_OBJECTS_KEPT, /* hidden ones too */
  CEN_OBJECTS_ALL,  /* deleted ones too, of which only who and when is left */
} CenObjectStates;

typedef struct {
  const CenId *parent; /* NULL: anywhere */
  const CenId *author; /* NULL: anybody */
  CenObjectStates states;
  const CenId *anchor;        /* for BEFORE and AFTER */
  CenPageDirection direction; /* any but AROUND */
  guint limit;                /* 0: CEN_QUERY_LIMIT */
} CenObjectPage;

/**
 * cen_query_objects: CenObjectRow of @kind in order of (lamport, id), oldest first whatever the
 * direction. @page: NULL for all that are live.
 */
GPtrArray *cen_query_objects (CenStore *store, const CenId *circle, guint kind,
                              const CenObjectPage *page, GError **error);
/* One object of any kind, in whatever state. Errors: CEN_ERROR_NOT_FOUND. */
CenObjectRow *
cen_query_object (CenStore *store, const CenId *circle, const CenId *object, GError **error);

/* When something about @object last reached this replica, which differs between replicas. Errors:
 * CEN_ERROR_NOT_FOUND. */
gboolean cen_query_touched (CenStore *store, const CenId *circle, const CenId *object,
                            gint64 *ret_seen_ms, GError **error);

G_END_DECLS
