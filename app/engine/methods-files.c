/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Methods about files. A file comes as a descriptor, so the engine opens nothing that a caller
 * names; it is read and closed on a thread of the pool, and what is written about it is written on
 * the node's. */

#include "call.h"
#include "fields.h"

#include "core/blob-root.h"
#include "core/file-name.h"
#include "core/library.h"
#include "core/relay-files.h"
#include "core/retention.h"
#include "core/shelf.h"

#include <gio/gunixfdlist.h>
#include <string.h>
#include <unistd.h>

/* --- Sharing --- */

typedef struct {
  CenReplica *replica;
  NetNode *node;
  GDBusMethodInvocation *invocation;
  CenId circle;
  int fd;
  char *folder;
  char *name;
  GVariant *wishes;
  GArray *to; /* CenId: for whose eyes alone; NULL: for all */
  guint8 root[CEN_KEY_LEN];
  CenBlobRef ref;
  CenacleLooker *looker;
  CenacleLookAnswer thumb;
  GError *error;
} Sharing;

static void
sharing_free (Sharing *self)
{
  if (self->fd >= 0)
    close (self->fd);
  cen_crypto_wipe (self->root, sizeof self->root);
  cen_blob_ref_clear (&self->ref);
  g_clear_pointer (&self->wishes, g_variant_unref);
  g_clear_pointer (&self->to, g_array_unref);
  g_clear_error (&self->error);
  cenacle_looker_unref (self->looker);
  cenacle_look_answer_clear (&self->thumb);
  g_free (self->folder);
  g_free (self->name);
  g_free (self);
}

/* A small picture of what can be shown, so that others see what it is before they have it. */
static void
make_thumb (Sharing *self)
{
  CenacleLookRequest request = { .job = CENACLE_LOOK_THUMB,
                                 .width = CEN_BLOB_PREVIEW_SIDE_MAX,
                                 .height = CEN_BLOB_PREVIEW_SIDE_MAX,
                                 .max_len = CEN_BLOB_PREVIEW_MAX };
  int file = cenacle_look_file_copy (self->fd, &request.is_start);

  if (file < 0)
    return;
  cenacle_looker_run (self->looker, &request, file, &self->thumb);
  close (file);
}

/* On a thread of the pool. */
static void
share_cb (gpointer work)
{
  Sharing *self = work;

  if (cen_blob_file_add (self->fd, self->root, self->folder, NULL, NULL, &self->ref, &self->error))
    make_thumb (self);
}

static void
insert_thumb (GVariantDict *fields, const CenacleLookAnswer *thumb)
{
  if (thumb->form != CENACLE_LOOK_JPEG)
    return;
  g_variant_dict_insert_value (fields, "preview",
                               g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, thumb->bytes,
                                                         TRUE));
  g_variant_dict_insert (fields, "width", "t", (guint64) thumb->full_width);
  g_variant_dict_insert (fields, "height", "t", (guint64) thumb->full_height);
}

static void
take_wish (GVariantDict *fields, GVariant *wishes, const char *wish, const char *field)
{
  g_autoptr (GVariant) value = g_variant_lookup_value (wishes, wish, NULL);

  if (value != NULL)
    g_variant_dict_insert_value (fields, field, value);
}

/* What @self makes. */
static const CenKind *
get_kind (const Sharing *self)
{
  g_autoptr (GVariant) named = g_variant_lookup_value (self->wishes, "resource", NULL);

  return cen_kind_get (self->to != NULL ? CEN_KIND_ENCLOSURE
                       : named != NULL  ? CEN_KIND_VERSION
                                        : CEN_KIND_RESOURCE);
}

/* The fields of an object of @kind. */
static GVariant *
make_fields (const Sharing *self, const CenKind *kind)
{
  static const char *const words[] = { "title", "tags", "language", "level" };
  g_autoptr (GBytes) ref = cen_blob_ref_to_bytes (&self->ref);
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert_value (&fields, "file",
                               g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, ref, TRUE));
  g_variant_dict_insert (&fields, "name", "s", self->name);
  take_wish (&fields, self->wishes, "mime", "mime");
  insert_thumb (&fields, &self->thumb);
  if (kind->id != CEN_KIND_VERSION)
    g_variant_dict_insert (&fields, "title", "s", self->name);
  if (kind->id != CEN_KIND_ENCLOSURE)
    take_wish (&fields, self->wishes, "text", "text");
  if (kind->id == CEN_KIND_VERSION)
    take_wish (&fields, self->wishes, "resource", "resource");
  if (kind->id != CEN_KIND_RESOURCE)
    return g_variant_ref_sink (g_variant_dict_end (&fields));
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    take_wish (&fields, self->wishes, words[i], words[i]);
  take_wish (&fields, self->wishes, "from-message", "from_message");
  return g_variant_ref_sink (g_variant_dict_end (&fields));
}

