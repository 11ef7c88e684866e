/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "when-rows.h"

#include "form.h"
#include "when-button.h"

#include <glib/gi18n.h>

void
cenacle_when_rows_add (CenacleWhenRows *rows, CenacleObjectDialog *dialog, CenacleRowUse use)
{
  rows->day = cenacle_object_dialog_add_entry (dialog, _ ("Day, as 2026-09-14"), use);
  rows->clock = cenacle_object_dialog_add_entry (dialog, _ ("Time, as 18:30"), use);
  adw_entry_row_add_suffix (rows->day, cenacle_when_button_new_day (GTK_EDITABLE (rows->day)));
  adw_entry_row_add_suffix (rows->clock,
                            cenacle_when_button_new_clock (GTK_EDITABLE (rows->clock)));
}

static void
set_time (const CenacleWhenRows *rows, GDateTime *time)
{
  g_autofree char *day = g_date_time_format (time, "%Y-%m-%d");
  g_autofree char *clock = g_date_time_format (time, "%H:%M");

  cenacle_form_set_entry (rows->day, day);
  cenacle_form_set_entry (rows->clock, clock);
}

void
cenacle_when_rows_set (const CenacleWhenRows *rows, gint64 time_ms)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (time_ms / 1000);

  if (time != NULL)
    set_time (rows, time);
}

void
cenacle_when_rows_suggest (const CenacleWhenRows *rows, guint days, const char *clock)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) time = g_date_time_add_days (now, (int) days);

  set_time (rows, time);
  cenacle_form_set_entry (rows->clock, clock);
}

gint64
cenacle_when_rows_read (const CenacleWhenRows *rows)
{
  g_autofree char *day = cenacle_form_dup_entry (rows->day);
  g_autofree char *clock = cenacle_form_dup_entry (rows->clock);
  g_autofree char *text = g_strdup_printf ("%sT%s:00", day, clock);
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, local);

  return time != NULL ? g_date_time_to_unix (time) * 1000 : 0;
}

gboolean
cenacle_when_rows_check (const CenacleWhenRows *rows)
{
  gboolean is_right = cenacle_when_rows_read (rows) > 0;

  cenacle_form_mark (rows->day, is_right ? CENACLE_FIELD_RIGHT : CENACLE_FIELD_WRONG);
  cenacle_form_mark (rows->clock, is_right ? CENACLE_FIELD_RIGHT : CENACLE_FIELD_WRONG);
  return is_right;
}

void
cenacle_when_rows_follow (const CenacleWhenRows *rows, GCallback callback, gpointer data)
{
  g_signal_connect_swapped (rows->day, "changed", callback, data);
  g_signal_connect_swapped (rows->clock, "changed", callback, data);
}

void
cenacle_when_rows_set_visible (const CenacleWhenRows *rows, gboolean is_visible)
{
  gtk_widget_set_visible (GTK_WIDGET (rows->day), is_visible);
  gtk_widget_set_visible (GTK_WIDGET (rows->clock), is_visible);
}
