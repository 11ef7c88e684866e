/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "reminders.h"

struct _CenacleReminders {
  GPtrArray *shown;   /* char *: names, oldest first */
  GPtrArray *showing; /* char *: those that may still stand on the screen */
};

CenacleReminders *
cenacle_reminders_new (const char *const *shown)
{
  CenacleReminders *self = g_new0 (CenacleReminders, 1);

  self->shown = g_ptr_array_new_with_free_func (g_free);
  self->showing = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; shown != NULL && shown[i] != NULL && i < CENACLE_REMINDERS_MAX; i++) {
    g_ptr_array_add (self->shown, g_strdup (shown[i]));
    g_ptr_array_add (self->showing, g_strdup (shown[i]));
  }
  return self;
}

void
cenacle_reminders_free (CenacleReminders *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->shown);
  g_ptr_array_unref (self->showing);
  g_free (self);
}

static char *
dup_name (const CenacleReminder *reminder)
{
  g_autofree char *circle = cen_id_dup_text (&reminder->circle);
  g_autofree char *session = cen_id_dup_text (&reminder->session);

  return g_strdup_printf ("session-%.12s-%.12s-%" G_GINT64_FORMAT, circle, session,
                          reminder->start_ms);
}

static gboolean
has_name (GPtrArray *names, const char *name)
{
  return g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL);
}

static gboolean
is_due (const CenacleReminder *reminder, gint64 now_ms)
{
  return !reminder->is_off && reminder->before_min > 0 && now_ms < reminder->start_ms &&
         now_ms >= reminder->start_ms - (gint64) reminder->before_min * 60000;
}

static void
note_shown (CenacleReminders *self, const char *name)
{
  g_ptr_array_add (self->shown, g_strdup (name));
  if (self->shown->len > CENACLE_REMINDERS_MAX)
    g_ptr_array_remove_index (self->shown, 0);
}

gboolean
cenacle_reminders_look (CenacleReminders *self, GArray *coming, gint64 now_ms,
                        CenacleReminderFunc show, void (*withdraw) (const char *, gpointer),
                        gpointer user_data)
{
  g_autoptr (GPtrArray) due = g_ptr_array_new_with_free_func (g_free);
  gboolean has_changed = FALSE;

  for (guint i = 0; i < coming->len; i++) {
    const CenacleReminder *reminder = &g_array_index (coming, CenacleReminder, i);
    g_autofree char *name = dup_name (reminder);

    if (!is_due (reminder, now_ms))
      continue;
    if (!has_name (self->shown, name)) {
      note_shown (self, name);
      g_ptr_array_add (self->showing, g_strdup (name));
      show (reminder, name, user_data);
      has_changed = TRUE;
    }
    g_ptr_array_add (due, g_steal_pointer (&name));
  }
  for (guint i = self->showing->len; i-- > 0;) {
    if (has_name (due, self->showing->pdata[i]))
      continue;
    if (withdraw != NULL)
      withdraw (self->showing->pdata[i], user_data);
    g_ptr_array_remove_index (self->showing, i);
  }
  return has_changed;
}

GStrv
cenacle_reminders_dup_shown (CenacleReminders *self)
{
  GStrv names = g_new0 (char *, self->shown->len + 1);

  for (guint i = 0; i < self->shown->len; i++)
    names[i] = g_strdup (self->shown->pdata[i]);
  return names;
}
