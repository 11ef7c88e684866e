/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The other authors join by an invite like anybody; their keys live only as long as the call. To
 * write as one of them, the circle's own keys are lent theirs for the moment, and its clock is put
 * back to when it was written. */

#include "load.h"

#include "load-private.h"

#include "core/store-sql.h"

#define POSTS_PER_TRANSACTION 1000
#define DAY_MS                (G_GINT64_CONSTANT (24) * 3600 * 1000)
#define FIRST_DAYS            50 /* so long ago the circle began to fill */
#define POSTS_DAYS            30 /* over so many days messages were written */
#define NEWCOMER_DAYS         2
#define QUIET_DAYS            40
#define NEWCOMER_FROM         5 /* authors */
#define LIFE_AUTHORS_MIN      3
#define NAMED_EACH            40 /* messages */

static const char *const first_names[] = {
  "Ana",   "Bo",   "Cléo", "Dara",  "Émile", "Fatou", "Goran", "Hana",  "Inès",
  "Jules", "Kim",  "Liv",  "Malik", "Nora",  "Oscar", "Priya", "Quynh", "Rosa",
  "Samir", "Tove", "Uma",  "Vasco", "Wanda", "Xiu",   "Yann",  "Zoé",
};

/* --- Whose, and when --- */

static gint64
now_cb (const CenWorld *world)
{
  const CenacleLoad *load = world->data;

  return load->real->now_ms (load->real) - load->ago_ms;
}

static gint64
monotonic_cb (const CenWorld *world)
{
  const CenacleLoad *load = world->data;

  return load->real->monotonic_ms (load->real);
}

static void
random_cb (const CenWorld *world, guint8 *buf, gsize len)
{
  const CenacleLoad *load = world->data;

  load->real->random (load->real, buf, len);
}

void
cenacle_load_write_as (CenacleLoad *load, guint author, double days)
{
  CenCircleKeys *keys = load->keys[author];

  load->ago_ms = (gint64) (MAX (days, 0) * (double) DAY_MS);
  if (load->circle->keys == keys)
    return;
  load->circle->keys = keys;
  load->circle->self_member = cenacle_load_get_member (load, author);
  cen_id_from_bytes (&load->circle->self_device, keys->device.public_key);
  cen_circle_forget_keyring (load->circle);
}

CenId
cenacle_load_get_member (const CenacleLoad *load, guint author)
{
  CenId id;

  cen_id_from_bytes (&id, load->keys[author]->member.public_key);
  return id;
}

static void
write_as_self (CenacleLoad *load)
{
  load->circle->keys = load->own;
  load->circle->self_member = load->own_member;
  load->circle->self_device = load->own_device;
  load->circle->world = load->real;
  cen_circle_forget_keyring (load->circle);
}

/* --- Members --- */

static gboolean
find_own_name (CenacleLoad *load, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (load->circle->store, &rows, error,
                      "SELECT name FROM member WHERE circle = ? AND id = ?", "iI", load->circle->no,
                      &load->own_member) ||
      (!cen_rows_next (&rows, error) && rows.has_failed))
    return FALSE;
  load->own_name = cen_rows_dup_text (&rows, 0);
  return TRUE;
}

static CenCircleKeys *
admit_author (CenacleLoad *load, const char *name, GError **error)
{
  CenInviteLink link = { .circle = load->circle->id };
  g_autoptr (CenCircleKeys) keys = NULL;
  g_autoptr (CenJoinRequest) request = NULL;
  CenId id;

  if (!cen_author_invite (load->circle, CEN_ROLE_MEMBER, 1, 0, link.seed, &id, error))
    return NULL;
  request = cen_join_request_new (&load->world, &link, name, NULL);
  if (!cen_author_admit (load->circle, request->op, request->payload, &id, error))
    return NULL;
  keys = g_steal_pointer (&request->keys);
  return g_steal_pointer (&keys);
}

static gboolean
find_channel (CenacleLoad *load, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (load->circle->store, &rows, error,
                      "SELECT o.id FROM object b JOIN op o ON o.no = b.no WHERE b.circle = ?"
                      " AND b.kind = 3 AND b.state = 0 ORDER BY b.lamport, b.tie LIMIT 1",
                      "i", load->circle->no))
    return FALSE;
  if (!cen_rows_next (&rows, error)) {
    if (!rows.has_failed)
      g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, "The circle has no channel.");
    return FALSE;
  }
  load->channel = cen_rows_get_id (&rows, 0);
  return TRUE;
}

/* --- Messages --- */

/* About 200 bytes: a few sentences, with a number at their end so that each post is its own; some
 * name the person. */
static char *
make_text (CenacleLoad *load, guint number)
{
  guint n_phrases = g_strv_length ((char **) load->words->phrases);
  GString *text = g_string_new (NULL);

  if (number % NAMED_EACH == NAMED_EACH - 1)
    g_string_append_printf (text, "@%s: ", load->own_name);
  for (guint i = 0; i < 3; i++) {
    gint32 at = g_rand_int_range (load->rand, 0, (gint32) n_phrases);

    g_string_append_printf (text, "%s ", load->words->phrases[at]);
  }
  g_string_append_printf (text, "(%u)", number + 1);
  return g_string_free (text, FALSE);
}

