/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenaclePage: what the window asks of the page of a place (places.c). A page is made when one
 * first goes there; it reads when it is mapped and when its circle changes while it is. */

#pragma once

#include "circle.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_PAGE (cenacle_page_get_type ())
G_DECLARE_INTERFACE (CenaclePage, cenacle_page, CENACLE, PAGE, GtkWidget)

struct _CenaclePageInterface {
  GTypeInterface parent;
  void (*set_circle) (CenaclePage *self, CenacleCircle *circle); /* NULL: none shows */
  void (*open) (CenaclePage *self, const CenId *object);         /* may be NULL */
};

void cenacle_page_set_circle (CenaclePage *self, CenacleCircle *circle);
/* Shows @object, of one of the kinds that lead to the place. */
void cenacle_page_open (CenaclePage *self, const CenId *object);

G_END_DECLS
