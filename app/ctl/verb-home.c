/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Verbs about the home as a whole. Passphrases come from a descriptor or the terminal, and are
 * wiped when the verb is done. */

#include "app/control/passphrase.h"
#include "app/control/paths.h"
#include "core/file-head.h"
#include "verb.h"

#include <glib/gi18n.h>
#include <string.h>

/* A big home, and a passphrase tried on a slow machine. */
#define LONG_CALL_MS (60 * 60 * 1000)

static struct {
  int passphrase_fd;
  int old_passphrase_fd;
  gboolean retire;
} options = { .passphrase_fd = -1, .old_passphrase_fd = -1 };

static const GOptionEntry protect_options[] = {
  { "passphrase-fd", 0, 0, G_OPTION_ARG_INT, &options.passphrase_fd,
    N_ ("Read the new passphrase from descriptor N"), "N" },
  { "old-passphrase-fd", 0, 0, G_OPTION_ARG_INT, &options.old_passphrase_fd,
    N_ ("Read the passphrase there is from descriptor N"), "N" },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry passphrase_options[] = {
  { "passphrase-fd", 0, 0, G_OPTION_ARG_INT, &options.passphrase_fd,
    N_ ("Read the passphrase from descriptor N"), "N" },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry restore_options[] = {
  { "passphrase-fd", 0, 0, G_OPTION_ARG_INT, &options.passphrase_fd,
    N_ ("Read the passphrase from descriptor N"), "N" },
  { "retire", 0, 0, G_OPTION_ARG_NONE, &options.retire,
    N_ ("Also remove the devices that this home was before"), NULL },
  G_OPTION_ENTRY_NULL,
};

static char *
get_passphrase (int fd, const char *question, GError **error)
{
  return fd >= 0 ? cenacle_passphrase_read (fd, error) : cenacle_passphrase_ask (question, error);
}

/* One that will be needed later: said plainly, asked twice, and checked before it is used. */
static char *
get_new_passphrase (GError **error)
{
  char *passphrase, *again;
  gboolean is_same;

  if (options.passphrase_fd >= 0)
    return cenacle_passphrase_read (options.passphrase_fd, error);
  g_printerr ("%s\n", _ ("Choose a passphrase, and write it down where you keep papers: if it is "
                         "forgotten, nobody can help, and what it protects is lost."));
  passphrase = cenacle_passphrase_ask (_ ("New passphrase:"), error);
  if (passphrase == NULL || !cen_passphrase_check (passphrase, error)) {
    cenacle_passphrase_free (passphrase);
    return NULL;
  }
  again = cenacle_passphrase_ask (_ ("The same once more:"), error);
  is_same = again != NULL && strcmp (passphrase, again) == 0;
  if (again != NULL && !is_same)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                         _ ("The two are not the same: nothing was changed."));
  cenacle_passphrase_free (again);
  if (is_same)
    return passphrase;
  cenacle_passphrase_free (passphrase);
  return NULL;
}

/* How the keys are kept now; NULL with an error. */
static char *
dup_protection (CenacleEngine1 *engine, GError **error)
{
  g_autoptr (GVariant) value = cenacle_command_read_property (engine, "Protection", error);

  return value != NULL ? g_variant_dup_string (value, NULL) : NULL;
}

static gboolean
has_passphrase (const char *protection)
{
  return strcmp (protection, "passphrase") == 0;
}

static gboolean
protect_with (CenacleEngine1 *engine, const char *old, const char *wish, GError **error)
{
  char *passphrase = has_passphrase (wish) ? get_new_passphrase (error) : NULL;
  gboolean ok = passphrase != NULL || !has_passphrase (wish);

  ok = ok && cenacle_command_settle (cenacle_engine1_call_protect_sync (
                                         engine, old, wish, passphrase != NULL ? passphrase : "",
                                         NULL, error),
                                     error);
  cenacle_passphrase_free (passphrase);
  return ok;
}

static gboolean
protect (CenacleCommand *command, char **arguments, GError **error)
{
  CenacleEngine1 *engine;
  CenProtection wish;
  g_autofree char *now = NULL;
  char *old = NULL;
  gboolean ok;

  if (!cen_protection_from_name (arguments[0], &wish)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("Keys are kept open, by a passphrase or by the keyring, not “%s”."),
                 arguments[0]);
    return FALSE;
  }
  engine = cenacle_command_get_engine (command, LONG_CALL_MS, error);
  now = engine != NULL ? dup_protection (engine, error) : NULL;
  if (now == NULL)
    return FALSE;
  if (has_passphrase (now)) {
    old = get_passphrase (options.old_passphrase_fd, _ ("Passphrase there is:"), error);
    if (old == NULL)
      return FALSE;
  }
  ok = protect_with (engine, old != NULL ? old : "", arguments[0], error);
  cenacle_passphrase_free (old);
  if (ok)
    cenacle_command_show_nothing (command);
  return ok;
}

