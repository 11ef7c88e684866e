/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "warning-bar.h"

#include "app/control/sentence.h"
#include "core/charters.h"
#include "core/queries-devices.h"
#include "core/queries-faults.h"
#include "decisions.h"
#include "object-commands.h"

#include <glib/gi18n.h>

#define FORK_MS (G_GINT64_CONSTANT (7) * 24 * 3600 * 1000) /* then it is no news */

/* In order of gravity. */
typedef enum {
  WARNING_REMOVED,
  WARNING_DEVICE_REMOVED,
  WARNING_FORK,
  WARNING_COPY,
  WARNING_LOOK,
  WARNING_CHARTER,
  WARNING_CLOCK,
  N_WARNINGS,
} Warning;

struct _CenacleWarningBar {
  GtkWidget parent;
  GtkRevealer *revealer;
  GtkLabel *label;
  GtkButton *button;
  GSettings *settings; /* or NULL */
  CenacleCircle *circle;
  Warning shown; /* N_WARNINGS: none */
  char *clock;   /* what is to be told of this machine's; NULL */
  GCancellable *status_call;
  gboolean wants_status; /* again, when the call under way is answered */
  guint dismissed;       /* bits of Warning, for the circle that shows */
  char *agreed_circle;   /* by its id: where the person agreed to a charter before joining; NULL */
  char *agreed_text;     /* to which words; NULL once that is written down */
};

G_DEFINE_FINAL_TYPE (CenacleWarningBar, cenacle_warning_bar, GTK_TYPE_WIDGET)

static void
set_button (CenacleWarningBar *self, const char *label, const char *action, const char *target)
{
  gtk_button_set_label (self->button, label);
  /* Neither the new target nor the new action may meet the other's old one. */
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), NULL);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (self->button),
                                          target != NULL ? g_variant_new_string (target) : NULL);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action);
}

static char *
dup_removed (CenacleWarningBar *self)
{
  g_autofree char *what = NULL;

  if (cenacle_circle_get_row (self->circle)->self_state != CEN_MEMBER_REMOVED)
    return NULL;
  what = cenacle_decisions_dup_own_removal (self->circle);
  set_button (self, _ ("What was decided"), "win.show-decisions", NULL);
  /* Translators: before it: who removed the person, and why. */
  return g_strdup_printf (_ ("%s You keep what is here; nothing new arrives. If this is a mistake, "
                             "ask a facilitator to take you back."),
                          what);
}

static char *
dup_device_removed (CenacleWarningBar *self)
{
  const CenCircleRow *row = cenacle_circle_get_row (self->circle);
  CenStore *store = cenacle_circle_get_store (self->circle);
  g_autoptr (GPtrArray) devices =
      store != NULL && row->self_state == CEN_MEMBER_ACTIVE
          ? cen_query_devices (store, &row->id, &row->self_member, NULL)
          : NULL; /* who leaves takes their devices along, and knows it */

  for (guint i = 0; devices != NULL && i < devices->len; i++) {
    const CenDeviceRow *device = g_ptr_array_index (devices, i);

    if (!device->is_self || device->state == CEN_DEVICE_ACTIVE)
      continue;
    set_button (self, _ ("What was decided"), "win.show-decisions", NULL);
    return g_strdup (_ ("This device was removed from the circle. You keep what is here; nothing "
                        "new arrives. If it is still yours, add it again by a link made on "
                        "another device of yours."));
  }
  return NULL;
}

static char *
dup_fork (CenacleWarningBar *self)
{
  const CenCircleRow *row = cenacle_circle_get_row (self->circle);
  CenStore *store = cenacle_circle_get_store (self->circle);
  g_autoptr (GPtrArray) faults = store != NULL ? cen_query_faults (store, &row->id, NULL) : NULL;
  gint64 since_ms = g_get_real_time () / 1000 - FORK_MS;

  for (guint i = 0; faults != NULL && i < faults->len; i++) {
    const CenFaultRow *fault = g_ptr_array_index (faults, i);

    if (fault->what != CEN_FAULT_FORK || fault->last_ms < since_ms ||
        !cen_id_equal (&fault->member, &row->self_member))
      continue;
    set_button (self, _ ("Your devices"), "win.show-devices", NULL);
    return g_strdup (_ ("A device of yours wrote in two places: a copy of its files is in use. "
                        "Nothing is lost. Close the copy that you do not need; if you made none, "
                        "somebody else has your keys: remove that device."));
  }
  return NULL;
}

static gboolean
is_known (CenacleWarningBar *self, const char *device)
{
  g_auto (GStrv) known =
      self->settings != NULL ? g_settings_get_strv (self->settings, "known-devices") : NULL;

  return known != NULL && g_strv_contains ((const char *const *) known, device);
}

