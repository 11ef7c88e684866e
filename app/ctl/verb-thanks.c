/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Kudos and badges. */

#include "names.h"
#include "object.h"
#include "verb.h"

#include "core/thanks.h"

#include <glib/gi18n.h>

static struct {
  char *reason;
  char *skill;
  char *about;
  char *to;
} options;

static const GOptionEntry give_options[] = {
  { "for", 0, 0, G_OPTION_ARG_FILENAME, &options.reason, N_ ("What for"), N_ ("TEXT") },
  { "skill", 0, 0, G_OPTION_ARG_FILENAME, &options.skill, N_ ("The skill it took"), N_ ("SKILL") },
  { "about", 0, 0, G_OPTION_ARG_FILENAME, &options.about,
    N_ ("The message, session or resource it is for"), N_ ("OBJECT") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry list_options[] = {
  { "to", 0, 0, G_OPTION_ARG_FILENAME, &options.to, N_ ("Only those to this member"),
    N_ ("MEMBER") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry award_options[] = {
  { "for", 0, 0, G_OPTION_ARG_FILENAME, &options.reason, N_ ("What for"), N_ ("TEXT") },
  G_OPTION_ENTRY_NULL,
};

static gboolean
add_recipients (CenacleCommand *command, const CenacleTarget *target, char **names,
                GVariantDict *fields, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;

  for (; *names != NULL; names++) {
    g_autofree char *text = NULL;
    CenId member;

    if (!cenacle_command_find_member (command, &target->row->id, *names, &member, error))
      return FALSE;
    if (cen_id_equal (&member, &target->row->self_member)) {
      g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED, _ ("Nobody thanks themselves."));
      return FALSE;
    }
    text = cen_id_dup_text (&member);
    g_strv_builder_add (builder, text);
  }
  ids = g_strv_builder_end (builder);
  g_variant_dict_insert (fields, "to", "^as", ids);
  return TRUE;
}

static gboolean
give (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };

  if (options.reason == NULL || options.skill == NULL) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _ ("Say what for with --for, and which skill it took with --skill."));
    return FALSE;
  }
  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      !add_recipients (command, &target, arguments + 1, &fields, error))
    return FALSE;
  g_variant_dict_insert (&fields, "reason", "s", options.reason);
  g_variant_dict_insert (&fields, "skill", "s", options.skill);
  if (options.about != NULL) {
    g_autofree char *text = NULL;
    CenId about;

    if (!cenacle_command_find_object (command, &target.row->id, options.about, &about, error))
      return FALSE;
    text = cen_id_dup_text (&about);
    g_variant_dict_insert (&fields, "about", "s", text);
  }
  return cenacle_object_create (command, &target, "kudos", g_variant_dict_end (&fields), error);
}

/* What the listing verbs begin with. */
typedef struct {
  CenCircleRow *circle;
  CenThanks *thanks;
  CenacleNames *names;
} Reading;

