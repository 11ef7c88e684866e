/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "skill-pane.h"

#include "card-row.h"

#include <glib/gi18n.h>

typedef struct {
  CenacleObjectPage *page; /* lent: the pane goes before it */
  GtkListBox *offers;
  GtkListBox *wants;
} Parts;

static Parts *
get_parts (CenacleDetailPane *pane)
{
  return g_object_get_data (G_OBJECT (pane), "skill");
}

static const CenSkillRow *
find_skill (CenacleObjectPage *page, const char *key)
{
  const CenacleLearning *all = cenacle_object_page_get_answer (page);

  return all != NULL ? cen_skills_find (all->skills, key) : NULL;
}

static gboolean
says_self (CenacleObjectPage *page, GArray *members)
{
  for (guint i = 0; i < members->len; i++) {
    if (cenacle_learning_is_self (page, &g_array_index (members, CenId, i)))
      return TRUE;
  }
  return FALSE;
}

void
cenacle_skill_press (CenacleObjectPage *page, const char *key, const char *mark)
{
  const CenSkillRow *skill = find_skill (page, key);

  if (skill != NULL)
    cenacle_learning_put_skill (page, mark, skill->name,
                                !says_self (page, g_str_equal (mark, "offer") ? skill->offers
                                                                              : skill->wants));
}

void
cenacle_skill_show_buttons (CenacleObjectPage *page, CenacleButtonStrip *strip,
                            const CenSkillRow *skill)
{
  gboolean can = cenacle_object_page_is_active (page);

  cenacle_button_strip_set (strip, "offer", _ ("I can help"), _ ("Offer this skill"),
                            !can                              ? CENACLE_BUTTON_GONE
                            : says_self (page, skill->offers) ? CENACLE_BUTTON_ON
                                                              : CENACLE_BUTTON_OFF);
  cenacle_button_strip_set (strip, "want", _ ("I want to learn"),
                            _ ("Say that you want this skill"),
                            !can                             ? CENACLE_BUTTON_GONE
                            : says_self (page, skill->wants) ? CENACLE_BUTTON_ON
                                                             : CENACLE_BUTTON_OFF);
}

static void
pressed_cb (CenacleDetailPane *pane, const char *name)
{
  cenacle_skill_press (get_parts (pane)->page, cenacle_detail_pane_get_key (pane), name);
}

static void
member_activated_cb (CenacleDetailPane *pane, GtkListBoxRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (pane), "win.open-member", "s",
                              cenacle_card_row_get_key (CENACLE_CARD_ROW (row)));
}

static void
show_members (CenacleDetailPane *pane, GtkListBox *list, GArray *members)
{
  for (guint i = 0; i < members->len; i++) {
    const CenId *member = &g_array_index (members, CenId, i);
    g_autofree char *key = cen_id_dup_text (member);
    CenacleCardRow *row = cenacle_card_list_place (list, key, (int) i, NULL, NULL);

    cenacle_card_row_show (row, "", cenacle_learning_get_name (get_parts (pane)->page, member), "",
                           "");
  }
  cenacle_card_list_cut (list, (int) members->len);
}

void
cenacle_skill_pane_show (CenacleDetailPane *pane)
{
  Parts *parts = get_parts (pane);
  const CenSkillRow *skill = find_skill (parts->page, cenacle_detail_pane_get_key (pane));

  if (skill == NULL)
    return;
  cenacle_detail_pane_show (pane, skill->name,
                            skill->offers->len == 0 ? _ ("Nobody offers it yet") : "", "");
  cenacle_skill_show_buttons (parts->page, cenacle_detail_pane_get_strip (pane), skill);
  show_members (pane, parts->offers, skill->offers);
  show_members (pane, parts->wants, skill->wants);
  cenacle_detail_pane_settle (pane);
}

static GtkListBox *
add_list (CenacleDetailPane *pane, const char *title)
{
  GtkListBox *list = cenacle_detail_pane_add_list (pane, title);

  g_signal_connect_object (list, "row-activated", G_CALLBACK (member_activated_cb), pane,
                           G_CONNECT_SWAPPED);
  return list;
}

CenacleDetailPane *
cenacle_skill_pane_new (CenacleObjectPage *page, const char *key)
{
  CenacleDetailPane *pane = cenacle_detail_pane_new (key);
  Parts *parts = g_new0 (Parts, 1);

  g_object_set_data_full (G_OBJECT (pane), "skill", parts, g_free);
  parts->page = page;
  parts->offers = add_list (pane, _ ("Can help"));
  parts->wants = add_list (pane, _ ("Want to learn"));
  g_signal_connect (pane, "pressed", G_CALLBACK (pressed_cb), NULL);
  cenacle_skill_pane_show (pane);
  return pane;
}
