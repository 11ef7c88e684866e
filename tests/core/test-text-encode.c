/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/text-encode.h"

#include "core/cbor.h"
#include "tests/support/world.h"

#include <string.h>

/* Edits 1 to n of one device, each at its number as lamport. */
static void
fill_ids (CenTextIds *ids, guint n)
{
  cen_text_ids_init (ids);
  for (guint i = 1; i <= n; i++) {
    CenTextName name = { .device = { { 1 } }, .lamport = i, .no = i };

    memset (name.id.bytes, (int) i, CEN_ID_LEN);
    cen_text_ids_add (ids, &name);
  }
}

static void
assert_steps_equal (const CenTextEdit *a, const CenTextEdit *b)
{
  g_assert_cmpuint (a->steps->len, ==, b->steps->len);
  for (guint i = 0; i < a->steps->len; i++) {
    const CenTextStep *x = &g_array_index (a->steps, CenTextStep, i);
    const CenTextStep *y = &g_array_index (b->steps, CenTextStep, i);

    g_assert_true (x->kind == y->kind && x->edit == y->edit && x->offset == y->offset &&
                   x->len == y->len);
  }
  g_assert_cmpstr (a->text->str, ==, b->text->str);
  g_assert_cmpuint (a->n_chars, ==, b->n_chars);
}

static void
fill_edit (CenTextEdit *edit)
{
  static const CenTextStep steps[] = {
    { CEN_TEXT_INSERT_RIGHT, 0, 0, 3 },      { CEN_TEXT_INSERT_LEFT, 2, 200, 1 },
    { CEN_TEXT_DELETE, 3, 70000, 40 },       { CEN_TEXT_INSERT_RIGHT, CEN_TEXT_OWN, 3, 2 },
    { CEN_TEXT_DELETE, CEN_TEXT_OWN, 1, 5 }, { CEN_TEXT_DELETE, 2, 0, 1 },
  };

  cen_text_edit_init (edit);
  g_array_append_vals (edit->steps, steps, G_N_ELEMENTS (steps));
  g_string_append (edit->text, "aé𝄞bcd");
  edit->n_chars = 6;
}

static void
test_both_ways (void)
{
  g_autoptr (TestWorld) world = test_world_new (1);
  g_auto (CenTextEdit) edit = { 0 };
  g_auto (CenTextPayload) payload = { 0 };
  g_autoptr (GBytes) bytes = NULL;
  CenTextIds ids;
  CenId lacking;
  gsize len;
  const guint8 *data;

  fill_ids (&ids, 4);
  fill_edit (&edit);
  bytes = cen_text_encode (&edit, &ids, &world->world, NULL);
  data = g_bytes_get_data (bytes, &len);
  g_assert_true (cen_text_payload_parse (&payload, data, len, NULL));
  g_assert_cmpuint (payload.ids->len, ==, 2);
  g_assert_cmpint (cen_text_payload_resolve (&payload, &ids, 5, &lacking), ==, CEN_TEXT_FOUND);
  assert_steps_equal (&payload.edit, &edit);
  for (gsize i = 0; i < len; i++) {
    g_auto (CenTextPayload) cut = { 0 };

    g_assert_false (cen_text_payload_parse (&cut, data, i, NULL));
  }
  cen_text_ids_clear (&ids);
}

/* What is named must be here, and come before. */
static void
test_named (void)
{
  g_autoptr (TestWorld) world = test_world_new (1);
  g_auto (CenTextEdit) edit = { 0 };
  g_autoptr (GBytes) bytes = NULL;
  CenTextIds all, few;
  CenId lacking;
  gsize len;
  const guint8 *data;

  fill_ids (&all, 4);
  fill_ids (&few, 2);
  fill_edit (&edit);
  bytes = cen_text_encode (&edit, &all, &world->world, NULL);
  data = g_bytes_get_data (bytes, &len);
  for (guint64 lamport = 1; lamport < 6; lamport++) {
    g_auto (CenTextPayload) payload = { 0 };
    g_auto (CenTextPayload) early = { 0 };

    g_assert_true (cen_text_payload_parse (&payload, data, len, NULL));
    g_assert_cmpint (cen_text_payload_resolve (&payload, &all, lamport, &lacking), ==,
                     lamport > 3 ? CEN_TEXT_FOUND : CEN_TEXT_VOID);
    g_assert_true (cen_text_payload_parse (&early, data, len, NULL));
    if (lamport <= 2)
      continue;
    g_assert_cmpint (cen_text_payload_resolve (&early, &few, lamport, &lacking), ==,
                     CEN_TEXT_LACKS);
    g_assert_true (cen_id_equal (&lacking, &cen_text_ids_get (&all, 3)->id));
  }
  cen_text_ids_clear (&all);
  cen_text_ids_clear (&few);
}

