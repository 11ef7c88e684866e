/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "errors.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

static const GDBusErrorEntry entries[] = {
  { CEN_ERROR_INVALID, "org.cenacle.Error.Invalid" },
  { CEN_ERROR_REFUSED, "org.cenacle.Error.Refused" },
  { CEN_ERROR_NOT_FOUND, "org.cenacle.Error.NotFound" },
  { CEN_ERROR_UNREACHABLE, "org.cenacle.Error.Unreachable" },
  { CEN_ERROR_STORAGE, "org.cenacle.Error.Storage" },
  { CEN_ERROR_NEWER, "org.cenacle.Error.Newer" },
  { CEN_ERROR_BUSY, "org.cenacle.Error.Busy" },
  { CEN_ERROR_LOCKED, "org.cenacle.Error.Locked" },
};

void
cenacle_errors_register (void)
{
  static gsize quark;

  g_dbus_error_register_error_domain (g_quark_to_string (CEN_ERROR), &quark, entries,
                                      G_N_ELEMENTS (entries));
  g_assert ((GQuark) quark == CEN_ERROR);
}

/* core, net and the engine say what happened in English, in sentences that po/ holds too. */
static void
translate (GError *error)
{
  const char *translated = error->message[0] != '\0' ? _ (error->message) : error->message;

  if (translated != error->message) {
    char *copy = g_strdup (translated);

    g_free (error->message);
    error->message = copy;
  }
}

void
cenacle_errors_settle (GError **error)
{
  if (error == NULL || *error == NULL)
    return;
  if (g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_dbus_error_strip_remote_error (*error);
  if ((*error)->domain == CEN_ERROR) {
    translate (*error);
    return;
  }

  g_debug ("control call failed: %s", (*error)->message);
  g_clear_error (error);
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE,
                       _ ("The engine of this home does not answer; try again in a moment."));
}
