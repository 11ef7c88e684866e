/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_APPLICATION (cenacle_application_get_type ())
G_DECLARE_FINAL_TYPE (CenacleApplication, cenacle_application, CENACLE, APPLICATION, AdwApplication)

typedef struct {
  const char *home;        /* resolved */
  gboolean is_default;     /* the home of whom gives no other */
  gboolean is_service;     /* no window until somebody asks for one */
  gboolean prints_startup; /* times and memory on stdout */
  gint64 started_us;       /* monotonic */
} CenacleApplicationOptions;

CenacleApplication *cenacle_application_new (const CenacleApplicationOptions *options);

/* Of the home that it serves; NULL for that of whom gives no other. */
const char *cenacle_application_get_other_home (CenacleApplication *self);

G_END_DECLS
