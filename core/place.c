/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "place.h"

#include <string.h>

#define BASE 62

static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

static int
get_digit (char c)
{
  const char *at = c != '\0' ? strchr (digits, c) : NULL;

  return at != NULL ? (int) (at - digits) : 0;
}

gboolean
cen_place_is_valid (const char *place)
{
  gsize len = strlen (place);

  return len > 0 && len <= CEN_PLACE_MAX && place[len - 1] != '0' && strspn (place, digits) == len;
}

/* Where most steps are put, at either end, as near to the neighbour as can be; else in the middle.
 */
static int
choose_digit (int low, int high, gboolean is_start, gboolean is_end)
{
  if (is_start == is_end)
    return (low + high) / 2;
  return is_start ? high - 1 : low + 1;
}

/* @a < @b; both end in no 0; @b NULL: no bound. */
static void
append_between (GString *out, const char *a, const char *b)
{
  gboolean is_start = *a == '\0';
  gboolean is_end = b == NULL;

  for (;;) {
    int low = get_digit (*a);
    int high = b != NULL ? get_digit (*b) : BASE;

    if (b != NULL && low == high) {
      g_string_append_c (out, *b++);
      a += *a != '\0';
      continue;
    }
    if (high - low > 1) {
      g_string_append_c (out, digits[choose_digit (low, high, is_start, is_end)]);
      return;
    }
    if (b != NULL && b[1] != '\0') {
      g_string_append_c (out, *b);
      return;
    }
    g_string_append_c (out, digits[low]);
    a += *a != '\0';
    b = NULL;
  }
}

static void
append_salt (GString *out, const char *after, const guint8 *salt)
{
  gsize len = out->len;

  for (guint i = 0; i < CEN_PLACE_SALT; i++)
    g_string_append_c (out, digits[1 + salt[i] % (BASE - 1)]);
  if (after != NULL && strcmp (out->str, after) >= 0)
    g_string_truncate (out, len);
}

char *
cen_place_between (const char *before, const char *after, const guint8 salt[static CEN_PLACE_SALT])
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *low = before != NULL && cen_place_is_valid (before) ? before : "";
  const char *high = after != NULL && cen_place_is_valid (after) ? after : NULL;

  if (high != NULL && strcmp (low, high) >= 0)
    high = NULL;
  append_between (out, low, high);
  append_salt (out, high, salt);
  return g_strdup (cen_place_is_valid (out->str) ? out->str : *low != '\0' ? low : "1");
}

int
cen_place_compare (const char *a_place, const CenId *a, const char *b_place, const CenId *b)
{
  gboolean a_is_valid = cen_place_is_valid (a_place);
  gboolean b_is_valid = cen_place_is_valid (b_place);
  int order = a_is_valid && b_is_valid ? strcmp (a_place, b_place) : b_is_valid - a_is_valid;

  return order != 0 ? order : cen_id_compare (a, b);
}
