/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenCircle: one circle of a replica, as its single writer holds it: the log's shape in memory
 * (pasts, frame ops, devices, heads) beside the rows in the store. All calls are from the thread
 * that owns the store. The files that work on it: circle.c loads and looks up, fold.c makes
 * objects, views.c makes members and invites, dag.c accepts ops of others, author.c writes own. */

#pragma once

#include "authority.h"
#include "held.h"
#include "op.h"
#include "secrets.h"
#include "store.h"

#include <glib.h>

G_BEGIN_DECLS

/* One chain of ops, from its first op on. Two chains may carry the same key (a hostile device
 * starting over); each has its own row. */
typedef struct {
  gint64 no;
  gint64 root; /* op row of its first op */
  CenId key;
  gint64 member_no; /* 0 when its certificate is void */
  CenId member;
  guint8 box[CEN_KEY_LEN];
  guint8 curve[CEN_KEY_LEN];
  guint root_number; /* frame number of its first op */
  gboolean has_tip;
  guint64 tip_seq; /* of the longest branch; of equals the smallest id */
  CenId tip_id;
} CenDevice;

/* Objects are looked for by id again and again: a channel by each message in it. */
#define CEN_CIRCLE_N_FOUND 256

typedef struct {
  CenId id;
  gint64 no; /* of a CREATE; 0 for an empty place */
} CenFound;

/* What acceptance needs to know of an op that is in the log. */
typedef struct {
  gint64 no; /* 0: not in the log */
  gint64 device;
  guint64 seq;
  guint64 lamport;
  gint64 past;
  guint kind;
} CenLogRow;

/* Ops that were looked up or accepted lately: what comes next has them as parents. */
typedef struct {
  CenId id;
  CenLogRow row;
} CenRecentOp;

/* What a change touched, to tell the reader. */
typedef enum {
  CEN_CHANGED_FRAME = 1 << 0,
  CEN_CHANGED_MEMBERS = 1 << 1,
  CEN_CHANGED_CHANNELS = 1 << 2,
  CEN_CHANGED_MESSAGES = 1 << 3,
  CEN_CHANGED_LOCAL = 1 << 4,
  CEN_CHANGED_LETTERS = 1 << 5,
  CEN_CHANGED_COPIES = 1 << 6,  /* who has what, as far as is known here */
  CEN_CHANGED_OBJECTS = 1 << 7, /* of any kind that has no word of its own above */
  CEN_CHANGED_FILES = 1 << 8,   /* of the library, on this disk or on their way */
} CenChanges;

typedef struct {
  guint64 lamport;
  CenId id;
  gint64 no;
} CenItem;

typedef struct {
  CenStore *store;       /* borrowed */
  const CenWorld *world; /* borrowed */
  gint64 no;
  CenId id;
  CenId self_member;
  CenId self_device;
  CenCircleKeys *keys; /* borrowed; NULL when this home only looks */

  GHashTable *pasts;         /* gint64 * row → CenBitset * */
  GHashTable *past_numbers;  /* CenBitset * → gint64 * row */
  GPtrArray *frames;         /* CenFrameOp, by number */
  GHashTable *frame_numbers; /* CenId → number + 1 */
  CenAuthority *authority;
  guint authority_no;          /* counts the evaluations */
  struct _CenKeyring *keyring; /* NULL until asked for */
  void (*keyring_free) (struct _CenKeyring *keyring);
  GHashTable *notes;         /* gint64 row → CenNoteText (note-fold.h); NULL until asked for */
  GPtrArray *devices;        /* CenDevice */
  GHashTable *devices_by_no; /* gint64 * → CenDevice */
  GHashTable *lengths;       /* CenId of a key → guint64 *, past the greatest seq of its ops */
  GHashTable *heads;         /* CenId → gint64 * row */
  guint64 lamport_max;
  guint64 n_ops;
  guint n_dangling;
  gboolean indexes_later;    /* while all is folded: its words enter the index at the end */
  gboolean has_erased_words; /* a redaction was carried out whose words are still in the index */
  CenHeld held;
  GArray *items;      /* CenItem of the held ops from @items_from on, in order of acceptance */
  guint64 items_from; /* 0 once the whole list was asked for */
  gint64 last_before; /* row of the last op before @items_from; 0: none */
  CenFound found[CEN_CIRCLE_N_FOUND];     /* by the first bytes of the id */
  CenRecentOp recent[CEN_CIRCLE_N_FOUND]; /* the same */
  struct _CenOrphans *orphans;
  CenId just_signed;      /* the op this device signed last, whose signature needs no check */
  gboolean is_elsewhere;  /* an op came that this device signed and this replica did not write */
  gboolean was_renewed;   /* this home became a new device here since it was opened */
  CenChanges changes;     /* gathered until the caller takes them */
  gboolean has_new_files; /* objects name others than before; until who fetches them looks */
} CenCircle;

