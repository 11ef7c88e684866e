/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/limits.h"
#include "core/orphans.h"

#include <string.h>

static CenId
number_id (guint number)
{
  CenId id = { { 0 } };

  memcpy (id.bytes, &number, sizeof number);
  return id;
}

/* An orphan with the id @number, of @source, which waits for @prev and for prev + 1, + 2. */
static void
add (CenOrphans *orphans, guint number, guint64 source, guint prev, gsize payload_len)
{
  CenOp op = { .kind = CEN_OP_CREATE, .has_prev = TRUE, .n_deps = 2 };
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autoptr (GBytes) payload = NULL;
  g_autoptr (CenPending) pending = NULL;

  op.id = number_id (number);
  op.prev = number_id (prev);
  op.deps[0] = number_id (prev + 1);
  op.deps[1] = number_id (prev + 2);
  if (payload_len > 0)
    payload = g_bytes_new_take (g_malloc0 (payload_len), payload_len);
  pending = cen_pending_new (&op, bytes, payload, source);
  cen_orphans_add (orphans, pending);
}

static gboolean
has (CenOrphans *orphans, guint number)
{
  CenId id = number_id (number);

  return cen_orphans_lookup (orphans, &id) != NULL;
}

static guint
count_children (CenOrphans *orphans, guint number)
{
  CenId id = number_id (number);
  g_autoptr (GPtrArray) children = cen_orphans_list_children (orphans, &id);

  return children->len;
}

static void
test_children (void)
{
  CenOrphans *orphans = cen_orphans_new ();
  CenId id = number_id (100);

  add (orphans, 100, 1, 7, 0);
  add (orphans, 101, 1, 8, 0);
  add (orphans, 100, 1, 7, 0);
  g_assert_cmpuint (cen_orphans_get_n (orphans), ==, 2);
  g_assert_cmpuint (count_children (orphans, 6), ==, 0);
  g_assert_cmpuint (count_children (orphans, 7), ==, 1);
  g_assert_cmpuint (count_children (orphans, 8), ==, 2);
  g_assert_cmpuint (count_children (orphans, 10), ==, 1);
  cen_orphans_remove (orphans, &id);
  cen_orphans_remove (orphans, &id);
  g_assert_cmpuint (cen_orphans_get_n (orphans), ==, 1);
  g_assert_cmpuint (count_children (orphans, 7), ==, 0);
  g_assert_cmpuint (count_children (orphans, 8), ==, 1);
  cen_orphans_free (orphans);
}

/* One peer fills its own share and then pushes out its own oldest, nobody else's. */
static void
test_per_source (void)
{
  CenOrphans *orphans = cen_orphans_new ();

  add (orphans, 1, 7, 900000, 0);
  for (guint i = 0; i < CEN_ORPHANS_PER_PEER_MAX; i++)
    add (orphans, 10 + i, 8, 900000, 0);
  g_assert_cmpuint (cen_orphans_get_n (orphans), ==, CEN_ORPHANS_PER_PEER_MAX + 1);
  g_assert_true (has (orphans, 10));
  add (orphans, 5000, 8, 900000, 0);
  g_assert_cmpuint (cen_orphans_get_n (orphans), ==, CEN_ORPHANS_PER_PEER_MAX + 1);
  g_assert_false (has (orphans, 10));
  g_assert_true (has (orphans, 11));
  g_assert_true (has (orphans, 1));
  g_assert_true (has (orphans, 5000));
  cen_orphans_free (orphans);
}

static void
test_all_sources (void)
{
  CenOrphans *orphans = cen_orphans_new ();

  for (guint i = 0; i < CEN_ORPHANS_MAX; i++)
    add (orphans, i, i % 8, 900000, 0);
  g_assert_cmpuint (cen_orphans_get_n (orphans), ==, CEN_ORPHANS_MAX);
  g_assert_true (has (orphans, 0));
  add (orphans, CEN_ORPHANS_MAX, 99, 900000, 0);
  g_assert_cmpuint (cen_orphans_get_n (orphans), ==, CEN_ORPHANS_MAX);
  g_assert_false (has (orphans, 0));
  g_assert_true (has (orphans, 1));
  g_assert_true (has (orphans, CEN_ORPHANS_MAX));
  cen_orphans_free (orphans);
}

static void
test_bytes (void)
{
  const gsize each = CEN_PAYLOAD_MAX;
  guint n = CEN_ORPHAN_BYTES_MAX / (each + 1 + sizeof (CenPending));
  CenOrphans *orphans = cen_orphans_new ();

  for (guint i = 0; i < n; i++)
    add (orphans, i, i, 900000, each);
  g_assert_cmpuint (cen_orphans_get_n (orphans), ==, n);
  add (orphans, n, 1, 900000, each);
  g_assert_cmpuint (cen_orphans_get_n (orphans), ==, n);
  g_assert_false (has (orphans, 0));
  for (guint i = 0; i < CEN_ORPHANS_PER_PEER_MAX / 2; i++)
    add (orphans, 10000 + i, 2, 900000, 0);
  g_assert_true (has (orphans, n));
  cen_orphans_free (orphans);
}

