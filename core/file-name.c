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

CenFileRisk
cen_file_name_get_risk (const char *name, const char *mime)
{
  static const struct {
    CenFileRisk risk;
    const char *endings; /* a space on both sides of each */
    const char *types;
  } risks[] = {
    { CEN_FILE_PROGRAM, " appimage bin com cpl dll exe gadget jar msp pif run scr so ",
      " application/x-executable application/x-sharedlib application/x-pie-executable"
      " application/vnd.appimage application/x-ms-dos-executable application/x-msdownload"
      " application/vnd.microsoft.portable-executable application/java-archive " },
    { CEN_FILE_SCRIPT,
      " bash bat cmd csh fish js jse ksh lua mjs php pl ps1 psm1 py pyw rb reg sh tcl vb vbe vbs "
      "wsf "
      "wsh zsh ",
      " application/x-shellscript application/javascript text/javascript text/x-python"
      " text/x-python3 application/x-perl application/x-ruby application/x-php text/x-lua " },
    { CEN_FILE_SHORTCUT, " desktop lnk url webloc scf inf ",
      " application/x-desktop application/x-ms-shortcut application/x-mswinurl " },
    { CEN_FILE_PACKAGE, " apk deb dmg flatpak flatpakref flatpakrepo msi pkg rpm snap ",
      " application/vnd.debian.binary-package application/x-rpm application/vnd.flatpak"
      " application/vnd.flatpak.ref application/vnd.snap application/x-msi " },
    { CEN_FILE_MACROS, " docm dotm odb potm ppam ppsm pptm xlam xlsm xltm ",
      " application/vnd.ms-word.document.macroenabled.12"
      " application/vnd.ms-excel.sheet.macroenabled.12"
      " application/vnd.ms-powerpoint.presentation.macroenabled.12"
      " application/vnd.oasis.opendocument.database " },
    { CEN_FILE_PAGE, " hta htm html mht mhtml svg svgz swf xht xhtml xml xsl ",
      " text/html image/svg+xml image/svg+xml-compressed application/xhtml+xml application/xml"
      " text/xml " },
  };
  const char *dot = strrchr (name, '.');
  g_autofree char *ending = dot != NULL ? g_strdup_printf (" %s ", dot + 1) : g_strdup ("(none)");
  g_autofree char *type = mime != NULL ? g_strdup_printf (" %s ", mime) : g_strdup ("(none)");
  g_autofree char *low_ending = g_ascii_strdown (ending, -1);
  g_autofree char *low_type = g_ascii_strdown (type, -1);

  for (guint i = 0; i < G_N_ELEMENTS (risks); i++) {
    if (strstr (risks[i].endings, low_ending) != NULL || strstr (risks[i].types, low_type) != NULL)
      return risks[i].risk;
  }
  return CEN_FILE_PLAIN;
}