/* The engine made a copied or restored home a device of its own. */
static char *
dup_copy (CenacleWarningBar *self)
{
  const CenCircleRow *row = cenacle_circle_get_row (self->circle);
  g_autofree char *device = cen_id_dup_text (&row->self_device);

  if (row->renewed_ms == 0 || row->self_state != CEN_MEMBER_ACTIVE || is_known (self, device))
    return NULL;
  set_button (self, _ ("Your devices"), "win.show-devices", NULL);
  return g_strdup (_ ("This home was copied or restored: this computer is now a device of its own, "
                      "and nothing is lost. If you still use the other one, there is nothing to "
                      "do; if it is lost or given away, remove it from your devices."));
}

static void
remember_copy (CenacleWarningBar *self)
{
  g_autofree char *device = cen_id_dup_text (&cenacle_circle_get_row (self->circle)->self_device);
  g_autoptr (GStrvBuilder) known = g_strv_builder_new ();
  g_auto (GStrv) before = NULL;
  g_auto (GStrv) after = NULL;

  if (self->settings == NULL)
    return;
  before = g_settings_get_strv (self->settings, "known-devices");
  g_strv_builder_addv (known, (const char **) before);
  g_strv_builder_add (known, device);
  after = g_strv_builder_end (known);
  g_settings_set_strv (self->settings, "known-devices", (const char *const *) after);
}

static char *
dup_look (CenacleWarningBar *self)
{
  GPtrArray *members = cenacle_circle_get_members (self->circle);
  const CenMemberRow *first = NULL;
  g_autofree char *id = NULL;
  guint n = 0;

  if (!cenacle_circle_can_facilitate (self->circle))
    return NULL;
  for (guint i = 0; i < members->len; i++) {
    const CenMemberRow *member = g_ptr_array_index (members, i);

    if (!member->needs_look || member->state != CEN_MEMBER_ACTIVE)
      continue;
    first = first != NULL ? first : member;
    n++;
  }
  if (n == 0)
    return NULL;
  if (n > 1) {
    set_button (self, _ ("Members"), "win.members", NULL);
    return g_strdup_printf (ngettext ("%u newcomer needs a look.",
                                      "%u newcomers need a look. Confirm those whom you know, and "
                                      "remove the others.",
                                      n),
                            n);
  }
  id = cen_id_dup_text (&first->id);
  set_button (self, _ ("Look"), "win.open-member", id);
  return g_strdup_printf (_ ("%s came in and needs a look. Do you know who this is? Confirm them, "
                             "or remove them."),
                          first->name);
}

/* Who agreed to just these words before they joined has said so. */
static char *
dup_charter (CenacleWarningBar *self)
{
  const CenCircleRow *row = cenacle_circle_get_row (self->circle);
  CenStore *store = cenacle_circle_get_store (self->circle);
  g_autoptr (CenCharters) charters =
      store != NULL && row->self_state == CEN_MEMBER_ACTIVE && row->self_role != CEN_ROLE_GUEST
          ? cen_charters_read (store, &row->id, NULL)
          : NULL;
  const CenCharter *last = charters != NULL ? cen_charters_get_last (charters) : NULL;
  g_autofree char *agreed = NULL;

  if (last == NULL || charters->is_agreed)
    return NULL;
  if (g_strcmp0 (self->agreed_circle, cenacle_circle_get_id_text (self->circle)) == 0)
    agreed = g_steal_pointer (&self->agreed_text);
  if (g_strcmp0 (agreed, last->text) == 0) {
    cenacle_objects_mark (self->circle, &last->row->id, "agree", "", g_variant_new_boolean (TRUE),
                          cenacle_commands_show_error_cb, g_object_ref (self));
    return NULL;
  }
  set_button (self, _ ("Read it and agree"), "win.go-place", "week");
  return last->number > 1
             ? g_strdup (_ ("The charter of this circle has a new version, which waits for you."))
             : g_strdup (_ ("The charter of this circle waits for you."));
}

static char *
dup_clock (CenacleWarningBar *self)
{
  if (self->clock == NULL)
    return NULL;
  set_button (self, _ ("Who is here"), "win.show-presence", NULL);
  return g_strdup (self->clock);
}

