/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The other authors join by an invite like anybody; their keys live only as long as the call. To
 * write as one of them, the circle's own keys are lent theirs for the moment. */

#include "load.h"

#include "core/store-sql.h"

#define POSTS_PER_TRANSACTION 1000

static const char *const first_names[] = {
  "Ana",   "Bo",   "Cléo", "Dara",  "Émile", "Fatou", "Goran", "Hana",  "Inès",
  "Jules", "Kim",  "Liv",  "Malik", "Nora",  "Oscar", "Priya", "Quynh", "Rosa",
  "Samir", "Tove", "Uma",  "Vasco", "Wanda", "Xiu",   "Yann",  "Zoé",
};

static const char *const phrases[] = {
  "How do you choose the substitution in the third exercise?",
  "I would integrate by parts first and look at what is left.",
  "Page 12 of the notes has a picture that helped me.",
  "Can somebody explain why the limit and the integral may change places here?",
  "Dominated convergence: find one function that stands above all of them.",
  "I tried, and I get the opposite sign; where is my mistake?",
  "You forgot the derivative of the inner function, I think.",
  "Shall we meet on Tuesday before the test and go through last year's?",
  "Yes, and I can present the part on series.",
  "The **second** proof is shorter, but the first one tells more.",
  "Here is a way to remember it: draw the graph, then the area.",
  "Merci, that was exactly what I was missing.",
  "There is a good exercise on this in the green book, number 4.7.",
  "Let us write the summary together, I will begin with the definitions.",
  "What does *uniformly* add there, compared with point by point?",
  "One rate for all points at once; the rate may not depend on where you are.",
};

typedef struct {
  CenCircle *circle;
  CenCircleKeys **keys; /* [0] is the home's own */
  guint n_authors;
  CenCircleKeys *own;
  CenId own_member;
  CenId own_device;
  CenId channel;
  GRand *rand;
} Load;

static void
write_as (Load *load, guint author)
{
  CenCircleKeys *keys = load->keys[author];

  load->circle->keys = keys;
  cen_id_from_bytes (&load->circle->self_member, keys->member.public_key);
  cen_id_from_bytes (&load->circle->self_device, keys->device.public_key);
  cen_circle_forget_keyring (load->circle);
}

static void
write_as_self (Load *load)
{
  load->circle->keys = load->own;
  load->circle->self_member = load->own_member;
  load->circle->self_device = load->own_device;
  cen_circle_forget_keyring (load->circle);
}

static CenCircleKeys *
admit_author (Load *load, CenReplica *replica, const char *name, GError **error)
{
  CenInviteLink link = { .circle = load->circle->id };
  g_autoptr (CenCircleKeys) keys = NULL;
  g_autoptr (CenJoinRequest) request = NULL;
  CenId id;

  if (!cen_author_invite (load->circle, CEN_ROLE_MEMBER, 1, 0, link.seed, &id, error))
    return NULL;
  request = cen_join_request_new (replica->world, &link, name, NULL);
  if (!cen_author_admit (load->circle, request->op, request->payload, &id, error))
    return NULL;
  keys = g_steal_pointer (&request->keys);
  return g_steal_pointer (&keys);
}

static gboolean
find_channel (Load *load, GError **error)
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

/* About 200 bytes: a few sentences, the first with a number so that each post is its own. */
static char *
make_text (Load *load, guint number)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "(%u)", number + 1);
  for (guint i = 0; i < 3; i++) {
    gint32 at = g_rand_int_range (load->rand, 0, G_N_ELEMENTS (phrases));

    g_string_append_printf (text, " %s", phrases[at]);
  }
  return g_string_free (text, FALSE);
}

static gboolean
write_post (Load *load, guint number, GError **error)
{
  g_autofree char *text = make_text (load, number);
  CenValue values[] = {
    { .field = CEN_MESSAGE_CHANNEL, .type = CEN_FIELD_REF, .ref = load->channel },
    { .field = CEN_MESSAGE_TEXT, .type = CEN_FIELD_TEXT, .text = text },
  };
  CenId id;

  write_as (load, (guint) g_rand_int_range (load->rand, 0, (gint32) load->n_authors));
  return cen_author_create (load->circle, cen_kind_get (CEN_KIND_MESSAGE), values,
                            G_N_ELEMENTS (values), &id, error);
}

static gboolean
write_batch (Load *load, guint from, guint to, GError **error)
{
  gboolean ok = cen_store_begin (load->circle->store, CEN_STORE_NORMAL, error);

  if (!ok)
    return FALSE;
  for (guint i = from; ok && i < to; i++)
    ok = write_post (load, i, error);
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

gboolean
cenacle_load (CenReplica *replica, CenCircle *circle, guint n_posts, guint n_authors,
              GError **error)
{
  g_autofree CenCircleKeys **keys = g_new0 (CenCircleKeys *, MAX (n_authors, 1));
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  Load load = { circle,    keys, n_authors, circle->keys, circle->self_member, circle->self_device,
                { { 0 } }, rand };
  gboolean ok = check (circle, n_posts, n_authors, error) && find_channel (&load, error);

  keys[0] = circle->keys;
  for (guint i = 1; ok && i < n_authors; i++) {
    g_autofree char *name =
        i < G_N_ELEMENTS (first_names)
            ? g_strdup (first_names[i])
            : g_strdup_printf ("%s %u", first_names[i % G_N_ELEMENTS (first_names)], i);

    keys[i] = admit_author (&load, replica, name, error);
    ok = keys[i] != NULL;
  }
  for (guint i = 0; ok && i < n_posts; i += POSTS_PER_TRANSACTION)
    ok = write_batch (&load, i, MIN (i + POSTS_PER_TRANSACTION, n_posts), error);
  write_as_self (&load);
  for (guint i = 1; i < n_authors; i++)
    cen_circle_keys_free (keys[i]);
  if (!ok)
    cen_circle_reload (circle, NULL);
  return ok;
}
