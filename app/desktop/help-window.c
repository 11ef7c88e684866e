/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A page is a file; "cenacle:help:NAME" leads to another one. Where a language lacks a page, the
 * English one shows. */

#include "help-window.h"

#include "app/control/paths.h"
#include "markdown.h"

#include <glib/gi18n.h>
#include <string.h>

#define PREFIX    "cenacle:help:"
#define PAGE_MAX  (64 * 1024) /* bytes */
#define PAGES_MAX 64          /* that one can go back through */

struct _CenacleHelpWindow {
  AdwWindow parent;
  AdwWindowTitle *title;
  GtkWidget *back_button;
  GtkScrolledWindow *scroller;
  GtkLabel *text;
  GPtrArray *pages; /* char *: the way here, the one that shows last */
};

G_DEFINE_FINAL_TYPE (CenacleHelpWindow, cenacle_help_window, ADW_TYPE_WINDOW)

static char *
read_in (const char *language, const char *page)
{
  const char *folder = cenacle_paths_is_uninstalled () ? SOURCE_HELP_DIR : HELP_DIR;
  g_autofree char *name = g_strconcat (page, ".md", NULL);
  g_autofree char *path = g_build_filename (folder, language, name, NULL);
  g_autofree char *text = NULL;
  gsize len;

  if (!g_file_get_contents (path, &text, &len, NULL) || len > PAGE_MAX)
    return NULL;
  return g_steal_pointer (&text);
}

/* NULL when there is no such page. A name has neither dots nor slashes. */
static char *
read_page (const char *page)
{
  if (strspn (page, "abcdefghijklmnopqrstuvwxyz-") != strlen (page))
    return NULL;
  for (const char *const *language = g_get_language_names (); *language != NULL; language++) {
    char *text = read_in (*language, page);

    if (text != NULL)
      return text;
  }
  return NULL;
}

/* A page is wrapped where it is written; only its marks begin a line of its own. */
static gboolean
begins_line (const char *line)
{
  return *line == '\0' || strchr ("\n#-*>`|", *line) != NULL ||
         (g_ascii_isdigit (*line) && strchr ("0123456789.", line[1]) != NULL);
}

static char *
unwrap (const char *text)
{
  GString *joined = g_string_new (NULL);
  gboolean is_code = FALSE, is_free = FALSE; /* a heading, or nothing, stands before */

  for (const char *line = text; *line != '\0';) {
    gsize len = strcspn (line, "\n");
    const char *words = line + strspn (line, " ");

    if (g_str_has_prefix (words, "```"))
      is_code = !is_code;
    if (joined->len > 0)
      g_string_append_c (joined, is_code || is_free || begins_line (words) ? '\n' : ' ');
    if (is_code || begins_line (words))
      words = line;
    g_string_append_len (joined, words, line + len - words);
    is_free = len == 0 || *line == '#' || g_str_has_prefix (line, "```");
    line += line[len] == '\n' ? len + 1 : len;
  }
  return g_string_free (joined, FALSE);
}

static void
show_page (CenacleHelpWindow *self)
{
  const char *page = g_ptr_array_index (self->pages, self->pages->len - 1);
  g_autofree char *text = read_page (page);
  const char *body = text != NULL && g_str_has_prefix (text, "# ") ? strchr (text, '\n') : text;
  g_autofree char *title = text != NULL && body != text && body != NULL
                               ? g_strndup (text + 2, (gsize) (body - text - 2))
                               : g_strdup (_ ("Help"));
  g_autofree char *joined = unwrap (body != NULL ? body : _ ("This page of the guide is missing."));
  g_autofree char *markup = cenacle_markdown_dup_markup (joined);

  adw_window_title_set_title (self->title, title);
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_label_set_markup (self->text, markup);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  gtk_widget_set_visible (self->back_button, self->pages->len > 1);
}

static void
go_to (CenacleHelpWindow *self, const char *page)
{
  if (self->pages->len >= PAGES_MAX)
    g_ptr_array_remove_index (self->pages, 0);
  g_ptr_array_add (self->pages, g_strdup (page));
  show_page (self);
}

static gboolean
link_cb (CenacleHelpWindow *self, const char *uri)
{
  if (!g_str_has_prefix (uri, PREFIX))
    return FALSE;

  g_autofree char *page = g_strdup (uri + strlen (PREFIX)); /* the label goes with its links */

  go_to (self, page);
  return TRUE;
}

static void
back_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleHelpWindow *self = CENACLE_HELP_WINDOW (widget);

  (void) action;
  (void) parameter;
  if (self->pages->len < 2)
    return;
  g_ptr_array_remove_index (self->pages, self->pages->len - 1);
  show_page (self);
}

static void
cenacle_help_window_finalize (GObject *object)
{
  g_ptr_array_unref (CENACLE_HELP_WINDOW (object)->pages);
  G_OBJECT_CLASS (cenacle_help_window_parent_class)->finalize (object);
}

static void
cenacle_help_window_class_init (CenacleHelpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = cenacle_help_window_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/help-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleHelpWindow, title);
  gtk_widget_class_bind_template_child (widget_class, CenacleHelpWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleHelpWindow, scroller);
  gtk_widget_class_bind_template_child (widget_class, CenacleHelpWindow, text);
  gtk_widget_class_bind_template_callback (widget_class, link_cb);
  gtk_widget_class_install_action (widget_class, "help.back", NULL, back_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "help.back", NULL);
}

static void
cenacle_help_window_init (CenacleHelpWindow *self)
{
  self->pages = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

static CenacleHelpWindow *
find_window (void)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (GtkWindow) one = g_list_model_get_item (all, i);

    if (CENACLE_IS_HELP_WINDOW (one))
      return CENACLE_HELP_WINDOW (one);
  }
  return NULL;
}

void
cenacle_help_window_present (GtkWindow *parent, const char *page)
{
  CenacleHelpWindow *self = find_window ();

  if (self == NULL)
    self = g_object_new (CENACLE_TYPE_HELP_WINDOW, "transient-for", parent, NULL);
  go_to (self, page);
  gtk_window_present (GTK_WINDOW (self));
  gtk_label_select_region (self->text, 0, 0); /* its focus would select all */
}
