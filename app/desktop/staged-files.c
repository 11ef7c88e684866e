/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "staged-files.h"

#include "commands.h"
#include "file-commands.h"
#include "wrap-layout.h"

#include "core/kinds-base.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

/* One of them. Lasts as long as a chip or a message on its way holds it. */
typedef struct {
  GFile *file; /* NULL: it is in the library */
  char *id;    /* NULL until it is there */
  char *name;
  gboolean is_ours; /* written for this alone, and removed with it */
  gboolean is_kept; /* for the next start: then it is not removed */
} Item;

struct _CenacleStagedFiles {
  GtkWidget parent;
  GPtrArray *items; /* Item */
};

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleStagedFiles, cenacle_staged_files, GTK_TYPE_WIDGET)

static void
item_clear (gpointer data)
{
  Item *item = data;

  if (item->is_ours && !item->is_kept) {
    g_autoptr (GFile) folder = g_file_get_parent (item->file);

    g_file_delete (item->file, NULL, NULL);
    g_file_delete (folder, NULL, NULL);
  }
  g_clear_object (&item->file);
  g_free (item->id);
  g_free (item->name);
}

static void
item_unref (gpointer item)
{
  g_rc_box_release_full (item, item_clear);
}

static void show_chips (CenacleStagedFiles *self);

static void
changed (CenacleStagedFiles *self)
{
  show_chips (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
remove_cb (CenacleStagedFiles *self, GtkWidget *button)
{
  Item *item = g_object_get_data (G_OBJECT (button), "item");

  item->is_kept = FALSE;
  g_ptr_array_remove (self->items, item);
  changed (self);
}

static void
add_chip (CenacleStagedFiles *self, Item *item)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (item->name);
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  /* Translators: a file that was about to go with a message. */
  g_autofree char *words = g_strdup_printf (_ ("Leave out %s"), item->name);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 28);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  g_object_set_data (G_OBJECT (button), "item", item);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (remove_cb), self);
  gtk_widget_add_css_class (chip, "staged");
  gtk_box_append (GTK_BOX (chip), label);
  gtk_box_append (GTK_BOX (chip), button);
  gtk_widget_set_parent (chip, GTK_WIDGET (self));
}

static void
show_chips (CenacleStagedFiles *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  for (guint i = 0; i < self->items->len; i++)
    add_chip (self, self->items->pdata[i]);
  gtk_widget_set_visible (GTK_WIDGET (self), self->items->len > 0);
}

static Item *
add (CenacleStagedFiles *self, const char *name)
{
  Item *item;

  if (self->items->len >= CEN_ATTACHMENTS_MAX)
    return NULL;
  item = g_rc_box_new0 (Item);
  item->name = g_strdup (name);
  g_ptr_array_add (self->items, item);
  return item;
}

gboolean
cenacle_staged_files_add (CenacleStagedFiles *self, GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *name = g_filename_display_name (base);
  Item *item = add (self, name);

  if (item == NULL)
    return FALSE;
  item->file = g_object_ref (file);
  changed (self);
  return TRUE;
}

gboolean
cenacle_staged_files_add_resource (CenacleStagedFiles *self, const char *id, const char *title)
{
  Item *item = add (self, title);

  if (item == NULL)
    return FALSE;
  item->id = g_strdup (id);
  changed (self);
  return TRUE;
}

gboolean
cenacle_staged_files_add_texture (CenacleStagedFiles *self, GdkTexture *texture)
{
  g_autofree char *root = g_build_filename (g_get_user_cache_dir (), "cenacle", "pasted", NULL);
  g_autofree char *place = g_build_filename (root, "XXXXXX", NULL);
  g_autofree char *path = NULL;
  Item *item;

  if (g_mkdir_with_parents (root, 0700) != 0 || g_mkdtemp (place) == NULL)
    return FALSE;
  /* Translators: the name of a file: a picture that was pasted. */
  path = g_build_filename (place, _ ("Picture.png"), NULL);
  item = gdk_texture_save_to_png (texture, path) ? add (self, _ ("Picture.png")) : NULL;
  if (item == NULL) {
    g_unlink (path);
    g_rmdir (place);
    return FALSE;
  }
  item->file = g_file_new_for_path (path);
  item->is_ours = TRUE;
  changed (self);
  return TRUE;
}

guint
cenacle_staged_files_get_n (CenacleStagedFiles *self)
{
  return self->items->len;
}

GPtrArray *
cenacle_staged_files_take (CenacleStagedFiles *self)
{
  GPtrArray *items = g_steal_pointer (&self->items);

  for (guint i = 0; i < items->len; i++)
    ((Item *) items->pdata[i])->is_kept = FALSE;
  self->items = g_ptr_array_new_with_free_func (item_unref);
  changed (self);
  return items;
}

void
cenacle_staged_files_put_back (CenacleStagedFiles *self, GPtrArray *items)
{
  for (guint i = 0; i < items->len && self->items->len < CEN_ATTACHMENTS_MAX; i++)
    g_ptr_array_add (self->items, g_rc_box_acquire (items->pdata[i]));
  changed (self);
}

/* --- From one start to the next --- */

#define KEPT_FILE     "file "
#define KEPT_OURS     "ours "
#define KEPT_RESOURCE "resource "

GPtrArray *
cenacle_staged_files_get_items (CenacleStagedFiles *self)
{
  return self->items;
}

