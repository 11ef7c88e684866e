/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/support/forge.h"

#include "core/author-members.h"
#include "core/log.h"
#include "core/store-sql.h"
#include "core/views.h"

#include <string.h>

void
test_op_free (TestOp *self)
{
  if (self == NULL)
    return;
  g_bytes_unref (self->bytes);
  g_clear_pointer (&self->payload, g_bytes_unref);
  g_free (self);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return cen_id_compare (a, b);
}

void
test_op_set_parents (CenOp *op, const TestOp *prev, const TestOp *const *deps, guint n_deps)
{
  guint64 lamport = 0;

  op->has_prev = prev != NULL;
  if (prev != NULL) {
    op->prev = prev->op.id;
    op->seq = prev->op.seq + 1;
    lamport = prev->op.lamport;
  }
  op->n_deps = n_deps;
  for (guint i = 0; i < n_deps; i++) {
    op->deps[i] = deps[i]->op.id;
    lamport = MAX (lamport, deps[i]->op.lamport);
  }
  if (n_deps > 1)
    qsort (op->deps, n_deps, sizeof op->deps[0], compare_ids);
  op->lamport = lamport + 1;
}

static TestOp *
take_bytes (GBytes *bytes, GBytes *payload)
{
  TestOp *self = g_new0 (TestOp, 1);

  self->bytes = bytes;
  self->payload = payload;
  g_assert_true (
      cen_op_decode (&self->op, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL));
  return self;
}

TestOp *
test_op_sign (CenOp *op, const CenId *circle, const CenSignKey *key, GBytes *payload)
{
  cen_op_commit_payload (op, g_bytes_get_data (payload, NULL), g_bytes_get_size (payload));
  return take_bytes (cen_op_sign (op, circle, key), payload);
}

TestOp *
test_op_break_signature (const TestOp *self)
{
  gsize len = g_bytes_get_size (self->bytes);
  guint8 *bytes = g_memdup2 (g_bytes_get_data (self->bytes, NULL), len);

  bytes[len - 40] ^= 1;
  return take_bytes (g_bytes_new_take (bytes, len),
                     self->payload != NULL ? g_bytes_ref (self->payload) : NULL);
}

TestOp *
test_op_read (TestPerson *person, const CenId *id)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes, *payload;
  gint64 no;

  g_assert_true (cen_circle_find_op (person->circle, id, &no, &error));
  g_assert_cmpint (no, !=, 0);
  g_assert_true (cen_log_read (person->circle, no, &bytes, &payload, &error));
  return take_bytes (bytes, payload);
}

TestOp *
test_op_read_tip (TestPerson *person)
{
  return test_op_read (
      person, &cen_circle_find_device (person->circle, &person->circle->self_device)->tip_id);
}

TestOp *
test_op_forge (TestPerson *person, guint kind, const TestOp *prev, const TestOp *const *deps,
               guint n_deps, const CenId *object, GBytes *payload)
{
  CenOp op = { .kind = kind, .has_object = object != NULL };

  if (object != NULL)
    op.object = *object;
  test_op_set_parents (&op, prev, deps, n_deps);
  return test_op_sign (&op, &person->circle->id, &person->circle->keys->device, payload);
}

GBytes *
test_payload_frame (TestPerson *person, const CenFrame *frame)
{
  return cen_frame_build (frame, person->circle->world);
}

GBytes *
test_payload_create (TestPerson *person, const CenId *channel, const char *text)
{
  CenValue values[] = {
    { .field = CEN_MESSAGE_CHANNEL, .type = CEN_FIELD_REF, .ref = *channel },
    { .field = CEN_MESSAGE_TEXT, .type = CEN_FIELD_TEXT, .text = text },
  };

  return cen_content_build_fields (cen_kind_get (CEN_KIND_MESSAGE), values, 2,
                                   person->circle->world, NULL);
}

GBytes *
test_payload_text (TestPerson *person, const char *text)
{
  CenValue value = { .field = CEN_MESSAGE_TEXT, .type = CEN_FIELD_TEXT, .text = text };

  return cen_content_build_fields (NULL, &value, 1, person->circle->world, NULL);
}

