/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "output.h"

#include <glib/gi18n.h>
#include <stdio.h>

/* Characters of an id in a list: one in 2^40 for two to look alike. */
#define SHORT_ID_LEN 8

struct _CenacleOutput {
  CenacleShape shape;
  CenacleFormat format;
  GPtrArray *objects; /* JsonObject, one a row */
  GPtrArray *headers; /* char *, of the first row */
  GPtrArray *rows;    /* GPtrArray of char *, as wide as headers */
};

CenacleOutput *
cenacle_output_new (CenacleShape shape, CenacleFormat format)
{
  CenacleOutput *self = g_new0 (CenacleOutput, 1);

  self->shape = shape;
  self->format = format;
  self->objects = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  self->headers = g_ptr_array_new_with_free_func (g_free);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  return self;
}

void
cenacle_output_free (CenacleOutput *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->objects);
  g_ptr_array_unref (self->headers);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

CenacleFormat
cenacle_output_get_format (const CenacleOutput *self)
{
  return self->format;
}

void
cenacle_output_add_row (CenacleOutput *self)
{
  g_ptr_array_add (self->objects, json_object_new ());
  g_ptr_array_add (self->rows, g_ptr_array_new_with_free_func (g_free));
}

/* Control characters of somebody else's text must not reach the terminal, nor break the table. */
static char *
dup_for_terminal (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    g_string_append_unichar (clean, g_unichar_iscntrl (c) ? ' ' : c);
  }
  return g_string_free (clean, FALSE);
}

void
cenacle_output_add_node (CenacleOutput *self, const char *key, const char *header, JsonNode *node,
                         const char *text)
{
  GPtrArray *row = g_ptr_array_index (self->rows, self->rows->len - 1);

  json_object_set_member (g_ptr_array_index (self->objects, self->objects->len - 1), key, node);
  if (header == NULL)
    return;
  if (self->rows->len == 1)
    g_ptr_array_add (self->headers, g_strdup (header));
  g_ptr_array_add (row, dup_for_terminal (text));
}

static void
add_null (CenacleOutput *self, const char *key, const char *header)
{
  cenacle_output_add_node (self, key, header, json_node_init_null (json_node_alloc ()), "");
}

void
cenacle_output_add_text (CenacleOutput *self, const char *key, const char *header, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  cenacle_output_add_node (self, key, header, json_node_init_string (json_node_alloc (), valid),
                           valid);
}

/* The words there are, for the translators. */
static G_GNUC_UNUSED const char *const words[] = {
  N_ ("owner"),          N_ ("facilitator"),  N_ ("member"),         N_ ("guest"),
  N_ ("active"),         N_ ("left"),         N_ ("removed"),        N_ ("live"),
  N_ ("used"),           N_ ("expired"),      N_ ("revoked"),        N_ ("message"),
  N_ ("channel"),        N_ ("profile"),      N_ ("circle"),         N_ ("away"),
  N_ ("refused"),        N_ ("connected"),    N_ ("connecting"),     N_ ("letter"),
  N_ ("admitted"),       N_ ("role-changed"), N_ ("vouched"),        N_ ("invite-made"),
  N_ ("invite-revoked"), N_ ("device-added"), N_ ("device-removed"), N_ ("keys-renewed"),
  N_ ("hidden"),         N_ ("shown"),        N_ ("deleted"),        N_ ("endorsed"),
  N_ ("overused"),       N_ ("open"),         N_ ("answered"),       N_ ("accepted"),
  N_ ("planned"),
};

void
cenacle_output_add_said (CenacleOutput *self, const char *key, const char *header, const char *word,
                         const char *said)
{
  cenacle_output_add_node (self, key, header, json_node_init_string (json_node_alloc (), word),
                           said);
}

void
cenacle_output_add_word (CenacleOutput *self, const char *key, const char *header, const char *word)
{
  cenacle_output_add_said (self, key, header, word, word[0] != '\0' ? _ (word) : "");
}

char *
cenacle_output_dup_short_id (const CenId *id)
{
  char text[CEN_ID_TEXT_LEN + 1];

  cen_id_to_text (id, text);
  return g_strndup (text, SHORT_ID_LEN);
}

void
cenacle_output_add_id (CenacleOutput *self, const char *key, const char *header, const CenId *id)
{
  char text[CEN_ID_TEXT_LEN + 1];
  g_autofree char *shortened = NULL;

  if (cen_id_is_zero (id)) {
    add_null (self, key, header);
    return;
  }
  cen_id_to_text (id, text);
  shortened = cenacle_output_dup_short_id (id);
  cenacle_output_add_node (self, key, header, json_node_init_string (json_node_alloc (), text),
                           self->shape == CENACLE_SHAPE_LIST ? shortened : text);
}

void
cenacle_output_add_int (CenacleOutput *self, const char *key, const char *header, gint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  cenacle_output_add_node (self, key, header, json_node_init_int (json_node_alloc (), value), text);
}

char *
cenacle_output_dup_time (gint64 time_ms)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_ms / 1000);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  /* A peer may claim any time at all, one no calendar has among them. */
  return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M") : g_strdup ("?");
}

void
cenacle_output_add_time (CenacleOutput *self, const char *key, const char *header, gint64 time_ms)
{
  g_autofree char *text = NULL;

  if (time_ms == 0) {
    cenacle_output_add_node (self, key, header, json_node_init_null (json_node_alloc ()),
                             _ ("never"));
    return;
  }
  text = cenacle_output_dup_time (time_ms);
  cenacle_output_add_node (self, key, header, json_node_init_int (json_node_alloc (), time_ms),
                           text);
}

