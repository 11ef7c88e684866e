/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "kudos-page.h"

#include "card-row.h"
#include "form.h"
#include "object-commands.h"
#include "object-dialog.h"
#include "thank-dialog.h"
#include "time-text.h"

#include "app/control/name-list.h"
#include "core/thanks.h"

#include <glib/gi18n.h>

struct _CenacleKudosPage {
  CenacleObjectPage parent;
  GtkWidget *badge_button;
  GtkListBox *wall;
  GtkListBox *badges;
};

G_DEFINE_FINAL_TYPE (CenacleKudosPage, cenacle_kudos_page, CENACLE_TYPE_OBJECT_PAGE)

static CenacleCircle *
get_circle (CenacleKudosPage *self)
{
  return cenacle_object_page_get_circle (CENACLE_OBJECT_PAGE (self));
}

static void
append_name (CenacleKudosPage *self, GPtrArray *names, const CenId *id)
{
  const CenMemberRow *member = cenacle_circle_get_member (get_circle (self), id);

  if (member != NULL)
    g_ptr_array_add (names, member->name);
}

/* --- The page --- */

static void
show_kudos (CenacleKudosPage *self, CenacleCardRow *row, const CenKudos *kudos)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *all = NULL;
  g_autofree char *ago = cenacle_time_text_dup_ago (kudos->row->time_ms);
  g_autofree char *caption = g_strdup_printf ("%s · %s", kudos->skill, ago);
  g_autofree char *title = NULL;

  for (guint i = 0; i < kudos->to->len; i++)
    append_name (self, names, &g_array_index (kudos->to, CenId, i));
  all = cenacle_name_list_dup_text (names);
  /* Translators: who thanks whom. */
  title = g_strdup_printf (_ ("%s thanks %s"), kudos->row->author_name, all);
  cenacle_card_row_show (row, "♥", title, caption, kudos->reason);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  cenacle_button_strip_set (cenacle_card_row_get_strip (row), "about", _ ("See what it is for"),
                            _ ("Goes to the message, session or resource"),
                            cen_id_is_zero (&kudos->about) ? CENACLE_BUTTON_GONE
                                                           : CENACLE_BUTTON_PLAIN);
}

static void
show_badge (CenacleKudosPage *self, CenacleCardRow *row, const CenThanks *thanks,
            const CenBadge *badge)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *all = NULL;
  g_autofree char *caption = NULL;

  for (guint i = 0; i < thanks->awards->len; i++) {
    const CenAward *award = thanks->awards->pdata[i];

    if (award->badge == badge)
      append_name (self, names, &award->to);
  }
  all = cenacle_name_list_dup_text (names);
  caption =
      names->len > 0 ? g_strdup_printf (_ ("Held by %s"), all) : g_strdup (_ ("Nobody has it yet"));
  cenacle_card_row_show (row, badge->emoji, badge->name, caption, badge->text);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  cenacle_button_strip_set (cenacle_card_row_get_strip (row), "award", _ ("Award…"),
                            _ ("Give this badge to a member"),
                            cenacle_object_page_is_active (CENACLE_OBJECT_PAGE (self))
                                ? CENACLE_BUTTON_PLAIN
                                : CENACLE_BUTTON_GONE);
}

static void
kudos_pressed_cb (CenacleCardRow *row, const char *name, CenacleKudosPage *self)
{
  const CenThanks *thanks = cenacle_object_page_get_answer (CENACLE_OBJECT_PAGE (self));

  (void) name;
  for (guint i = 0; thanks != NULL && i < thanks->kudos->len; i++) {
    const CenKudos *kudos = thanks->kudos->pdata[i];
    g_autofree char *key = cen_id_dup_text (&kudos->row->id);
    g_autofree char *about = cen_id_dup_text (&kudos->about);

    if (g_str_equal (key, cenacle_card_row_get_key (row)))
      gtk_widget_activate_action (GTK_WIDGET (self), "win.open-object", "s", about);
  }
}

/* --- Choosing members --- */

typedef struct {
  AdwEntryRow *name;
  AdwEntryRow *emoji;
  AdwEntryRow *text;
  AdwComboRow *to;
  GPtrArray *members; /* char *: ids, in the order of @to */
  char *badge;
} Form;

static Form *
form_new (void)
{
  Form *form = g_new0 (Form, 1);

  form->members = g_ptr_array_new_with_free_func (g_free);
  return form;
}

static void
form_free (gpointer data)
{
  Form *form = data;

  g_ptr_array_unref (form->members);
  g_free (form->badge);
  g_free (form);
}

/* Names of the others, whose ids go to @form. */
static GStrv
list_others (CenacleKudosPage *self, Form *form)
{
  GPtrArray *rows = cenacle_circle_get_members (get_circle (self));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < rows->len; i++) {
    const CenMemberRow *member = rows->pdata[i];

    if (member->is_self || member->state != CEN_MEMBER_ACTIVE)
      continue;
    g_strv_builder_add (builder, member->name);
    g_ptr_array_add (form->members, cen_id_dup_text (&member->id));
  }
  return g_strv_builder_end (builder);
}

/* --- Thanking --- */

static void
thank_cb (CenacleKudosPage *self)
{
  cenacle_thank_dialog_present (GTK_WIDGET (self), get_circle (self), NULL, NULL);
}

/* --- Badges --- */

