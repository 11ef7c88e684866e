/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The first byte says how many bytes are fed at a time, and with bit 7 that the right head is put
 * before the rest. What it does to the circle is rolled back. */

#include "fuzz.h"

#include "core/bundle.h"
#include "tests/support/people.h"

#include <string.h>

static TestWorld *world;
static TestPerson *ana;

static CenCircle *
find_cb (const guint8 *tag, gpointer user_data)
{
  guint8 own[16];

  (void) user_data;
  cen_bundle_get_tag (&ana->circle->id, own);
  return memcmp (own, tag, sizeof own) == 0 ? ana->circle : NULL;
}

static void
make_person (void)
{
  if (ana != NULL)
    return;
  cen_crypto_init ();
  world = test_world_new (23);
  ana = test_person_new (world, "Ana");
  test_person_found (ana, "Analysis");
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t len)
{
  g_autoptr (CenBundleReader) reader = NULL;
  guint8 head[CEN_BUNDLE_HEAD_LEN] = "cen.bndl\1";
  gboolean ok = TRUE;
  CenBundleRead read;
  size_t step;

  if (len == 0)
    return 0;
  make_person ();
  reader = cen_bundle_reader_new (find_cb, NULL);
  step = 1 + (bytes[0] & 0x7f) * 16;
  g_assert (cen_store_begin (ana->circle->store, CEN_STORE_NORMAL, NULL));
  if ((bytes[0] & 0x80) != 0) {
    cen_bundle_get_tag (&ana->circle->id, head + 16);
    ok = cen_bundle_reader_feed (reader, head, sizeof head, NULL);
  }
  for (size_t at = 1; ok && at < len; at += step)
    ok = cen_bundle_reader_feed (reader, bytes + at, MIN (step, len - at), NULL);
  if (ok && cen_bundle_reader_finish (reader, &read, NULL))
    g_assert (read.n_ops == 0 || read.n_known + read.n_ops > 0);
  cen_store_rollback (ana->circle->store);
  g_assert (cen_circle_reload (ana->circle, NULL));
  return 0;
}
