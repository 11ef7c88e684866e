/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenMailboxes: what a relay keeps for circles of which it knows nothing (PROTOCOL.md, Relays). A
 * mailbox belongs to one circle and has a drawer for each of its epochs; in a drawer lie envelopes
 * in the order in which they came. For newcomers there are trays, a kind of drawer that holds marks
 * alone. Every change is on disk before it is confirmed. */

#pragma once

#include "held.h"
#include "store.h"
#include "world.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_MAILBOX_QUOTA        (G_GINT64_CONSTANT (512) << 20) /* bytes, unless it is chosen */
#define CEN_RELAY_QUOTA          (G_GINT64_CONSTANT (8) << 30)   /* of all mailboxes together */
#define CEN_RELAY_KEEP_DAYS      30
#define CEN_DRAWERS_MAX          256       /* of a mailbox */
#define CEN_DRAWER_FOLLOWERS_MAX 8         /* drawers that may be made with the key of one */
#define CEN_DRAWER_LATE_MAX      (4 << 20) /* bytes that still enter one that is followed */
#define CEN_MAILBOX_ROOM_MS      (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)
#define CEN_DRAWER_MARKS_MAX     512 /* of a drawer */
#define CEN_MAIL_MARK_MAX        32768
#define CEN_MAIL_SLOT_LEN        16
#define CEN_GRANTS_MAX           1024 /* links that were not used yet */
#define CEN_TRAYS_MAX            64   /* of a mailbox */
#define CEN_TRAY_MARKS_MAX       64   /* of a tray */

typedef enum {
  CEN_VISITOR_NONE,
  CEN_VISITOR_GRANT,  /* the holder of the relay's link */
  CEN_VISITOR_DRAWER, /* a member, by the key of an epoch */
  CEN_VISITOR_TRAY,   /* a newcomer, by the key of a tray, and no more is theirs */
} CenVisitorKind;

/* Who comes with some CURVE key. */
typedef struct {
  CenVisitorKind kind;
  guint8 key[CEN_KEY_LEN];
  gint64 mailbox; /* 0: a grant that has none yet */
  gint64 drawer;  /* DRAWER and TRAY */
} CenVisitor;

typedef struct {
  gint64 no;
  gint64 mailbox;
  CenHeld held; /* ids of its envelopes */
  gint64 last;  /* number of the one that came last */
  gboolean is_followed;
  gboolean is_tray;
} CenDrawer;

/* A drawer to be made. */
typedef struct {
  CenId id;
  gboolean is_tray;
  gint64 expires_ms; /* of a tray; 0: never */
} CenDrawerWish;

/* What came of a wish. Refusals are answers, no errors. */
typedef enum {
  CEN_MAIL_DONE,
  CEN_MAIL_FULL,   /* there is no room */
  CEN_MAIL_LATE,   /* the drawer is followed by another and takes no more */
  CEN_MAIL_DENIED, /* not with this key */
  CEN_MAIL_BROKEN, /* no envelope */
  CEN_MAIL_SLOW,   /* too much at once: again in a while */
  CEN_MAIL_LAST = CEN_MAIL_SLOW,
} CenMailAnswer;

/* A row of the operator's list. */
typedef struct {
  gint64 no;
  gint64 made_ms;
  gint64 visited_ms;
  gint64 oldest_ms; /* when the oldest envelope that is here came; 0: none is */
  gint64 quota;
  gint64 bytes;
  guint64 n_envelopes; /* whose bytes are here */
  guint64 n_parcels;   /* the same */
  gint64 parcel_bytes; /* of @bytes */
  guint n_drawers;
} CenMailboxRow;

/* Errors of all: CEN_ERROR_STORAGE. */

/* A link was made whose key is @key; it opens one mailbox. Errors: CEN_ERROR_REFUSED for too many.
 */
gboolean cen_mailboxes_add_grant (CenStore *store, const guint8 key[static CEN_KEY_LEN],
                                  gint64 now_ms, gint64 expires_ms, GError **error);
gboolean cen_mailboxes_recognise (CenStore *store, const guint8 key[static CEN_KEY_LEN],
                                  gint64 now_ms, CenVisitor *ret_visitor, GError **error);
/**
 * cen_mailboxes_make: gives the visitor's mailbox, which a grant without one gets now, the drawer
 * @wish. DONE also when it is there already.
 */
gboolean cen_mailboxes_make (CenStore *store, CenVisitor *visitor, const CenDrawerWish *wish,
                             gint64 now_ms, CenMailAnswer *ret_answer, GError **error);
/* The drawer called @id; its no is 0 when there is none. */
gboolean
cen_mailboxes_find (CenStore *store, const CenId *id, CenDrawer *ret_drawer, GError **error);
/* The drawer in row @no as it is now. */
gboolean cen_mailboxes_get (CenStore *store, gint64 no, CenDrawer *ret_drawer, GError **error);
/* Somebody looked into @drawer. */
gboolean
cen_mailboxes_visit (CenStore *store, const CenDrawer *drawer, gint64 now_ms, GError **error);

