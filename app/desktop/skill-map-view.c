/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Lines are widgets of their own, for the keyboard and the screen reader; the names above and the
 * dots are drawn. What is pointed at is found from where the pointer is. */

#include "skill-map-view.h"

#include "app/control/skill-chart.h"

#include <glib/gi18n.h>
#include <math.h>

#define LINE CENACLE_SKILL_CHART_LINE
#define STEP CENACLE_SKILL_CHART_STEP
#define HEAD CENACLE_SKILL_CHART_HEAD
#define SIDE CENACLE_SKILL_CHART_SIDE
#define DOT  CENACLE_SKILL_CHART_DOT

#define NOBODY G_MAXUINT

struct _CenacleSkillMapView {
  GtkWidget parent;
  CenSkillMap *map;
  GPtrArray *skills; /* CenSkillRow, which the map lends from */
  GPtrArray *names;  /* char *: of the map's members */
  guint own;         /* one's own column */
  guint pointed_at;  /* the column under the pointer */
  GPtrArray *lines;  /* GtkWidget, lent */
};

enum { SIGNAL_SKILL, SIGNAL_MEMBER, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleSkillMapView, cenacle_skill_map_view, GTK_TYPE_WIDGET)

/* --- A line --- */

#define CENACLE_TYPE_SKILL_MAP_LINE (cenacle_skill_map_line_get_type ())
G_DECLARE_FINAL_TYPE (CenacleSkillMapLine, cenacle_skill_map_line, CENACLE, SKILL_MAP_LINE,
                      GtkWidget)

struct _CenacleSkillMapLine {
  GtkWidget parent;
  CenacleSkillMapView *view; /* its parent */
  guint place;
};

G_DEFINE_FINAL_TYPE (CenacleSkillMapLine, cenacle_skill_map_line, GTK_TYPE_WIDGET)

static const CenSkillRow *
get_skill (CenacleSkillMapLine *self)
{
  CenSkillMap *map = self->view->map;

  return map != NULL && self->place < map->skills->len ? map->skills->pdata[self->place] : NULL;
}

static void
draw_dot (GtkSnapshot *snapshot, float x, float y, CenSkillSays says, const GdkRGBA *offers,
          const GdkRGBA *wants)
{
  float outer = (says & CEN_SKILL_OFFERS) != 0 ? DOT + 6 : DOT;
  GskRoundedRect round;

  if ((says & CEN_SKILL_OFFERS) != 0) {
    gsk_rounded_rect_init_from_rect (&round,
                                     &GRAPHENE_RECT_INIT (x - DOT / 2.f, y - DOT / 2.f, DOT, DOT),
                                     DOT / 2.f);
    gtk_snapshot_push_rounded_clip (snapshot, &round);
    gtk_snapshot_append_color (snapshot, offers, &round.bounds);
    gtk_snapshot_pop (snapshot);
  }
  if ((says & CEN_SKILL_WANTS) != 0) {
    gsk_rounded_rect_init_from_rect (
        &round, &GRAPHENE_RECT_INIT (x - outer / 2, y - outer / 2, outer, outer), outer / 2);
    gtk_snapshot_append_border (snapshot, &round, (float[4]){ 2, 2, 2, 2 },
                                (GdkRGBA[4]){ *wants, *wants, *wants, *wants });
  }
}

static void
draw_name (GtkSnapshot *snapshot, GtkWidget *widget, const char *name, const GdkRGBA *colour)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, name);
  int width, height;

  pango_layout_set_width (layout, (SIDE - 16) * PANGO_SCALE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);
  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (8, (LINE - height) / 2.f));
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}

static void
get_colour (GtkWidget *widget, const char *name, GdkRGBA *ret_colour)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);

  if (!gtk_style_context_lookup_color (context, name, ret_colour))
    gtk_style_context_get_color (context, ret_colour);
}

static void
line_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CenacleSkillMapLine *self = CENACLE_SKILL_MAP_LINE (widget);
  const CenSkillRow *skill = get_skill (self);
  CenSkillMap *map = self->view->map;
  GdkRGBA text, offers, wants;

  if (skill == NULL)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &text);
  get_colour (widget, "accent_color", &offers);
  get_colour (widget, "warning_color", &wants);
  draw_name (snapshot, widget, skill->name, &text);
  for (guint i = 0; i < map->members->len; i++)
    draw_dot (snapshot, SIDE + (float) i * STEP + STEP / 2.f, LINE / 2.f,
              cen_skill_map_get (map, self->place, i), &offers, &wants);
}

static void
choose_skill (CenacleSkillMapLine *self)
{
  const CenSkillRow *skill = get_skill (self);

  if (skill != NULL)
    g_signal_emit (self->view, signals[SIGNAL_SKILL], 0, skill->key);
}

static void
choose_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  (void) action;
  (void) parameter;
  choose_skill (CENACLE_SKILL_MAP_LINE (widget));
}

