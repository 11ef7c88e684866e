/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleObjectPage: what the pages of questions, polls, proposals and their like have in common:
 * one circle, an answer computed from its objects on the query worker each time they change,
 * buttons above, groups below, and a few words where there is nothing yet. */

#pragma once

#include "circle.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_OBJECT_PAGE (cenacle_object_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (CenacleObjectPage, cenacle_object_page, CENACLE, OBJECT_PAGE, GtkWidget)

struct _CenacleObjectPageClass {
  GtkWidgetClass parent_class;
  /* On the worker's thread: the answer; NULL with an error. */
  gpointer (*read) (CenStore *store, const CenId *circle, GError **error);
  void (*free_answer) (gpointer answer);
  /* Shows @answer, which the page keeps until the next. */
  void (*show) (CenacleObjectPage *self, gpointer answer);
  /* Shows @object beside the page; may be NULL. There is an answer. */
  void (*open_object) (CenacleObjectPage *self, const CenId *object);
  guint further_changes; /* CenacleChange: on which to read again, beside those of objects */
};

CenacleCircle *cenacle_object_page_get_circle (CenacleObjectPage *self); /* lent; NULL: none */
gpointer cenacle_object_page_get_answer (CenacleObjectPage *self);       /* lent; NULL: none yet */

/* A button above; lent. */
GtkWidget *
cenacle_object_page_add_button (CenacleObjectPage *self, const char *label, GCallback clicked);
/* A list under a heading, hidden while it has no row; rows' activation goes to @activated. Lent. */
GtkListBox *
cenacle_object_page_add_group (CenacleObjectPage *self, const char *title, GCallback activated);
/* A picture of the whole under a heading, which shows only while some list does. */
void cenacle_object_page_add_picture (CenacleObjectPage *self, GtkWidget *picture);
/* The same as a grid. Lent. */
GtkFlowBox *
cenacle_object_page_add_grid (CenacleObjectPage *self, const char *title, GCallback activated);
/* Stands above the groups. */
void cenacle_object_page_add_top (CenacleObjectPage *self, GtkWidget *widget);
/* Stands below all. */
void cenacle_object_page_add_bottom (CenacleObjectPage *self, GtkWidget *widget);
/* What reads while every group is empty. */
void cenacle_object_page_set_empty (CenacleObjectPage *self, const char *icon_name,
                                    const char *title, const char *description);
/* After rows changed: which groups show. */
void cenacle_object_page_settle (CenacleObjectPage *self);

/* Whether one may write here now. */
gboolean cenacle_object_page_is_active (CenacleObjectPage *self);

G_END_DECLS