GBytes *
test_payload_empty (TestPerson *person)
{
  return cen_content_build_empty (person->circle->world);
}

guint
test_person_give (TestPerson *person, TestOp *const *ops, guint n)
{
  g_autofree CenIncoming *incoming = g_new (CenIncoming, n);
  g_auto (CenReceived) received = { 0 };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    incoming[i] = (CenIncoming){ .op = ops[i]->bytes, .payload = ops[i]->payload };
  cen_dag_receive (person->circle, incoming, n, 1, CEN_STORE_NORMAL, &received, &error);
  g_assert_no_error (error);
  return received.accepted->len;
}

guint
test_person_give_one (TestPerson *person, TestOp *op)
{
  return test_person_give (person, &op, 1);
}

gboolean
test_person_has (TestPerson *person, const CenId *id)
{
  g_autoptr (GError) error = NULL;
  gint64 no;

  g_assert_true (cen_circle_find_op (person->circle, id, &no, &error));
  return no != 0;
}

void
test_assert_verified (TestPerson *person)
{
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  cen_verify (person->replica->store, NULL, faults, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < faults->len; i++)
    g_test_message ("%s", (char *) faults->pdata[i]);
  g_assert_cmpuint (faults->len, ==, 0);
}

/* Eats @keys. */
static void
open_with (TestPerson *person, const CenId *circle, CenCircleKeys *keys)
{
  CenId member, device;
  g_autoptr (GError) error = NULL;
  gint64 no;

  cen_id_from_bytes (&member, keys->member.public_key);
  cen_id_from_bytes (&device, keys->device.public_key);
  keys->circle = *circle;
  g_assert_true (cen_secrets_take (person->replica->secrets, keys, &error));
  no = cen_circle_insert (person->replica->store, circle, &member, &device, &error);
  person->circle =
      cen_circle_load (person->replica->store, person->replica->world, no, keys, &error);
  g_assert_no_error (error);
  g_ptr_array_add (person->replica->circles, person->circle);
}

void
test_person_open_empty (TestPerson *person, const CenId *circle)
{
  open_with (person, circle, cen_circle_keys_generate (person->replica->world));
}

CenCircleKeys *
test_person_make_device (TestPerson *person)
{
  CenCircleKeys *keys = cen_circle_keys_generate (person->replica->world);

  keys->circle = person->circle->id;
  keys->member = person->circle->keys->member;
  return keys;
}

TestOp *
test_op_sign_device (TestPerson *person, const CenCircleKeys *keys, const TestOp *const *deps,
                     guint n_deps)
{
  CenDeviceStart start = { .n_heads = n_deps };
  CenOp op = { 0 };
  GBytes *bytes, *payload;
  CenId id;

  test_op_set_parents (&op, NULL, deps, n_deps);
  memcpy (start.heads, op.deps, sizeof op.deps);
  start.lamport = op.lamport - 1;
  bytes = cen_author_sign_device (keys, &start, person->circle->world, &id, &payload);
  return take_bytes (bytes, payload);
}

TestPerson *
test_person_link (TestPerson *person, TestWorld *world, const char *name)
{
  TestPerson *device = test_person_new (world, name);
  CenCircleKeys *keys = test_person_make_device (person);
  g_autoptr (GError) error = NULL;
  CenId id;

  cen_author_add_device (person->circle, keys, &id, &error);
  g_assert_no_error (error);
  open_with (device, &person->circle->id, keys);
  test_person_pull (device, person);
  return device;
}

void
test_assert_rebuilt (TestPerson *person)
{
  g_autofree char *before = test_person_dup_state (person);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  cen_sql_run (person->replica->store, &error,
               "INSERT INTO search (search) VALUES ('integrity-check')", "");
  g_assert_no_error (error);
  g_assert_true (cen_circle_reload (person->circle, &error));
  g_assert_true (cen_store_begin (person->replica->store, CEN_STORE_NORMAL, &error));
  g_assert_true (cen_views_rebuild (person->circle, &error));
  g_assert_true (cen_store_commit (person->replica->store, &error));
  after = test_person_dup_state (person);
  g_assert_cmpstr (before, ==, after);
}
