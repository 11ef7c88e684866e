/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "file-name.h"

#include <string.h>

#define ENDING_MAX 24 /* bytes kept of what follows the last dot */

/* What turns the direction of reading or cannot be seen. */
static gboolean
is_invisible (gunichar c)
{
  return g_unichar_iscntrl (c) || g_unichar_type (c) == G_UNICODE_FORMAT ||
         g_unichar_type (c) == G_UNICODE_LINE_SEPARATOR ||
         g_unichar_type (c) == G_UNICODE_PARAGRAPH_SEPARATOR ||
         g_unichar_type (c) == G_UNICODE_UNASSIGNED || g_unichar_type (c) == G_UNICODE_PRIVATE_USE;
}

static gunichar
replace (gunichar c)
{
  return c < 0x80 && strchr (":*?\"<>|", (char) c) != NULL ? '_' : c;
}

/* Names that some systems keep for devices, whatever their ending is. */
static gboolean
is_device (const char *name)
{
  static const char *const devices[] = { "con", "prn", "aux", "nul", "com", "lpt" };
  gsize len = strcspn (name, ". ");

  for (guint i = 0; i < G_N_ELEMENTS (devices); i++) {
    if (g_ascii_strncasecmp (name, devices[i], 3) == 0 && len == (i < 4 ? 3 : 4) &&
        (i < 4 || g_ascii_isdigit (name[3])))
      return TRUE;
  }
  return FALSE;
}

static const char *
find_last_part (const char *name)
{
  const char *part = name;

  for (const char *at = name; *at != '\0'; at++) {
    if (*at == '/' || *at == '\\')
      part = at + 1;
  }
  return part;
}

static void
trim (GString *text)
{
  gsize n = strspn (text->str, ". _~-");
  gsize n_leading = strspn (text->str, ". ~");

  g_string_erase (text, 0, (gssize) (n == text->len ? n : n_leading));
  while (text->len > 0 && strchr (". ", text->str[text->len - 1]) != NULL)
    g_string_truncate (text, text->len - 1);
}

/* Cuts in the middle of the name, between two code points, and keeps its ending. */
static void
shorten (GString *text)
{
  const char *dot = strrchr (text->str, '.');
  gsize ending_len = dot != NULL ? strlen (dot) : 0;
  gsize end;

  if (text->len <= CEN_FILE_NAME_MAX)
    return;
  if (ending_len > ENDING_MAX)
    ending_len = 0;
  end = CEN_FILE_NAME_MAX - ending_len;
  while (end > 0 && ((guchar) text->str[end] & 0xc0) == 0x80)
    end--;
  g_string_erase (text, (gssize) end, (gssize) (text->len - ending_len - end));
}

/* What can be seen of it, composed: two marks that met where something stood between them take
 * their order anew. */
static char *
dup_visible (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *at = find_last_part (valid); *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (g_unichar_isspace (c))
      g_string_append_c (text, ' ');
    else if (!is_invisible (c))
      g_string_append_unichar (text, replace (c));
  }
  return g_utf8_normalize (text->str, -1, G_NORMALIZE_NFC);
}

char *
cen_file_name_clean (const char *name)
{
  g_autofree char *visible = dup_visible (name != NULL ? name : "");
  GString *text = g_string_new (visible);

  trim (text);
  shorten (text);
  trim (text);
  if (is_device (text->str)) {
    g_string_prepend (text, "_");
    shorten (text);
  }
  if (text->len == 0)
    g_string_assign (text, "file");
  return g_string_free (text, FALSE);
}

static gboolean
is_listed (const char *what, const char *const *list, guint n)
{
  for (guint i = 0; i < n; i++) {
    if (g_ascii_strcasecmp (what, list[i]) == 0)
      return TRUE;
  }
  return FALSE;
}

CenFileRisk
cen_file_name_get_risk (const char *name, const char *mime)
{
  static const char *const endings[] = {
    "appimage", "bash", "bat",  "bin",        "cmd",    "com", "cpl", "csh",   "deb",
    "desktop",  "dll",  "exe",  "flatpakref", "gadget", "hta", "htm", "html",  "jar",
    "js",       "jse",  "ksh",  "lnk",        "mht",    "msi", "msp", "pl",    "pif",
    "ps1",      "py",   "rb",   "reg",        "rpm",    "run", "scr", "sh",    "snap",
    "so",       "svg",  "vb",   "vbe",        "vbs",    "wsf", "wsh", "xhtml", "zsh",
    "docm",     "xlsm", "pptm", "dotm",       "xltm",   "odb",
  };
  static const char *const types[] = {
    "application/x-executable",
    "application/x-sharedlib",
    "application/x-pie-executable",
    "application/x-shellscript",
    "application/x-desktop",
    "application/vnd.appimage",
    "application/x-ms-dos-executable",
    "application/java-archive",
    "text/html",
    "image/svg+xml",
    "application/xhtml+xml",
    "application/javascript",
    "text/javascript",
    "text/x-python",
    "application/x-perl",
    "application/vnd.debian.binary-package",
  };
  const char *dot = strrchr (name, '.');

  if (dot != NULL && is_listed (dot + 1, endings, G_N_ELEMENTS (endings)))
    return CEN_FILE_CAN_RUN;
  return mime != NULL && is_listed (mime, types, G_N_ELEMENTS (types)) ? CEN_FILE_CAN_RUN
                                                                       : CEN_FILE_PLAIN;
}
