/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/support/byzantine.h"

#include "core/queries.h"
#include "net/reconcile.h"
#include "tests/support/meeting.h"

#include <string.h>

#define FRAMES_MAX 100000

static void
fault_cb (NetSession *session G_GNUC_UNUSED, CenFault fault, gpointer user_data)
{
  TestByzantine *self = user_data;
  g_autoptr (GError) error = NULL;

  cen_faults_note (self->ana->circle, &self->mallory->circle->self_device, fault, &error);
  g_assert_no_error (error);
}

static void
peers_cb (NetSession *session G_GNUC_UNUSED, GPtrArray *records, gpointer user_data)
{
  TestByzantine *self = user_data;

  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (self->records, g_bytes_ref (records->pdata[i]));
}

static const NetSessionEvents hostile_events = { .on_fault = fault_cb, .on_peers = peers_cb };

/* Takes all that Ana says. */
static void
listen (TestByzantine *self)
{
  for (guint i = 0;; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) frame = net_session_pop (self->session, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (i, <, FRAMES_MAX);
    if (frame == NULL)
      return;
    g_assert_cmpuint (g_bytes_get_size (frame), <=, CEN_MESSAGE_MAX);
  }
}

gboolean
test_byzantine_send (TestByzantine *self, GBytes *frame)
{
  g_autoptr (GBytes) owned = frame;
  g_autoptr (GError) error = NULL;

  self->n_bytes += g_bytes_get_size (frame);
  if (!net_session_receive (self->session, g_bytes_get_data (frame, NULL), g_bytes_get_size (frame),
                            self->world->monotonic_ms, &error)) {
    g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
    g_clear_pointer (&self->session, net_session_free);
    return FALSE;
  }
  listen (self);
  test_cost_look (&self->cost);
  return TRUE;
}

gboolean
test_byzantine_send_ops (TestByzantine *self, TestOp *const *ops, guint n_ops)
{
  g_autofree CenIncoming *incoming = g_new (CenIncoming, n_ops);

  for (guint i = 0; i < n_ops; i++)
    incoming[i] = (CenIncoming){ .op = ops[i]->bytes, .payload = ops[i]->payload };
  self->n_ops += n_ops;
  return test_byzantine_send (self,
                              net_ops_to_frame (NET_FRAME_OPS, NET_OPS_LIVE, incoming, n_ops));
}

GBytes *
test_byzantine_make_comparison (guint round, guint n_items)
{
  g_autoptr (NetItemSet) items = net_item_set_new (n_items);
  g_autoptr (NetReconcile) side = NULL;
  g_autoptr (GBytes) message = NULL;

  for (guint i = 0; i < n_items; i++) {
    CenId id;

    cen_crypto_hash (id.bytes, "test.byzantine", &i, sizeof i);
    net_item_set_add (items, 1 + i, &id, 0);
  }
  g_assert_true (net_item_set_seal (items));
  side = net_reconcile_new (items, 0, NULL);
  message = net_reconcile_initiate (side, NULL);
  return net_rbsr_to_frame (round, message);
}

void
test_byzantine_begin (TestByzantine *self)
{
  NetHello hello = { .version = 1, .message_max = CEN_MESSAGE_MAX, .credit = CEN_CREDIT_WINDOW };
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);

  g_clear_pointer (&self->session, net_session_free);
  self->session = net_session_new (self->ana->circle, NET_SIDE_LISTENER, 7, &hostile_events, self,
                                   self->world->monotonic_ms);
  net_clock_digest (self->ana->circle, hello.clock_digest);
  g_assert_true (test_byzantine_send (self, net_hello_to_frame (&hello)));
  g_assert_true (test_byzantine_send (self, test_byzantine_make_comparison (0, 3)));
  g_assert_true (test_byzantine_send (self, net_rbsr_to_frame (1, nothing)));
  g_assert_true (net_session_is_live (self->session));
}

TestByzantine *
test_byzantine_new (void)
{
  TestByzantine *self = g_new0 (TestByzantine, 1);

  self->world = test_world_new (77);
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->ana = test_person_new (self->world, "Ana");
  self->bo = test_person_new (self->world, "Bo");
  self->mallory = test_person_new (self->world, "Mallory");
  test_person_found (self->ana, "Analysis");
  test_person_join (self->bo, self->ana);
  test_person_join (self->mallory, self->ana);
  test_person_pull (self->ana, self->bo);
  test_person_pull (self->ana, self->mallory);
  for (guint i = 0; i < 20; i++)
    test_person_post (self->ana, "Good morning");
  test_meeting_hold (self->ana, self->bo);
  test_person_pull (self->mallory, self->ana);
  test_cost_begin (&self->cost);
  test_byzantine_begin (self);
  self->n_bytes = 0;
  return self;
}

void
test_byzantine_free (TestByzantine *self)
{
  g_clear_pointer (&self->session, net_session_free);
  g_ptr_array_unref (self->records);
  test_person_free (self->ana);
  test_person_free (self->bo);
  test_person_free (self->mallory);
  test_world_free (self->world);
  g_free (self);
}

CenId
test_byzantine_make_nowhere (guint i)
{
  CenId id;

  cen_crypto_hash (id.bytes, "test.nowhere", &i, sizeof i);
  return id;
}

guint
test_byzantine_count_members (TestPerson *person)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) members =
      cen_query_members (person->replica->store, &person->circle->id, &error);

  g_assert_no_error (error);
  return members->len;
}

guint
test_byzantine_get_faults (TestByzantine *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows =
      cen_query_faults (self->ana->replica->store, &self->ana->circle->id, &error);
  guint faults = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++) {
    const CenFaultRow *row = rows->pdata[i];

    if (cen_id_equal (&row->device, &self->mallory->circle->self_device))
      faults |= 1u << row->what;
  }
  return faults;
}

static char *
dup_told (guint faults)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 32; i++) {
    if (faults & 1u << i)
      g_string_append_printf (text, "%s“%s”", text->len > 0 ? ", " : "",
                              cen_fault_get_words ((CenFault) i));
  }
  return g_strdup (text->len > 0 ? text->str : "no rule was broken");
}

void
test_byzantine_end (TestByzantine *self, const char *attack, const char *outcome, guint faults,
                    gsize growth_max_bytes)
{
  g_autofree char *told = dup_told (faults);
  g_autofree char *sent =
      g_strdup_printf ("%u ops, %.1f kB", self->n_ops, (double) self->n_bytes / 1000);
  g_autofree char *what = g_strdup_printf ("%s; told: %s", outcome, told);

  test_cost_end (&self->cost, attack, sent, what, growth_max_bytes);
  g_assert_cmphex (test_byzantine_get_faults (self), ==, faults);
  test_meeting_hold (self->ana, self->bo);
  test_assert_verified (self->ana);
  test_assert_verified (self->bo);
}
