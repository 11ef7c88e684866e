/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window asks the engine to write: the frame and what is said. The names of their kinds,
 * fields and marks (core/kinds-base.c) stand in commands.c alone; object-commands.h is for the
 * other kinds. */

#pragma once

#include "circle.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct {
  const CenId *channel;
  const CenId *member;   /* NULL: for the circle; else sealed for this member, and no channel */
  const CenId *reply_to; /* NULL: answers nothing */
  const CenId *thread;   /* NULL: starts or stays in the channel */
  const char *text;
  const char *const *attachments; /* ids of resources; NULL: none; a letter has none */
} CenaclePost;

/* Errors of all: those of the engine, settled (see cenacle_errors_settle()); CEN_ERROR_UNREACHABLE
 * at once while it is away. All finish with cenacle_commands_finish(). */
void cenacle_commands_post (CenacleCircle *circle, const CenaclePost *post,
                            GAsyncReadyCallback callback, gpointer user_data);
void cenacle_commands_edit (CenacleCircle *circle, const CenId *message, const char *text,
                            GAsyncReadyCallback callback, gpointer user_data);
void cenacle_commands_create_channel (CenacleCircle *circle, const char *name, const char *topic,
                                      GAsyncReadyCallback callback, gpointer user_data);
void cenacle_commands_set_profile (CenacleCircle *circle, const char *name, const char *about,
                                   const char *languages, GAsyncReadyCallback callback,
                                   gpointer user_data);
void cenacle_commands_set_frame (CenacleCircle *circle, const char *name, const char *intention,
                                 const char *charter, GAsyncReadyCallback callback,
                                 gpointer user_data);

typedef enum {
  CENACLE_MARK_TAKE_BACK,
  CENACLE_MARK_GIVE,
} CenacleMark;

void cenacle_commands_react (CenacleCircle *circle, const CenId *message, const char *emoji,
                             CenacleMark mark, GAsyncReadyCallback callback, gpointer user_data);
void cenacle_commands_pin (CenacleCircle *circle, const CenId *message, CenacleMark mark,
                           GAsyncReadyCallback callback, gpointer user_data);

/* Any method of the engine that answers with nothing or with one text; takes @parameters. */
void cenacle_commands_call (CenacleCircle *circle, const char *method, GVariant *parameters,
                            GAsyncReadyCallback callback, gpointer user_data);

/* Returns: the id of what was created, "" where nothing is; NULL on error. */
char *cenacle_commands_finish (GAsyncResult *result, GError **error);

/* A callback for all of them: @user_data is a GtkWidget, referenced, on which an error shows. */
void cenacle_commands_show_error_cb (GObject *source, GAsyncResult *result, gpointer user_data);

G_END_DECLS
