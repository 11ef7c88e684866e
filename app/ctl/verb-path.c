/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Paths: steps in an order that merges, own progress shared or not, certificates. */

#include "app/control/system-world.h"
#include "core/path.h"
#include "core/place.h"
#include "core/private-notes.h"
#include "names.h"
#include "object.h"
#include "parse.h"
#include "verb.h"

#include <glib/gi18n.h>

static struct {
  char *text;
  char *after;
  char **links;
  char **needs;
  gboolean is_first;
  gboolean is_undone;
  gboolean is_private;
} options;

static const GOptionEntry create_options[] = {
  { "text", 0, 0, G_OPTION_ARG_FILENAME, &options.text, N_ ("What it is about"), N_ ("TEXT") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry step_options[] = {
  { "text", 0, 0, G_OPTION_ARG_FILENAME, &options.text, N_ ("What is to be done"), N_ ("TEXT") },
  { "link", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.links,
    N_ ("What it leads to; may be given several times"), N_ ("OBJECT") },
  { "needs", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.needs,
    N_ ("A step to be done before it; may be given several times"), N_ ("STEP") },
  { "after", 0, 0, G_OPTION_ARG_FILENAME, &options.after, N_ ("Behind this step (the last)"),
    N_ ("STEP") },
  { "first", 0, 0, G_OPTION_ARG_NONE, &options.is_first, N_ ("Before all others"), NULL },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry move_options[] = {
  { "after", 0, 0, G_OPTION_ARG_FILENAME, &options.after, N_ ("Behind this step (the last)"),
    N_ ("STEP") },
  { "first", 0, 0, G_OPTION_ARG_NONE, &options.is_first, N_ ("Before all others"), NULL },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry done_options[] = {
  { "undo", 0, 0, G_OPTION_ARG_NONE, &options.is_undone, N_ ("It is not done after all"), NULL },
  { "private", 0, 0, G_OPTION_ARG_NONE, &options.is_private, N_ ("Note it for yourself alone"),
    NULL },
  G_OPTION_ENTRY_NULL,
};

/* A path with its steps in order. */
typedef struct {
  CenObjectRow *row;
  GPtrArray *objects;
  GPtrArray *steps;     /* lent by @objects */
  GHashTable *own_done; /* what this person notes for themselves */
} Path;

static void
path_clear (Path *self)
{
  g_clear_pointer (&self->row, cen_object_row_free);
  g_clear_pointer (&self->steps, g_ptr_array_unref);
  g_clear_pointer (&self->objects, g_ptr_array_unref);
  g_clear_pointer (&self->own_done, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Path, path_clear)

static gboolean
read_path (CenacleCommand *command, const CenId *circle, const char *text, Path *path,
           GError **error)
{
  CenObjectPage page = { .direction = CEN_PAGE_OLDEST, .limit = CEN_QUERY_ALL };
  CenStore *store;

  path->row = cenacle_object_find (command, circle, text, CEN_KIND_PATH, 0,
                                   _ ("There is no such path."), error);
  store = path->row != NULL ? cenacle_command_get_store (command, error) : NULL;
  if (store == NULL)
    return FALSE;
  page.parent = &path->row->id;
  path->objects = cen_query_objects (store, circle, CEN_KIND_STEP, &page, error);
  if (path->objects == NULL)
    return FALSE;
  path->steps = cen_path_sort_steps (path->objects);
  path->own_done = cen_private_list (store, circle, CEN_PRIVATE_DONE, error);
  return path->own_done != NULL;
}

/* --- Making --- */

static gboolean
create_path (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  g_variant_dict_insert (&fields, "title", "s", arguments[1]);
  if (options.text != NULL)
    g_variant_dict_insert (&fields, "text", "s", options.text);
  return cenacle_object_create (command, &target, "path", g_variant_dict_end (&fields), error);
}

static char *
dup_place (const CenObjectRow *step)
{
  return step != NULL ? cen_object_row_dup_text (step, CEN_STEP_PLACE) : NULL;
}

/* A place in @steps as the options wish it; @moved is no neighbour of its own. */
static char *
choose_place (CenacleCommand *command, const CenId *circle, GPtrArray *steps, const CenId *moved,
              GError **error)
{
  const CenWorld *world = cenacle_system_world_get ();
  const CenObjectRow *before = NULL, *after = NULL;
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;
  guint8 salt[CEN_PLACE_SALT];
  gboolean is_past = options.is_first;
  CenId id = { 0 };

  if (options.after != NULL &&
      !cenacle_command_find_object (command, circle, options.after, &id, error))
    return NULL;
  for (guint i = 0; i < steps->len && after == NULL; i++) {
    const CenObjectRow *step = steps->pdata[i];

    if (moved != NULL && cen_id_equal (&step->id, moved))
      continue;
    if (is_past)
      after = step;
    else
      before = step;
    is_past = is_past || cen_id_equal (&step->id, &id);
  }
  if (options.after != NULL && !is_past) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND,
                         _ ("There is no such step in this path."));
    return NULL;
  }
  world->random (world, salt, sizeof salt);
  low = dup_place (before);
  high = dup_place (after);
  return cen_place_between (low, high, salt);
}

static gboolean
insert_ids (CenacleCommand *command, const CenId *circle, GVariantDict *fields, const char *name,
            char **texts, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  CenId id;

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++) {
    if (!cenacle_command_find_object (command, circle, texts[i], &id, error))
      return FALSE;
    g_ptr_array_add (ids, cen_id_dup_text (&id));
  }
  if (ids->len > 0)
    g_variant_dict_insert_value (fields, name,
                                 g_variant_new_strv ((const char *const *) ids->pdata, ids->len));
  return TRUE;
}

static gboolean
add_step (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  g_auto (Path) path = { 0 };
  g_autofree char *place = NULL;
  g_autofree char *id = NULL;
  const CenId *circle;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  circle = &target.row->id;
  if (!read_path (command, circle, arguments[1], &path, error) ||
      (place = choose_place (command, circle, path.steps, NULL, error)) == NULL ||
      !insert_ids (command, circle, &fields, "links", options.links, error) ||
      !insert_ids (command, circle, &fields, "needs", options.needs, error))
    return FALSE;
  id = cen_id_dup_text (&path.row->id);
  g_variant_dict_insert (&fields, "path", "s", id);
  g_variant_dict_insert (&fields, "title", "s", arguments[2]);
  g_variant_dict_insert (&fields, "place", "s", place);
  if (options.text != NULL)
    g_variant_dict_insert (&fields, "text", "s", options.text);
  return cenacle_object_create (command, &target, "step", g_variant_dict_end (&fields), error);
}

static CenObjectRow *
find_step (CenacleCommand *command, const CenId *circle, const char *text, GError **error)
{
  return cenacle_object_find (command, circle, text, CEN_KIND_STEP, 0, _ ("There is no such step."),
                              error);
}

static gboolean
move_step (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  g_auto (Path) path = { 0 };
  g_autoptr (CenObjectRow) step = NULL;
  g_autofree char *place = NULL;
  g_autofree char *id = NULL;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      (step = find_step (command, &target.row->id, arguments[1], error)) == NULL)
    return FALSE;
  id = cen_id_dup_text (&step->parent);
  if (!read_path (command, &target.row->id, id, &path, error) ||
      (place = choose_place (command, &target.row->id, path.steps, &step->id, error)) == NULL)
    return FALSE;
  g_variant_dict_insert (&fields, "place", "s", place);
  return cenacle_object_set (command, &target, &step->id, g_variant_dict_end (&fields), error);
}

/* --- Progress --- */

static gboolean
finish_step (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenObjectRow) step = NULL;
  g_autofree char *id = NULL;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      (step = find_step (command, &target.row->id, arguments[1], error)) == NULL)
    return FALSE;
  id = cen_id_dup_text (&step->id);
  if ((options.is_private || options.is_undone) &&
      !cenacle_command_settle (cenacle_engine1_call_set_private_sync (target.engine, target.circle,
                                                                      id, CEN_PRIVATE_DONE,
                                                                      options.is_undone ? "" : "1",
                                                                      NULL, error),
                               error))
    return FALSE;
  if (options.is_private ||
      (options.is_undone &&
       cen_object_row_get_mark (step, CEN_STEP_DONE, "", &target.row->self_member) == NULL)) {
    cenacle_command_show_nothing (command);
    return TRUE;
  }
  return cenacle_object_mark (command, &target, &step->id, "done", "",
                              g_variant_new_boolean (!options.is_undone), error);
}