static void
badge_confirm_cb (CenacleObjectDialog *dialog, Form *form)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *name = cenacle_form_dup_entry (form->name);
  g_autofree char *emoji = cenacle_form_dup_entry (form->emoji);
  g_autofree char *text = cenacle_form_dup_entry (form->text);

  g_variant_dict_insert (&fields, "name", "s", name);
  g_variant_dict_insert (&fields, "emoji", "s", emoji);
  g_variant_dict_insert (&fields, "text", "s", text);
  cenacle_object_dialog_wait (dialog);
  cenacle_objects_create (cenacle_object_dialog_get_circle (dialog), "badge",
                          g_variant_dict_end (&fields), cenacle_object_dialog_done_cb,
                          g_object_ref (dialog));
}

static void
new_badge_cb (CenacleKudosPage *self)
{
  CenacleObjectDialog *dialog =
      cenacle_object_dialog_new (GTK_WIDGET (self), get_circle (self), _ ("New badge"), _ ("Add"));
  Form *form = form_new ();

  cenacle_object_dialog_add_group (
      dialog, "", _ ("A badge of this circle, which members award to each other."));
  form->name = cenacle_object_dialog_add_entry (dialog, _ ("Name"), CENACLE_ROW_REQUIRED);
  form->emoji = cenacle_object_dialog_add_entry (dialog, _ ("Emoji"), CENACLE_ROW_REQUIRED);
  form->text = cenacle_object_dialog_add_entry (dialog, _ ("What for"), CENACLE_ROW_REQUIRED);
  g_signal_connect_data (dialog, "confirm", G_CALLBACK (badge_confirm_cb), form,
                         (GClosureNotify) (GCallback) form_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
award_confirm_cb (CenacleObjectDialog *dialog, Form *form)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *reason = cenacle_form_dup_entry (form->text);
  guint to = adw_combo_row_get_selected (form->to);

  if (to >= form->members->len) {
    cenacle_object_dialog_fail (dialog, _ ("Say whom you thank."));
    return;
  }
  g_variant_dict_insert (&fields, "badge", "s", form->badge);
  g_variant_dict_insert (&fields, "to", "s", form->members->pdata[to]);
  if (reason[0] != '\0')
    g_variant_dict_insert (&fields, "reason", "s", reason);
  cenacle_object_dialog_wait (dialog);
  cenacle_objects_create (cenacle_object_dialog_get_circle (dialog), "award",
                          g_variant_dict_end (&fields), cenacle_object_dialog_done_cb,
                          g_object_ref (dialog));
}

static void
badge_pressed_cb (CenacleCardRow *row, const char *name, CenacleKudosPage *self)
{
  CenacleObjectDialog *dialog = cenacle_object_dialog_new (GTK_WIDGET (self), get_circle (self),
                                                           _ ("Award a badge"), _ ("Award"));
  Form *form = form_new ();
  g_auto (GStrv) names = list_others (self, form);

  (void) name;
  form->badge = g_strdup (cenacle_card_row_get_key (row));
  form->to =
      cenacle_object_dialog_add_choice (dialog, C_ ("badge", "To"), (const char *const *) names);
  form->text = cenacle_object_dialog_add_entry (dialog, _ ("What for"), CENACLE_ROW_OPTIONAL);
  g_signal_connect_data (dialog, "confirm", G_CALLBACK (award_confirm_cb), form,
                         (GClosureNotify) (GCallback) form_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Newest first. */
static void
show (CenacleObjectPage *page, gpointer answer)
{
  CenacleKudosPage *self = CENACLE_KUDOS_PAGE (page);
  const CenThanks *thanks = answer;
  int n = 0;

  for (guint i = thanks->kudos->len; i-- > 0;) {
    const CenKudos *kudos = thanks->kudos->pdata[i];
    g_autofree char *key = cen_id_dup_text (&kudos->row->id);

    show_kudos (self,
                cenacle_card_list_place (self->wall, key, n++, G_CALLBACK (kudos_pressed_cb), self),
                kudos);
  }
  cenacle_card_list_cut (self->wall, n);
  for (guint i = 0; i < thanks->badges->len; i++) {
    const CenBadge *badge = thanks->badges->pdata[i];
    g_autofree char *key = cen_id_dup_text (&badge->row->id);

    show_badge (self,
                cenacle_card_list_place (self->badges, key, (int) i, G_CALLBACK (badge_pressed_cb),
                                         self),
                thanks, badge);
  }
  cenacle_card_list_cut (self->badges, (int) thanks->badges->len);
  gtk_widget_set_visible (self->badge_button, cenacle_circle_can_facilitate (get_circle (self)));
}

static gpointer
read_thanks (CenStore *store, const CenId *circle, GError **error)
{
  return cen_thanks_read (store, circle, error);
}

static void
free_thanks (gpointer answer)
{
  cen_thanks_free (answer);
}

static void
cenacle_kudos_page_class_init (CenacleKudosPageClass *klass)
{
  CenacleObjectPageClass *page_class = CENACLE_OBJECT_PAGE_CLASS (klass);

  page_class->read = read_thanks;
  page_class->free_answer = free_thanks;
  page_class->show = show;
}

static void
cenacle_kudos_page_init (CenacleKudosPage *self)
{
  CenacleObjectPage *page = CENACLE_OBJECT_PAGE (self);

  cenacle_object_page_add_button (page, _ ("Say thanks"), G_CALLBACK (thank_cb));
  self->badge_button =
      cenacle_object_page_add_button (page, _ ("New badge"), G_CALLBACK (new_badge_cb));
  self->wall = cenacle_object_page_add_group (page, _ ("The wall"), NULL);
  self->badges = cenacle_object_page_add_group (page, _ ("Badges"), NULL);
  cenacle_object_page_set_empty (page, "cenacle-kudos-symbolic", _ ("No kudos yet"),
                                 _ ("Thank somebody who helped you, and say what it took."));
}
