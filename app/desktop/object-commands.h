/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The content ops for any kind of core/kinds-*.c, by the names of its row. */

#pragma once

#include "commands.h"

G_BEGIN_DECLS

/* All finish with cenacle_commands_finish(); @callback may be cenacle_commands_show_error_cb().
 * They take @fields, an a{sv}, and @value, when these float. */
void cenacle_objects_create (CenacleCircle *circle, const char *kind, GVariant *fields,
                             GAsyncReadyCallback callback, gpointer user_data);
/* For the eyes of @to and one's own. */
void cenacle_objects_create_sealed (CenacleCircle *circle, const CenId *to, const char *kind,
                                    GVariant *fields, GAsyncReadyCallback callback,
                                    gpointer user_data);
void cenacle_objects_set (CenacleCircle *circle, const CenId *object, GVariant *fields,
                          GAsyncReadyCallback callback, gpointer user_data);
/* @value: TRUE for a mark that is there or not, FALSE to take it back. */
void cenacle_objects_mark (CenacleCircle *circle, const CenId *object, const char *mark,
                           const char *key, GVariant *value, GAsyncReadyCallback callback,
                           gpointer user_data);
void cenacle_objects_redact (CenacleCircle *circle, const CenId *object,
                             GAsyncReadyCallback callback, gpointer user_data);

G_END_DECLS
