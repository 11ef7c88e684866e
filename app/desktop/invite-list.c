/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "invite-list.h"

#include "app/control/errors.h"
#include "app/control/name-list.h"
#include "commands.h"
#include "compat.h"
#include "membership-commands.h"
#include "time-text.h"

#include <glib/gi18n.h>

struct _CenacleInviteList {
  GtkWidget parent;
  GtkWidget *box;
  GtkWidget *live_group;
  GtkListBox *live_list;
  GtkWidget *past_group;
  GtkListBox *past_list;
  CenacleCircle *circle;
  char *revoking; /* the invite that the question is about */
};

enum { SIGNAL_LINK, SIGNAL_FAILED, SIGNAL_REVOKED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleInviteList, cenacle_invite_list, GTK_TYPE_WIDGET)

static void
fail (CenacleInviteList *self, GError **error)
{
  cenacle_errors_settle (error);
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, (*error)->message);
}

static void
got_link_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleInviteList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *link = NULL;

  cenacle_engine1_call_get_invite_link_finish (CENACLE_ENGINE1 (source), &link, result, &error);
  if (link != NULL)
    g_signal_emit (self, signals[SIGNAL_LINK], 0, link);
  else
    fail (self, &error);
}

static const char *
get_id (GtkWidget *button)
{
  return g_object_get_data (G_OBJECT (button), "id");
}

static void
show_clicked_cb (GtkWidget *button, CenacleInviteList *self)
{
  CenacleEngine1 *engine = cenacle_circle_get_engine (self->circle);

  if (engine != NULL)
    cenacle_engine1_call_get_invite_link (engine, cenacle_circle_get_id_text (self->circle),
                                          get_id (button), NULL, got_link_cb, g_object_ref (self));
}

static void
revoked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleInviteList) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!cenacle_engine1_call_revoke_invite_finish (CENACLE_ENGINE1 (source), result, &error))
    fail (self, &error);
  else
    g_signal_emit (self, signals[SIGNAL_REVOKED], 0);
}

static void
revoke_confirmed_cb (gpointer user_data)
{
  CenacleInviteList *self = user_data;
  CenacleEngine1 *engine = self->circle != NULL ? cenacle_circle_get_engine (self->circle) : NULL;

  if (engine != NULL)
    cenacle_engine1_call_revoke_invite (engine, cenacle_circle_get_id_text (self->circle),
                                        self->revoking, NULL, revoked_cb, g_object_ref (self));
}

static void
revoke_clicked_cb (GtkWidget *button, CenacleInviteList *self)
{
  g_free (self->revoking);
  self->revoking = g_strdup (get_id (button));
  cenacle_compat_ask (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                      _ ("Take this invite back?"),
                      _ ("Nobody can join by it any more. Those who came by it stay."),
                      _ ("_Take back"), revoke_confirmed_cb, self);
}

static void
confirmed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleInviteList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *done = cenacle_commands_finish (result, &error);

  (void) source;
  if (done == NULL)
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
}

/* Giving the role they have says that a facilitator knows them. */
static void
confirm_clicked_cb (GtkWidget *button, CenacleInviteList *self)
{
  const CenMemberRow *member = NULL;
  CenId id;

  if (cen_id_from_text (&id, get_id (button)))
    member = cenacle_circle_get_member (self->circle, &id);
  if (member != NULL)
    cenacle_membership_set_role (self->circle, &id, member->role, confirmed_cb,
                                 g_object_ref (self));
}

static gboolean
is_live (const CenInviteRow *invite)
{
  return !invite->is_revoked && (invite->n_uses_max == 0 || invite->n_uses < invite->n_uses_max) &&
         (invite->expires_ms == 0 || invite->expires_ms > g_get_real_time () / 1000);
}

static char *
dup_state (const CenInviteRow *invite)
{
  g_autofree char *until = NULL;

  if (invite->is_revoked)
    return g_strdup (_ ("Taken back"));
  if (invite->n_uses_max > 0 && invite->n_uses > invite->n_uses_max)
    return g_strdup (_ ("Used more often than allowed"));
  if (invite->n_uses_max > 0 && invite->n_uses == invite->n_uses_max)
    return g_strdup (_ ("Used up"));
  if (invite->expires_ms > 0 && invite->expires_ms < g_get_real_time () / 1000)
    return g_strdup (_ ("Expired"));
  if (invite->expires_ms == 0)
    return g_strdup (_ ("Without end"));
  until = cenacle_time_text_dup_until (invite->expires_ms);
  /* Translators: followed by "in 6 days". */
  return g_strdup_printf (_ ("Ends %s"), until);
}

static char *
dup_joined (const CenInviteRow *invite)
{
  if (invite->joined == NULL || invite->joined->len == 0)
    return g_strdup (_ ("nobody yet"));
  return cenacle_name_list_dup_text (invite->joined);
}

