/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleAgendaEditor: the points of an agenda, each with its minutes, which are added, taken away
 * and put in another order. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_AGENDA_EDITOR (cenacle_agenda_editor_get_type ())
G_DECLARE_FINAL_TYPE (CenacleAgendaEditor, cenacle_agenda_editor, CENACLE, AGENDA_EDITOR, GtkBox)

CenacleAgendaEditor *cenacle_agenda_editor_new (void);
/* @items: (nullable): each as cen_agenda_read_item() has it */
void cenacle_agenda_editor_set (CenacleAgendaEditor *self, const char *const *items);
/* Without the points that have no words. */
GStrv cenacle_agenda_editor_dup (CenacleAgendaEditor *self);

G_END_DECLS
