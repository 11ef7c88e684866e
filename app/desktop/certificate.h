/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleCertificate: a page that says who has done which path, to look at, print and keep as PDF,
 * with the code by which anybody in the circle can check it. */

#pragma once

#include "circle.h"
#include "core/path-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_CERTIFICATE (cenacle_certificate_get_type ())
G_DECLARE_FINAL_TYPE (CenacleCertificate, cenacle_certificate, CENACLE, CERTIFICATE, AdwWindow)

/* @certificate is one of @path; both are lent for the call. */
void cenacle_certificate_present (GtkWidget *from, CenacleCircle *circle, const CenPathRow *path,
                                  const CenObjectRow *certificate);

G_END_DECLS