/* --- Showing --- */

static JsonObject *
pack_step (const Path *path, const CenObjectRow *step, const CenId *self, const CenacleNames *names)
{
  g_autofree char *title = cen_object_row_dup_text (step, CEN_STEP_TITLE);
  g_autofree char *text = cen_object_row_dup_text (step, CEN_STEP_TEXT);
  g_autoptr (GArray) links = cen_object_row_dup_refs (step, CEN_STEP_LINKS);
  g_autoptr (GArray) needs = cen_object_row_dup_refs (step, CEN_STEP_NEEDS);
  g_autoptr (GArray) done = cen_path_list_done (step);
  JsonObject *object = json_object_new ();
  char id[CEN_ID_TEXT_LEN + 1];

  cen_id_to_text (&step->id, id);
  json_object_set_string_member (object, "id", id);
  json_object_set_string_member (object, "title", title);
  json_object_set_string_member (object, "text", text);
  json_object_set_boolean_member (object, "done", cen_path_is_done (step, self, path->own_done));
  json_object_set_boolean_member (object, "open",
                                  cen_path_is_open (step, path->steps, self, path->own_done));
  json_object_set_member (object, "done_by", cenacle_names_to_json (names, done));
  json_object_set_member (object, "links", cenacle_object_pack_ids (links));
  json_object_set_member (object, "needs", cenacle_object_pack_ids (needs));
  return object;
}

