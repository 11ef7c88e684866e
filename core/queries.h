/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenQueries: what the window and the command line read from a replica. Every function works on a
 * read-only store, touches no more rows than it returns (counts excepted, which use an index), and
 * fails with CEN_ERROR_STORAGE when the database does, CEN_ERROR_NOT_FOUND for an unknown circle or
 * anchor. Arrays own their rows; rows own their strings, which are never NULL unless said. */

#pragma once

#include "roles.h"
#include "store.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_QUERY_LIMIT 50 /* rows when the caller has no wish */

typedef struct {
  CenId id;
  char *name;
  char *intention;
  char *charter;   /* the version in force */
  char *colour;    /* "#rrggbb" or "" */
  char *continues; /* id of the circle that this one goes on from, or "" */
  CenId object;    /* the circle object, for Set; zero before it arrived */
  CenId self_member;
  CenId self_device;
  gint64 renewed_ms; /* when a copied or restored home got this device; 0: it never was */
  CenRole self_role;
  CenMemberState self_state;
  guint n_members;        /* active ones */
  guint n_unread;         /* messages in channels, but for those of people whom one ignores */
  guint n_unread_letters; /* sealed ones, in conversations */
} CenCircleRow;

typedef struct {
  CenId id;
  char *name;
  char *about;
  char *languages;
  CenId profile; /* the profile object; zero when none */
  CenRole role;
  CenMemberState state;
  guint n_devices;  /* active ones */
  CenId invited_by; /* the member who admitted; zero for the founder */
  gint64 joined_ms;
  gint64 last_seen_ms; /* when a device of theirs last spoke with us; 0 never */
  gboolean is_self;
  CenId formerly;      /* the member they were before, as vouched for; zero: nobody */
  CenId invite;        /* the INVITE op they came by; zero for the founder */
  gboolean needs_look; /* came by more uses than the invite had, or is to be confirmed */
} CenMemberRow;

typedef struct {
  CenId id;
  char *name;
  char *topic;
  guint n_messages;
  guint n_unread;
  CenId first_unread; /* zero when all is read */
  char *draft;        /* "" when none */
  gboolean is_redacted;
} CenChannelRow;

typedef struct {
  char *emoji;
  guint n_members;
  gboolean is_mine;
  char *names; /* of who reacted, joined by ", "; at most 20 */
} CenReactionRow;

typedef struct {
  CenId id;
  CenId channel;
  CenId author; /* member */
  char *author_name;
  char *text;     /* "" when redacted */
  gint64 time_ms; /* the author's wall clock: a label, never an order */
  gint64 seen_ms; /* when this replica first had it */
  gboolean is_own;
  gboolean is_edited;
  gboolean is_redacted;
  gboolean is_pinned;
  gboolean is_unread;
  CenId reply_to;          /* zero when it answers nothing */
  char *reply_author_name; /* "" when unknown */
  char *reply_snippet;     /* first 120 characters of what it answers */
  CenId thread;            /* the root of its thread; zero when it starts none */
  guint n_replies;         /* messages whose thread is this one */
  GPtrArray *reactions;    /* CenReactionRow, most given first, then by emoji */
  char *hide_reason;       /* why a facilitator hid it; NULL when nobody did */
  GArray *to;              /* CenId: the members whom a letter names; NULL for a message */
  guint n_copies;          /* other devices in the circle that are known to have it */
  gboolean is_at_relay;    /* of own ones that nobody has: it lies closed at a relay */
  char *copy_names;        /* of own ones: whose devices these are, joined by ", "; else "" */
  GArray *attachments;     /* CenId: resources that come with it; empty for a letter */
  GPtrArray *files;        /* what is here of them, once cen_held_file_fill() was asked; or NULL */
} CenMessageRow;

typedef struct {
  CenId id;
  CenId author;
  char *author_name; /* who made it */
  CenRole role;
  guint n_uses;
  guint n_uses_max;
  gint64 created_ms;
  gint64 expires_ms; /* 0: never */
  gboolean is_revoked;
  GPtrArray *joined; /* char *: names of those who came by it */
} CenInviteRow;

typedef struct {
  CenId id;
  CenId circle;
  char *kind;    /* "message", "channel", "profile", …; "file": in the words of one */
  char *title;   /* of a file: its name; "" otherwise */
  CenId channel; /* of a message; zero otherwise */
  char *channel_name;
  CenId peer; /* of a letter: the member at the other end; zero otherwise */
  char *peer_name;
  char *circle_name;
  CenId author;
  char *author_name;
  gint64 time_ms;
  char *snippet; /* matches stand between \x02 and \x03 */
  double score;  /* higher is better */
} CenSearchRow;

