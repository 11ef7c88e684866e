/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "search-filters.h"

#include "places.h"
#include "wrap-layout.h"

#include <glib/gi18n.h>

#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

/* The first rows of "Where": beyond them stand the channels. */
enum { WHERE_EVERYWHERE, WHERE_CIRCLE, WHERE_CHANNELS };

static const char *const message_kinds[] = { "message", NULL };
static const char *const letter_kinds[] = { "letter", NULL };

static const struct {
  const char *label;
  gint64 age_ms; /* 0: any */
} ages[] = {
  { N_ ("Any time"), 0 },
  { N_ ("Past day"), DAY_MS },
  { N_ ("Past week"), 7 * DAY_MS },
  { N_ ("Past month"), 31 * DAY_MS },
  { N_ ("Past year"), 366 * DAY_MS },
};

struct _CenacleSearchFilters {
  GtkWidget parent;
  GtkDropDown *where;
  GtkDropDown *what;
  GtkDropDown *who;
  GtkDropDown *when;
  GtkDropDown *order;
  CenacleCircle *circle;
  GPtrArray *channels; /* CenChannelRow, as in "Where" */
  GArray *members;     /* CenId, as in "Who" beyond its first row */
  GPtrArray *kinds;    /* const char *const *, as in "What" beyond its first row */
  gboolean is_filling;
};

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleSearchFilters, cenacle_search_filters, GTK_TYPE_WIDGET)

