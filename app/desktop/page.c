/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "page.h"

G_DEFINE_INTERFACE (CenaclePage, cenacle_page, GTK_TYPE_WIDGET)

static void
cenacle_page_default_init (CenaclePageInterface *iface)
{
  (void) iface;
}

void
cenacle_page_set_circle (CenaclePage *self, CenacleCircle *circle)
{
  CENACLE_PAGE_GET_IFACE (self)->set_circle (self, circle);
}

void
cenacle_page_open (CenaclePage *self, const CenId *object)
{
  if (CENACLE_PAGE_GET_IFACE (self)->open != NULL)
    CENACLE_PAGE_GET_IFACE (self)->open (self, object);
}
