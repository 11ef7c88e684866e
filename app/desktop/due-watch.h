/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleDueWatch: asks the replica again and again what is due, and has it looked through. It
 * needs no window: an application without one asks all the same. */

#pragma once

#include "app/control/client.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _CenacleDueWatch CenacleDueWatch;

typedef struct {
  guint look_s; /* between two looks; there is one as soon as the engine is there, too */
  /* What may be due in any circle at @now_ms, on the query worker. */
  gpointer (*read) (CenStore *store, gint64 now_ms, GError **error);
  GDestroyNotify free_answer;
  /* What was read, on the main thread. */
  void (*look) (gpointer answer, gpointer user_data);
} CenacleDueKind;

/* @kind: static */
CenacleDueWatch *
cenacle_due_watch_new (CenacleClient *client, const CenacleDueKind *kind, gpointer user_data);
void cenacle_due_watch_free (CenacleDueWatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenacleDueWatch, cenacle_due_watch_free)

/* A notification that leads to @object: the action "app.open-object" with both ids. */
GNotification *cenacle_due_watch_dup_notification (const char *title, const char *body,
                                                   const CenId *circle, const CenId *object);

G_END_DECLS