/**
 * cen_mailboxes_put: lays @envelopes (GBytes) into @drawer in their order, all or none; one that is
 * there is passed over, one that was let go comes back. Where there is no room, what has been here
 * longest is let go for it: parcels, then envelopes older than CEN_MAILBOX_ROOM_MS.
 * @drawer: brought up to date
 */
gboolean cen_mailboxes_put (CenStore *store, CenDrawer *drawer, GPtrArray *envelopes, gint64 now_ms,
                            guint *ret_n_new, CenMailAnswer *ret_answer, GError **error);

/* One that lies in a drawer. */
typedef struct {
  gint64 no;
  GBytes *bytes;
} CenMail;

/* Envelopes of @drawer whose number is greater than @after, in order: CenMail that owns its bytes,
 * as many as have @size_max bytes together, but at least one. */
GArray *cen_mailboxes_list_after (CenStore *store, gint64 drawer, gint64 after, gsize size_max,
                                  GError **error);
/* The envelope in row @no; NULL when it was let go, or with an error. */
GBytes *cen_mailboxes_read (CenStore *store, gint64 drawer, gint64 no, GError **error);
/* Calls @func for each envelope of @drawer, let go or not. */
typedef void (*CenMailFunc) (const CenId *id, gint64 no, gpointer user_data);
gboolean cen_mailboxes_foreach (CenStore *store, gint64 drawer, CenMailFunc func,
                                gpointer user_data, GError **error);

/* Keeps @mark (at most CEN_MAIL_MARK_MAX bytes) in the place of what was in @slot, where @visitor
 * is no newcomer; nothing when there are too many. */
gboolean cen_mailboxes_mark (CenStore *store, const CenVisitor *visitor, const CenDrawer *drawer,
                             const guint8 slot[static CEN_MAIL_SLOT_LEN], GBytes *mark,
                             GError **error);
/* Marks of @drawer with a number greater than @after, in order: CenMail, as many as have @size_max
 * bytes together, but at least one. */
GArray *cen_mailboxes_list_marks (CenStore *store, gint64 drawer, gint64 after, gsize size_max,
                                  GError **error);

/* What a mailbox knows of a parcel (parcel.h). */
typedef enum {
  CEN_PARCEL_UNKNOWN,
  CEN_PARCEL_HERE,
  CEN_PARCEL_LET_GO,
  CEN_PARCEL_LAST = CEN_PARCEL_LET_GO,
} CenParcelState;

gboolean cen_mailboxes_look_for (CenStore *store, gint64 mailbox, const CenId *name,
                                 CenParcelState *ret_state, GError **error);
/**
 * cen_mailboxes_store: keeps @parcel under @name; DONE also when something is there by that name.
 * Where there is no room, the parcels that have been there longest are let go for it.
 * @drawer: on whose behalf: one that nothing follows
 */
gboolean cen_mailboxes_store (CenStore *store, const CenDrawer *drawer, const CenId *name,
                              GBytes *parcel, gint64 now_ms, CenMailAnswer *ret_answer,
                              GError **error);
/* Bytes that @mailbox uses. */
gboolean
cen_mailboxes_measure (CenStore *store, gint64 mailbox, guint64 *ret_bytes, GError **error);
/* NULL when it is not there, or with an error. */
GBytes *cen_mailboxes_fetch (CenStore *store, gint64 mailbox, const CenId *name, GError **error);
/**
 * cen_mailboxes_drop: what members erased goes: of the envelopes @ids in @drawer what they carry,
 * or, when it is NULL, the parcels @ids.
 * @by: on whose behalf: one that nothing follows
 */
gboolean cen_mailboxes_drop (CenStore *store, const CenDrawer *by, const CenDrawer *drawer,
                             const CenId *ids, guint n_ids, CenMailAnswer *ret_answer,
                             GError **error);

/* Lets go what is older than @keep_ms, and forgets drawers and mailboxes nobody looked into for
 * three times as long, and links that expired. */
gboolean cen_mailboxes_expire (CenStore *store, gint64 now_ms, gint64 keep_ms, GError **error);

GPtrArray *cen_mailboxes_list (CenStore *store, GError **error); /* CenMailboxRow, g_free */
/* How much one may hold; 0: what holds for all. Errors: CEN_ERROR_NOT_FOUND. */
gboolean cen_mailboxes_set_quota (CenStore *store, gint64 mailbox, gint64 quota, GError **error);
/* Everything in it is gone. Errors: CEN_ERROR_NOT_FOUND. */
gboolean cen_mailboxes_remove (CenStore *store, gint64 mailbox, GError **error);

G_END_DECLS