/**
 * cen_circle_load: reads circle row @no. Cost: proportional to frame ops and devices, not history.
 * @keys may be NULL (a replica that is only looked at). Errors: CEN_ERROR_STORAGE.
 */
CenCircle *cen_circle_load (CenStore *store, const CenWorld *world, gint64 no, CenCircleKeys *keys,
                            GError **error);
void cen_circle_free (CenCircle *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenCircle, cen_circle_free)
/* Forgets what is in memory and reads it again, after a transaction was rolled back. */
gboolean cen_circle_reload (CenCircle *self, GError **error);

/* The keys that this home can open are looked for anew: it writes with others from now on. */
void cen_circle_forget_keyring (CenCircle *self);

/* Inserts the row of a circle this home belongs to. */
gint64 cen_circle_insert (CenStore *store, const CenId *id, const CenId *self_member,
                          const CenId *self_device, GError **error);

/* Row of an op of this circle; 0 when it is not here. */
gboolean cen_circle_find_op (CenCircle *self, const CenId *id, gint64 *ret_no, GError **error);
/* The same for a CREATE. What names an op of another kind names no object, whichever came first. */
gboolean cen_circle_find_object (CenCircle *self, const CenId *id, gint64 *ret_no, GError **error);
/* The same for a CREATE or a SEALED, what an op may be about. */
gboolean cen_circle_find_subject (CenCircle *self, const CenId *id, gint64 *ret_no, GError **error);
/* A CREATE entered the log. */
void cen_circle_note_object (CenCircle *self, const CenId *id, gint64 no);

/* The device @key signed op @seq, which entered the log. */
void cen_circle_note_seq (CenCircle *self, const CenId *key, guint64 seq);
/* FALSE when no op of @key with @seq can be here; costs no query. */
gboolean cen_circle_may_hold (CenCircle *self, const CenId *key, guint64 seq);
/* The name given on joining, which stands until a profile does; "" for the founder. Lent. */
const char *cen_circle_get_join_name (CenCircle *self, const CenId *member);
CenDevice *cen_circle_get_device (CenCircle *self, gint64 no);
/* The first chain whose key is @key; NULL. */
CenDevice *cen_circle_find_device (CenCircle *self, const CenId *key);
const CenBitset *cen_circle_get_past (CenCircle *self, gint64 no);
/* Row of @past, inserted when it is new. */
gboolean
cen_circle_intern_past (CenCircle *self, const CenBitset *past, gint64 *ret_no, GError **error);

/* Sets cut_past of a REVOKE or DEVICE_REMOVE with a cut; nothing for any other. */
gboolean cen_circle_fill_cut_past (CenCircle *self, CenFrameOp *frame, GError **error);

/* By key, for sorting a GPtrArray of CenDevice. */
int cen_device_compare (gconstpointer a, gconstpointer b);

/* Whether this home's member left the circle or was removed. */
gboolean cen_circle_is_left (const CenCircle *self);

/* Devices whose member is active and whose JOIN took effect. CenDevice, borrowed, by key. */
GPtrArray *cen_circle_list_effective_devices (CenCircle *self);
gboolean cen_circle_device_is_effective (CenCircle *self, const CenDevice *device);

/* Whether content by @device with @past may have an effect, and with which role. */
gboolean cen_circle_judge (CenCircle *self, const CenDevice *device, const CenBitset *past,
                           gint64 op_no, gboolean *ret_is_effective, CenRole *ret_role,
                           GError **error);

CenChanges cen_circle_take_changes (CenCircle *self);

/* All held ops in order of acceptance; kept up to date from then on. Reads the whole list when it
 * is asked for first: who only goes on from where they are uses cen_circle_get_item. */
GArray *cen_circle_get_items (CenCircle *self, GError **error);
/* The held op at @position, below held.n; lent until the next change. */
const CenItem *cen_circle_get_item (CenCircle *self, guint64 position, GError **error);
/* Row of the last of the held ops before @position, which is at most held.n; 0 when there is none,
 * or it came before this replica was opened. Costs no query. */
gint64 cen_circle_get_no_before (const CenCircle *self, guint64 position);
/* From now on the op counts as held. */
void cen_circle_add_held (CenCircle *self, const CenItem *item);
/* Writes counts and heads to the store; at the end of each transaction that changed any. */
gboolean cen_circle_save (CenCircle *self, GError **error);

typedef enum {
  CEN_WANTED_OP,     /* its content came */
  CEN_WANTED_OBJECT, /* a REDACT explains it and all that is about it */
} CenWantedScope;

/* What was accepted without its content, in op row @no or about the object there, is explained now:
 * from here on it counts as held. */
gboolean
cen_circle_settle_wanted (CenCircle *self, gint64 no, CenWantedScope scope, GError **error);

G_END_DECLS