static gboolean
unlock (CenacleCommand *command, char **arguments G_GNUC_UNUSED, GError **error)
{
  CenacleEngine1 *engine = cenacle_command_get_engine (command, LONG_CALL_MS, error);
  g_autofree char *now = engine != NULL ? dup_protection (engine, error) : NULL;
  char *passphrase = NULL;
  gboolean ok;

  if (now == NULL)
    return FALSE;
  if (has_passphrase (now)) {
    passphrase = get_passphrase (options.passphrase_fd, _ ("Passphrase:"), error);
    if (passphrase == NULL)
      return FALSE;
  }
  ok = cenacle_command_settle (
      cenacle_engine1_call_unlock_sync (engine, passphrase != NULL ? passphrase : "", NULL, error),
      error);
  cenacle_passphrase_free (passphrase);
  if (ok)
    cenacle_command_show_nothing (command);
  return ok;
}

static gboolean
backup (CenacleCommand *command, char **arguments, GError **error)
{
  CenacleEngine1 *engine = cenacle_command_get_engine (command, LONG_CALL_MS, error);
  g_autofree char *path = g_canonicalize_filename (arguments[0], NULL);
  char *passphrase = engine != NULL ? get_new_passphrase (error) : NULL;
  gboolean ok = passphrase != NULL;

  ok = ok && cenacle_command_settle (cenacle_engine1_call_backup_sync (engine, path, passphrase,
                                                                       NULL, error),
                                     error);
  cenacle_passphrase_free (passphrase);
  if (ok)
    cenacle_command_show_nothing (command);
  return ok;
}

static void
show_restored (CenacleCommand *command, guint n_circles)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));

  cenacle_output_add_row (output);
  cenacle_output_add_int (output, "circles", _ ("Circles"), n_circles);
  cenacle_output_show (output);
}

static gboolean
restore (CenacleCommand *command, char **arguments, GError **error)
{
  CenacleEngine1 *engine = cenacle_command_get_engine (command, LONG_CALL_MS, error);
  g_autofree char *path = g_canonicalize_filename (arguments[0], NULL);
  g_auto (GVariantDict) wishes = G_VARIANT_DICT_INIT (NULL);
  char *passphrase = NULL;
  guint n_circles = 0;
  gboolean ok;

  if (engine != NULL)
    passphrase = get_passphrase (options.passphrase_fd, _ ("Passphrase of the backup:"), error);
  if (passphrase == NULL)
    return FALSE;
  if (options.retire)
    g_variant_dict_insert (&wishes, "retire", "b", TRUE);
  ok = cenacle_command_settle (cenacle_engine1_call_restore_sync (engine, path, passphrase,
                                                                  g_variant_dict_end (&wishes),
                                                                  &n_circles, NULL, error),
                               error);
  cenacle_passphrase_free (passphrase);
  if (ok)
    show_restored (command, n_circles);
  return ok;
}

const CenacleVerb cenacle_home_verbs[] = {
  { "protect", "open|passphrase|keyring", 1, 1, protect_options, protect,
    N_ ("Choose how the keys of this home are kept.") },
  { "unlock", "", 0, 0, passphrase_options, unlock,
    N_ ("Unlock a home whose keys wait for a passphrase or the keyring.") },
  { "backup", "FILE", 1, 1, passphrase_options, backup,
    N_ ("Write the whole home into one file under a passphrase.") },
  { "restore", "FILE", 1, 1, restore_options, restore,
    N_ ("Fill an empty home from a backup, as a new device.") },
  { NULL },
};