static void
add_steps (CenacleOutput *output, const Path *path, const CenId *self, const CenacleNames *names)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < path->steps->len; i++) {
    const CenObjectRow *step = path->steps->pdata[i];
    g_autofree char *title = cen_object_row_dup_text (step, CEN_STEP_TITLE);

    json_array_add_object_element (array, pack_step (path, step, self, names));
    g_string_append_printf (text, "%s%s %s", i > 0 ? "  " : "",
                            cen_path_is_done (step, self, path->own_done) ? "☑" : "☐", title);
  }
  json_node_take_array (node, array);
  cenacle_output_add_node (output, "steps", _ ("Steps"), node, text->str);
}

/* How many steps each member says they have done; of oneself those noted in private too. */
static void
add_progress (CenacleOutput *output, const Path *path, GPtrArray *members)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < members->len; i++) {
    const CenMemberRow *member = members->pdata[i];
    guint n =
        cen_path_count_done (path->steps, &member->id, member->is_self ? path->own_done : NULL);

    if (member->state != CEN_MEMBER_ACTIVE || (n == 0 && !member->is_self))
      continue;
    json_object_set_int_member (object, member->name, n);
    g_string_append_printf (text, "%s%s %u/%u", text->len > 0 ? ", " : "", member->name, n,
                            path->steps->len);
  }
  json_node_take_object (node, object);
  cenacle_output_add_node (output, "progress", C_ ("step", "Done"), node, text->str);
}

static void
add_path (CenacleOutput *output, const Path *path)
{
  g_autofree char *title = cen_object_row_dup_text (path->row, CEN_PATH_TITLE);
  g_autofree char *text = cen_object_row_dup_text (path->row, CEN_PATH_TEXT);

  cenacle_output_add_row (output);
  cenacle_output_add_id (output, "id", _ ("Id"), &path->row->id);
  cenacle_output_add_text (output, "title", _ ("Title"), title);
  cenacle_output_add_text (output, "text", _ ("About"), text);
  cenacle_output_add_text (output, "author", _ ("Author"), path->row->author_name);
}

static gboolean
show_path (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  CenStore *store = circle != NULL ? cenacle_command_get_store (command, error) : NULL;
  g_autoptr (CenacleNames) names =
      store != NULL ? cenacle_names_new (store, &circle->id, error) : NULL;
  g_autoptr (GPtrArray) members = NULL;
  g_auto (Path) path = { 0 };

  if (names == NULL || !read_path (command, &circle->id, arguments[1], &path, error) ||
      (members = cen_query_members (store, &circle->id, error)) == NULL)
    return FALSE;
  add_path (output, &path);
  add_steps (output, &path, &circle->self_member, names);
  add_progress (output, &path, members);
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
list_paths (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  CenStore *store = circle != NULL ? cenacle_command_get_store (command, error) : NULL;
  g_autoptr (GPtrArray) rows =
      store != NULL ? cen_query_objects (store, &circle->id, CEN_KIND_PATH, NULL, error) : NULL;

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    g_autofree char *id = cen_id_dup_text (&((const CenObjectRow *) rows->pdata[i])->id);
    g_auto (Path) path = { 0 };

    if (!read_path (command, &circle->id, id, &path, error))
      return FALSE;
    add_path (output, &path);
    cenacle_output_add_int (output, "steps", _ ("Steps"), path.steps->len);
    cenacle_output_add_int (output, "done", C_ ("step", "Done"),
                            cen_path_count_done (path.steps, &circle->self_member, path.own_done));
  }
  cenacle_output_show (output);
  return TRUE;
}