GStrv
cenacle_staged_files_keep (GPtrArray *items)
{
  g_autoptr (GStrvBuilder) entries = g_strv_builder_new ();

  for (guint i = 0; i < items->len; i++) {
    Item *item = items->pdata[i];
    g_autofree char *uri = item->file != NULL ? g_file_get_uri (item->file) : NULL;
    g_autofree char *entry = item->id != NULL
                                 ? g_strconcat (KEPT_RESOURCE, item->id, " ", item->name, NULL)
                                 : g_strconcat (item->is_ours ? KEPT_OURS : KEPT_FILE, uri, NULL);

    item->is_kept = TRUE;
    g_strv_builder_add (entries, entry);
  }
  return g_strv_builder_end (entries);
}

static void
take_file_up (GPtrArray *items, const char *uri, gboolean is_ours)
{
  g_autoptr (GFile) file = g_file_new_for_uri (uri);
  g_autofree char *base = g_file_get_basename (file);
  Item *item;

  /* What was only ever in our cache may have gone from there. */
  if (base == NULL || (is_ours && !g_file_query_exists (file, NULL)))
    return;
  item = g_rc_box_new0 (Item);
  item->name = g_filename_display_name (base);
  item->file = g_steal_pointer (&file);
  item->is_ours = item->is_kept = is_ours;
  g_ptr_array_add (items, item);
}

static void
take_resource_up (GPtrArray *items, const char *entry)
{
  const char *space = strchr (entry, ' ');
  Item *item;
  CenId id;

  if (space == NULL)
    return;
  item = g_rc_box_new0 (Item);
  item->id = g_strndup (entry, (gsize) (space - entry));
  item->name = g_strdup (space + 1);
  if (cen_id_from_text (&id, item->id))
    g_ptr_array_add (items, item);
  else
    item_unref (item);
}

GPtrArray *
cenacle_staged_files_take_up (const char *const *entries)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (item_unref);

  for (guint i = 0; entries[i] != NULL && i < CEN_ATTACHMENTS_MAX; i++) {
    if (g_str_has_prefix (entries[i], KEPT_RESOURCE))
      take_resource_up (items, entries[i] + strlen (KEPT_RESOURCE));
    else if (g_str_has_prefix (entries[i], KEPT_OURS))
      take_file_up (items, entries[i] + strlen (KEPT_OURS), TRUE);
    else if (g_str_has_prefix (entries[i], KEPT_FILE))
      take_file_up (items, entries[i] + strlen (KEPT_FILE), FALSE);
  }
  return items;
}

/* --- Sharing --- */

typedef struct {
  CenacleCircle *circle;
  char *to; /* a member's id; NULL: for all */
  GPtrArray *items;
  guint next;
} Sharing;

static void
sharing_free (gpointer data)
{
  Sharing *sharing = data;

  g_object_unref (sharing->circle);
  g_free (sharing->to);
  g_ptr_array_unref (sharing->items);
  g_free (sharing);
}

static void share_next (GTask *task);

static void
shared_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Sharing *sharing = g_task_get_task_data (task);
  Item *item = sharing->items->pdata[sharing->next];
  GError *error = NULL;

  item->id = cenacle_commands_finish (result, &error);
  if (item->id == NULL) {
    g_task_return_error (task, error);
    return;
  }
  sharing->next++;
  share_next (task);
}

static void
share_next (GTask *task)
{
  Sharing *sharing = g_task_get_task_data (task);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  while (sharing->next < sharing->items->len) {
    Item *item = sharing->items->pdata[sharing->next];
    g_auto (GVariantDict) options = G_VARIANT_DICT_INIT (NULL);

    if (item->id == NULL) {
      if (sharing->to != NULL)
        g_variant_dict_insert (&options, "to", "^as", (const char *const[]){ sharing->to, NULL });
      else
        g_variant_dict_insert (&options, "from-message", "b", TRUE);
      cenacle_files_share (sharing->circle, item->file, g_variant_dict_end (&options), shared_cb,
                           g_object_ref (task));
      return;
    }
    sharing->next++;
  }
  for (guint i = 0; i < sharing->items->len; i++)
    g_strv_builder_add (ids, ((Item *) sharing->items->pdata[i])->id);
  g_task_return_pointer (task, g_strv_builder_end (ids), (GDestroyNotify) g_strfreev);
}

void
cenacle_staged_files_share_async (CenacleCircle *circle, const CenId *member, GPtrArray *items,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Sharing *sharing = g_new0 (Sharing, 1);

  sharing->circle = g_object_ref (circle);
  sharing->to = member != NULL ? cen_id_dup_text (member) : NULL;
  sharing->items = g_ptr_array_ref (items);
  g_task_set_task_data (task, sharing, sharing_free);
  share_next (task);
}

GStrv
cenacle_staged_files_share_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- The widget --- */

static void
cenacle_staged_files_dispose (GObject *object)
{
  CenacleStagedFiles *self = CENACLE_STAGED_FILES (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_ptr_array_set_size (self->items, 0);
  G_OBJECT_CLASS (cenacle_staged_files_parent_class)->dispose (object);
}

static void
cenacle_staged_files_finalize (GObject *object)
{
  g_ptr_array_unref (CENACLE_STAGED_FILES (object)->items);
  G_OBJECT_CLASS (cenacle_staged_files_parent_class)->finalize (object);
}

static void
cenacle_staged_files_class_init (CenacleStagedFilesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_staged_files_dispose;
  G_OBJECT_CLASS (klass)->finalize = cenacle_staged_files_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", CENACLE_TYPE_STAGED_FILES, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, CENACLE_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
cenacle_staged_files_init (CenacleStagedFiles *self)
{
  self->items = g_ptr_array_new_with_free_func (item_unref);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
