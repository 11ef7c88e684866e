/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "certificate.h"

#include "certificate-drawing.h"

#include <glib/gi18n.h>

struct _CenacleCertificate {
  AdwWindow parent;
  GtkDrawingArea *area;
  GtkLabel *code_label;
  CenacleCertificateWords words;
  GtkWidget *from;
};

G_DEFINE_FINAL_TYPE (CenacleCertificate, cenacle_certificate, ADW_TYPE_WINDOW)

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  CenacleCertificate *self = user_data;

  (void) area;
  cenacle_certificate_draw (cr, width, height, &self->words);
}

/* --- On paper --- */

static void
draw_page_cb (CenacleCertificate *self, GtkPrintContext *context, int page)
{
  (void) page;
  cenacle_certificate_draw (gtk_print_context_get_cairo_context (context),
                            gtk_print_context_get_width (context),
                            gtk_print_context_get_height (context), &self->words);
}

static GtkPrintOperation *
prepare (CenacleCertificate *self)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autofree char *name = g_strdup_printf ("%s, %s", self->words.path, self->words.member);

  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_job_name (operation, name);
  g_signal_connect_object (operation, "draw-page", G_CALLBACK (draw_page_cb), self,
                           G_CONNECT_SWAPPED);
  return operation;
}

static void
run (CenacleCertificate *self, GtkPrintOperation *operation, GtkPrintOperationAction action,
     const char *sentence)
{
  if (gtk_print_operation_run (operation, action, GTK_WINDOW (self), NULL) ==
      GTK_PRINT_OPERATION_RESULT_ERROR)
    gtk_widget_activate_action (self->from, "win.toast", "s", sentence);
}

static void
print_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleCertificate *self = CENACLE_CERTIFICATE (widget);
  g_autoptr (GtkPrintOperation) operation = prepare (self);

  (void) action;
  (void) parameter;
  run (self, operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, _ ("It could not be printed."));
}

static void
response_cb (GtkNativeDialog *dialog, int response, CenacleCertificate *self)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog))
                               : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL) {
    g_autoptr (GtkPrintOperation) operation = prepare (self);

    gtk_print_operation_set_export_filename (operation, path);
    run (self, operation, GTK_PRINT_OPERATION_ACTION_EXPORT,
         _ ("The file could not be written there."));
  }
  g_object_unref (dialog);
}

static void
save_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleCertificate *self = CENACLE_CERTIFICATE (widget);
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (_ ("Save as PDF"), GTK_WINDOW (self),
                                   GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  g_autofree char *plain = g_strdelimit (g_strdup (self->words.path), "/", '-');
  g_autofree char *name = g_strdup_printf ("%s.pdf", plain);

  (void) action;
  (void) parameter;
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  g_signal_connect_object (chooser, "response", G_CALLBACK (response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
copy_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  (void) action;
  (void) parameter;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                          CENACLE_CERTIFICATE (widget)->words.code);
}

/* --- The window --- */

static void
cenacle_certificate_dispose (GObject *object)
{
  g_clear_object (&CENACLE_CERTIFICATE (object)->from);
  G_OBJECT_CLASS (cenacle_certificate_parent_class)->dispose (object);
}

static void
cenacle_certificate_finalize (GObject *object)
{
  cenacle_certificate_words_clear (&CENACLE_CERTIFICATE (object)->words);
  G_OBJECT_CLASS (cenacle_certificate_parent_class)->finalize (object);
}

static void
cenacle_certificate_class_init (CenacleCertificateClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_certificate_dispose;
  G_OBJECT_CLASS (klass)->finalize = cenacle_certificate_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/certificate.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleCertificate, area);
  gtk_widget_class_bind_template_child (widget_class, CenacleCertificate, code_label);
  gtk_widget_class_install_action (widget_class, "certificate.print", NULL, print_cb);
  gtk_widget_class_install_action (widget_class, "certificate.save", NULL, save_cb);
  gtk_widget_class_install_action (widget_class, "certificate.copy", NULL, copy_cb);
}

static void
cenacle_certificate_init (CenacleCertificate *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static GPtrArray *
list_titles (const CenPathRow *path, const CenObjectRow *certificate)
{
  g_autoptr (GArray) named = cen_object_row_dup_refs (certificate, CEN_CERTIFICATE_STEPS);
  GPtrArray *titles = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < path->steps->len; i++) {
    const CenObjectRow *step = path->steps->pdata[i];

    for (guint k = 0; k < named->len; k++) {
      if (cen_id_equal (&g_array_index (named, CenId, k), &step->id))
        g_ptr_array_add (titles, cen_object_row_dup_text (step, CEN_STEP_TITLE));
    }
  }
  return titles;
}

void
cenacle_certificate_present (GtkWidget *from, CenacleCircle *circle, const CenPathRow *path,
                             const CenObjectRow *certificate)
{
  CenacleCertificate *self =
      g_object_new (CENACLE_TYPE_CERTIFICATE, "transient-for", gtk_widget_get_root (from), NULL);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (certificate->time_ms / 1000);
  g_autofree char *groups = NULL;
  g_autofree char *told = NULL;

  self->from = g_object_ref (from);
  self->words = (CenacleCertificateWords){
    .circle = g_strdup (cenacle_circle_get_row (circle)->name),
    .member = g_strdup (certificate->author_name),
    .path = g_strdup (path->title),
    .steps = list_titles (path, certificate),
    .day = time != NULL ? g_date_time_format (time, C_ ("day", "%-d %B %Y")) : g_strdup (""),
    .code = cen_id_dup_text (&certificate->id),
  };
  groups = cenacle_certificate_dup_groups (self->words.code);
  gtk_label_set_text (self->code_label, groups);
  /* Translators: a member, a path and a day. */
  told = g_strdup_printf (_ ("%s has done the path “%s”, %s"), self->words.member, self->words.path,
                          self->words.day);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_LABEL, told,
                                  -1);
  gtk_drawing_area_set_draw_func (self->area, draw_cb, self, NULL);
  gtk_window_present (GTK_WINDOW (self));
}
