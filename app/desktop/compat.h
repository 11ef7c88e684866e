/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What newer GTK and libadwaita do with other widgets, each in this one place. (AdwLeaflet and
 * AdwFlap stand in window.ui.) */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * cenacle_compat_ask: asks before something that cannot be undone; @confirmed runs with @object,
 * which is kept alive meanwhile, when the answer is @action.
 */
void cenacle_compat_ask (GtkWindow *parent, const char *heading, const char *body,
                         const char *action, void (*confirmed) (gpointer object), gpointer object);
/* The same before something that gives, and takes nothing away. */
void cenacle_compat_suggest (GtkWindow *parent, const char *heading, const char *body,
                             const char *action, void (*confirmed) (gpointer object),
                             gpointer object);
/**
 * cenacle_compat_ask_reason: the same with a reason, which must not be empty; @confirmed gets it
 * and @data, which is freed in any case.
 */
void cenacle_compat_ask_reason (GtkWindow *parent, const char *heading, const char *body,
                                const char *action,
                                void (*confirmed) (const char *reason, gpointer data),
                                gpointer data, GDestroyNotify free_data);
/**
 * cenacle_compat_announce: has the screen reader say @sentence, about something that came while the
 * person at @widget's window was elsewhere in it; without moving the keyboard's focus.
 */
void cenacle_compat_announce (GtkWidget *widget, const char *sentence);
/* @debug_info: what stands under Troubleshooting. */
void cenacle_compat_show_about (GtkWindow *parent, const char *debug_info);
/* Screen readers are told of the page of @stack that shows, and of no other: GTK 4.8 leaves them
 * all. */
void cenacle_compat_tell_stack (GtkStack *stack);

G_END_DECLS