static gboolean
write_post (CenacleLoad *load, guint number, guint n_posts, GError **error)
{
  g_autofree char *text = make_text (load, number);
  CenValue values[] = {
    { .field = CEN_MESSAGE_CHANNEL, .type = CEN_FIELD_REF, .ref = load->channel },
    { .field = CEN_MESSAGE_TEXT, .type = CEN_FIELD_TEXT, .text = text },
  };
  guint author = (guint) g_rand_int_range (load->rand, 0, (gint32) load->n_writers);
  double days = POSTS_DAYS * (1 - (double) (number + 1) / n_posts);
  CenId id;

  if (number == 0 && load->n_writers < load->n_authors) {
    author = load->n_writers;
    days = QUIET_DAYS;
  }
  cenacle_load_write_as (load, author, days);
  return cen_author_create (load->circle, cen_kind_get (CEN_KIND_MESSAGE), values,
                            G_N_ELEMENTS (values), &id, error);
}

static gboolean
write_batch (CenacleLoad *load, guint from, guint n_posts, GError **error)
{
  guint to = MIN (from + POSTS_PER_TRANSACTION, n_posts);
  gboolean ok = cen_store_begin (load->circle->store, CEN_STORE_NORMAL, error);

  if (!ok)
    return FALSE;
  for (guint i = from; ok && i < to; i++)
    ok = write_post (load, i, n_posts, error);
  if (!ok)
    cen_store_rollback (load->circle->store);
  return ok && cen_store_commit (load->circle->store, error);
}

static gboolean
check (CenCircle *circle, guint n_posts, guint n_authors, GError **error)
{
  if (n_authors < 1 || n_authors > CENACLE_LOAD_AUTHORS_MAX || n_posts > CENACLE_LOAD_POSTS_MAX) {
    g_set_error (error, CEN_ERROR, CEN_ERROR_REFUSED,
                 "Ask for at most %d messages by 1 to %d members.", CENACLE_LOAD_POSTS_MAX,
                 CENACLE_LOAD_AUTHORS_MAX);
    return FALSE;
  }
  if (cen_authority_get_members (circle->authority)->len > 1) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                         "This circle has other members: make one for the trial.");
    return FALSE;
  }
  return TRUE;
}

static gboolean
write_life (CenacleLoad *load, GError **error)
{
  if (load->n_writers < LIFE_AUTHORS_MIN)
    return TRUE;
  if (!cen_store_begin (load->circle->store, CEN_STORE_NORMAL, error))
    return FALSE;
  if (cenacle_load_life (load, error) && cenacle_load_notes (load, error))
    return cen_store_commit (load->circle->store, error);
  cen_store_rollback (load->circle->store);
  return FALSE;
}

/* In a circle of some size the last came two days ago, and the one before has become quiet. */
static gboolean
admit_all (CenacleLoad *load, GError **error)
{
  load->n_writers = load->n_authors < NEWCOMER_FROM ? load->n_authors : load->n_authors - 2;
  for (guint i = 1; i < load->n_authors; i++) {
    g_autofree char *name =
        i < G_N_ELEMENTS (first_names)
            ? g_strdup (first_names[i])
            : g_strdup_printf ("%s %u", first_names[i % G_N_ELEMENTS (first_names)], i);

    load->ago_ms = (i <= load->n_writers ? FIRST_DAYS : NEWCOMER_DAYS) * DAY_MS;
    load->keys[i] = admit_author (load, name, error);
    if (load->keys[i] == NULL)
      return FALSE;
  }
  return TRUE;
}

static gboolean
fill (CenacleLoad *load, guint n_posts, GError **error)
{
  gboolean ok = admit_all (load, error);

  for (guint i = 0; ok && i < n_posts; i += POSTS_PER_TRANSACTION)
    ok = write_batch (load, i, n_posts, error);
  return ok && write_life (load, error);
}

gboolean
cenacle_load (CenCircle *circle, guint n_posts, guint n_authors, GError **error)
{
  g_autofree CenCircleKeys **keys = g_new0 (CenCircleKeys *, MAX (n_authors, 1));
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  CenacleLoad load = {
    .real = circle->world,
    .circle = circle,
    .keys = keys,
    .n_authors = n_authors,
    .own = circle->keys,
    .own_member = circle->self_member,
    .own_device = circle->self_device,
    .rand = rand,
    .words = cenacle_load_words_get (),
  };
  gboolean ok;

  if (!check (circle, n_posts, n_authors, error) || !find_channel (&load, error) ||
      !find_own_name (&load, error))
    return FALSE;
  keys[0] = circle->keys;
  load.world = (CenWorld){ now_cb, monotonic_cb, random_cb, &load };
  circle->world = &load.world;
  ok = fill (&load, n_posts, error);
  write_as_self (&load);
  g_free (load.own_name);
  for (guint i = 1; i < n_authors; i++)
    cen_circle_keys_free (keys[i]);
  if (!ok)
    cen_circle_reload (circle, NULL);
  return ok;
}