void cen_circle_row_free (CenCircleRow *self);
void cen_message_row_free (CenMessageRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenCircleRow, cen_circle_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenMessageRow, cen_message_row_free)

/* CenCircleRow, oldest first. */
GPtrArray *cen_query_circles (CenStore *store, GError **error);
/* What is unread is not counted, which takes longer the more there is: asked for often. */
CenCircleRow *cen_query_circle (CenStore *store, const CenId *circle, GError **error);
CenCircleRow *cen_query_circle_counted (CenStore *store, const CenId *circle, GError **error);
/* CenMemberRow, active ones by name, then the others. */
GPtrArray *cen_query_members (CenStore *store, const CenId *circle, GError **error);
/* CenChannelRow, in order of creation. */
GPtrArray *cen_query_channels (CenStore *store, const CenId *circle, GError **error);
/* CenInviteRow, newest first. */
GPtrArray *cen_query_invites (CenStore *store, const CenId *circle, GError **error);

typedef enum {
  CEN_PAGE_NEWEST, /* the last @limit */
  CEN_PAGE_BEFORE, /* the @limit just before @anchor, which is left out */
  CEN_PAGE_AFTER,  /* the @limit just after @anchor, which is left out */
  CEN_PAGE_AROUND, /* half before, @anchor itself, half after */
  CEN_PAGE_OLDEST, /* the first @limit */
} CenPageDirection;

typedef enum {
  CEN_PAGE_IN_SIGHT, /* without what is put away (retention.h) */
  CEN_PAGE_ALL,
} CenPageScope;

typedef struct {
  const CenId *channel; /* NULL: every channel */
  const CenId *thread;  /* NULL: no thread in particular; else its root and its replies */
  const CenId *peer;    /* NULL: messages; else the letters between this member and oneself */
  const CenId *anchor;  /* a message, for BEFORE, AFTER and AROUND */
  CenPageDirection direction;
  gboolean only_pinned;
  CenPageScope scope;
  guint limit; /* 0: CEN_QUERY_LIMIT */
} CenPage;

/* CenMessageRow in order of (lamport, id), oldest first whatever the direction. Redacted and hidden
 * ones are among them. Around an anchor that is put away there is nothing: CEN_ERROR_NOT_FOUND. */
GPtrArray *
cen_query_messages (CenStore *store, const CenId *circle, const CenPage *page, GError **error);
/* A message or a letter. */
CenMessageRow *
cen_query_message (CenStore *store, const CenId *circle, const CenId *message, GError **error);

typedef enum {
  CEN_SEARCH_BEST, /* what fits best, of the newest 1,000 that fit */
  CEN_SEARCH_NEWEST,
} CenSearchOrder;

typedef struct {
  const char *text;         /* words; the last one also as a prefix; quotes for phrases */
  const CenId *circle;      /* NULL: all */
  const CenId *author;      /* NULL: anybody */
  const CenId *channel;     /* NULL: anywhere */
  const char *const *kinds; /* names, NULL-terminated; NULL: any */
  gint64 since_ms;          /* 0: ever */
  CenSearchOrder order;
  guint limit; /* 0: CEN_QUERY_LIMIT */
} CenSearch;

/* Objects whose words are not in the full-text index yet, of which the newest are searched too. */
#define CEN_SEARCH_WAITING_MAX 1024

/* CenSearchRow, best or newest first; without what is hidden or put away. */
GPtrArray *cen_query_search (CenStore *store, const CenSearch *search, GError **error);

/**
 * cen_query_resolve: the whole id of what @prefix (CEN_ID_PREFIX_MIN characters or more) names in
 * @circle: an object, member, device, op or invite; a circle when @circle is NULL.
 * Errors: CEN_ERROR_NOT_FOUND, CEN_ERROR_INVALID when it is ambiguous or no id.
 */
gboolean cen_query_resolve (CenStore *store, const CenId *circle, const char *prefix, CenId *ret_id,
                            GError **error);

/* Ops in the log of @circle. */
gboolean cen_query_n_ops (CenStore *store, const CenId *circle, guint64 *ret_n, GError **error);

G_END_DECLS