static void
cenacle_skill_map_line_class_init (CenacleSkillMapLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = line_snapshot;
  gtk_widget_class_set_css_name (widget_class, "row");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ROW);
  gtk_widget_class_install_action (widget_class, "line.choose", NULL, choose_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, 0, "line.choose", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, 0, "line.choose", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_space, 0, "line.choose", NULL);
}

static void
cenacle_skill_map_line_init (CenacleSkillMapLine *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "skill-line");
}

/* --- Layout --- */

static int
get_width (const CenacleSkillMapView *self)
{
  return self->map != NULL ? SIDE + (int) self->map->members->len * STEP + HEAD : SIDE;
}

static int
get_height (const CenacleSkillMapView *self)
{
  return self->map != NULL ? HEAD + (int) self->map->skills->len * LINE : 0;
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  CenacleSkillMapView *self = CENACLE_SKILL_MAP_VIEW (widget);

  (void) for_size;
  *minimum = *natural =
      orientation == GTK_ORIENTATION_VERTICAL ? get_height (self) : get_width (self);
  *minimum_baseline = *natural_baseline = -1;
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CenacleSkillMapView *self = CENACLE_SKILL_MAP_VIEW (widget);

  (void) height;
  (void) baseline;
  for (guint i = 0; i < self->lines->len; i++) {
    GtkWidget *line = self->lines->pdata[i];
    int least;

    gtk_widget_measure (line, GTK_ORIENTATION_VERTICAL, width, &least, NULL, NULL, NULL);
    gtk_widget_size_allocate (
        line, &(GtkAllocation){ 0, HEAD + (int) i * LINE, width, MAX (LINE, least) }, -1);
  }
}

/* --- Drawing --- */

static void
draw_column (CenacleSkillMapView *self, GtkSnapshot *snapshot, guint column, float alpha)
{
  GdkRGBA colour;

  if (column == NOBODY)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &colour);
  colour.alpha *= alpha;
  gtk_snapshot_append_color (snapshot, &colour,
                             &GRAPHENE_RECT_INIT (SIDE + (float) column * STEP, HEAD, STEP,
                                                  (float) self->map->skills->len * LINE));
}

static void
draw_heads (CenacleSkillMapView *self, GtkSnapshot *snapshot)
{
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &colour);
  for (guint i = 0; i < self->names->len; i++) {
    g_autoptr (PangoLayout) layout =
        gtk_widget_create_pango_layout (GTK_WIDGET (self), self->names->pdata[i]);
    int height;

    pango_layout_set_width (layout, HEAD * PANGO_SCALE);
    pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    pango_layout_get_pixel_size (layout, NULL, &height);
    gtk_snapshot_save (snapshot);
    gtk_snapshot_translate (snapshot,
                            &GRAPHENE_POINT_INIT (SIDE + (float) i * STEP + STEP / 2.f, HEAD - 6));
    gtk_snapshot_rotate (snapshot, -CENACLE_SKILL_CHART_SLANT);
    gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, -height / 2.f));
    gtk_snapshot_append_layout (snapshot, layout, &colour);
    gtk_snapshot_restore (snapshot);
  }
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CenacleSkillMapView *self = CENACLE_SKILL_MAP_VIEW (widget);

  if (self->map == NULL)
    return;
  draw_column (self, snapshot, self->own, 0.06f);
  draw_column (self, snapshot, self->pointed_at, 0.06f);
  draw_heads (self, snapshot);
  for (guint i = 0; i < self->lines->len; i++)
    gtk_widget_snapshot_child (widget, self->lines->pdata[i], snapshot);
}

/* --- Pointing --- */

/* The column at (@x, @y); names above are slanted, so one follows them down to it. */
static guint
find_column (const CenacleSkillMapView *self, double x, double y)
{
  double down = y < HEAD ? (HEAD - 6 - y) / tan (CENACLE_SKILL_CHART_SLANT * G_PI / 180) : 0;
  double place = floor ((x - down - SIDE) / STEP);

  return self->map != NULL && place >= 0 && place < self->map->members->len ? (guint) place
                                                                            : NOBODY;
}

