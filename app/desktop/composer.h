/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleComposer: where a message is written, answered or edited. */

#pragma once

#include "circle.h"
#include "message.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_COMPOSER (cenacle_composer_get_type ())
G_DECLARE_FINAL_TYPE (CenacleComposer, cenacle_composer, CENACLE, COMPOSER, GtkWidget)

typedef enum {
  CENACLE_COMPOSER_FORGETS_DRAFT,
  CENACLE_COMPOSER_KEEPS_DRAFT, /* the channel's draft in the replica is its text */
} CenacleComposerDraft;

/* Where what is written goes. */
typedef struct {
  const CenId *channel; /* NULL when it goes to @member */
  const CenId *thread;  /* NULL: to the channel itself */
  const CenId *member;  /* NULL; else what is written is sealed for this member alone */
  const char *name;     /* what the placeholder calls the place */
  const char *draft;    /* the text it starts with */
  CenacleComposerDraft keeps;
} CenacleComposerPlace;

/* Signals: "sent" when a message is on its way; "edit-last" when Up asks for the last own message.
 */

void cenacle_composer_set_place (CenacleComposer *self, CenacleCircle *circle,
                                 const CenacleComposerPlace *place);
void cenacle_composer_reply_to (CenacleComposer *self, CenacleMessage *message);
void cenacle_composer_edit (CenacleComposer *self, CenacleMessage *message);
void cenacle_composer_focus (CenacleComposer *self);
/* Files or pictures (GdkTexture) that go with the next message. FALSE where none can. */
gboolean cenacle_composer_attach (CenacleComposer *self, const GValue *value);
/* Hands a draft that still waits to the engine, for a place or a window that closes. */
void cenacle_composer_flush (CenacleComposer *self);

G_END_DECLS
