/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "author-text.h"

#include "author-content.h"
#include "author-internal.h"
#include "kinds-note.h"
#include "note-text.h"
#include "store-sql.h"

#include <string.h>

/* Of one op, so that it fits whatever it names: characters of others may each be of another op. */
#define INSERTED_MAX 8192
#define DELETED_MAX  1024

static gboolean
find_note (CenCircle *circle, const CenId *id, gint64 *ret_no, GError **error)
{
  gboolean is_own;
  const CenKind *kind = cen_author_get_kind (circle, id, &is_own, error);
  CenRole role;

  if (kind == NULL || !cen_author_check_role (circle, CEN_ROLE_MEMBER, &role, error))
    return FALSE;
  if (kind->id != CEN_KIND_NOTE)
    return cen_author_refuse (error, "This is no note.");
  return cen_circle_find_op (circle, id, ret_no, error);
}

/* Writes the @record, which is the newest edit of @note, and names it. */
static gboolean
write_record (CenCircle *circle, const CenId *id, CenNoteText *note, const CenTextEdit *record,
              GError **error)
{
  CenTextName name = { .device = circle->self_device };
  g_autoptr (GBytes) payload = cen_text_encode (record, &note->ids, circle->world, error);

  if (payload == NULL || !cen_author_write (circle, CEN_OP_TEXT, id, payload, &name.id, error))
    return FALSE;
  cen_text_ids_add (&note->ids, &name);
  return TRUE;
}

/* One op's worth of the change: what is left of it is what is still to do. */
static gboolean
write_part (CenCircle *circle, const CenId *id, CenNoteText *note, CenTextChange *left,
            GError **error)
{
  g_auto (CenTextEdit) record = { 0 };
  guint32 n_inserted = 0;
  guint32 n_deleted = MIN (left->n_deleted, DELETED_MAX);
  const char *end = left->inserted;

  if (left->n_deleted == n_deleted) {
    for (; *end != '\0' && n_inserted < INSERTED_MAX; n_inserted++)
      end = g_utf8_next_char (end);
  }
  cen_text_edit_init (&record);
  cen_text_begin (note->text);
  if (!cen_text_type (note->text, left->position, n_deleted, left->inserted, n_inserted, &record))
    return cen_author_refuse (error, "This note is full: go on in another one.");
  cen_text_end (note->text);
  left->n_deleted -= n_deleted;
  left->position += n_inserted;
  left->inserted = end;
  return record.steps->len == 0 || write_record (circle, id, note, &record, error);
}

gboolean
cen_author_change_text (CenCircle *circle, const CenId *id, const CenTextChange *changes,
                        guint n_changes, GError **error)
{
  g_autoptr (CenNoteText) note = NULL;
  gint64 no;

  if (!find_note (circle, id, &no, error))
    return FALSE;
  note = cen_note_text_load (circle->store, no, error);
  if (note == NULL)
    return FALSE;
  for (guint i = 0; i < n_changes; i++) {
    CenTextChange left = changes[i];
    guint32 length = cen_text_get_length (note->text);

    if (left.position > length || left.n_deleted > length - left.position)
      return cen_author_refuse (error, "The note has no such place.");
    if (!g_utf8_validate (left.inserted, -1, NULL))
      return cen_author_refuse (error, "This is no text.");
    while (left.n_deleted > 0 || *left.inserted != '\0') {
      if (!write_part (circle, id, note, &left, error))
        return FALSE;
    }
  }
  return TRUE;
}

/* --- Typed elsewhere --- */

gboolean
cen_author_write_text (CenCircle *circle, const CenId *id, GBytes *payload, CenId *ret_op,
                       GError **error)
{
  g_auto (CenTextPayload) parsed = { 0 };
  gsize len;
  const guint8 *bytes = g_bytes_get_data (payload, &len);
  gint64 no;

  if (!find_note (circle, id, &no, error))
    return FALSE;
  if (len > CEN_PAYLOAD_MAX || !cen_text_payload_parse (&parsed, bytes, len, NULL))
    return cen_author_refuse (error, "This is no change of a text.");
  for (guint i = 0; i < parsed.ids->len; i++) {
    gint64 named;

    if (!cen_circle_find_op (circle, &g_array_index (parsed.ids, CenId, i), &named, error))
      return FALSE;
    if (named == 0)
      return cen_author_refuse (error, "This change builds on one that is not here.");
  }
  return cen_author_write (circle, CEN_OP_TEXT, id, payload, ret_op, error);
}
