/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "decisions.h"

#include "message.h"
#include "time-text.h"

#include <glib/gi18n.h>

#define LOOK_BACK 1000 /* decisions among which a member's are looked for */

static char *
dup_about_somebody (const CenModlogRow *row)
{
  static const struct {
    CenModAction action;
    const char *sentence;
  } sentences[] = {
    /* Translators: two names: who did it, and to whom. */
    { CEN_MOD_REMOVED, N_ ("%s removed %s") },
    { CEN_MOD_DEVICE_REMOVED, N_ ("%s removed a device of %s") },
    /* Translators: two names: who did it, and to whom. */
    { CEN_MOD_HIDDEN, N_ ("%s hid something that %s wrote") },
    { CEN_MOD_SHOWN, N_ ("%s showed again something that %s wrote") },
    /* Translators: two names: who did it, and to whom. */
    { CEN_MOD_DELETED, N_ ("%s deleted something that %s wrote") },
    { CEN_MOD_ENDORSED, N_ ("%s let count again something that %s wrote") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++) {
    if (sentences[i].action == row->action)
      return g_strdup_printf (_ (sentences[i].sentence), row->by_name, row->target_name);
  }
  return NULL;
}

static char *
dup_alone (const CenModlogRow *row)
{
  static const struct {
    CenModAction action;
    const char *sentence;
  } sentences[] = {
    { CEN_MOD_LEFT, N_ ("%s left") },
    { CEN_MOD_UNINVITED, N_ ("%s took an invite back") },
    { CEN_MOD_DEVICE_ADDED, N_ ("%s added a device of their own") },
    { CEN_MOD_DEVICE_REMOVED, N_ ("%s removed a device of their own") },
    { CEN_MOD_KEYS_RENEWED, N_ ("%s renewed the circle’s key") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++) {
    if (sentences[i].action == row->action)
      return g_strdup_printf (_ (sentences[i].sentence), row->by_name);
  }
  return g_strdup (row->by_name);
}

static char *
dup_vouched (CenacleCircle *circle, const CenModlogRow *row)
{
  const CenMemberRow *former = cenacle_circle_get_member (circle, &row->object);

  /* Translators: who, about whom, and the name that this one had before. */
  return g_strdup_printf (_ ("%s vouched that %s was here before as %s"), row->by_name,
                          row->target_name, former != NULL ? former->name : row->target_name);
}

char *
cenacle_decisions_dup_sentence (CenacleCircle *circle, const CenModlogRow *row)
{
  const char *role = row->has_role ? cenacle_circle_get_role_label (row->role) : "";
  char *sentence = NULL;

  switch (row->action) {
  case CEN_MOD_ADMITTED:
    /* Translators: who joined, with which role, and who let them in. */
    return g_strdup_printf (_ ("%s joined (%s), let in by %s"), row->target_name, role,
                            row->by_name);
  case CEN_MOD_ROLE:
    /* Translators: two names, and a role. */
    return g_strdup_printf (_ ("%s gave %s the role “%s”"), row->by_name, row->target_name, role);
  case CEN_MOD_INVITED:
    /* Translators: a name, and what the invite allows. */
    return g_strdup_printf (_ ("%s made an invite (%s)"), row->by_name, role);
  case CEN_MOD_VOUCHED:
    return dup_vouched (circle, row);
  default:
    if (!cen_id_is_zero (&row->target) && !cen_id_equal (&row->target, &row->by))
      sentence = dup_about_somebody (row);
    return sentence != NULL ? sentence : dup_alone (row);
  }
}

char *
cenacle_decisions_dup_own_removal (CenacleCircle *circle)
{
  CenStore *store = cenacle_circle_get_store (circle);
  const CenId *self = &cenacle_circle_get_row (circle)->self_member;
  g_autoptr (GPtrArray) rows =
      store != NULL ? cen_query_modlog (store, cenacle_circle_get_id (circle), LOOK_BACK, NULL)
                    : NULL;

  for (guint i = rows != NULL ? rows->len : 0; i > 0; i--) {
    const CenModlogRow *row = g_ptr_array_index (rows, i - 1);

    if (row->action != CEN_MOD_REMOVED || !cen_id_equal (&row->target, self))
      continue;
    if (row->reason[0] != '\0')
      /* Translators: by whom, and the reason. */
      return g_strdup_printf (_ ("You were removed by %s: “%s”."), row->by_name, row->reason);
    return g_strdup_printf (_ ("You were removed by %s."), row->by_name);
  }
  return g_strdup (_ ("You were removed from this circle."));
}

static char *
dup_subtitle (const CenModlogRow *row)
{
  g_autofree char *when = cenacle_time_text_dup_full (row->time_ms);
  g_autofree char *text = NULL;

  if (row->reason[0] == '\0')
    return g_markup_escape_text (when, -1);
  /* Translators: when, and why. */
  text = g_strdup_printf (_ ("%s · “%s”"), when, row->reason);
  return g_markup_escape_text (text, -1);
}

static const char *
get_icon_name (CenModAction action)
{
  switch (action) {
  case CEN_MOD_ADMITTED:
  case CEN_MOD_INVITED:
    return "contact-new-symbolic";
  case CEN_MOD_LEFT:
  case CEN_MOD_REMOVED:
  case CEN_MOD_UNINVITED:
    return "action-unavailable-symbolic";
  case CEN_MOD_DEVICE_ADDED:
  case CEN_MOD_DEVICE_REMOVED:
    return "computer-symbolic";
  case CEN_MOD_KEYS_RENEWED:
    return "dialog-password-symbolic";
  case CEN_MOD_HIDDEN:
  case CEN_MOD_DELETED:
    return "view-conceal-symbolic";
  case CEN_MOD_SHOWN:
  case CEN_MOD_ENDORSED:
    return "view-reveal-symbolic";
  case CEN_MOD_ROLE:
  case CEN_MOD_VOUCHED:
  default:
    return "system-users-symbolic";
  }
}

/* The text of the message that @row is about; NULL when it is no message or has none. */
static char *
dup_hidden_text (CenacleCircle *circle, const CenModlogRow *row)
{
  CenStore *store = cenacle_circle_get_store (circle);
  g_autoptr (CenMessageRow) message = NULL;

  if (store == NULL || row->action != CEN_MOD_HIDDEN)
    return NULL;
  message = cen_query_message (store, cenacle_circle_get_id (circle), &row->object, NULL);
  if (message == NULL || message->is_redacted || message->hide_reason == NULL)
    return NULL;
  return cenacle_message_dup_plain (message->text);
}

static void
show_cb (GtkWidget *button, GtkLabel *label)
{
  gtk_widget_show (GTK_WIDGET (label));
  gtk_widget_hide (button);
}

/* A list box row of the text behind a button, for those who want to see it. */
static GtkWidget *
new_folded_row (GtkWidget *row, const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *button = gtk_button_new_with_label (_ ("Show"));
  GtkWidget *outer = gtk_list_box_row_new ();

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "charter");
  gtk_widget_hide (label);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect (button, "clicked", G_CALLBACK (show_cb), label);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_box_append (GTK_BOX (box), row);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (outer), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (outer), FALSE);
  return outer;
}

