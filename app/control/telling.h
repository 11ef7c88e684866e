/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleTelling: what came (core/news.h) as notifications: one for each place, so that a hundred
 * messages in a channel are one that says so. It shows nothing itself. */

#pragma once

#include "core/news.h"

#include <glib.h>

G_BEGIN_DECLS

#define CENACLE_TELLING_SHOWN_MAX 64 /* that are remembered as showing */

typedef struct _CenacleTelling CenacleTelling;

typedef enum {
  CENACLE_TELLING_HIDES_PRIVATE, /* that somebody wrote, and not what */
  CENACLE_TELLING_SHOWS_PRIVATE,
} CenacleTellingWords;

typedef struct {
  const char *name; /* the next of the same name takes its place */
  const char *title;
  const char *body;
  CenId circle;
  CenId object; /* the newest of what it tells of */
} CenacleTold;

typedef void (*CenacleToldFunc) (const CenacleTold *told, gpointer user_data);

CenacleTelling *cenacle_telling_new (void);
void cenacle_telling_free (CenacleTelling *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenacleTelling, cenacle_telling_free)

/**
 * cenacle_telling_take: @show is called once for each place of @news (CenNewsRow, oldest first),
 * with what shows there already counted in.
 */
void cenacle_telling_take (CenacleTelling *self, GPtrArray *news, CenacleTellingWords words,
                           CenacleToldFunc show, gpointer user_data);

/* One that shows; @name, @circle and @object are set. */
typedef gboolean (*CenacleToldCheck) (const CenacleTold *told, gpointer user_data);

/* Calls @withdraw by name for each that shows and of which @is_open says FALSE. */
void cenacle_telling_settle (CenacleTelling *self, CenacleToldCheck is_open,
                             void (*withdraw) (const char *, gpointer), gpointer user_data);
/* CenacleTold of what shows, to be looked at elsewhere; the caller frees. */
GArray *cenacle_telling_list_shown (CenacleTelling *self);

/* Whether @minute of the day is between @from and @until, which may lie after midnight; never when
 * they are the same. */
gboolean cenacle_telling_is_quiet (guint from, guint until, guint minute);

/* @text so that it reads the same whether a desktop takes markup in it or not, and turns nothing
 * around: without control characters and those that change direction. */
char *cenacle_telling_dup_safe (const char *text);

G_END_DECLS
