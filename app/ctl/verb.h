/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleVerb: a row of the tables that say what cenaclectl can do. A new verb is a new row. */

#pragma once

#include "command.h"

G_BEGIN_DECLS

/* Runs with as many of @arguments as the row allows, NULL at the end; the options have been read
 * into the variables they name. */
typedef gboolean (*CenacleVerbFunc) (CenacleCommand *command, char **arguments, GError **error);

typedef struct {
  const char *path;  /* "invite create"; NULL ends a table */
  const char *usage; /* what follows it */
  guint n_arguments_min;
  guint n_arguments_max;
  const GOptionEntry *options; /* NULL for none; texts are G_OPTION_ARG_FILENAME: UTF-8 bytes */
  CenacleVerbFunc run;
  const char *help; /* marked for translation */
} CenacleVerb;

extern const CenacleVerb cenacle_circle_verbs[];
extern const CenacleVerb cenacle_invite_verbs[];
extern const CenacleVerb cenacle_member_verbs[];
extern const CenacleVerb cenacle_device_verbs[];
extern const CenacleVerb cenacle_message_verbs[];
extern const CenacleVerb cenacle_letter_verbs[];
extern const CenacleVerb cenacle_moderation_verbs[];
extern const CenacleVerb cenacle_own_verbs[];
extern const CenacleVerb cenacle_telling_verbs[];
extern const CenacleVerb cenacle_read_verbs[];
extern const CenacleVerb cenacle_switch_verbs[];
extern const CenacleVerb cenacle_sync_verbs[];
extern const CenacleVerb cenacle_replica_verbs[];
extern const CenacleVerb cenacle_home_verbs[];
extern const CenacleVerb cenacle_safety_verbs[];
extern const CenacleVerb cenacle_library_verbs[];
extern const CenacleVerb cenacle_bundle_verbs[];
extern const CenacleVerb cenacle_export_verbs[];
extern const CenacleVerb cenacle_storage_verbs[];
extern const CenacleVerb cenacle_question_verbs[];
extern const CenacleVerb cenacle_note_verbs[];
extern const CenacleVerb cenacle_comment_verbs[];
extern const CenacleVerb cenacle_poll_verbs[];
extern const CenacleVerb cenacle_proposal_verbs[];
extern const CenacleVerb cenacle_thanks_verbs[];
extern const CenacleVerb cenacle_charter_verbs[];
extern const CenacleVerb cenacle_week_verbs[];
extern const CenacleVerb cenacle_session_verbs[];
extern const CenacleVerb cenacle_live_verbs[];
extern const CenacleVerb cenacle_recap_verbs[];
extern const CenacleVerb cenacle_calendar_verbs[];
extern const CenacleVerb cenacle_pair_verbs[];
extern const CenacleVerb cenacle_path_verbs[];
extern const CenacleVerb cenacle_pulse_verbs[];
extern const CenacleVerb cenacle_deck_verbs[];
extern const CenacleVerb cenacle_relay_verbs[];
extern const CenacleVerb cenacle_tor_verbs[];
extern const CenacleVerb cenacle_keeper_verbs[];

G_END_DECLS
