/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One side of a reconciliation, driven over standard input and output by the line protocol of
 * Negentropy's public test suite, so that any two implementations can be set against each other:
 *
 *   item,TIMESTAMP,HEXID   seal   initiate   msg,HEX        in
 *   msg,HEX   have,HEXID   need,HEXID   done                out
 *
 * The environment variable FRAMESIZELIMIT bounds a message in bytes. Anything unexpected ends the
 * program with a sentence on standard error and status 1. */

#include "core/crypto.h"
#include "net/reconcile.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
  NetItemSet *items;
  NetReconcile *reconcile; /* NULL until sealed */
  gboolean is_initiator;
  gsize frame_max;
} Side;

G_NORETURN static void
fail (const char *what)
{
  g_printerr ("negentropy: %s\n", what);
  exit (1);
}

static GByteArray *
decode_hex (const char *hex)
{
  GByteArray *bytes = g_byte_array_new ();

  for (; hex[0] != '\0'; hex += 2) {
    int high = g_ascii_xdigit_value (hex[0]);
    int low = high < 0 ? -1 : g_ascii_xdigit_value (hex[1]);
    guint8 byte;

    if (low < 0)
      fail ("this is not hexadecimal");
    byte = (guint8) (high << 4 | low);
    g_byte_array_append (bytes, &byte, 1);
  }
  return bytes;
}

static void
print_hex (const char *word, const guint8 *bytes, gsize len)
{
  printf ("%s,", word);
  for (gsize i = 0; i < len; i++)
    printf ("%02x", bytes[i]);
  putchar ('\n');
  fflush (stdout);
}

static void
print_ids (const char *word, const GArray *ids)
{
  for (guint i = 0; i < ids->len; i++)
    print_hex (word, g_array_index (ids, CenId, i).bytes, CEN_ID_LEN);
}

static void
print_message (const Side *self, GBytes *message)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (message, &len);

  if (self->frame_max != 0 && len > self->frame_max)
    fail ("a message is larger than FRAMESIZELIMIT");
  print_hex ("msg", bytes, len);
}

static void
take_item (Side *self, const char *timestamp, const char *hex)
{
  g_autoptr (GByteArray) bytes = decode_hex (hex);
  guint64 value;
  CenId id;

  if (self->reconcile != NULL || bytes->len != CEN_ID_LEN ||
      !g_ascii_string_to_unsigned (timestamp, 10, 0, NET_ITEM_TIMESTAMP_INFINITY - 1, &value, NULL))
    fail ("an item is out of place or malformed");
  cen_id_from_bytes (&id, bytes->data);
  net_item_set_add (self->items, value, &id, 0);
}

static void
seal (Side *self)
{
  if (self->reconcile != NULL || !net_item_set_seal (self->items))
    fail ("sealed twice, or two items are equal");
  self->reconcile = net_reconcile_new (self->items, self->frame_max, NULL);
  if (self->reconcile == NULL)
    fail ("FRAMESIZELIMIT is too small");
}

static void
initiate (Side *self)
{
  g_autoptr (GBytes) message = net_reconcile_initiate (self->reconcile, NULL);

  if (message == NULL)
    fail ("initiated twice");
  self->is_initiator = TRUE;
  print_message (self, message);
}

static void
take_message (Side *self, const char *hex)
{
  g_autoptr (GByteArray) bytes = decode_hex (hex);
  g_autoptr (GArray) have = g_array_new (FALSE, FALSE, sizeof (CenId));
  g_autoptr (GArray) need = g_array_new (FALSE, FALSE, sizeof (CenId));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = NULL;
  gboolean is_done;

  answer = net_reconcile_receive (self->reconcile, bytes->data, bytes->len, have, need, &is_done,
                                  &error);
  if (answer == NULL)
    fail (error->message);
  print_ids ("have", have);
  print_ids ("need", need);
  if (is_done) {
    puts ("done");
    fflush (stdout);
  } else {
    print_message (self, answer);
  }
}

static void
run_line (Side *self, const char *line)
{
  g_auto (GStrv) fields = g_strsplit (line, ",", 0);
  guint n = g_strv_length (fields);

  if (n == 0)
    return;
  if (g_str_equal (fields[0], "item") && n == 3)
    take_item (self, fields[1], fields[2]);
  else if (g_str_equal (fields[0], "seal"))
    seal (self);
  else if (self->reconcile == NULL)
    fail ("nothing is sealed yet");
  else if (g_str_equal (fields[0], "initiate"))
    initiate (self);
  else if (g_str_equal (fields[0], "msg"))
    take_message (self, n >= 2 ? fields[1] : "");
  else
    fail ("this command is unknown");
}

int
main (void)
{
  const char *limit = g_getenv ("FRAMESIZELIMIT");
  Side side = { .items = net_item_set_new (0) };
  char *line = NULL;
  size_t size = 0;

  cen_crypto_init ();
  if (limit != NULL)
    side.frame_max = g_ascii_strtoull (limit, NULL, 10);
  while (getline (&line, &size, stdin) >= 0)
    run_line (&side, g_strchomp (line));
  free (line);
  net_reconcile_free (side.reconcile);
  net_item_set_unref (side.items);
  return 0;
}
