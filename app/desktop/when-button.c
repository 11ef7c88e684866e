/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "when-button.h"

#include "compat.h"

#include <glib/gi18n.h>
#include <stdio.h>

#define MINUTE_STEP 5

/* Of the popover, which each of its fields leads to. */
#define FIELD "field"

static gboolean
enter_pressed_cb (GtkWidget *popover, guint key)
{
  if (key != GDK_KEY_Return && key != GDK_KEY_KP_Enter && key != GDK_KEY_ISO_Enter)
    return GDK_EVENT_PROPAGATE;
  gtk_popover_popdown (GTK_POPOVER (popover));
  return GDK_EVENT_STOP;
}

/* @content is lent to the caller until the button goes. */
static GtkWidget *
new_button (GtkEditable *field, GtkWidget *content, const char *icon, const char *words,
            GCallback opened)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_object_set_data (G_OBJECT (content), FIELD, field);
  gtk_popover_set_child (GTK_POPOVER (popover), content);
  g_signal_connect_object (popover, "map", opened, content, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (enter_pressed_cb), popover);
  gtk_widget_add_controller (popover, keys);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), icon);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  return button;
}

/* --- A day --- */

static void
day_selected_cb (GtkCalendar *calendar, GtkEditable *field)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (calendar);
  g_autofree char *text = g_date_time_format (day, "%Y-%m-%d");

  gtk_editable_set_text (field, text);
}

static void
show_day_cb (GtkCalendar *calendar)
{
  GtkEditable *field = g_object_get_data (G_OBJECT (calendar), FIELD);
  g_autofree char *text = g_strdup_printf ("%sT12:00:00", gtk_editable_get_text (field));
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autoptr (GDateTime) day = g_date_time_new_from_iso8601 (text, local);

  if (day == NULL)
    day = g_date_time_new_now (local);
  g_signal_handlers_block_by_func (calendar, day_selected_cb, field);
  gtk_calendar_select_day (calendar, day);
  g_signal_handlers_unblock_by_func (calendar, day_selected_cb, field);
  gtk_widget_grab_focus (GTK_WIDGET (calendar));
}

/* The calendar's own arrows begin in its corner, wherever the day is. */
static gboolean
arrow_pressed_cb (GtkCalendar *calendar, guint key)
{
  int forward = gtk_widget_get_direction (GTK_WIDGET (calendar)) == GTK_TEXT_DIR_RTL ? -1 : 1;
  int days = key == GDK_KEY_Right  ? forward
             : key == GDK_KEY_Left ? -forward
             : key == GDK_KEY_Down ? 7
             : key == GDK_KEY_Up   ? -7
                                   : 0;
  int months = key == GDK_KEY_Page_Down ? 1 : key == GDK_KEY_Page_Up ? -1 : 0;
  g_autoptr (GDateTime) before = gtk_calendar_get_date (calendar);
  g_autoptr (GDateTime) month = g_date_time_add_months (before, months);
  g_autoptr (GDateTime) day = g_date_time_add_days (month, days);
  g_autofree char *words = g_date_time_format (day, "%A %x");

  if (days == 0 && months == 0)
    return GDK_EVENT_PROPAGATE;
  gtk_calendar_select_day (calendar, day);
  day_selected_cb (calendar, g_object_get_data (G_OBJECT (calendar), FIELD));
  cenacle_compat_announce (GTK_WIDGET (calendar), words);
  return GDK_EVENT_STOP;
}

GtkWidget *
cenacle_when_button_new_day (GtkEditable *field)
{
  GtkWidget *calendar = gtk_calendar_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (arrow_pressed_cb), calendar);
  gtk_widget_add_controller (calendar, keys);

  gtk_accessible_update_property (GTK_ACCESSIBLE (calendar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  C_ ("of a calendar", "Day"), -1);
  g_signal_connect_object (calendar, "day-selected", G_CALLBACK (day_selected_cb), field, 0);
  return new_button (field, calendar, "x-office-calendar-symbolic", _ ("Choose a day"),
                     G_CALLBACK (show_day_cb));
}

/* --- A time --- */

#define HOURS   "hours"
#define MINUTES "minutes"

static GtkSpinButton *
get_spin (GtkWidget *box, const char *name)
{
  return g_object_get_data (G_OBJECT (box), name);
}

static void
spun_cb (GtkWidget *box)
{
  g_autofree char *text =
      g_strdup_printf ("%02d:%02d", gtk_spin_button_get_value_as_int (get_spin (box, HOURS)),
                       gtk_spin_button_get_value_as_int (get_spin (box, MINUTES)));

  gtk_editable_set_text (g_object_get_data (G_OBJECT (box), FIELD), text);
}

static gboolean
two_digits_cb (GtkSpinButton *spin)
{
  g_autofree char *text = g_strdup_printf ("%02d", gtk_spin_button_get_value_as_int (spin));

  gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

static void
show_clock_cb (GtkWidget *box)
{
  guint hours = 0, minutes = 0;
  GtkEditable *field = g_object_get_data (G_OBJECT (box), FIELD);
  const char *const names[] = { HOURS, MINUTES };

  if (sscanf (gtk_editable_get_text (field), "%2u:%2u", &hours, &minutes) != 2)
    hours = minutes = 0;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    GtkSpinButton *spin = get_spin (box, names[i]);

    g_signal_handlers_block_by_func (spin, spun_cb, box);
    gtk_spin_button_set_value (spin, i == 0 ? hours : minutes);
    g_signal_handlers_unblock_by_func (spin, spun_cb, box);
  }
  gtk_widget_grab_focus (GTK_WIDGET (get_spin (box, HOURS)));
}

static void
add_spin (GtkWidget *box, const char *name, const char *words, double max, double step)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (0, max, step);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (spin), GTK_ORIENTATION_VERTICAL);
  gtk_spin_button_set_wrap (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_spin_button_set_snap_to_ticks (GTK_SPIN_BUTTON (spin), FALSE);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 2);
  gtk_widget_set_tooltip_text (spin, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  g_signal_connect (spin, "output", G_CALLBACK (two_digits_cb), NULL);
  g_signal_connect_swapped (spin, "value-changed", G_CALLBACK (spun_cb), box);
  g_object_set_data (G_OBJECT (box), name, spin);
  gtk_box_append (GTK_BOX (box), spin);
}

GtkWidget *
cenacle_when_button_new_clock (GtkEditable *field)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  add_spin (box, HOURS, C_ ("of a clock", "Hours"), 23, 1);
  gtk_box_append (GTK_BOX (box), gtk_label_new (":"));
  add_spin (box, MINUTES, _ ("Minutes"), 59, MINUTE_STEP);
  return new_button (field, box, "alarm-symbolic", _ ("Choose the time"),
                     G_CALLBACK (show_clock_cb));
}