void
cenacle_output_add_bool (CenacleOutput *self, const char *key, const char *header, gboolean value)
{
  cenacle_output_add_node (self, key, header, json_node_init_boolean (json_node_alloc (), value),
                           value ? _ ("yes") : _ ("no"));
}

void
cenacle_output_add_field_text (CenacleOutput *self, GVariantDict *fields, const char *name,
                               const char *key, const char *header)
{
  const char *text;

  if (g_variant_dict_lookup (fields, name, "&s", &text))
    cenacle_output_add_text (self, key, header, text);
  else
    add_null (self, key, header);
}

/* Numbers come signed, 64-bit or 32-bit, as the interface says of each. */
static gboolean
lookup_int (GVariantDict *fields, const char *name, gint64 *ret_value)
{
  guint64 unsigned_value;
  guint32 small_value;

  if (g_variant_dict_lookup (fields, name, "x", ret_value))
    return TRUE;
  if (g_variant_dict_lookup (fields, name, "t", &unsigned_value)) {
    *ret_value = (gint64) MIN (unsigned_value, G_MAXINT64);
    return TRUE;
  }
  if (g_variant_dict_lookup (fields, name, "u", &small_value)) {
    *ret_value = small_value;
    return TRUE;
  }
  return FALSE;
}

void
cenacle_output_add_field_int (CenacleOutput *self, GVariantDict *fields, const char *name,
                              const char *key, const char *header)
{
  gint64 value;

  if (lookup_int (fields, name, &value))
    cenacle_output_add_int (self, key, header, value);
  else
    add_null (self, key, header);
}

void
cenacle_output_add_field_time (CenacleOutput *self, GVariantDict *fields, const char *name,
                               const char *key, const char *header)
{
  gint64 value;

  if (lookup_int (fields, name, &value))
    cenacle_output_add_time (self, key, header, value);
  else
    add_null (self, key, header);
}

void
cenacle_output_add_field_bool (CenacleOutput *self, GVariantDict *fields, const char *name,
                               const char *key, const char *header)
{
  gboolean value;

  if (g_variant_dict_lookup (fields, name, "b", &value))
    cenacle_output_add_bool (self, key, header, value);
  else
    add_null (self, key, header);
}

static void
show_json (const CenacleOutput *self)
{
  for (guint i = 0; i < self->objects->len; i++) {
    g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
    g_autofree char *text = NULL;

    json_node_set_object (node, g_ptr_array_index (self->objects, i));
    text = json_to_string (node, FALSE);
    fputs (text, stdout);
    fputc ('\n', stdout);
  }
}

/* Columns on a terminal; wide letters take two, combining ones none. */
static guint
get_width (const char *text)
{
  guint width = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (!g_unichar_iszerowidth (c))
      width += g_unichar_iswide (c) ? 2 : 1;
  }
  return width;
}

static void
put_padded (const char *text, guint width)
{
  fputs (text, stdout);
  for (guint n = get_width (text); n < width; n++)
    fputc (' ', stdout);
}

static void
show_record (const CenacleOutput *self)
{
  guint width = 0;

  for (guint i = 0; i < self->headers->len; i++)
    width = MAX (width, get_width (g_ptr_array_index (self->headers, i)));
  for (guint r = 0; r < self->rows->len; r++) {
    const GPtrArray *row = g_ptr_array_index (self->rows, r);

    if (r > 0)
      fputc ('\n', stdout);
    for (guint i = 0; i < row->len; i++) {
      put_padded (g_ptr_array_index (self->headers, i), width);
      fputs ("  ", stdout);
      fputs (g_ptr_array_index (row, i), stdout);
      fputc ('\n', stdout);
    }
  }
}

static void
show_table_row (const GPtrArray *cells, const guint *widths)
{
  for (guint i = 0; i < cells->len; i++) {
    gboolean is_last = i + 1 == cells->len;

    put_padded (g_ptr_array_index (cells, i), is_last ? 0 : widths[i]);
    fputs (is_last ? "\n" : "  ", stdout);
  }
}

static void
show_table (const CenacleOutput *self)
{
  g_autofree guint *widths = g_new0 (guint, self->headers->len);

  if (self->rows->len == 0)
    return;
  for (guint i = 0; i < self->headers->len; i++)
    widths[i] = get_width (g_ptr_array_index (self->headers, i));
  for (guint r = 0; r < self->rows->len; r++) {
    const GPtrArray *row = g_ptr_array_index (self->rows, r);

    for (guint i = 0; i < row->len; i++)
      widths[i] = MAX (widths[i], get_width (g_ptr_array_index (row, i)));
  }
  show_table_row (self->headers, widths);
  for (guint r = 0; r < self->rows->len; r++)
    show_table_row (g_ptr_array_index (self->rows, r), widths);
}

void
cenacle_output_show (CenacleOutput *self)
{
  if (self->format == CENACLE_FORMAT_JSON)
    show_json (self);
  else if (self->shape == CENACLE_SHAPE_RECORD)
    show_record (self);
  else
    show_table (self);
}

void
cenacle_output_show_nothing (CenacleFormat format)
{
  if (format == CENACLE_FORMAT_JSON)
    fputs ("{}\n", stdout);
}
