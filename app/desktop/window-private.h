/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What window.c (which circle shows), window-places.c (where one is in it), window-letters.c
 * (private words), window-home.c (what concerns the whole home) and window-actions.c (what else one
 * can do) share. */

#pragma once

#include "channel-page.h"
#include "circle.h"
#include "letter-page.h"
#include "lock-page.h"
#include "member-pane.h"
#include "members-page.h"
#include "page.h"
#include "search-page.h"
#include "sidebar.h"
#include "thread-pane.h"
#include "warning-bar.h"
#include "window.h"

G_BEGIN_DECLS

struct _CenacleWindow {
  AdwApplicationWindow parent;
  AdwToastOverlay *toasts;
  GtkStack *root_stack;
  CenacleLockPage *lock_page;
  AdwLeaflet *leaflet;
  CenacleSidebar *sidebar;
  AdwWindowTitle *title;
  GtkWidget *channel_button;
  CenacleWarningBar *warning_bar;
  AdwFlap *flap;
  GtkStack *page_stack;
  CenacleChannelPage *channel_page;
  CenacleLetterPage *letter_page;
  CenacleMembersPage *members_page;
  CenacleSearchPage *search_page;
  GtkWidget *pane; /* hidden while it is folded away, from screen readers too */
  GtkLabel *pane_label;
  GtkStack *pane_stack;
  CenacleThreadPane *thread_pane;
  CenacleMemberPane *member_pane;
  AdwBin *detail_bin; /* what a page shows beside itself */
  GtkRevealer *banner_revealer;
  GtkLabel *banner_label;
  CenacleClient *client;
  GSettings *settings;   /* or NULL */
  CenacleCircle *circle; /* the one that shows; NULL on the first run */
  CenId channel;         /* the one that shows, or showed last; zero: none yet */
  CenId correspondent;   /* whose letters show, or showed last */
  char *wanted_circle;   /* to be shown when the replica has it */
  char *wanted_channel;  /* likewise */
  GPtrArray *watched;    /* files that were asked for (window-files.c) */
  guint banner_source;
  guint circles_source;
};

/* window.c */
void cenacle_window_reload_circles (CenacleWindow *self);

/* window-places.c */
void cenacle_window_show_circle (CenacleWindow *self, const CenId *id);
void cenacle_window_leave_circle (CenacleWindow *self);
/* @place as in the sidebar; @anchor: a message of that channel, or NULL. */
void cenacle_window_go (CenacleWindow *self, const char *place, const CenId *anchor);
void cenacle_window_open_pane (CenacleWindow *self, const char *pane, const char *title);
void cenacle_window_close_pane (CenacleWindow *self);
const CenChannelRow *cenacle_window_get_channel (CenacleWindow *self, const CenId *id);

/* window-pages.c: the places that places.c lists with a page. */
const CenaclePlace *cenacle_window_get_place (CenacleWindow *self); /* NULL: none of these shows */
/* FALSE when @place is none of these; @object: what to show there, or NULL. */
gboolean cenacle_window_go_to_page (CenacleWindow *self, const char *place, const CenId *object);
void cenacle_window_set_pages_circle (CenacleWindow *self, CenacleCircle *circle);
/* FALSE when @kind has no place of its own. */
gboolean cenacle_window_open_object (CenacleWindow *self, const char *kind, const CenId *object);
void cenacle_window_install_page_actions (GtkWidgetClass *widget_class);

/* window-letters.c */
gboolean cenacle_window_shows_letters (CenacleWindow *self);
void cenacle_window_show_letters_title (CenacleWindow *self);
/* FALSE when @place is none of letters, or with nobody of this circle. */
gboolean cenacle_window_go_to_letters (CenacleWindow *self, const char *place, const CenId *anchor);
void cenacle_window_install_letter_actions (GtkWidgetClass *widget_class);

/* window-reading.c */
const char *cenacle_window_get_tell (CenacleWindow *self);
void cenacle_window_set_tell (CenacleWindow *self, const char *tell);
void cenacle_window_install_reading_actions (GtkWidgetClass *widget_class);

/* window-files.c */
void cenacle_window_init_files (CenacleWindow *self);
void cenacle_window_install_file_actions (GtkWidgetClass *widget_class);

/* window-home.c */
gboolean cenacle_window_is_locked (CenacleWindow *self);
gboolean cenacle_window_waits_for_lock (CenacleWindow *self);
void cenacle_window_watch_lock (CenacleWindow *self);
void cenacle_window_show_lock (CenacleWindow *self);
void cenacle_window_install_home_actions (GtkWidgetClass *widget_class);
void cenacle_window_update_home_actions (CenacleWindow *self);

/* window-actions.c */
void cenacle_window_install_actions (GtkWidgetClass *widget_class);
void cenacle_window_update_actions (CenacleWindow *self);

G_END_DECLS
