/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/support/people.h"

#include "core/log.h"
#include "core/store-sql.h"

#include <string.h>

TestPerson *
test_person_new (TestWorld *world, const char *name)
{
  TestPerson *self = g_new0 (TestPerson, 1);
  g_autoptr (GError) error = NULL;

  self->name = g_strdup (name);
  self->replica = cen_replica_open (":memory:", NULL, &world->world, &error);
  g_assert_no_error (error);
  return self;
}

void
test_person_free (TestPerson *self)
{
  cen_replica_free (self->replica);
  g_free (self->name);
  g_free (self);
}

void
test_person_found (TestPerson *self, const char *circle_name)
{
  CenCircleOptions options = { .name = circle_name, .intention = "To learn", .as = self->name };
  g_autoptr (GError) error = NULL;

  self->circle = cen_replica_create_circle (self->replica, &options, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->circle);
}

static void
read_op (CenCircle *circle, const CenId *id, GBytes **ret_op, GBytes **ret_payload)
{
  g_autoptr (GError) error = NULL;
  gint64 no;

  g_assert_true (cen_circle_find_op (circle, id, &no, &error));
  g_assert_true (cen_log_read (circle, no, ret_op, ret_payload, &error));
  g_assert_no_error (error);
}

void
test_person_enter_by (TestPerson *self, TestPerson *host, const CenInviteLink *link)
{
  g_autoptr (CenJoinRequest) request = NULL;
  g_autoptr (GBytes) genesis = NULL;
  g_autoptr (GBytes) genesis_payload = NULL;
  g_autoptr (GBytes) admit = NULL;
  g_autoptr (GBytes) admit_payload = NULL;
  g_autoptr (GError) error = NULL;
  CenId admit_id;

  request = cen_replica_begin_join (self->replica, link, self->name, &error);
  g_assert_no_error (error);
  cen_author_admit (host->circle, request->op, request->payload, &admit_id, &error);
  g_assert_no_error (error);
  read_op (host->circle, &((CenFrameOp *) host->circle->frames->pdata[0])->id, &genesis,
           &genesis_payload);
  read_op (host->circle, &admit_id, &admit, &admit_payload);
  self->circle = cen_replica_finish_join (self->replica, request, genesis, genesis_payload, admit,
                                          admit_payload, &error);
  g_assert_no_error (error);
}

void
test_person_enter (TestPerson *self, TestPerson *host, const guint8 seed[static CEN_KEY_LEN])
{
  CenInviteLink link = { .circle = host->circle->id };

  memcpy (link.seed, seed, CEN_KEY_LEN);
  test_person_enter_by (self, host, &link);
}

void
test_person_join (TestPerson *self, TestPerson *host)
{
  guint8 seed[CEN_KEY_LEN];
  g_autoptr (GError) error = NULL;
  CenId invite;

  cen_author_invite (host->circle, CEN_ROLE_MEMBER, 1, 0, seed, &invite, &error);
  g_assert_no_error (error);
  test_person_enter (self, host, seed);
  test_person_pull (self, host);
  cen_replica_ensure_profile (self->circle, self->name, &error);
  g_assert_no_error (error);
}

CenId
test_person_get_channel (TestPerson *self)
{
  g_auto (CenRows) rows = { 0 };
  g_autoptr (GError) error = NULL;

  cen_sql_query (self->replica->store, &rows, &error,
                 "SELECT o.id FROM object b JOIN op o ON o.no = b.no WHERE b.circle = ?"
                 " AND b.kind = 3 ORDER BY b.lamport, b.tie LIMIT 1",
                 "i", self->circle->no);
  g_assert_true (cen_rows_next (&rows, &error));
  return cen_rows_get_id (&rows, 0);
}

CenId
test_person_post (TestPerson *self, const char *text)
{
  CenValue values[] = {
    { .field = CEN_MESSAGE_CHANNEL, .type = CEN_FIELD_REF, .ref = test_person_get_channel (self) },
    { .field = CEN_MESSAGE_TEXT, .type = CEN_FIELD_TEXT, .text = text },
  };
  g_autoptr (GError) error = NULL;
  CenId id;

  cen_author_create (self->circle, cen_kind_get (CEN_KIND_MESSAGE), values, 2, &id, &error);
  g_assert_no_error (error);
  return id;
}

static void
clear_incoming (gpointer data)
{
  CenIncoming *incoming = data;

  g_bytes_unref (incoming->op);
  g_clear_pointer (&incoming->payload, g_bytes_unref);
}

GArray *
test_person_list_ops (TestPerson *self)
{
  GArray *ops = g_array_new (FALSE, FALSE, sizeof (CenIncoming));
  g_autoptr (GError) error = NULL;
  GArray *items = cen_circle_get_items (self->circle, &error);

  g_assert_no_error (error);
  g_array_set_clear_func (ops, clear_incoming);
  for (guint i = 0; i < items->len; i++) {
    CenIncoming incoming = { .op = NULL };

    cen_log_read (self->circle, g_array_index (items, CenItem, i).no, &incoming.op,
                  &incoming.payload, &error);
    g_assert_no_error (error);
    g_assert_nonnull (incoming.op);
    g_array_append_val (ops, incoming);
  }
  return ops;
}

guint
test_person_pull (TestPerson *self, TestPerson *from)
{
  g_autoptr (GArray) ops = test_person_list_ops (from);
  g_auto (CenReceived) received = { 0 };
  g_autoptr (GError) error = NULL;

  cen_dag_receive (self->circle, (const CenIncoming *) ops->data, ops->len, 1, CEN_STORE_NORMAL,
                   &received, &error);
  g_assert_no_error (error);
  return received.accepted->len;
}

char *
test_person_dup_state (TestPerson *self)
{
  g_auto (CenState) state = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *set = NULL;
  g_autofree char *view = NULL;

  cen_state_digest (self->replica->store, &self->circle->id, &state, &error);
  g_assert_no_error (error);
  set = cen_base32_encode (state.set_digest, CEN_ID_LEN);
  view = cen_base32_encode (state.view_digest, CEN_ID_LEN);
  return g_strdup_printf ("%" G_GUINT64_FORMAT " ops %s views %s", state.n_ops, set, view);
}

void
test_assert_same_state (TestPerson *a, TestPerson *b)
{
  g_autofree char *x = test_person_dup_state (a);
  g_autofree char *y = test_person_dup_state (b);

  g_assert_cmpstr (x, ==, y);
}
