/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Each change of the words cancels the query before it; its answer, if it still comes, is dropped.
 */

#include "search-page.h"

#include "places.h"
#include "search-filters.h"
#include "time-text.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#define HITS_MAX     50
#define PICTURE_PX   32
#define MATCH_OPENS  '\x02'
#define MATCH_CLOSES '\x03'

struct _CenacleSearchPage {
  GtkWidget parent;
  GtkWidget *box;
  GtkSearchEntry *entry;
  GtkStack *stack;
  GtkListBox *list;
  AdwClamp *filters_clamp;
  CenacleSearchFilters *filters;
  CenacleClient *client;
  GPtrArray *hits; /* CenSearchRow */
  GCancellable *cancellable;
};

enum { SIGNAL_OPEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleSearchPage, cenacle_search_page, GTK_TYPE_WIDGET)

/* The marks come from the query, but a message may hold such bytes too: tags are balanced here. */
static char *
dup_snippet_markup (const char *snippet)
{
  g_autofree char *escaped = NULL;
  GString *markup = g_string_new (NULL);
  gboolean is_open = FALSE;

  for (const char *p = snippet; *p != '\0'; p++) {
    if (*p == MATCH_OPENS && !is_open) {
      g_string_append (markup, "<b>");
      is_open = TRUE;
    } else if (*p == MATCH_CLOSES && is_open) {
      g_string_append (markup, "</b>");
      is_open = FALSE;
    } else if (*p != MATCH_OPENS && *p != MATCH_CLOSES) {
      const char *next = p + strcspn (p, "\x02\x03");

      g_free (g_steal_pointer (&escaped));
      escaped = g_markup_escape_text (p, next - p);
      g_string_append (markup, g_strdelimit (escaped, "\n\r", ' '));
      p = next - 1;
    }
  }
  if (is_open)
    g_string_append (markup, "</b>");
  return g_string_free (markup, FALSE);
}

static char *
dup_where (const CenSearchRow *hit, const char *day)
{
  if (!cen_id_is_zero (&hit->peer))
    /* Translators: author, circle, who wrote and read it beside oneself, day. */
    return g_strdup_printf (_ ("%s in %s, direct messages with %s, %s"), hit->author_name,
                            hit->circle_name, hit->peer_name, day);
  if (hit->title[0] != '\0')
    /* Translators: name of a file, who shared it, circle, day. */
    return g_strdup_printf (_ ("%s, from %s in %s, %s"), hit->title, hit->author_name,
                            hit->circle_name, day);
  if (hit->channel_name != NULL && hit->channel_name[0] != '\0')
    /* Translators: author, circle, channel, day. */
    return g_strdup_printf (_ ("%s in %s, #%s, %s"), hit->author_name, hit->circle_name,
                            hit->channel_name, day);
  /* Translators: author, circle, the page where it stands (Notes, Library…), day. */
  return g_strdup_printf (_ ("%s in %s, %s, %s"), hit->author_name, hit->circle_name,
                          _ (cenacle_place_find_for_kind (hit->kind)->title), day);
}

static GtkWidget *
new_picture (const CenSearchRow *hit)
{
  const CenaclePlace *place = cenacle_place_find_for_kind (hit->kind);

  GtkWidget *icon;

  if (place == NULL)
    return adw_avatar_new (PICTURE_PX, hit->author_name, TRUE);
  icon = gtk_image_new_from_icon_name (place->icon_name);
  gtk_widget_set_size_request (icon, PICTURE_PX, PICTURE_PX);
  return icon;
}

static void
add_hit (CenacleSearchPage *self, const CenSearchRow *hit)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *markup = dup_snippet_markup (hit->snippet);
  g_autofree char *day = cenacle_time_text_dup_day (hit->time_ms);
  g_autofree char *where = dup_where (hit, day);
  g_autofree char *escaped = g_markup_escape_text (where, -1);
  g_autofree char *plain = cenacle_search_dup_plain (hit->snippet);
  g_autofree char *said = g_strdup_printf ("%s. %s", plain, where);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), markup);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 3);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), new_picture (hit));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_list_box_append (self->list, row);
}

