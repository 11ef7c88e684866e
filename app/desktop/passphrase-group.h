/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenaclePassphraseGroup: a new passphrase, typed twice, with what must be known before. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_PASSPHRASE_MIN 8 /* characters */

#define CENACLE_TYPE_PASSPHRASE_GROUP (cenacle_passphrase_group_get_type ())
G_DECLARE_FINAL_TYPE (CenaclePassphraseGroup, cenacle_passphrase_group, CENACLE, PASSPHRASE_GROUP,
                      AdwPreferencesGroup)

/* Signals: "changed"; "activated" when Return was pressed in a field. */

/* Lent, from memory that GTK wipes; NULL while it is too short or not twice the same. */
const char *cenacle_passphrase_group_get_passphrase (CenaclePassphraseGroup *self);
void cenacle_passphrase_group_clear (CenaclePassphraseGroup *self);

G_END_DECLS