static void
test_redaction (void)
{
  CenOrphans *orphans = cen_orphans_new ();
  CenOp op = { .kind = CEN_OP_REDACT, .has_object = TRUE };
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autoptr (CenPending) pending = NULL;
  CenId other = number_id (6);

  op.id = number_id (1);
  op.object = number_id (5);
  pending = cen_pending_new (&op, bytes, NULL, 1);
  g_assert_false (cen_orphans_has_redaction (orphans, &op.object));
  cen_orphans_add (orphans, pending);
  g_assert_true (cen_orphans_has_redaction (orphans, &op.object));
  g_assert_false (cen_orphans_has_redaction (orphans, &other));
  cen_orphans_free (orphans);
}

/* The id of junk is remembered until as many others came after it as are kept. */
static void
test_junk (void)
{
  CenOrphans *orphans = cen_orphans_new ();

  for (guint i = 0; i < CEN_JUNK_MAX; i++) {
    CenId id = number_id (i);

    g_assert_false (cen_orphans_is_junk (orphans, &id));
    cen_orphans_add_junk (orphans, &id);
    cen_orphans_add_junk (orphans, &id);
  }
  for (guint i = 0; i < CEN_JUNK_MAX + 1; i++) {
    CenId id = number_id (i);

    g_assert_cmpint (cen_orphans_is_junk (orphans, &id), ==, i < CEN_JUNK_MAX);
  }
  for (guint i = 0; i < 3; i++) {
    CenId fresh = number_id (CEN_JUNK_MAX + i);
    CenId oldest = number_id (i);
    CenId next = number_id (i + 1);

    cen_orphans_add_junk (orphans, &fresh);
    g_assert_false (cen_orphans_is_junk (orphans, &oldest));
    g_assert_true (cen_orphans_is_junk (orphans, &next));
    g_assert_true (cen_orphans_is_junk (orphans, &fresh));
  }
  cen_orphans_free (orphans);
}

/* An early one, which does not wait in the queue of the others. */
static gboolean
add_early (CenOrphans *orphans, guint number, gsize payload_len)
{
  CenOp op = { .kind = CEN_OP_CREATE, .has_prev = TRUE };
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autoptr (GBytes) payload = g_bytes_new_take (g_malloc0 (payload_len), payload_len);
  g_autoptr (CenPending) pending = NULL;

  op.id = number_id (number);
  op.prev = number_id (number - 1);
  pending = cen_pending_new (&op, bytes, payload, 1);
  pending->early_no = -(gint64) number;
  return cen_orphans_add_early (orphans, pending);
}

static void
test_early (void)
{
  CenOrphans *orphans = cen_orphans_new ();
  g_autoptr (GPtrArray) early = NULL;
  CenId id = number_id (CEN_EARLY_MAX);

  for (guint i = 1; i <= CEN_EARLY_MAX; i++)
    g_assert_true (add_early (orphans, i, 1));
  g_assert_false (add_early (orphans, CEN_EARLY_MAX + 1, 1));
  for (guint i = 0; i < CEN_ORPHANS_PER_PEER_MAX + 10; i++)
    add (orphans, 100000 + 10 * i, 1, 7, 0);
  g_assert_cmpuint (cen_orphans_get_n (orphans), ==, CEN_ORPHANS_PER_PEER_MAX);
  early = cen_orphans_list_early (orphans);
  g_assert_cmpuint (early->len, ==, CEN_EARLY_MAX);
  g_assert_cmpuint (count_children (orphans, CEN_EARLY_MAX - 1), ==, 1);
  cen_orphans_remove (orphans, &id);
  g_assert_cmpuint (count_children (orphans, CEN_EARLY_MAX - 1), ==, 0);
  g_assert_true (add_early (orphans, CEN_EARLY_MAX + 1, 1));
  cen_orphans_free (orphans);
}

static void
test_early_bytes (void)
{
  CenOrphans *orphans = cen_orphans_new ();
  gsize half = CEN_EARLY_BYTES_MAX / 2 - sizeof (CenPending) - 1;

  g_assert_true (add_early (orphans, 1, half));
  g_assert_true (cen_orphans_has_room_early (orphans, 1, CEN_EARLY_BYTES_MAX / 2));
  g_assert_false (cen_orphans_has_room_early (orphans, 1, CEN_EARLY_BYTES_MAX / 2 + 1));
  g_assert_true (add_early (orphans, 2, half));
  g_assert_false (add_early (orphans, 3, 1));
  g_assert_true (cen_orphans_has_any (orphans));
  cen_orphans_free (orphans);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/orphans/children", test_children);
  g_test_add_func ("/orphans/per-source", test_per_source);
  g_test_add_func ("/orphans/all-sources", test_all_sources);
  g_test_add_func ("/orphans/bytes", test_bytes);
  g_test_add_func ("/orphans/redaction", test_redaction);
  g_test_add_func ("/orphans/junk", test_junk);
  g_test_add_func ("/orphans/early", test_early);
  g_test_add_func ("/orphans/early-bytes", test_early_bytes);
  return g_test_run ();
}