static void
show_hits (CenacleSearchPage *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < self->hits->len; i++)
    add_hit (self, g_ptr_array_index (self->hits, i));
  gtk_stack_set_visible_child_name (self->stack, self->hits->len > 0 ? "hits" : "none");
}

/* What has a page that it can be opened in. */
static gboolean
can_open (const CenSearchRow *hit)
{
  return !cen_id_is_zero (&hit->channel) || !cen_id_is_zero (&hit->peer) ||
         cenacle_place_find_for_kind (hit->kind) != NULL || g_str_equal (hit->kind, "file");
}

static gpointer
run_query (CenStore *store, gpointer data, GError **error)
{
  GPtrArray *hits = cenacle_search_wish_run (data, store, HITS_MAX, error);

  for (guint i = hits != NULL ? hits->len : 0; i > 0; i--) {
    if (!can_open (g_ptr_array_index (hits, i - 1)))
      g_ptr_array_remove_index (hits, i - 1); /* a channel, a profile */
  }
  return hits;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleSearchPage) self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *hits = cenacle_client_query_finish (result, &error);
  GCancellable *cancellable = g_task_get_cancellable (G_TASK (result));

  (void) source;
  if (hits == NULL || cancellable != self->cancellable) {
    g_clear_pointer (&hits, g_ptr_array_unref);
    return;
  }
  g_clear_pointer (&self->hits, g_ptr_array_unref);
  self->hits = hits;
  show_hits (self);
}

static void
changed_cb (CenacleSearchPage *self)
{
  g_autofree char *text =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
  CenacleQuery query = {
    .run = run_query,
    .free_data = (GDestroyNotify) cenacle_search_wish_free,
    .free_answer = (GDestroyNotify) g_ptr_array_unref,
  };

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (text[0] == '\0' || self->client == NULL) {
    gtk_stack_set_visible_child_name (self->stack, "start");
    return;
  }
  self->cancellable = g_cancellable_new ();
  query.data = cenacle_search_filters_dup_wish (self->filters, text);
  cenacle_client_query_async (self->client, &query, self->cancellable, found_cb,
                              g_object_ref (self));
}

static void
row_activated_cb (CenacleSearchPage *self, GtkListBoxRow *row)
{
  guint position = (guint) gtk_list_box_row_get_index (row);

  if (self->hits != NULL && position < self->hits->len)
    g_signal_emit (self, signals[SIGNAL_OPEN], 0, g_ptr_array_index (self->hits, position));
}

static void
open_first_cb (CenacleSearchPage *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);

  if (row != NULL && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "hits") == 0)
    row_activated_cb (self, row);
}

static void
cenacle_search_page_dispose (GObject *object)
{
  CenacleSearchPage *self = CENACLE_SEARCH_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);
  g_clear_pointer (&self->hits, g_ptr_array_unref);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (cenacle_search_page_parent_class)->dispose (object);
}

static void
cenacle_search_page_class_init (CenacleSearchPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_search_page_dispose;
  signals[SIGNAL_OPEN] = g_signal_new ("open", CENACLE_TYPE_SEARCH_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/search-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleSearchPage, box);
  gtk_widget_class_bind_template_child (widget_class, CenacleSearchPage, entry);
  gtk_widget_class_bind_template_child (widget_class, CenacleSearchPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CenacleSearchPage, list);
  gtk_widget_class_bind_template_child (widget_class, CenacleSearchPage, filters_clamp);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_first_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
cenacle_search_page_init (CenacleSearchPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filters = g_object_new (CENACLE_TYPE_SEARCH_FILTERS, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->filters), "search-filters");
  adw_clamp_set_child (self->filters_clamp, GTK_WIDGET (self->filters));
  g_signal_connect_swapped (self->filters, "changed", G_CALLBACK (changed_cb), self);
}

void
cenacle_search_page_set_client (CenacleSearchPage *self, CenacleClient *client)
{
  g_set_object (&self->client, client);
}

void
cenacle_search_page_set_circle (CenacleSearchPage *self, CenacleCircle *circle)
{
  cenacle_search_filters_set_circle (self->filters, circle);
}

void
cenacle_search_page_focus (CenacleSearchPage *self)
{
  cenacle_search_filters_refresh (self->filters);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}