static void
show_warning (CenacleWarningBar *self)
{
  static char *(*const find[N_WARNINGS]) (CenacleWarningBar *) = {
    dup_removed, dup_device_removed, dup_fork, dup_copy, dup_look, dup_charter, dup_clock
  };

  for (self->shown = 0; self->circle != NULL && self->shown < N_WARNINGS; self->shown++) {
    g_autofree char *sentence =
        (self->dismissed & (1u << self->shown)) == 0 ? find[self->shown](self) : NULL;

    if (sentence == NULL)
      continue;
    gtk_label_set_text (self->label, sentence);
    gtk_widget_show (GTK_WIDGET (self->revealer));
    gtk_revealer_set_reveal_child (self->revealer, TRUE);
    return;
  }
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  gtk_widget_hide (GTK_WIDGET (self->revealer));
}

static void
dismiss_cb (CenacleWarningBar *self)
{
  self->dismissed |= 1u << self->shown;
  if (self->shown == WARNING_COPY)
    remember_copy (self);
  show_warning (self);
}

static void load_status (CenacleWarningBar *self);

static void
status_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (CenaclePresence) presence = NULL;
  g_autofree char *clock = NULL;

  cenacle_engine1_call_get_status_finish (CENACLE_ENGINE1 (source), &answer, result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  CenacleWarningBar *self = user_data;

  g_clear_object (&self->status_call);
  if (answer != NULL)
    presence = cenacle_presence_new_from_status (answer, cenacle_circle_get_id_text (self->circle));
  if (presence != NULL)
    clock = cenacle_sentence_dup_clock (presence);
  if (g_strcmp0 (clock, self->clock) != 0) {
    g_free (self->clock);
    self->clock = g_steal_pointer (&clock);
    show_warning (self);
  }
  if (self->wants_status)
    load_status (self);
}

/* Only the engine knows how this machine's clock stands. */
static void
load_status (CenacleWarningBar *self)
{
  CenacleEngine1 *engine = self->circle != NULL ? cenacle_circle_get_engine (self->circle) : NULL;

  self->wants_status = self->status_call != NULL;
  if (engine == NULL || self->wants_status)
    return;
  self->status_call = g_cancellable_new ();
  cenacle_engine1_call_get_status (engine, cenacle_circle_get_id_text (self->circle),
                                   self->status_call, status_cb, self);
}

static void
changed_cb (CenacleWarningBar *self, guint changes)
{
  if ((changes & CENACLE_CHANGE_STATUS) != 0)
    load_status (self);
  if ((changes & (CENACLE_CHANGE_FRAME | CENACLE_CHANGE_MEMBERS | CENACLE_CHANGE_STATUS |
                  CENACLE_CHANGE_OBJECTS)) != 0)
    show_warning (self);
}

static void
forget_circle (CenacleWarningBar *self)
{
  if (self->circle != NULL)
    g_signal_handlers_disconnect_by_data (self->circle, self);
  if (self->status_call != NULL)
    g_cancellable_cancel (self->status_call);
  g_clear_object (&self->status_call);
  g_clear_pointer (&self->clock, g_free);
  self->wants_status = FALSE;
  g_clear_object (&self->circle);
  self->dismissed = 0;
}

static void
cenacle_warning_bar_dispose (GObject *object)
{
  CenacleWarningBar *self = CENACLE_WARNING_BAR (object);
  GtkWidget *revealer = GTK_WIDGET (self->revealer);

  forget_circle (self);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->agreed_circle, g_free);
  g_clear_pointer (&self->agreed_text, g_free);
  self->revealer = NULL;
  g_clear_pointer (&revealer, gtk_widget_unparent);
  G_OBJECT_CLASS (cenacle_warning_bar_parent_class)->dispose (object);
}

static void
cenacle_warning_bar_class_init (CenacleWarningBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_warning_bar_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/warning-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleWarningBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, CenacleWarningBar, label);
  gtk_widget_class_bind_template_child (widget_class, CenacleWarningBar, button);
  gtk_widget_class_bind_template_callback (widget_class, dismiss_cb);
}

static void
cenacle_warning_bar_init (CenacleWarningBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->shown = N_WARNINGS;
}

void
cenacle_warning_bar_set_settings (CenacleWarningBar *self, GSettings *settings)
{
  g_set_object (&self->settings, settings);
}

void
cenacle_warning_bar_agree (CenacleWarningBar *self, const char *circle, const char *charter)
{
  g_free (self->agreed_circle);
  g_free (self->agreed_text);
  self->agreed_circle = g_strdup (circle);
  self->agreed_text = g_strdup (charter);
  show_warning (self);
}

void
cenacle_warning_bar_set_circle (CenacleWarningBar *self, CenacleCircle *circle)
{
  forget_circle (self);
  if (circle != NULL) {
    self->circle = g_object_ref (circle);
    g_signal_connect_object (circle, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  }
  load_status (self);
  show_warning (self);
}
