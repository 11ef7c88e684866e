/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleReminders: of which sessions a person is to be reminded now, and of which not any more. A
 * function of the wall clock each time it is asked, so that a clock that jumps reminds neither
 * twice nor of what has begun; who was reminded of what is told by names, to be kept. */

#pragma once

#include "core/id.h"

#include <glib.h>

G_BEGIN_DECLS

#define CENACLE_REMINDERS_MAX 256 /* names that are kept; the oldest go first */

typedef struct _CenacleReminders CenacleReminders;

/* One occurrence that comes. */
typedef struct {
  CenId circle;
  CenId session;
  gint64 start_ms;
  guint before_min; /* how long before; 0: never */
  gboolean is_off;  /* called off */
} CenacleReminder;

/* @shown: (nullable): names as cenacle_reminders_dup_shown() gave them. */
CenacleReminders *cenacle_reminders_new (const char *const *shown);
void cenacle_reminders_free (CenacleReminders *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenacleReminders, cenacle_reminders_free)

typedef void (*CenacleReminderFunc) (const CenacleReminder *reminder, const char *name,
                                     gpointer user_data);

/**
 * cenacle_reminders_look: @coming: CenacleReminder, all that there are in some circles.
 * @show: called for each of which one is to be reminded now, and was not before
 * @withdraw: (nullable): called by name for each that shows and has begun, or is called off, or
 *   put off
 * Returns: whether what is to be kept has changed.
 */
gboolean cenacle_reminders_look (CenacleReminders *self, GArray *coming, gint64 now_ms,
                                 CenacleReminderFunc show,
                                 void (*withdraw) (const char *, gpointer), gpointer user_data);

GStrv cenacle_reminders_dup_shown (CenacleReminders *self);

G_END_DECLS
