/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/control/library-filter.h"

#include <string.h>

typedef struct {
  const char *title;
  const char *mime;
  const char *tags;
  CenResourceShape shape;
  guint64 size;
  guint n_recommended;
} Given;

static const Given given[] = {
  { "Été indien", "application/pdf", "poetry", CEN_RESOURCE_IS_FILE, 900, 0 },
  { "Bird song", "audio/ogg", "birds,sound", CEN_RESOURCE_IS_FILE, 5000, 2 },
  { "A garden", "image/png", "birds", CEN_RESOURCE_IS_FILE, 100, 1 },
  { "Series drawn", "", "analysis", CEN_RESOURCE_IS_LINK, 0, 0 },
  { "Spivak, chapter 2", "", "", CEN_RESOURCE_IS_REFERENCE, 0, 0 },
  { "Archive", "application/zip", "", CEN_RESOURCE_IS_FILE, 7000, 0 },
  { "Lecture", "video/mp4", "", CEN_RESOURCE_IS_FILE, 900, 0 },
};

static CenResource *
make (guint i)
{
  CenResource *resource = g_new0 (CenResource, 1);

  memset (resource->id.bytes, (int) i + 1, CEN_ID_LEN);
  resource->author.bytes[0] = (guint8) (i % 2 + 1);
  resource->title = g_strdup (given[i].title);
  resource->text = g_strdup (i == 5 ? "All of the Birds" : "");
  resource->url = g_strdup (i == 3 ? "https://example.org/fourier" : "");
  resource->name = g_strdup (i == 0 ? "ete.pdf" : "");
  resource->mime = g_strdup (given[i].mime);
  resource->tags = g_strsplit (given[i].tags, ",", -1);
  resource->language = g_strdup (i == 0 ? "fr" : "");
  resource->level = i == 6 ? 3 : 0;
  resource->author_name = g_strdup (i % 2 == 0 ? "Ana" : "Bo");
  resource->shape = given[i].shape;
  resource->ref.size = given[i].size;
  resource->lamport = i;
  resource->recommended = g_ptr_array_new ();
  g_ptr_array_set_size (resource->recommended, (int) given[i].n_recommended);
  resource->preview = g_bytes_new (NULL, 0);
  return resource;
}

static GPtrArray *
make_all (void)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) cen_resource_free);

  for (guint i = 0; i < G_N_ELEMENTS (given); i++)
    g_ptr_array_add (all, make (i));
  return all;
}

/* The places of those that match, one digit each. */
static char *
list (const CenacleLibraryFilter *filter)
{
  g_autoptr (GPtrArray) all = make_all ();
  GString *found = g_string_new (NULL);

  for (guint i = 0; i < all->len; i++) {
    if (cenacle_library_filter_matches (filter, all->pdata[i]))
      g_string_append_printf (found, "%u", i);
  }
  return g_string_free (found, FALSE);
}

static void
check (const CenacleLibraryFilter *filter, const char *wanted)
{
  g_autofree char *found = list (filter);

  g_assert_cmpstr (found, ==, wanted);
}

static void
test_words (void)
{
  check (&(CenacleLibraryFilter){ 0 }, "0123456");
  check (&(CenacleLibraryFilter){ .text = "" }, "0123456");
  check (&(CenacleLibraryFilter){ .text = "ete" }, "0");
  check (&(CenacleLibraryFilter){ .text = "bird" }, "125");
  check (&(CenacleLibraryFilter){ .text = "BIRD ana" }, "2");
  check (&(CenacleLibraryFilter){ .text = "garden birds" }, "2");
  check (&(CenacleLibraryFilter){ .text = "fourier" }, "3");
  check (&(CenacleLibraryFilter){ .text = "arden" }, "");
}

static void
test_facts (void)
{
  CenId bo = { { 2 } };

  check (&(CenacleLibraryFilter){ .tag = "Birds" }, "12");
  check (&(CenacleLibraryFilter){ .language = "fr" }, "0");
  check (&(CenacleLibraryFilter){ .level = 3 }, "6");
  check (&(CenacleLibraryFilter){ .author = &bo }, "135");
  check (&(CenacleLibraryFilter){ .has_sort = TRUE, .sort = CENACLE_RESOURCE_DOCUMENT }, "0");
  check (&(CenacleLibraryFilter){ .has_sort = TRUE, .sort = CENACLE_RESOURCE_LINK }, "3");
  check (&(CenacleLibraryFilter){ .has_sort = TRUE, .sort = CENACLE_RESOURCE_OTHER_FILE }, "5");
  check (&(CenacleLibraryFilter){ .tag = "birds", .author = &bo }, "1");
}

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer order)
{
  return cenacle_library_compare ((CenacleLibraryOrder) GPOINTER_TO_UINT (order),
                                  *(CenResource *const *) a, *(CenResource *const *) b);
}

static void
test_orders (void)
{
  static const char *const wanted[] = { "6543210", "2510634", "5160243", "1265430" };

  for (guint order = 0; order < CENACLE_LIBRARY_ORDERS; order++) {
    g_autoptr (GPtrArray) all = make_all ();
    g_autoptr (GString) found = g_string_new (NULL);

    g_ptr_array_sort_with_data (all, compare_cb, GUINT_TO_POINTER (order));
    for (guint i = 0; i < all->len; i++)
      g_string_append_printf (found, "%u", ((CenResource *) all->pdata[i])->id.bytes[0] - 1U);
    if (order == CENACLE_LIBRARY_BY_TITLE) /* by locale; in C capitals come first, É after Z */
      g_assert_cmpint (found->str[0], ==, wanted[order][0]);
    else if (order == CENACLE_LIBRARY_LARGEST)
      g_assert_true (g_str_has_prefix (found->str, "516"));
    else
      g_assert_cmpstr (found->str, ==, wanted[order]);
  }
}

static void
test_names (void)
{
  for (guint i = 0; i < CENACLE_RESOURCE_SORTS; i++) {
    CenacleResourceSort sort;

    g_assert_true (
        cenacle_resource_sort_from_name (cenacle_resource_sort_to_name ((CenacleResourceSort) i),
                                         &sort));
    g_assert_cmpint (sort, ==, i);
    g_assert_cmpstr (cenacle_resource_sort_to_label (sort), !=, "");
  }
  for (guint i = 0; i < CENACLE_LIBRARY_ORDERS; i++) {
    CenacleLibraryOrder order;

    g_assert_true (
        cenacle_library_order_from_name (cenacle_library_order_to_name ((CenacleLibraryOrder) i),
                                         &order));
    g_assert_cmpint (order, ==, i);
  }
  g_assert_false (cenacle_resource_sort_from_name ("poem", &(CenacleResourceSort){ 0 }));
  g_assert_false (cenacle_library_order_from_name ("oldest", &(CenacleLibraryOrder){ 0 }));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/library-filter/words", test_words);
  g_test_add_func ("/library-filter/facts", test_facts);
  g_test_add_func ("/library-filter/orders", test_orders);
  g_test_add_func ("/library-filter/names", test_names);
  return g_test_run ();
}
