/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a NetRelaySession is made of, for the files that share it: relay-session.c (beginning, what
 * to do next, frames, time), relay-session-look.c (drawers), -take.c (envelopes that come), -give.c
 * (that go), -compare.c, -marks.c, -trays.c (newcomers, further devices), -files.c. */

#pragma once

#include "reconcile.h"
#include "relay-session.h"
#include "relay-tags.h"
#include "relay-word.h"

G_BEGIN_DECLS

/* The part of a place that is a tray. */
typedef struct {
  guint8 discovery[CEN_KEY_LEN]; /* K_inv, or K_dev */
  gboolean is_of_device;         /* of a device link that was made here */
  guint number;                  /* of the INVITE's frame op */
  guint8 curve[CEN_KEY_LEN];     /* C of the device link */
  gint64 expires_ms;
  gboolean has_preview; /* it was left there in this session, or there is none */
  GHashTable *answered; /* CenId of JOINs, or D of devices, of which there is an answer */
  GQueue due;           /* NetRelayWord * to be left there, owned */
} RelayTray;

typedef struct {
  RelayTray *tray;    /* NULL: the drawer of an epoch */
  CenCarriedKey *key; /* lent by the carried; NULL for a tray */
  guint8 seed[CEN_KEY_LEN];
  CenId id;
  NetRelayState state;
  gboolean has_state;
  gboolean was_made;   /* asked for, whatever came of it */
  guint64 cursor;      /* what lies there is taken in up to this one */
  guint64 saved;       /* the cursor as it is on disk */
  guint64 news_at;     /* what joined the key's ids since is to be brought */
  guint64 confirmed_n; /* how many there were when both were equal last */
  guint n_compares;    /* in a row, without both having become equal */
  gint64 again_ms;     /* left alone until then; 0: not */
  CenHeld junk;        /* what lies there and is no envelope of ours */
  guint64 marks_after; /* number of the mark that was read last */
  gboolean has_marks;  /* there may be others */
  GHashTable *met;     /* CenId of envelopes that came from there since both were equal */
} RelayDrawer;

/* An envelope whose op was not accepted yet. */
typedef struct {
  guint drawer;
  CenId id;
  CenId op;
} Unsettled;

typedef enum {
  ASKED_NOTHING,
  ASKED_HELLO,
  ASKED_LOOK,
  ASKED_MAKE,
  ASKED_AFTER,
  ASKED_COMPARE,
  ASKED_PUT,
  ASKED_GET,
  ASKED_MARKS,
  ASKED_FILES,
} Asked;

typedef struct _NetRelayFiles NetRelayFiles;

struct _NetRelaySession {
  CenCircle *circle;
  CenCarried *carried;
  guint8 relay[CEN_KEY_LEN];
  guint64 source;
  NetRelaySessionEvents events;
  gpointer user_data;
  guint8 nonce[NET_NONCE_LEN];
  NetRelayHello terms;
  GPtrArray *drawers; /* RelayDrawer, in the order in which they were shown */
  guint n_looked;
  guint n_frames; /* looked through for invites */
  GQueue queue;   /* GBytes */
  Asked asked;
  guint at; /* drawer that the question is about */
  gint64 asked_ms;
  gint64 spoken_ms;
  gint64 wait_ms;            /* nothing is asked before */
  gint64 mark_ms;            /* no mark is left before */
  gint64 marks_ms;           /* none are looked at before */
  guint8 marked[CEN_ID_LEN]; /* digest of the clock in the mark that was left last */
  gboolean is_prepared;
  gboolean is_settled;
  guint problems;
  guint n_lies;
  guint64 n_given;
  guint64 n_taken;
  GArray *unsettled;    /* Unsettled */
  NetRelayFiles *files; /* NULL: none are exchanged */

  /* The comparison that is open, and what it showed. */
  NetRelayTags tags;
  NetReconcile *reconcile;
  GArray *entries; /* CenCarriedEntry, by ref − 1 */
  guint round;
  GArray *have;  /* CenId tags the relay lacks */
  GArray *need;  /* CenId tags we lack and that have not come */
  GArray *gifts; /* CenCarriedEntry to be brought; from @gifts_at on not sent */
  guint gifts_at;
  guint gifts_before; /* where the PUT that is open begins */
  guint n_sent;       /* in it */
  gsize sent_len;     /* bytes of these */
};

