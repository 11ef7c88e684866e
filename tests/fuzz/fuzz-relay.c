/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The input is frames, each after its length in two bytes: the first byte of all says whether a
 * member hears them from a relay, or a relay from a visitor. Whatever comes, both end in an
 * expected error or go on; and what a reader takes is written again as the same bytes. */

#include "fuzz.h"

#include "core/relay-link.h"
#include "net/relay-file-wire.h"
#include "net/relay-session.h"
#include "net/relay-visit.h"
#include "tests/support/people.h"

#include <string.h>

static void
check_same (GBytes *again, const guint8 *frame, gsize len)
{
  g_assert (g_bytes_get_size (again) == len);
  g_assert (memcmp (g_bytes_get_data (again, NULL), frame, len) == 0);
  g_bytes_unref (again);
}

static void
read_file_frame (const guint8 *frame, gsize len)
{
  g_autoptr (GArray) names = net_relay_have_from_frame (frame, len);
  g_auto (NetRelayDrop) drop = { 0 };
  const guint8 *states;
  NetRelayStored stored;
  NetRelayParcel parcel;
  guint n;

  if (names != NULL)
    check_same (net_relay_have_to_frame ((const CenId *) names->data, names->len), frame, len);
  states = net_relay_having_from_frame (frame, len, &n);
  if (states != NULL)
    check_same (net_relay_having_to_frame (states, n), frame, len);
  if (net_relay_store_from_frame (&parcel, frame, len))
    check_same (net_relay_store_to_frame (&parcel), frame, len);
  if (net_relay_stored_from_frame (&stored, frame, len))
    check_same (net_relay_stored_to_frame (&stored), frame, len);
  if (net_relay_drop_from_frame (&drop, frame, len))
    check_same (net_relay_drop_to_frame (&drop), frame, len);
}

static void
read_frame (const guint8 *frame, gsize len)
{
  g_autofree NetRelayStates *states = g_new0 (NetRelayStates, 1);
  g_auto (NetRelayBatch) batch = { 0 };
  NetRelayKept kept;
  CenDrawerWish wish;
  guint64 after;
  guint at;

  if (net_relay_states_from_frame (states, frame, len))
    check_same (net_relay_states_to_frame (states), frame, len);
  if (net_relay_batch_from_frame (&batch, frame, len))
    check_same (net_relay_batch_to_frame ((NetRelayFrame) frame[0], &batch), frame, len);
  if (net_relay_kept_from_frame (&kept, frame, len))
    check_same (net_relay_kept_to_frame (&kept), frame, len);
  if (net_relay_make_from_frame (&wish, frame, len))
    check_same (net_relay_make_to_frame (&wish), frame, len);
  if (net_relay_after_from_frame (&at, &after, frame, len))
    check_same (net_relay_after_to_frame (at, after), frame, len);
  read_file_frame (frame, len);
}

static gsize
take_frame (const guint8 *bytes, gsize len, const guint8 **ret_frame)
{
  gsize size = len >= 2 ? (gsize) bytes[0] | (gsize) bytes[1] << 8 : 0;

  *ret_frame = bytes + MIN (len, 2);
  return MIN (size, len - MIN (len, 2));
}

static void
check_error (const GError *error)
{
  g_assert (error->domain == CEN_ERROR && error->code != CEN_ERROR_STORAGE);
}

static void
accepted_cb (NetRelaySession *session G_GNUC_UNUSED, GPtrArray *accepted G_GNUC_UNUSED,
             gpointer user_data G_GNUC_UNUSED)
{
}

static void
changed_cb (NetRelaySession *session G_GNUC_UNUSED, gpointer user_data G_GNUC_UNUSED)
{
}

static void
put_cb (NetRelayVisit *visit G_GNUC_UNUSED, gint64 drawer G_GNUC_UNUSED,
        gpointer user_data G_GNUC_UNUSED)
{
}

static void
hear_as_member (TestWorld *world, const guint8 *bytes, gsize len)
{
  static const NetRelaySessionEvents events = { .on_accepted = accepted_cb,
                                                .on_changed = changed_cb };
  g_autoptr (TestPerson) person = test_person_new (world, "Ana");
  g_autoptr (CenCarried) carried = NULL;
  g_autoptr (NetRelaySession) session = NULL;
  const guint8 relay[CEN_KEY_LEN] = { 9 };
  g_autoptr (GError) error = NULL;
  NetRelayHello hello = { .version = CEN_PROTOCOL_VERSION };
  GBytes *greeting = net_relay_hello_to_frame (&hello);

  test_person_found (person, "Fuzz");
  carried = cen_carried_new (person->circle);
  session = net_relay_session_new (person->circle, carried, relay, 1, &events, NULL, 0);
  net_relay_session_receive (session, g_bytes_get_data (greeting, NULL),
                             g_bytes_get_size (greeting), 0, &error);
  g_bytes_unref (greeting);
  while (error == NULL && len > 2) {
    const guint8 *frame;
    gsize size = take_frame (bytes, len, &frame);
    GBytes *said;

    while ((said = net_relay_session_pop (session)) != NULL)
      g_bytes_unref (said);
    read_frame (frame, size);
    net_relay_session_receive (session, frame, size, 0, &error);
    bytes = frame + size;
    len -= size + 2;
  }
  if (error != NULL)
    check_error (error);
}

static void
hear_as_relay (TestWorld *world, const guint8 *bytes, gsize len)
{
  static const NetRelayVisitEvents events = { put_cb };
  g_autoptr (CenStore) store = cen_store_open (":memory:", CEN_STORE_READ_WRITE, NULL);
  NetRelayDesk desk = { .store = store, .world = &world->world };
  CenVisitor visitor = { .kind = CEN_VISITOR_GRANT };
  NetRelayVisit *visit = net_relay_visit_new (&desk, &visitor, &events, NULL, 0);
  g_autoptr (GError) error = NULL;

  while (error == NULL && len > 2) {
    const guint8 *frame;
    gsize size = take_frame (bytes, len, &frame);
    GBytes *said;

    read_frame (frame, size);
    net_relay_visit_receive (visit, frame, size, 0, &error);
    while ((said = net_relay_visit_pop (visit)) != NULL)
      g_bytes_unref (said);
    bytes = frame + size;
    len -= size + 2;
  }
  if (error != NULL)
    check_error (error);
  net_relay_visit_free (visit);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (TestWorld) world = NULL;

  if (size < 3)
    return 0;
  cen_crypto_init ();
  world = test_world_new (1);
  if (data[0] % 2 == 0)
    hear_as_member (world, data + 1, size - 1);
  else
    hear_as_relay (world, data + 1, size - 1);
  return 0;
}
