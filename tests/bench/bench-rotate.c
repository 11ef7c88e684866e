/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a new epoch key costs a circle of N devices, through core to replicas in memory: writing it
 * with a removal and without, its bytes, checking it at another device, and starting with it. Once
 * through; run-bench.py repeats it.
 *
 * bench-rotate N: prints "NAME VALUE UNIT" lines. */

#include "core/author-members.h"
#include "core/author-rotate.h"
#include "core/epochs.h"
#include "core/log.h"
#include "tests/support/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static gint64 started;

static void
start (void)
{
  started = g_get_monotonic_time ();
}

static void
print_time (const char *name)
{
  printf ("%s %.3f ms\n", name, (double) (g_get_monotonic_time () - started) / 1000);
}

static void
admit_others (TestPerson *ana, guint n)
{
  CenInviteLink link = { .circle = ana->circle->id };
  g_autoptr (GError) error = NULL;
  CenId id;

  cen_author_invite (ana->circle, CEN_ROLE_MEMBER, n, 0, link.seed, &id, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n; i++) {
    g_autofree char *name = g_strdup_printf ("Person %u", i);
    g_autoptr (CenJoinRequest) request =
        cen_join_request_new (ana->replica->world, &link, name, NULL);

    cen_author_admit (ana->circle, request->op, request->payload, &id, &error);
    g_assert_no_error (error);
  }
}

static guint64
get_n (TestPerson *person)
{
  const CenKnownEpoch *epoch;
  g_autoptr (GError) error = NULL;

  cen_epochs_get_writing (person->circle, &epoch, &error);
  g_assert_no_error (error);
  return epoch->n;
}

/* Hands @to what @from wrote last. */
static void
hand_over (TestPerson *to, TestPerson *from, gsize *ret_len)
{
  CenIncoming incoming = { .op = NULL };
  g_auto (CenReceived) received = { 0 };
  g_autoptr (GError) error = NULL;
  gint64 no;

  cen_circle_find_op (from->circle,
                      &cen_circle_find_device (from->circle, &from->circle->self_device)->tip_id,
                      &no, &error);
  cen_log_read (from->circle, no, &incoming.op, &incoming.payload, &error);
  g_assert_no_error (error);
  *ret_len = g_bytes_get_size (incoming.op) + g_bytes_get_size (incoming.payload);
  start ();
  cen_dag_receive (to->circle, &incoming, 1, 0, CEN_STORE_NORMAL, &received, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (received.accepted->len, ==, 1);
  g_bytes_unref (incoming.op);
  g_bytes_unref (incoming.payload);
}

int
main (int argc, char **argv)
{
  guint n_devices = argc == 2 ? (guint) strtoul (argv[1], NULL, 10) : 0;
  g_autoptr (TestPerson) ana = NULL;
  g_autoptr (TestPerson) bo = NULL;
  g_autoptr (GError) error = NULL;
  TestWorld *world;
  CenId last;
  gsize len;

  if (n_devices < 4 || n_devices > CEN_MEMBERS_MAX)
    return 2;
  cen_crypto_init ();
  world = test_world_new (1);
  ana = test_person_new (world, "Ana");
  bo = test_person_new (world, "Bo");
  test_person_found (ana, "Bench");
  admit_others (ana, n_devices - 2);
  test_person_join (bo, ana);
  test_person_pull (ana, bo);
  g_assert_cmpuint (get_n (ana), ==, 1);
  g_assert_cmpuint (get_n (bo), ==, 1);

  start ();
  cen_author_rotate (ana->circle, &error);
  print_time ("rotate-write");
  g_assert_no_error (error);
  start ();
  g_assert_cmpuint (get_n (ana), ==, 2);
  print_time ("rotate-check-own");
  hand_over (bo, ana, &len);
  print_time ("rotate-take-in");
  start ();
  g_assert_cmpuint (get_n (bo), ==, 2);
  print_time ("rotate-check");
  printf ("rotate-bytes %zu bytes\n", len);

  cen_circle_reload (bo->circle, &error);
  start ();
  g_assert_cmpuint (get_n (bo), ==, 2);
  print_time ("rotate-start");
  last = ((const CenMemberInfo *) cen_authority_get_members (ana->circle->authority)->pdata[1])->id;
  start ();
  cen_author_revoke (ana->circle, &last, NULL, 0, NULL, &error);
  print_time ("rotate-removal");
  g_assert_no_error (error);
  g_assert_cmpuint (get_n (ana), ==, 3);
  test_person_free (g_steal_pointer (&ana));
  test_person_free (g_steal_pointer (&bo));
  test_world_free (world);
  return 0;
}
