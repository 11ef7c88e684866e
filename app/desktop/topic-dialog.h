/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleTopicDialog: asks for a new object that needs no more than a title, and may have a text:
 * a proposal, a path, a deck. */

#pragma once

#include "circle.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* All but @kind marked with N_(). */
typedef struct {
  const char *kind; /* has the fields "title" and "text" */
  const char *heading;
  const char *confirm;
  const char *explanation; /* NULL for none */
  const char *title_label;
  const char *text_label;
} CenacleTopic;

/* @from: a widget of the window that asks; @topic: static */
void
cenacle_topic_dialog_present (GtkWidget *from, CenacleCircle *circle, const CenacleTopic *topic);

G_END_DECLS