static void
motion_cb (CenacleSkillMapView *self, double x, double y)
{
  guint column = find_column (self, x, y);

  if (column == self->pointed_at)
    return;
  self->pointed_at = column;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
leave_cb (CenacleSkillMapView *self)
{
  motion_cb (self, -1, -1);
}

static guint
find_line (const CenacleSkillMapView *self, double y)
{
  double place = floor ((y - HEAD) / LINE);

  return place >= 0 && place < self->lines->len ? (guint) place : NOBODY;
}

static void
released_cb (CenacleSkillMapView *self, int n_presses, double x, double y)
{
  guint column = find_column (self, x, y), line = find_line (self, y);

  (void) n_presses;
  if (self->map == NULL)
    return;
  if (column != NOBODY &&
      (line == NOBODY || cen_skill_map_get (self->map, line, column) != CEN_SKILL_NOTHING)) {
    g_autofree char *id = cen_id_dup_text (&g_array_index (self->map->members, CenId, column));

    g_signal_emit (self, signals[SIGNAL_MEMBER], 0, id);
  } else if (line != NOBODY) {
    choose_skill (self->lines->pdata[line]);
  }
}

static gboolean
query_tooltip (GtkWidget *widget, int x, int y, gboolean by_keyboard, GtkTooltip *tooltip)
{
  CenacleSkillMapView *self = CENACLE_SKILL_MAP_VIEW (widget);
  guint column = find_column (self, x, y), line = find_line (self, y);
  CenSkillSays says = column != NOBODY && line != NOBODY
                          ? cen_skill_map_get (self->map, line, column)
                          : CEN_SKILL_NOTHING;
  const char *name = column != NOBODY ? self->names->pdata[column] : NULL;
  g_autofree char *text = NULL;

  if (by_keyboard || name == NULL)
    return FALSE;
  if (says == CEN_SKILL_NOTHING)
    text = g_strdup (name);
  else
    /* Translators: a name, and skills. */
    text = g_strdup_printf (says == CEN_SKILL_OFFERS  ? _ ("%s can help with %s")
                            : says == CEN_SKILL_WANTS ? _ ("%s wants to learn %s")
                                                      : _ ("%s can help with %s, and wants more"),
                            name, ((const CenSkillRow *) self->map->skills->pdata[line])->name);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

/* --- The widget --- */

static void
forget (CenacleSkillMapView *self)
{
  g_clear_pointer (&self->map, cen_skill_map_free);
  g_clear_pointer (&self->skills, g_ptr_array_unref);
  g_ptr_array_set_size (self->names, 0);
}

static void
cenacle_skill_map_view_dispose (GObject *object)
{
  CenacleSkillMapView *self = CENACLE_SKILL_MAP_VIEW (object);

  for (guint i = 0; self->lines != NULL && i < self->lines->len; i++)
    gtk_widget_unparent (self->lines->pdata[i]);
  if (self->names != NULL)
    forget (self);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  G_OBJECT_CLASS (cenacle_skill_map_view_parent_class)->dispose (object);
}

static void
cenacle_skill_map_view_class_init (CenacleSkillMapViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_skill_map_view_dispose;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  widget_class->snapshot = snapshot;
  widget_class->query_tooltip = query_tooltip;
  signals[SIGNAL_SKILL] = g_signal_new ("skill", CENACLE_TYPE_SKILL_MAP_VIEW, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_MEMBER] = g_signal_new ("member", CENACLE_TYPE_SKILL_MAP_VIEW, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TABLE);
}

static void
cenacle_skill_map_view_init (CenacleSkillMapView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->lines = g_ptr_array_new ();
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->own = self->pointed_at = NOBODY;
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Map of skills"), -1);
}

GtkWidget *
cenacle_skill_map_view_new (void)
{
  return g_object_new (CENACLE_TYPE_SKILL_MAP_VIEW, NULL);
}

static void
settle_lines (CenacleSkillMapView *self, GPtrArray *members)
{
  while (self->lines->len > self->map->skills->len)
    gtk_widget_unparent (g_ptr_array_steal_index (self->lines, self->lines->len - 1));
  for (guint i = 0; i < self->map->skills->len; i++) {
    g_autofree char *told = cenacle_skill_chart_dup_sentence (self->map->skills->pdata[i], members);
    CenacleSkillMapLine *line;

    if (i == self->lines->len) {
      line = g_object_new (CENACLE_TYPE_SKILL_MAP_LINE, NULL);
      line->view = self;
      line->place = i;
      gtk_widget_set_parent (GTK_WIDGET (line), GTK_WIDGET (self));
      g_ptr_array_add (self->lines, line);
    }
    line = self->lines->pdata[i];
    gtk_accessible_update_property (GTK_ACCESSIBLE (line), GTK_ACCESSIBLE_PROPERTY_LABEL, told, -1);
    gtk_widget_queue_draw (GTK_WIDGET (line));
  }
}

void
cenacle_skill_map_view_show (CenacleSkillMapView *self, GPtrArray *skills, GPtrArray *members,
                             const CenId *self_member)
{
  forget (self);
  self->skills = g_ptr_array_ref (skills);
  self->map = cen_skill_map_new (skills);
  self->own = self->pointed_at = NOBODY;
  for (guint i = 0; i < self->map->members->len; i++) {
    const CenId *member = &g_array_index (self->map->members, CenId, i);

    g_ptr_array_add (self->names, g_strdup (cenacle_skill_chart_get_name (member, members)));
    if (cen_id_equal (member, self_member))
      self->own = i;
  }
  settle_lines (self, members);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
