/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Thanking members, on the page of kudos or for something that is there. */

#pragma once

#include "circle.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @from: a widget of the window that asks; @to: who is chosen when it opens, or NULL; @about: the
 * message, session or resource it is for, or NULL. */
void cenacle_thank_dialog_present (GtkWidget *from, CenacleCircle *circle, const CenId *to,
                                   const CenId *about);

G_END_DECLS
