/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "file-share.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <gio/gunixfdlist.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

void
cenacle_shared_clear (CenacleShared *self)
{
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->blob, g_free);
}

static void
set_unreadable (GError **error, const char *path, int code)
{
  g_set_error (error, CEN_ERROR, code == ENOENT ? CEN_ERROR_NOT_FOUND : CEN_ERROR_REFUSED,
               /* Translators: a path, and the system's reason. */
               _ ("“%s” cannot be read: %s."), path, g_strerror (code));
}

static char *
guess_mime (const char *name, int fd)
{
  guint8 start[4096];
  gssize n = pread (fd, start, sizeof start, 0);
  g_autofree char *type = g_content_type_guess (name, start, n > 0 ? (gsize) n : 0, NULL);

  return g_content_type_get_mime_type (type);
}

gboolean
cenacle_file_share (const CenacleTarget *target, const char *path, GVariant *options,
                    CenacleShared *ret_shared, GError **error)
{
  g_autoptr (GVariant) given = g_variant_ref_sink (options);
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (given);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *mime = NULL;
  g_autoptr (GUnixFDList) list = NULL;
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  gboolean ok;

  if (fd < 0) {
    set_unreadable (error, path, errno);
    return FALSE;
  }
  mime = guess_mime (name, fd);
  if (mime != NULL)
    g_variant_dict_insert (&dict, "mime", "s", mime);
  list = g_unix_fd_list_new_from_array (&fd, 1);
  ok = cenacle_engine1_call_share_file_sync (target->engine, target->circle,
                                             g_variant_new_handle (0), name,
                                             g_variant_dict_end (&dict), list, &ret_shared->id,
                                             &ret_shared->blob, &ret_shared->size, NULL, NULL,
                                             error);
  return cenacle_command_settle (ok, error);
}

static char *
share_attachment (CenacleCommand *command, const CenacleTarget *target, const char *what,
                  const char *to, GError **error)
{
  g_auto (GVariantDict) options = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleShared) shared = { 0 };
  const char *const readers[] = { to, NULL };
  CenId id;

  if (!g_file_test (what, G_FILE_TEST_EXISTS) &&
      cenacle_command_find_object (command, &target->row->id, what, &id, NULL))
    return cen_id_dup_text (&id);
  if (to != NULL)
    g_variant_dict_insert (&options, "to", "^as", readers);
  else
    g_variant_dict_insert (&options, "from-message", "b", TRUE);
  if (!cenacle_file_share (target, what, g_variant_dict_end (&options), &shared, error))
    return NULL;
  return g_steal_pointer (&shared.id);
}

gboolean
cenacle_file_share_attachments (CenacleCommand *command, const CenacleTarget *target, char **files,
                                const char *to, GVariantDict *fields, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;

  for (guint i = 0; files != NULL && files[i] != NULL; i++) {
    g_autofree char *id = share_attachment (command, target, files[i], to, error);

    if (id == NULL)
      return FALSE;
    g_strv_builder_add (builder, id);
  }
  ids = g_strv_builder_end (builder);
  if (ids[0] != NULL)
    g_variant_dict_insert (fields, "attachments", "^as", ids);
  return TRUE;
}