/* --- By hand --- */

static gboolean
parses (const char *ids, gsize ids_len, const char *text, const char *steps, gsize steps_len)
{
  guint8 buf[512] = { 0 };
  CenCborWriter writer;
  g_auto (CenTextPayload) payload = { 0 };

  cen_cbor_writer_init (&writer, buf + CEN_SALT_LEN, sizeof buf - CEN_SALT_LEN);
  cen_cbor_put_map (&writer, 3);
  cen_cbor_put_uint (&writer, 0);
  cen_cbor_put_bytes (&writer, (const guint8 *) ids, ids_len);
  cen_cbor_put_uint (&writer, 1);
  cen_cbor_put_text (&writer, text);
  cen_cbor_put_uint (&writer, 2);
  cen_cbor_put_bytes (&writer, (const guint8 *) steps, steps_len);
  return cen_text_payload_parse (&payload, buf, CEN_SALT_LEN + writer.len, NULL);
}

#define STEPS(bytes) bytes, sizeof bytes - 1

static void
test_malformed (void)
{
  static const char id[CEN_ID_LEN] = { 1 };

  g_assert_true (parses (id, 0, "ab", STEPS ("\x09\x01")));
  g_assert_true (parses (id, CEN_ID_LEN, "", STEPS ("\x06\x02\x00")));
  g_assert_true (parses (id, CEN_ID_LEN, "ab", STEPS ("\x05\x01\x05\x00\x00\x0a\x00\x00")));
  g_assert_false (parses (id, 0, "", STEPS ("")));                   /* nothing */
  g_assert_false (parses (id, 31, "ab", STEPS ("\x09\x01")));        /* no id */
  g_assert_false (parses (id, 0, "abc", STEPS ("\x09\x01")));        /* more text than steps */
  g_assert_false (parses (id, 0, "a", STEPS ("\x09\x01")));          /* less */
  g_assert_false (parses (id, 0, "ab", STEPS ("\x08\x01")));         /* left of the root */
  g_assert_false (parses (id, 0, "", STEPS ("\x06\x01")));           /* the root deleted */
  g_assert_false (parses (id, 0, "ab", STEPS ("\x0b\x01")));         /* no such kind */
  g_assert_false (parses (id, 0, "ab", STEPS ("\x01\x01\x09\x01"))); /* no length */
  g_assert_false (parses (id, 0, "ab", STEPS ("\x89\x00\x01")));     /* a longer number */
  g_assert_false (parses (id, 0, "ab", STEPS ("\x09")));             /* cut */
  g_assert_false (parses (id, 0, "ab", STEPS ("\x09\x02\x00")));     /* an id that is not there */
  g_assert_false (parses (id, 0, "ab", STEPS ("\x09\x00\x00")));     /* on itself */
  g_assert_false (parses (id, 0, "a", STEPS ("\x05\x01\x0a\x00\x00"))); /* more than its own */
  g_assert_false (parses (id, CEN_ID_LEN, "", STEPS ("\xff\xff\xff\xff\x7f\x02\x00")));
}

/* One op takes so much, and not one more. */
static void
test_limits (void)
{
  g_autoptr (TestWorld) world = test_world_new (1);
  CenTextIds ids;

  fill_ids (&ids, 1);
  for (guint over = 0; over < 2; over++) {
    g_auto (CenTextEdit) edit = { 0 };
    g_autofree char *text = g_strnfill (CEN_TEXT_INSERT_MAX + over, 'x');
    CenTextStep step = { CEN_TEXT_INSERT_RIGHT, 0, 0, CEN_TEXT_INSERT_MAX + over };
    g_autoptr (GBytes) longest = NULL;
    g_autoptr (GBytes) most = NULL;

    cen_text_edit_init (&edit);
    g_string_append (edit.text, text);
    edit.n_chars = step.len;
    g_array_append_val (edit.steps, step);
    longest = cen_text_encode (&edit, &ids, &world->world, NULL);
    g_assert_true ((longest != NULL) == (over == 0));
    cen_text_edit_reset (&edit);
    step = (CenTextStep){ CEN_TEXT_DELETE, 1, 0, 1 };
    for (guint i = 0; i < CEN_TEXT_STEPS_MAX + over; i++)
      g_array_append_val (edit.steps, step);
    most = cen_text_encode (&edit, &ids, &world->world, NULL);
    g_assert_true ((most != NULL) == (over == 0));
  }
  cen_text_ids_clear (&ids);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text-encode/both-ways", test_both_ways);
  g_test_add_func ("/text-encode/named", test_named);
  g_test_add_func ("/text-encode/malformed", test_malformed);
  g_test_add_func ("/text-encode/limits", test_limits);
  return g_test_run ();
}