static void
selected_cb (CenacleSearchFilters *self)
{
  guint where = gtk_drop_down_get_selected (self->where);

  gtk_widget_set_visible (GTK_WIDGET (self->who), where != WHERE_EVERYWHERE);
  if (!self->is_filling)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static GtkDropDown *
add_choice (CenacleSearchFilters *self, const char *label)
{
  GtkWidget *choice = gtk_drop_down_new (G_LIST_MODEL (gtk_string_list_new (NULL)), NULL);

  gtk_widget_set_tooltip_text (choice, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_widget_set_parent (choice, GTK_WIDGET (self));
  g_signal_connect_swapped (choice, "notify::selected", G_CALLBACK (selected_cb), self);
  return GTK_DROP_DOWN (choice);
}

static void
append (GtkDropDown *choice, const char *label)
{
  gtk_string_list_append (GTK_STRING_LIST (gtk_drop_down_get_model (choice)), label);
}

static void
clear (GtkDropDown *choice)
{
  GtkStringList *list = GTK_STRING_LIST (gtk_drop_down_get_model (choice));

  gtk_string_list_splice (list, 0, g_list_model_get_n_items (G_LIST_MODEL (list)), NULL);
}

/* What one finds in the pages of the sidebar, under the names that they have there. */
static void
fill_what (CenacleSearchFilters *self)
{
  append (self->what, _ ("Everything"));
  append (self->what, _ ("Messages"));
  g_ptr_array_add (self->kinds, (gpointer) message_kinds);
  append (self->what, _ ("Direct messages"));
  g_ptr_array_add (self->kinds, (gpointer) letter_kinds);
  for (const CenaclePlace *place = cenacle_places; place->id != NULL; place++) {
    if (place->kinds[0] == NULL)
      continue;
    append (self->what, _ (place->title));
    g_ptr_array_add (self->kinds, (gpointer) place->kinds);
  }
}

static void
fill_where (CenacleSearchFilters *self)
{
  CenStore *store = self->circle != NULL ? cenacle_circle_get_store (self->circle) : NULL;

  clear (self->where);
  append (self->where, _ ("All circles"));
  g_clear_pointer (&self->channels, g_ptr_array_unref);
  if (self->circle == NULL)
    return;
  append (self->where, cenacle_circle_get_row (self->circle)->name);
  if (store != NULL)
    self->channels = cen_query_channels (store, cenacle_circle_get_id (self->circle), NULL);
  for (guint i = 0; self->channels != NULL && i < self->channels->len; i++) {
    const CenChannelRow *channel = g_ptr_array_index (self->channels, i);
    g_autofree char *label = g_strdup_printf ("#%s", channel->name);

    append (self->where, label);
  }
}

static void
fill_who (CenacleSearchFilters *self)
{
  GPtrArray *members = self->circle != NULL ? cenacle_circle_get_members (self->circle) : NULL;

  clear (self->who);
  g_array_set_size (self->members, 0);
  append (self->who, _ ("Anybody"));
  for (guint i = 0; members != NULL && i < members->len; i++) {
    const CenMemberRow *member = g_ptr_array_index (members, i);

    append (self->who, member->name);
    g_array_append_val (self->members, member->id);
  }
}

static void
fill (CenacleSearchFilters *self, guint where, guint who)
{
  self->is_filling = TRUE;
  fill_where (self);
  fill_who (self);
  gtk_drop_down_set_selected (self->where, where);
  gtk_drop_down_set_selected (self->who, who);
  self->is_filling = FALSE;
}

void
cenacle_search_filters_refresh (CenacleSearchFilters *self)
{
  fill (self, gtk_drop_down_get_selected (self->where), gtk_drop_down_get_selected (self->who));
  selected_cb (self);
}

void
cenacle_search_filters_set_circle (CenacleSearchFilters *self, CenacleCircle *circle)
{
  g_set_object (&self->circle, circle);
  fill (self, WHERE_EVERYWHERE, 0);
  selected_cb (self);
}

CenacleSearchWish *
cenacle_search_filters_dup_wish (CenacleSearchFilters *self, const char *text)
{
  CenacleSearchWish *wish = g_new0 (CenacleSearchWish, 1);
  guint where = gtk_drop_down_get_selected (self->where);
  guint what = gtk_drop_down_get_selected (self->what);
  guint who = gtk_drop_down_get_selected (self->who);
  gint64 age_ms = ages[gtk_drop_down_get_selected (self->when)].age_ms;

  wish->text = g_strdup (text);
  wish->is_in_circle = self->circle != NULL && where != WHERE_EVERYWHERE;
  if (wish->is_in_circle)
    wish->circle = *cenacle_circle_get_id (self->circle);
  wish->is_in_channel = wish->is_in_circle && self->channels != NULL && where >= WHERE_CHANNELS &&
                        where - WHERE_CHANNELS < self->channels->len;
  if (wish->is_in_channel)
    wish->channel =
        ((CenChannelRow *) g_ptr_array_index (self->channels, where - WHERE_CHANNELS))->id;
  wish->is_by_author = wish->is_in_circle && who > 0 && who - 1 < self->members->len;
  if (wish->is_by_author)
    wish->author = g_array_index (self->members, CenId, who - 1);
  if (what > 0 && what - 1 < self->kinds->len)
    wish->kinds = g_ptr_array_index (self->kinds, what - 1);
  if (age_ms > 0)
    wish->since_ms = g_get_real_time () / 1000 - age_ms;
  wish->order = gtk_drop_down_get_selected (self->order) == 0 ? CEN_SEARCH_BEST : CEN_SEARCH_NEWEST;
  return wish;
}

void
cenacle_search_wish_free (CenacleSearchWish *self)
{
  g_free (self->text);
  g_free (self);
}

GPtrArray *
cenacle_search_wish_run (const CenacleSearchWish *self, CenStore *store, guint limit,
                         GError **error)
{
  CenSearch search = {
    .text = self->text,
    .circle = self->is_in_circle ? &self->circle : NULL,
    .channel = self->is_in_channel ? &self->channel : NULL,
    .author = self->is_by_author ? &self->author : NULL,
    .kinds = self->kinds,
    .since_ms = self->since_ms,
    .order = self->order,
    .limit = limit,
  };

  return cen_query_search (store, &search, error);
}

char *
cenacle_search_dup_plain (const char *snippet)
{
  g_autofree char *line = g_strdelimit (g_strdup (snippet), "\n\r\t", ' ');
  g_auto (GStrv) parts = g_strsplit_set (line, "\x02\x03", -1);

  return g_strjoinv ("", parts);
}

static void
cenacle_search_filters_dispose (GObject *object)
{
  CenacleSearchFilters *self = CENACLE_SEARCH_FILTERS (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->circle);
  g_clear_pointer (&self->channels, g_ptr_array_unref);
  g_clear_pointer (&self->members, g_array_unref);
  g_clear_pointer (&self->kinds, g_ptr_array_unref);
  G_OBJECT_CLASS (cenacle_search_filters_parent_class)->dispose (object);
}

static void
cenacle_search_filters_class_init (CenacleSearchFiltersClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cenacle_search_filters_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", CENACLE_TYPE_SEARCH_FILTERS, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), CENACLE_TYPE_WRAP_LAYOUT);
}

static void
cenacle_search_filters_init (CenacleSearchFilters *self)
{
  self->is_filling = TRUE;
  self->members = g_array_new (FALSE, FALSE, sizeof (CenId));
  self->kinds = g_ptr_array_new ();
  self->where = add_choice (self, _ ("Where"));
  self->what = add_choice (self, _ ("What"));
  self->who = add_choice (self, _ ("Who"));
  self->when = add_choice (self, _ ("When"));
  self->order = add_choice (self, _ ("What comes first"));
  fill_what (self);
  for (guint i = 0; i < G_N_ELEMENTS (ages); i++)
    append (self->when, _ (ages[i].label));
  append (self->order, _ ("Best first"));
  append (self->order, _ ("Newest first"));
  cenacle_search_filters_set_circle (self, NULL);
}