/* relay-session.c */
gboolean net_relay_session_set_broken (GError **error, const char *what);
void net_relay_session_note_problem (NetRelaySession *self, NetRelayProblem problem);
gboolean net_relay_session_note_lie (NetRelaySession *self, NetRelayProblem problem, guint n,
                                     GError **error);
void
net_relay_session_ask (NetRelaySession *self, Asked what, guint at, GBytes *frame, gint64 now_ms);
guint64 net_relay_drawer_get_news_end (const RelayDrawer *drawer);
gboolean net_relay_drawer_is_equal (const RelayDrawer *drawer);

/* relay-session-look.c */
void net_relay_drawer_add_junk_cb (const CenId *id, gint64 op G_GNUC_UNUSED, gpointer user_data);
gboolean net_relay_session_look (NetRelaySession *self, gint64 now_ms);
void net_relay_drawer_take_state (RelayDrawer *drawer, const NetRelayState *state);
gboolean net_relay_session_receive_states (NetRelaySession *self, const guint8 *frame, gsize len,
                                           GError **error);
gboolean net_relay_session_save_cursor (NetRelaySession *self, RelayDrawer *drawer, GError **error);
gboolean net_relay_session_receive_made (NetRelaySession *self, const guint8 *frame, gsize len,
                                         GError **error);

/* relay-session-take.c */
gboolean net_relay_session_settle (NetRelaySession *self, GError **error);
void net_relay_session_drop_needed (NetRelaySession *self, GHashTable *tags);
GHashTable *net_relay_session_tags_new (void);
void net_relay_session_add_tag (NetRelaySession *self, GHashTable *tags, const CenId *id);
gboolean net_relay_session_receive_envelopes (NetRelaySession *self, const guint8 *frame, gsize len,
                                              GError **error);

/* relay-session-give.c */
gboolean net_relay_session_give (NetRelaySession *self, guint at, gint64 now_ms, GError **error);
void net_relay_session_drop_gifts (NetRelaySession *self);
void net_relay_session_list_news (NetRelaySession *self, RelayDrawer *drawer);
gboolean net_relay_session_receive_kept (NetRelaySession *self, const guint8 *frame, gsize len,
                                         gint64 now_ms, GError **error);

/* relay-session-compare.c */
void net_relay_session_end_compare (NetRelaySession *self);
gboolean
net_relay_session_begin_compare (NetRelaySession *self, guint at, gint64 now_ms, GError **error);
gboolean net_relay_session_receive_compare (NetRelaySession *self, const guint8 *frame, gsize len,
                                            gint64 now_ms, GError **error);
gboolean net_relay_session_get (NetRelaySession *self, guint at, gint64 now_ms);

/* relay-session-marks.c */
gboolean net_relay_session_mark (NetRelaySession *self, gint64 now_ms);
gboolean net_relay_session_receive_marks (NetRelaySession *self, const guint8 *frame, gsize len,
                                          GError **error);

/* relay-session-trays.c */
void net_relay_session_add_trays (NetRelaySession *self);
void net_relay_tray_free (RelayTray *tray);
/* Asks the next thing about newcomers. FALSE when there is none. */
gboolean net_relay_session_tend (NetRelaySession *self, gint64 now_ms);
/* Marks of a tray came. */
void net_relay_session_take_words (NetRelaySession *self, RelayDrawer *drawer, GPtrArray *marks);

/* relay-session-files.c */
void net_relay_files_free (NetRelayFiles *self);
/* Asks the next thing about files. FALSE when there is none. */
gboolean net_relay_session_tend_files (NetRelaySession *self, gint64 now_ms);
gint64 net_relay_session_get_files_deadline (const NetRelaySession *self);
/* HAVING, STORED, PARCEL and DROPPED. */
gboolean net_relay_session_receive_files (NetRelaySession *self, const guint8 *frame, gsize len,
                                          gint64 now_ms, GError **error);
/* Something came there by others. */
void net_relay_session_hear_of_files (NetRelaySession *self);

G_END_DECLS