/* --- Certificates --- */

static gboolean
certify (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_auto (Path) path = { 0 };
  g_autofree char *id = NULL;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      !read_path (command, &target.row->id, arguments[1], &path, error))
    return FALSE;
  if (path.steps->len == 0 ||
      cen_path_count_done (path.steps, &target.row->self_member, NULL) < path.steps->len) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                         _ ("A certificate wants every step done, and said so to the circle."));
    return FALSE;
  }
  for (guint i = 0; i < path.steps->len; i++)
    g_ptr_array_add (ids, cen_id_dup_text (&((const CenObjectRow *) path.steps->pdata[i])->id));
  id = cen_id_dup_text (&path.row->id);
  g_variant_dict_insert (&fields, "path", "s", id);
  g_variant_dict_insert_value (&fields, "steps",
                               g_variant_new_strv ((const char *const *) ids->pdata, ids->len));
  return cenacle_object_create (command, &target, "certificate", g_variant_dict_end (&fields),
                                error);
}

/* As it is printed, in groups. */
static char *
dup_code (const char *printed)
{
  g_auto (GStrv) groups = g_strsplit (printed, " ", -1);

  return g_strjoinv ("", groups);
}

static gboolean
check_certificate (CenacleCommand *command, char **arguments, GError **error)
{
  static const char *const words[] = { N_ ("valid"), N_ ("incomplete"), N_ ("withdrawn") };
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (CenObjectRow) certificate = NULL;
  g_autoptr (GArray) named = NULL;
  g_autofree char *code = dup_code (arguments[1]);
  g_autofree char *title = NULL;
  g_autofree char *id = NULL;
  g_auto (Path) path = { 0 };
  CenCertificateState state;

  if (circle == NULL ||
      (certificate = cenacle_object_find (command, &circle->id, code, CEN_KIND_CERTIFICATE, 0,
                                          _ ("There is no such certificate."), error)) == NULL)
    return FALSE;
  id = cen_id_dup_text (&certificate->parent);
  if (!read_path (command, &circle->id, id, &path, error))
    return FALSE;
  title = cen_object_row_dup_text (path.row, CEN_PATH_TITLE);
  named = cen_object_row_dup_refs (certificate, CEN_CERTIFICATE_STEPS);
  state = cen_path_check_certificate (certificate, path.steps);
  cenacle_output_add_row (output);
  cenacle_output_add_id (output, "id", _ ("Id"), &certificate->id);
  cenacle_output_add_text (output, "name", C_ ("certificate", "Of"), certificate->author_name);
  cenacle_output_add_id (output, "member", NULL, &certificate->author);
  cenacle_output_add_text (output, "path", _ ("Path"), title);
  cenacle_output_add_int (output, "steps", _ ("Steps"), named->len);
  cenacle_output_add_time (output, "time", _ ("Time"), certificate->time_ms);
  cenacle_output_add_word (output, "state", _ ("State"), words[state]);
  cenacle_output_show (output);
  if (state == CEN_CERTIFICATE_HOLDS)
    return TRUE;
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED, _ ("This certificate does not hold."));
  return FALSE;
}

const CenacleVerb cenacle_path_verbs[] = {
  { "path create", "CIRCLE TITLE", 2, 2, create_options, create_path, N_ ("Begin a path.") },
  { "path list", "CIRCLE", 1, 1, NULL, list_paths, N_ ("List the paths.") },
  { "path step", "CIRCLE PATH TITLE", 3, 3, step_options, add_step, N_ ("Add a step to a path.") },
  { "path move", "CIRCLE STEP", 2, 2, move_options, move_step, N_ ("Put a step elsewhere.") },
  { "path done", "CIRCLE STEP", 2, 2, done_options, finish_step,
    N_ ("Say that you have done a step.") },
  { "path show", "CIRCLE PATH", 2, 2, NULL, show_path,
    N_ ("Show a path, its steps and who has done them.") },
  { "path certify", "CIRCLE PATH", 2, 2, NULL, certify,
    N_ ("Make a certificate that you have done a whole path.") },
  { "path check", "CIRCLE CERTIFICATE", 2, 2, NULL, check_certificate,
    N_ ("Check a certificate.") },
  { NULL },
};