GtkWidget *
cenacle_decisions_new_row (CenacleCircle *circle, const CenModlogRow *decision)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *sentence = cenacle_decisions_dup_sentence (circle, decision);
  g_autofree char *title = g_markup_escape_text (sentence, -1);
  g_autofree char *subtitle = dup_subtitle (decision);
  g_autofree char *hidden = dup_hidden_text (circle, decision);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name (get_icon_name (decision->action)));
  return hidden != NULL ? new_folded_row (row, hidden) : row;
}

guint
cenacle_decisions_fill (GtkListBox *list, CenacleCircle *circle, const CenId *member, guint limit)
{
  CenStore *store = cenacle_circle_get_store (circle);
  g_autoptr (GPtrArray) rows = store != NULL
                                   ? cen_query_modlog (store, cenacle_circle_get_id (circle),
                                                       member != NULL ? LOOK_BACK : limit, NULL)
                                   : NULL;
  GtkListBoxRow *old;
  guint n = 0;

  while ((old = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (old));
  for (guint i = rows != NULL ? rows->len : 0; i > 0 && n < limit; i--) {
    const CenModlogRow *row = g_ptr_array_index (rows, i - 1);

    if (member != NULL &&
        (row->action == CEN_MOD_KEYS_RENEWED ||
         (!cen_id_equal (&row->by, member) && !cen_id_equal (&row->target, member))))
      continue;
    gtk_list_box_append (list, cenacle_decisions_new_row (circle, row));
    n++;
  }
  return n;
}