/* One's own is kept: perhaps nobody else has it. */
static gboolean
put_on_shelf (CenCircle *circle, const CenBlobRef *ref, CenId *ret_blob, GError **error)
{
  CenShelfRow row = { .size = ref->size,
                      .held = CEN_BLOB_WHOLE,
                      .is_kept = TRUE,
                      .used_ms = circle->world->now_ms (circle->world) };

  cen_blob_ref_get_id (ref, ret_blob);
  row.id = *ret_blob;
  return cen_shelf_put (circle, &row, error);
}

static gboolean
create (const Sharing *self, CenCircle *circle, const CenKind *kind, GArray *values, CenId *ret_id,
        GError **error)
{
  const CenValue *given = (const CenValue *) values->data;

  return self->to == NULL
             ? cen_author_create (circle, kind, given, values->len, ret_id, error)
             : cen_author_create_sealed (circle, (const CenId *) self->to->data, self->to->len,
                                         kind, given, values->len, ret_id, error);
}

static gboolean
offer (const Sharing *self, CenCircle *circle, const CenId *blob, GError **error)
{
  gboolean is_offered = FALSE;

  g_variant_lookup (self->wishes, "offer", "b", &is_offered);
  return !is_offered || cen_relay_files_offer (circle, blob, TRUE, error);
}

static GVariant *
finish_sharing (Sharing *self, CenCircle *circle, GError **error)
{
  const CenKind *kind = get_kind (self);
  g_autoptr (GVariant) fields = make_fields (self, kind);
  g_autoptr (GArray) values = cenacle_fields_parse (kind, fields, error);
  NetTransfer *transfer = net_node_get_transfer (self->node, &self->circle);
  g_autofree char *id_text = NULL;
  g_autofree char *blob_text = NULL;
  CenId id, blob;

  if (values == NULL || !put_on_shelf (circle, &self->ref, &blob, error) ||
      !create (self, circle, kind, values, &id, error) || !offer (self, circle, &blob, error))
    return NULL;
  if (transfer != NULL)
    net_transfer_note_added (transfer, &blob);
  id_text = cen_id_dup_text (&id);
  blob_text = cen_id_dup_text (&blob);
  return g_variant_new ("(sst)", id_text, blob_text, self->ref.size);
}

/* Back on the node's thread. */
static void
shared_cb (gpointer work)
{
  Sharing *self = work;
  CenCircle *circle = cen_replica_find (self->replica, &self->circle);
  GVariant *answer = NULL;

  if (self->error == NULL && circle != NULL)
    answer = finish_sharing (self, circle, &self->error);
  if (answer == NULL && self->error == NULL)
    self->error =
        g_error_new_literal (CEN_ERROR, CEN_ERROR_NOT_FOUND, "There is no such circle here.");
  cenacle_call_answer (self->invocation, answer, self->error);
  sharing_free (self);
}

static int
take_descriptor (CenacleCall *call, GError **error)
{
  GUnixFDList *list =
      g_dbus_message_get_unix_fd_list (g_dbus_method_invocation_get_message (call->invocation));
  gint32 handle;

  g_variant_get_child (call->parameters, 1, "h", &handle);
  if (list != NULL && handle >= 0 && handle < g_unix_fd_list_get_length (list))
    return g_unix_fd_list_get (list, handle, error);
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID, "No file came with the call.");
  return -1;
}

/* For whom it is. Its key then follows from nothing that others know: not even who has the same
 * file can tell that it is this one. */