static void
reading_clear (Reading *self)
{
  g_clear_pointer (&self->names, cenacle_names_free);
  g_clear_pointer (&self->thanks, cen_thanks_free);
  g_clear_pointer (&self->circle, cen_circle_row_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

static gboolean
read_thanks (CenacleCommand *command, const char *circle, Reading *reading, GError **error)
{
  CenStore *store;

  reading->circle = cenacle_command_find_circle (command, circle, error);
  store = reading->circle != NULL ? cenacle_command_get_store (command, error) : NULL;
  if (store == NULL)
    return FALSE;
  reading->thanks = cen_thanks_read (store, &reading->circle->id, error);
  reading->names =
      reading->thanks != NULL ? cenacle_names_new (store, &reading->circle->id, error) : NULL;
  return reading->names != NULL;
}

static void
add_kudos (CenacleOutput *output, const CenKudos *kudos, const CenacleNames *names)
{
  g_autofree char *to = cenacle_names_dup_all (names, kudos->to);

  cenacle_output_add_row (output);
  cenacle_output_add_id (output, "id", _ ("Id"), &kudos->row->id);
  cenacle_output_add_text (output, "from", C_ ("kudos", "From"), kudos->row->author_name);
  cenacle_output_add_id (output, "from_member", NULL, &kudos->row->author);
  cenacle_output_add_node (output, "to", C_ ("kudos", "To"),
                           cenacle_names_to_json (names, kudos->to), to);
  cenacle_output_add_node (output, "to_members", NULL, cenacle_object_pack_ids (kudos->to), NULL);
  cenacle_output_add_text (output, "for", C_ ("kudos", "For"), kudos->reason);
  cenacle_output_add_text (output, "skill", _ ("Skill"), kudos->skill);
  cenacle_output_add_id (output, "about", NULL, &kudos->about);
  cenacle_output_add_time (output, "time", _ ("When"), kudos->row->time_ms);
}

static gboolean
list_kudos (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_auto (Reading) reading = { 0 };
  CenId to = { 0 };

  if (!read_thanks (command, arguments[0], &reading, error) ||
      (options.to != NULL &&
       !cenacle_command_find_member (command, &reading.circle->id, options.to, &to, error)))
    return FALSE;
  for (guint i = 0; i < reading.thanks->kudos->len; i++) {
    const CenKudos *kudos = reading.thanks->kudos->pdata[i];

    if (options.to == NULL || cen_kudos_is_to (kudos, &to))
      add_kudos (output, kudos, reading.names);
  }
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
create_badge (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  g_variant_dict_insert (&fields, "name", "s", arguments[1]);
  g_variant_dict_insert (&fields, "emoji", "s", arguments[2]);
  g_variant_dict_insert (&fields, "text", "s", arguments[3]);
  return cenacle_object_create (command, &target, "badge", g_variant_dict_end (&fields), error);
}

static gboolean
award_badge (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenObjectRow) badge = NULL;
  g_autofree char *id = NULL;
  g_autofree char *to = NULL;
  CenId member;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  badge = cenacle_object_find (command, &target.row->id, arguments[1], CEN_KIND_BADGE, 0,
                               _ ("There is no such badge."), error);
  if (badge == NULL ||
      !cenacle_command_find_member (command, &target.row->id, arguments[2], &member, error))
    return FALSE;
  if (cen_id_equal (&member, &target.row->self_member)) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED, _ ("Nobody thanks themselves."));
    return FALSE;
  }
  id = cen_id_dup_text (&badge->id);
  to = cen_id_dup_text (&member);
  g_variant_dict_insert (&fields, "badge", "s", id);
  g_variant_dict_insert (&fields, "to", "s", to);
  if (options.reason != NULL)
    g_variant_dict_insert (&fields, "reason", "s", options.reason);
  return cenacle_object_create (command, &target, "award", g_variant_dict_end (&fields), error);
}

static gboolean
list_badges (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_auto (Reading) reading = { 0 };

  if (!read_thanks (command, arguments[0], &reading, error))
    return FALSE;
  for (guint i = 0; i < reading.thanks->badges->len; i++) {
    const CenBadge *badge = reading.thanks->badges->pdata[i];
    g_autoptr (GArray) holders = g_array_new (FALSE, FALSE, sizeof (CenId));
    g_autofree char *said = NULL;

    for (guint k = 0; k < reading.thanks->awards->len; k++) {
      const CenAward *award = reading.thanks->awards->pdata[k];

      if (award->badge == badge)
        g_array_append_val (holders, award->to);
    }
    said = cenacle_names_dup_all (reading.names, holders);
    cenacle_output_add_row (output);
    cenacle_output_add_id (output, "id", _ ("Id"), &badge->row->id);
    cenacle_output_add_text (output, "emoji", _ ("Badge"), badge->emoji);
    cenacle_output_add_text (output, "name", _ ("Name"), badge->name);
    cenacle_output_add_text (output, "text", C_ ("kudos", "For"), badge->text);
    cenacle_output_add_node (output, "members", _ ("Members"),
                             cenacle_names_to_json (reading.names, holders), said);
  }
  cenacle_output_show (output);
  return TRUE;
}

const CenacleVerb cenacle_thanks_verbs[] = {
  { "kudos give", "CIRCLE MEMBER…", 2, 17, give_options, give,
    N_ ("Thank one or several members: what for, and which skill it took.") },
  { "kudos list", "CIRCLE", 1, 1, list_options, list_kudos,
    N_ ("List who thanked whom, oldest first.") },
  { "badge create", "CIRCLE NAME EMOJI TEXT", 4, 4, NULL, create_badge,
    N_ ("For facilitators: define a badge of the circle.") },
  { "badge award", "CIRCLE BADGE MEMBER", 3, 3, award_options, award_badge,
    N_ ("Award a badge to a member.") },
  { "badge list", "CIRCLE", 1, 1, NULL, list_badges, N_ ("List badges and who has them.") },
  { NULL },
};
