/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "skill-chart.h"

#include "name-list.h"

#include <glib/gi18n.h>

#define LINE            CENACLE_SKILL_CHART_LINE
#define STEP            CENACLE_SKILL_CHART_STEP
#define HEAD            CENACLE_SKILL_CHART_HEAD
#define SIDE            CENACLE_SKILL_CHART_SIDE
#define DOT             CENACLE_SKILL_CHART_DOT
#define SLANT           CENACLE_SKILL_CHART_SLANT
#define SIDE_POINTS_MAX 22 /* characters of a skill's name */
#define HEAD_POINTS_MAX 16 /* and of a member's */
#define KEY             28 /* height of the line that says what the dots are */

/* --- Words --- */

const char *
cenacle_skill_chart_get_name (const CenId *id, GPtrArray *members)
{
  for (guint i = 0; i < members->len; i++) {
    const CenMemberRow *member = members->pdata[i];

    if (cen_id_equal (&member->id, id))
      return member->name;
  }
  return "";
}

char *
cenacle_skill_chart_dup_names (GArray *ids, GPtrArray *members)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < ids->len; i++)
    g_ptr_array_add (names, (gpointer) cenacle_skill_chart_get_name (&g_array_index (ids, CenId, i),
                                                                     members));
  return cenacle_name_list_dup_text (names);
}

char *
cenacle_skill_chart_dup_sentence (const CenSkillRow *skill, GPtrArray *members)
{
  g_autofree char *offers = cenacle_skill_chart_dup_names (skill->offers, members);
  g_autofree char *wants = cenacle_skill_chart_dup_names (skill->wants, members);

  if (skill->wants->len == 0)
    /* Translators: a skill, and names. */
    return g_strdup_printf (_ ("%s: offered by %s"), skill->name, offers);
  if (skill->offers->len == 0)
    /* Translators: a skill, and names. */
    return g_strdup_printf (_ ("%s: wanted by %s, and nobody offers it yet"), skill->name, wants);
  return g_strdup_printf (_ ("%s: offered by %s, wanted by %s"), skill->name, offers, wants);
}

/* --- The picture --- */

/* As much of a name as there is room for; the title of its line has all of it. */
static char *
dup_short (const char *name, glong max)
{
  g_autofree char *start = NULL;
  g_autofree char *text = NULL;

  if (g_utf8_strlen (name, -1) <= max)
    return g_markup_escape_text (name, -1);
  start = g_utf8_substring (name, 0, max - 1);
  text = g_strdup_printf ("%s…", start);
  return g_markup_escape_text (text, -1);
}

static void
append_dot (GString *svg, double x, double y, CenSkillSays says)
{
  if ((says & CEN_SKILL_OFFERS) != 0)
    g_string_append_printf (svg, "<circle cx=\"%g\" cy=\"%g\" r=\"%g\" fill=\"#3584e4\"/>", x, y,
                            DOT / 2.);
  if ((says & CEN_SKILL_WANTS) != 0)
    g_string_append_printf (
        svg,
        "<circle cx=\"%g\" cy=\"%g\" r=\"%g\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>", x,
        y, (says & CEN_SKILL_OFFERS) != 0 ? DOT / 2. + 2 : DOT / 2. - 1, "#e66100");
}

static void
append_line (GString *svg, const CenSkillMap *map, guint place, GPtrArray *members)
{
  const CenSkillRow *skill = map->skills->pdata[place];
  g_autofree char *told = cenacle_skill_chart_dup_sentence (skill, members);
  g_autofree char *title = g_markup_escape_text (told, -1);
  g_autofree char *name = dup_short (skill->name, SIDE_POINTS_MAX);
  guint y = HEAD + place * LINE;

  g_string_append_printf (svg, "<g><title>%s</title>", title);
  if (place % 2 == 0)
    g_string_append_printf (
        svg, "<rect x=\"0\" y=\"%u\" width=\"100%%\" height=\"%d\" fill=\"#f6f5f4\"/>", y, LINE);
  g_string_append_printf (svg, "<text x=\"%d\" y=\"%u\" text-anchor=\"end\">%s</text>", SIDE - 8,
                          y + LINE / 2 + 4, name);
  for (guint i = 0; i < map->members->len; i++)
    append_dot (svg, SIDE + i * STEP + STEP / 2., y + LINE / 2., cen_skill_map_get (map, place, i));
  g_string_append (svg, "</g>\n");
}

static void
append_head (GString *svg, const CenSkillMap *map, GPtrArray *members)
{
  for (guint i = 0; i < map->members->len; i++) {
    g_autofree char *name =
        dup_short (cenacle_skill_chart_get_name (&g_array_index (map->members, CenId, i), members),
                   HEAD_POINTS_MAX);
    guint x = SIDE + i * STEP + STEP / 2;

    g_string_append_printf (svg, "<text transform=\"translate(%u %d) rotate(-%d)\">%s</text>\n",
                            x + 3, HEAD - 6, SLANT, name);
  }
}

static void
append_key (GString *svg, guint y)
{
  g_autofree char *offers = g_markup_escape_text (_ ("can help"), -1);
  g_autofree char *wants = g_markup_escape_text (_ ("wants to learn"), -1);

  append_dot (svg, SIDE + DOT, y + KEY / 2., CEN_SKILL_OFFERS);
  g_string_append_printf (svg, "<text x=\"%d\" y=\"%u\">%s</text>", SIDE + 2 * DOT, y + KEY / 2 + 4,
                          offers);
  append_dot (svg, SIDE + 10 * DOT, y + KEY / 2., CEN_SKILL_WANTS);
  g_string_append_printf (svg, "<text x=\"%d\" y=\"%u\">%s</text>\n", SIDE + 11 * DOT,
                          y + KEY / 2 + 4, wants);
}

char *
cenacle_skill_chart_build_svg (const CenSkillMap *map, GPtrArray *members)
{
  g_autoptr (GString) svg = g_string_new (NULL);
  guint height = HEAD + map->skills->len * LINE + KEY;
  guint width = MAX (SIDE + map->members->len * STEP + HEAD, 480);

  for (guint i = 0; i < map->skills->len; i++)
    append_line (svg, map, i, members);
  append_head (svg, map, members);
  append_key (svg, height - KEY);
  return g_strdup_printf (
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%u\" height=\"%u\" font-size=\"12\""
      " font-family=\"sans-serif\">\n<rect width=\"100%%\" height=\"100%%\" "
      "fill=\"white\"/>\n%s</svg>\n",
      width, height, svg->str);
}