static gboolean
take_readers (Sharing *self, CenCircle *circle, GError **error)
{
  g_autofree const char **to = NULL;

  if (!g_variant_lookup (self->wishes, "to", "^a&s", &to))
    return cen_blob_root (circle, self->root, error);
  self->to = g_array_new (FALSE, FALSE, sizeof (CenId));
  for (guint i = 0; to[i] != NULL; i++) {
    CenId member;

    if (!cen_id_from_text (&member, to[i])) {
      g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID, "“%s” is no whole id.", to[i]);
      return FALSE;
    }
    g_array_append_val (self->to, member);
  }
  circle->world->random (circle->world, self->root, CEN_KEY_LEN);
  return TRUE;
}

static GVariant *
share_file (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  Sharing *self;

  if (circle == NULL || !cen_shelf_make_folder (circle, error))
    return NULL;
  self = g_new0 (Sharing, 1);
  self->fd = take_descriptor (call, error);
  self->wishes = g_variant_get_child_value (call->parameters, 3);
  if (self->fd < 0 || !take_readers (self, circle, error)) {
    sharing_free (self);
    return NULL;
  }
  self->replica = call->replica;
  self->node = call->node;
  self->invocation = call->invocation;
  self->looker = cenacle_looker_ref (call->looker);
  self->circle = circle->id;
  self->folder = cen_shelf_dup_folder (circle->store, &circle->id);
  self->name = cen_file_name_clean (cenacle_call_get_text (call, 2));
  net_pool_push (net_node_get_pool (call->node), share_cb, shared_cb, self);
  return NULL;
}

/* --- Fetching --- */

typedef gboolean (*TransferFunc) (NetTransfer *transfer, const CenId *blob, GError **error);

/* A file that a call names. */
typedef struct {
  CenCircle *circle;
  CenId blob;
  guint64 size;
} File;

static gboolean
find_by_blob (File *file, const CenId *blob, GError **error)
{
  CenBlobRef ref;
  gboolean is_found;

  if (!cen_shelf_find_ref (file->circle->store, &file->circle->id, blob, &is_found, &ref, error))
    return FALSE;
  if (is_found) {
    file->blob = *blob;
    file->size = ref.size;
    cen_blob_ref_clear (&ref);
  }
  return is_found;
}

static gboolean
find_file (CenacleCall *call, File *ret_file, GError **error)
{
  g_autoptr (CenResource) resource = NULL;
  File file = { .circle = cenacle_call_get_circle (call, 0, error) };
  CenId object;

  if (file.circle == NULL || !cenacle_call_get_id (call, 1, &object, error))
    return FALSE;
  if (!find_by_blob (&file, &object, NULL)) {
    resource = cen_library_get_version (file.circle->store, &file.circle->id, &object, error);
    if (resource == NULL)
      return FALSE;
    if (cen_id_is_zero (&resource->blob)) {
      g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED, "This resource has no file.");
      return FALSE;
    }
    file.blob = resource->blob;
    file.size = resource->ref.size;
  }
  *ret_file = file;
  return TRUE;
}

static NetTransfer *
get_transfer (CenacleCall *call, const CenCircle *circle, GError **error)
{
  NetTransfer *transfer = net_node_get_transfer (call->node, &circle->id);

  if (transfer == NULL)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE,
                         "Files of this circle cannot be fetched now.");
  return transfer;
}

static GVariant *
with_transfer (CenacleCall *call, TransferFunc func, GError **error)
{
  NetTransfer *transfer;
  File file;

  if (!find_file (call, &file, error))
    return NULL;
  transfer = get_transfer (call, file.circle, error);
  if (transfer == NULL || !func (transfer, &file.blob, error))
    return NULL;
  return g_variant_new ("()");
}

static GVariant *
fetch_file (CenacleCall *call, GError **error)
{
  return with_transfer (call, net_transfer_fetch, error);
}

static GVariant *
pause_file (CenacleCall *call, GError **error)
{
  return with_transfer (call, net_transfer_pause, error);
}

static GVariant *
cancel_file (CenacleCall *call, GError **error)
{
  return with_transfer (call, net_transfer_cancel, error);
}

static GVariant *
keep_file (CenacleCall *call, GError **error)
{
  CenShelfRow row = { .held = CEN_BLOB_ABSENT };
  NetTransfer *transfer;
  gboolean is_found;
  File file;

  if (!find_file (call, &file, error))
    return NULL;
  transfer = get_transfer (call, file.circle, error);
  if (transfer == NULL ||
      !cen_shelf_get (file.circle->store, &file.circle->id, &file.blob, &is_found, &row, error))
    return NULL;
  row.id = file.blob;
  row.size = file.size;
  g_variant_get_child (call->parameters, 2, "b", &row.is_kept);
  if (!cen_shelf_put (file.circle, &row, error) ||
      (row.is_kept && !net_transfer_fetch (transfer, &file.blob, error)))
    return NULL;
  return g_variant_new ("()");
}

