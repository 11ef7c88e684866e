/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window asks the engine about members, their devices and what they wrote. Errors and
 * finishing are as in commands.h. */

#pragma once

#include "circle.h"

#include <gio/gio.h>

G_BEGIN_DECLS

void cenacle_membership_set_role (CenacleCircle *circle, const CenId *member, CenRole role,
                                  GAsyncReadyCallback callback, gpointer user_data);
/* @last_good: the last op of theirs that stands; NULL: all that the circle had seen. */
void cenacle_membership_remove (CenacleCircle *circle, const CenId *member, const char *reason,
                                const CenId *last_good, GAsyncReadyCallback callback,
                                gpointer user_data);
/* Says that @member is who was here as @formerly. */
void cenacle_membership_vouch (CenacleCircle *circle, const CenId *member, const CenId *formerly,
                               GAsyncReadyCallback callback, gpointer user_data);

typedef enum {
  CENACLE_WORDS_FORGET,
  CENACLE_WORDS_MATCH,
} CenacleWords;

void cenacle_membership_set_words (CenacleCircle *circle, const CenId *member, CenacleWords words,
                                   GAsyncReadyCallback callback, gpointer user_data);

/* Finishes with the link. */
void cenacle_membership_create_device_link (CenacleCircle *circle, gint64 expires_ms,
                                            GAsyncReadyCallback callback, gpointer user_data);
void cenacle_membership_remove_device (CenacleCircle *circle, const CenId *device,
                                       GAsyncReadyCallback callback, gpointer user_data);

/* Lets @op count, which a removal made void. */
void cenacle_membership_endorse (CenacleCircle *circle, const CenId *op,
                                 GAsyncReadyCallback callback, gpointer user_data);
/* An empty @reason shows the object again. */
void cenacle_membership_hide (CenacleCircle *circle, const CenId *object, const char *reason,
                              GAsyncReadyCallback callback, gpointer user_data);

G_END_DECLS