static GtkWidget *
add_button (CenacleInviteList *self, GtkWidget *row, const CenId *id, GtkWidget *button,
            const char *label, GCallback callback)
{
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_object_set_data_full (G_OBJECT (button), "id", cen_id_dup_text (id), g_free);
  g_signal_connect (button, "clicked", callback, self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return button;
}

static void
add_icon_button (CenacleInviteList *self, GtkWidget *row, const CenInviteRow *invite,
                 const char *icon_name, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_add_css_class (button, "flat");
  add_button (self, row, &invite->id, button, label, callback);
}

static GtkWidget *
new_invite_row (CenacleInviteList *self, const CenInviteRow *invite)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *state = dup_state (invite);
  g_autofree char *joined = dup_joined (invite);
  /* Translators: the end of an invite, the role it gives, how many joined of how many may. */
  g_autofree char *title = g_strdup_printf (_ ("%s · %s · %u of %u"), state,
                                            cenacle_circle_get_role_label (invite->role),
                                            invite->n_uses, invite->n_uses_max);
  g_autofree char *subtitle =
      /* Translators: who made the invite, and the names of who came by it. */
      g_strdup_printf (_ ("By %s. Joined: %s"), invite->author_name, joined);
  g_autofree char *escaped = g_markup_escape_text (subtitle, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
  if (!is_live (invite))
    return row;
  if (cen_id_equal (&invite->author, &cenacle_circle_get_row (self->circle)->self_member))
    add_icon_button (self, row, invite, "view-reveal-symbolic", _ ("Show the link"),
                     G_CALLBACK (show_clicked_cb));
  add_icon_button (self, row, invite, "user-trash-symbolic", _ ("Take back"),
                   G_CALLBACK (revoke_clicked_cb));
  return row;
}

/* Those who came by @invite and need a look. */
static void
add_newcomers (CenacleInviteList *self, GtkListBox *list, const CenInviteRow *invite)
{
  GPtrArray *members = cenacle_circle_get_members (self->circle);

  for (guint i = 0; i < members->len; i++) {
    const CenMemberRow *member = g_ptr_array_index (members, i);
    g_autofree char *name = NULL;
    GtkWidget *row;

    if (!member->needs_look || member->state != CEN_MEMBER_ACTIVE ||
        !cen_id_equal (&member->invite, &invite->id))
      continue;
    row = adw_action_row_new ();
    name = g_markup_escape_text (member->name, -1);
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                                 _ ("Needs a look: do you know who this is?"));
    adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                               gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
    add_button (self, row, &member->id, gtk_button_new_with_label (_ ("Confirm")), _ ("Confirm"),
                G_CALLBACK (confirm_clicked_cb));
    gtk_list_box_append (list, row);
  }
}

static void
clear (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

static void
show_invites (CenacleInviteList *self)
{
  CenStore *store = cenacle_circle_get_store (self->circle);
  g_autoptr (GPtrArray) invites =
      store != NULL ? cen_query_invites (store, cenacle_circle_get_id (self->circle), NULL) : NULL;

  clear (self->live_list);
  clear (self->past_list);
  for (guint i = 0; invites != NULL && i < invites->len; i++) {
    const CenInviteRow *invite = g_ptr_array_index (invites, i);
    GtkListBox *list = is_live (invite) ? self->live_list : self->past_list;

    gtk_list_box_append (list, new_invite_row (self, invite));
    add_newcomers (self, list, invite);
  }
  gtk_widget_set_visible (self->live_group,
                          gtk_list_box_get_row_at_index (self->live_list, 0) != NULL);
  gtk_widget_set_visible (self->past_group,
                          gtk_list_box_get_row_at_index (self->past_list, 0) != NULL);
}

static void
changed_cb (CenacleInviteList *self, guint changes)
{
  if ((changes & (CENACLE_CHANGE_FRAME | CENACLE_CHANGE_MEMBERS)) != 0)
    show_invites (self);
}

static void
cenacle_invite_list_dispose (GObject *object)
{
  CenacleInviteList *self = CENACLE_INVITE_LIST (object);

  g_clear_object (&self->circle);
  g_clear_pointer (&self->revoking, g_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (cenacle_invite_list_parent_class)->dispose (object);
}

static void
cenacle_invite_list_class_init (CenacleInviteListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_invite_list_dispose;
  signals[SIGNAL_LINK] = g_signal_new ("link", CENACLE_TYPE_INVITE_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", CENACLE_TYPE_INVITE_LIST, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_REVOKED] = g_signal_new ("revoked", CENACLE_TYPE_INVITE_LIST, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/invite-list.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteList, box);
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteList, live_group);
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteList, live_list);
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteList, past_group);
  gtk_widget_class_bind_template_child (widget_class, CenacleInviteList, past_list);
}

static void
cenacle_invite_list_init (CenacleInviteList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
cenacle_invite_list_set_circle (CenacleInviteList *self, CenacleCircle *circle)
{
  g_assert (self->circle == NULL);
  self->circle = g_object_ref (circle);
  g_signal_connect_object (circle, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  show_invites (self);
}