static GVariant *
offer_file (CenacleCall *call, GError **error)
{
  gboolean is_offered;
  File file;

  if (!find_file (call, &file, error))
    return NULL;
  g_variant_get_child (call->parameters, 2, "b", &is_offered);
  if (!cen_relay_files_offer (file.circle, &file.blob, is_offered, error))
    return NULL;
  return g_variant_new ("()");
}

/* Each goes as if it were cancelled; what is kept stays. */
static GVariant *
free_files (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  NetTransfer *transfer = circle != NULL ? get_transfer (call, circle, error) : NULL;
  g_autofree const char **blobs = NULL;
  guint64 freed = 0;

  if (transfer == NULL)
    return NULL;
  g_variant_get_child (call->parameters, 1, "^a&s", &blobs);
  for (guint i = 0; blobs[i] != NULL; i++) {
    CenShelfRow row = { .held = CEN_BLOB_ABSENT };
    gboolean is_found;
    CenId blob;

    if (!cen_id_from_text (&blob, blobs[i])) {
      g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID, "“%s” is no whole id.", blobs[i]);
      return NULL;
    }
    if (!cen_shelf_get (circle->store, &circle->id, &blob, &is_found, &row, error))
      return NULL;
    if (!is_found || row.held != CEN_BLOB_WHOLE || row.is_kept)
      continue;
    if (!net_transfer_cancel (transfer, &blob, error))
      return NULL;
    freed += row.size;
  }
  return g_variant_new ("(t)", freed);
}

/* --- Preferences --- */

static GVariant *
set_preference (CenacleCall *call, GError **error)
{
  static const struct {
    const char *name;
    CenPreference preference;
    gboolean is_of_circle;
  } names[] = {
    { "auto-max", CEN_PREFERENCE_AUTO_MAX, TRUE },
    { "circle-quota", CEN_PREFERENCE_CIRCLE_QUOTA, TRUE },
    { "retention", CEN_PREFERENCE_RETENTION, TRUE },
    { "quota", CEN_PREFERENCE_QUOTA, FALSE },
    { "metered", CEN_PREFERENCE_METERED, FALSE },
  };
  const char *name = cenacle_call_get_text (call, 1);
  gboolean is_of_circle = *cenacle_call_get_text (call, 0) != '\0';
  CenCircle *circle = is_of_circle ? cenacle_call_get_circle (call, 0, error) : NULL;
  guint64 value;

  if (is_of_circle && circle == NULL)
    return NULL;
  g_variant_get_child (call->parameters, 2, "t", &value);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (strcmp (names[i].name, name) != 0 || names[i].is_of_circle != is_of_circle)
      continue;
    if (names[i].preference == CEN_PREFERENCE_RETENTION)
      return cen_retention_set (circle, (guint) MIN (value, G_MAXUINT), error)
                 ? g_variant_new ("()")
                 : NULL;
    if (names[i].preference == CEN_PREFERENCE_QUOTA)
      value = MAX (value, CEN_SHELF_QUOTA_MIN);
    if (!cen_preference_set (call->replica->store, is_of_circle ? &circle->id : NULL,
                             names[i].preference, value, error))
      return NULL;
    for (guint k = 0; k < call->replica->circles->len; k++)
      ((CenCircle *) call->replica->circles->pdata[k])->has_new_files = TRUE;
    return g_variant_new ("()");
  }
  g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID, "There is no such preference “%s”.", name);
  return NULL;
}

CenacleMethodFunc
cenacle_methods_files_find (const char *name)
{
  static const CenacleMethod methods[] = {
    { "ShareFile", share_file },
    { "FetchFile", fetch_file },
    { "PauseFile", pause_file },
    { "CancelFile", cancel_file },
    { "KeepFile", keep_file },
    { "OfferFile", offer_file },
    { "SetFilePreference", set_preference },
    { "FreeFiles", free_files },
  };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++) {
    if (strcmp (methods[i].name, name) == 0)
      return methods[i].func;
  }
  return NULL;
}
