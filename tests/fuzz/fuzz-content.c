/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The first byte chooses the op kind, the rest is a payload; every field of every kind is then read
 * from what it holds. */

#include "fuzz.h"

#include "core/content.h"

#include <string.h>

static guint
read_list_sizes (CenSpan fields, guint field)
{
  g_auto (GStrv) texts = cen_fields_dup_texts (fields, field);
  g_autoptr (GArray) refs = cen_fields_dup_refs (fields, field);
  g_autoptr (GArray) uints = cen_fields_dup_uints (fields, field);
  g_autoptr (GBytes) bytes = cen_fields_dup_bytes (fields, field);

  g_assert (g_bytes_get_size (bytes) <= fields.len);
  return MAX (g_strv_length (texts), MAX (refs->len, uints->len));
}

static void
read_fields (CenSpan fields)
{
  const CenKind *kind;

  for (guint n = 0; (kind = cen_kind_get_nth (n)) != NULL; n++) {

    for (guint i = 0; i <= CEN_FIELD_ID_MAX; i++) {
      const CenField *field = cen_kind_get_field (kind, i);
      g_autofree char *text = cen_fields_dup_text (fields, i);
      CenSpan value;
      CenId ref;

      g_assert (g_utf8_validate (text, -1, NULL));
      cen_fields_get_ref (fields, i, &ref);
      cen_fields_get_bool (fields, i);
      g_assert (read_list_sizes (fields, i) <= CEN_CBOR_ITEMS_MAX);
      if (field == NULL || !cen_fields_get_span (fields, i, &value) ||
          !cen_field_accepts (field, value))
        continue;
      if (field->type == CEN_FIELD_TEXT)
        g_assert (strlen (text) <= field->max);
      if (field->type == CEN_FIELD_NAME)
        g_assert (strlen (text) > 0 && g_utf8_strlen (text, -1) <= CEN_NAME_POINTS_MAX);
    }
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t len)
{
  CenContent content;

  if (len == 0 ||
      !cen_content_parse (&content, CEN_OP_CREATE + bytes[0] % 8, bytes + 1, len - 1, NULL))
    return 0;
  g_assert (strlen (content.key) <= CEN_NAME_MAX && g_utf8_validate (content.key, -1, NULL));
  if (content.fields.len > 0) {
    g_assert (content.fields.bytes > bytes &&
              content.fields.bytes + content.fields.len <= bytes + len);
    read_fields (content.fields);
  }
  return 0;
}
