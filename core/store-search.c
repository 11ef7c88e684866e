/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Search, behind queries.h. */

#include "queries.h"

#include "content.h"
#include "kinds-library.h"
#include "store-rows.h"

static void
search_row_free (gpointer data)
{
  CenSearchRow *row = data;

  g_free (row->kind);
  g_free (row->title);
  g_free (row->channel_name);
  g_free (row->circle_name);
  g_free (row->author_name);
  g_free (row->peer_name);
  g_free (row->snippet);
  g_free (row);
}

/* Whether other words are sought that begin with this one. Writings that leave no room between
 * words, above U+2E80, say much in one character. */
static gboolean
is_beginning (const char *word, glong prefix_min)
{
  return g_utf8_strlen (word, -1) >= prefix_min || g_utf8_get_char (word) >= 0x2e80;
}

/* Every word quoted, so that nothing a person types is syntax; the last one also as a prefix.
 * What stands between quotation marks stays one phrase. */
static char *
build_match (const char *text, glong prefix_min)
{
  GString *match = g_string_new (NULL);
  gboolean in_phrase = FALSE;
  gboolean ends_in_word = FALSE;
  const char *p = text;

  while (*p != '\0') {
    const char *end;

    if (*p == '"') {
      in_phrase = !in_phrase;
      p++;
      continue;
    }
    if (!in_phrase && g_unichar_isspace (g_utf8_get_char (p))) {
      p = g_utf8_next_char (p);
      continue;
    }
    end = p;
    while (*end != '\0' && *end != '"' && (in_phrase || !g_unichar_isspace (g_utf8_get_char (end))))
      end = g_utf8_next_char (end);
    g_string_append_printf (match, "%s\"%.*s\"", match->len > 0 ? " " : "", (int) (end - p), p);
    ends_in_word = *end == '\0' && !in_phrase && is_beginning (p, prefix_min);
    p = end;
  }
  if (ends_in_word)
    g_string_append_c (match, '*');
  return g_string_free (match, FALSE);
}

/* What is found is ranked among the newest so many: of a common word there are hundreds of
 * thousands. */
#define CANDIDATES_MAX 1000

#define FILE_PIECES_READ 4 /* for each file that is told */

/* Words of fewer characters are not taken for the beginnings of others where many begin so. */
#define PREFIX_MIN       2
#define PREFIX_MIN_LARGE 3
#define LARGE            50000

typedef struct {
  gint64 no;
  double score;
  const char *table;
  CenSearchRow *row; /* from the second pass */
} Candidate;

typedef struct {
  CenStore *store;
  const CenSearch *wanted;
  char *match;
  char *kinds;        /* a JSON list of numbers; NULL: any */
  GArray *candidates; /* Candidate */
} Search;

static void
search_clear (Search *self)
{
  g_clear_pointer (&self->match, g_free);
  g_clear_pointer (&self->kinds, g_free);
  g_clear_pointer (&self->candidates, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

/* The first pass asks the index alone for the newest that fit, and for how well. The index leads:
 * begun anew for each object, a search would never end. */
#define CANDIDATES_IN(table)                                                                       \
  "SELECT " table ".rowid, cen_rank (" table ") FROM " table                                       \
  " CROSS JOIN object b ON b.no = " table ".rowid"                                                 \
  " WHERE " table " MATCH ?1 AND b.state = 0"                                                      \
  " AND (?2 IS NULL OR b.circle = (SELECT no FROM circle WHERE id = ?2))"                          \
  " AND (?3 IS NULL OR b.author IN (SELECT no FROM member WHERE id = ?3))"                         \
  " AND (?4 IS NULL OR b.parent IN (SELECT no FROM op WHERE prefix = cen_prefix (?4) AND id = "    \
  "?4))"                                                                                           \
  " AND (?5 IS NULL OR b.kind IN (SELECT value FROM json_each (?5))) AND b.wall >= ?6"             \
  " AND (?7 = 0 OR b.kind NOT IN (4, 5)"                                                           \
  " OR b.lamport >= (SELECT horizon FROM circle WHERE no = b.circle))"                             \
  " ORDER BY " table ".rowid DESC LIMIT " G_STRINGIFY (CANDIDATES_MAX)

static gboolean
find_candidates (Search *self, const char *table, const char *sql, GError **error)
{
  gint64 has_horizon;
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_get_int (self->store, 0, &has_horizon, error,
                        "SELECT EXISTS (SELECT 1 FROM circle WHERE horizon > 0)", "") ||
      !cen_sql_query (self->store, &rows, error, sql, "tIIItii", self->match, self->wanted->circle,
                      self->wanted->author, self->wanted->channel, self->kinds,
                      self->wanted->since_ms, has_horizon))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    Candidate candidate = { .no = cen_rows_get_int (&rows, 0),
                            .score = cen_rows_get_double (&rows, 1),
                            .table = table };

    g_array_append_val (self->candidates, candidate);
  }
  return !rows.has_failed;
}

static int
compare_newest (gconstpointer a, gconstpointer b)
{
  const Candidate *x = a;
  const Candidate *y = b;

  return x->no > y->no ? -1 : x->no < y->no;
}

static int
compare_best (gconstpointer a, gconstpointer b)
{
  const Candidate *x = a;
  const Candidate *y = b;

  if (x->score != y->score)
    return x->score > y->score ? -1 : 1;
  return compare_newest (a, b);
}

/* Leaves the first so many, each once: what entered the index meanwhile is in both tables. */
static void
choose (Search *self)
{
  guint limit = self->wanted->limit > 0 ? self->wanted->limit : CEN_QUERY_LIMIT;

  g_array_sort (self->candidates, compare_newest);
  for (guint i = self->candidates->len; i-- > 1;) {
    if (g_array_index (self->candidates, Candidate, i).no ==
        g_array_index (self->candidates, Candidate, i - 1).no)
      g_array_remove_index (self->candidates, i);
  }
  if (self->wanted->order == CEN_SEARCH_BEST)
    g_array_sort (self->candidates, compare_best);
  if (self->candidates->len > MIN (limit, CEN_ROWS_LIMIT_MAX))
    g_array_set_size (self->candidates, MIN (limit, CEN_ROWS_LIMIT_MAX));
}

/* The name of the circle in @b, as fields. */
#define CIRCLE_FIELDS                                                                              \
  "(SELECT x.fields FROM object x WHERE x.circle = b.circle AND x.kind = 1 AND x.state <> 1"       \
  " ORDER BY x.lamport, x.tie LIMIT 1)"

/* The second pass reads what those few say. The index is walked from the oldest of them to the
 * newest, and only theirs are cut out of their text. */
#define FOUND_IN(table)                                                                            \
  "SELECT " table ".rowid, o.id, c.id, b.kind, p.id, pb.fields, " CIRCLE_FIELDS ","                \
  " m.id, m.name, b.wall, snippet (" table ", -1, char (2), char (3), '…', 24), q.id, q.name"    \
  " FROM " table " CROSS JOIN object b ON b.no = " table ".rowid JOIN op o ON o.no = b.no"         \
  " JOIN circle c ON c.no = b.circle JOIN member m ON m.no = b.author"                             \
  " LEFT JOIN op p ON p.no = b.parent LEFT JOIN object pb ON pb.no = b.parent"                     \
  " LEFT JOIN member q ON q.no = b.peer"                                                           \
  " WHERE " table " MATCH ?1 AND " table ".rowid BETWEEN ?3 AND ?4"                                \
  " AND +" table ".rowid IN (SELECT value FROM json_each (?2))"

static CenSearchRow *
read_found (CenRows *rows)
{
  CenSearchRow *row = g_new0 (CenSearchRow, 1);
  const CenKind *kind = cen_kind_get ((guint64) cen_rows_get_int (rows, 3));
  gboolean is_message = kind != NULL && kind->id == CEN_KIND_MESSAGE;

  row->id = cen_rows_get_id (rows, 1);
  row->circle = cen_rows_get_id (rows, 2);
  row->kind = g_strdup (kind != NULL ? kind->name : "");
  row->title = g_strdup ("");
  if (is_message)
    row->channel = cen_rows_get_id (rows, 4);
  row->channel_name = is_message
                          ? cen_fields_dup_text (cen_rows_get_span (rows, 5), CEN_CHANNEL_NAME)
                          : g_strdup ("");
  row->circle_name = cen_fields_dup_text (cen_rows_get_span (rows, 6), CEN_CIRCLE_NAME);
  row->author = cen_rows_get_id (rows, 7);
  row->author_name = cen_rows_dup_text (rows, 8);
  row->time_ms = cen_rows_get_int (rows, 9);
  row->snippet = cen_rows_dup_text (rows, 10);
  row->peer = cen_rows_get_id (rows, 11);
  row->peer_name = cen_rows_dup_text (rows, 12);
  return row;
}

/* The candidates of @table as a JSON list of numbers, and the first and the last of them; NULL
 * where there are none. */
static char *
list_numbers (const Search *self, const char *table, gint64 *ret_first, gint64 *ret_last)
{
  GString *list = g_string_new ("[");

  for (guint i = 0; i < self->candidates->len; i++) {
    const Candidate *candidate = &g_array_index (self->candidates, Candidate, i);

    if (candidate->table != table)
      continue;
    *ret_first = list->len > 1 ? MIN (*ret_first, candidate->no) : candidate->no;
    *ret_last = list->len > 1 ? MAX (*ret_last, candidate->no) : candidate->no;
    g_string_append_printf (list, "%s%" G_GINT64_FORMAT, list->len > 1 ? "," : "", candidate->no);
  }
  if (list->len == 1) {
    g_string_free (list, TRUE);
    return NULL;
  }
  g_string_append_c (list, ']');
  return g_string_free (list, FALSE);
}

static void
place_row (Search *self, gint64 no, CenSearchRow *row)
{
  for (guint i = 0; i < self->candidates->len; i++) {
    Candidate *candidate = &g_array_index (self->candidates, Candidate, i);

    if (candidate->no == no && candidate->row == NULL) {
      row->score = candidate->score;
      candidate->row = row;
      return;
    }
  }
  search_row_free (row);
}

static gboolean
read_candidates (Search *self, const char *table, const char *sql, GError **error)
{
  gint64 first = 0;
  gint64 last = 0;
  g_autofree char *numbers = list_numbers (self, table, &first, &last);
  g_auto (CenRows) rows = { 0 };

  if (numbers == NULL)
    return TRUE;
  if (!cen_sql_query (self->store, &rows, error, sql, "ttii", self->match, numbers, first, last))
    return FALSE;
  while (cen_rows_next (&rows, error))
    place_row (self, cen_rows_get_int (&rows, 0), read_found (&rows));
  return !rows.has_failed;
}

/* The words of what came last and is not in the index yet, in a table of this connection alone. */
static gboolean
gather_waiting (CenStore *store, gboolean *ret_has_any, GError **error)
{
  static const char *const steps[] = {
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.waiting USING fts5 (title, body,"
    " tokenize = 'unicode61 remove_diacritics 2')",
    "INSERT INTO temp.waiting (rowid, title, body) SELECT no, title, body FROM (SELECT no,"
    " cen_title (kind, fields) AS title, cen_body (kind, fields) AS body FROM object"
    " WHERE no > ifnull ((SELECT max (id) FROM search_docsize), 0) ORDER BY no DESC"
    " LIMIT " G_STRINGIFY (CEN_SEARCH_WAITING_MAX) ") WHERE title <> '' OR body <> ''",
  };
  gint64 has_any;

  if (!cen_sql_get_int (store, 0, &has_any, error,
                        "SELECT 1 FROM object WHERE no > ifnull ((SELECT max (id) FROM"
                        " search_docsize), 0) LIMIT 1",
                        ""))
    return FALSE;
  *ret_has_any = has_any != 0;
  for (guint i = 0; *ret_has_any && i < G_N_ELEMENTS (steps); i++) {
    if (!cen_sql_run (store, error, steps[i], ""))
      return FALSE;
  }
  return TRUE;
}

static gboolean
find_and_read (Search *self, GError **error)
{
  static const char waiting[] = "waiting";
  static const char index[] = "search";
  gboolean some_wait;

  /* Looked at first: what enters the index meanwhile may be found twice, never missed. */
  if (!gather_waiting (self->store, &some_wait, error) ||
      (some_wait && !find_candidates (self, waiting, CANDIDATES_IN ("waiting"), error)) ||
      !find_candidates (self, index, CANDIDATES_IN ("search"), error))
    return FALSE;
  choose (self);
  return read_candidates (self, waiting, FOUND_IN ("waiting"), error) &&
         (!some_wait || cen_sql_run (self->store, error, "DELETE FROM temp.waiting", "")) &&
         read_candidates (self, index, FOUND_IN ("search"), error);
}

/* Names that are no kind's are left out. */
static char *
list_kinds (const char *const *names)
{
  GString *list = g_string_new ("[");

  for (; *names != NULL; names++) {
    const CenKind *kind = cen_kind_from_name (*names);

    if (kind != NULL)
      g_string_append_printf (list, "%s%" G_GUINT64_FORMAT, list->len > 1 ? "," : "",
                              (guint64) kind->id);
  }
  g_string_append_c (list, ']');
  return g_string_free (list, FALSE);
}

static gboolean
find_objects (const CenSearch *search, CenStore *store, const char *match, GPtrArray *found,
              GError **error)
{
  g_auto (Search) self = { .store = store, .wanted = search, .match = g_strdup (match) };
  gboolean is_done;

  self.kinds = search->kinds != NULL ? list_kinds (search->kinds) : NULL;
  self.candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  is_done = find_and_read (&self, error);
  for (guint i = 0; i < self.candidates->len; i++) {
    CenSearchRow *row = g_array_index (self.candidates, Candidate, i).row;

    if (row != NULL)
      g_ptr_array_add (found, row);
  }
  return is_done;
}

/* --- In the words of files --- */

static gboolean
is_known (GPtrArray *found, const CenSearchRow *row)
{
  for (guint i = 0; i < found->len; i++) {
    const CenSearchRow *other = found->pdata[i];

    if (cen_id_equal (&other->id, &row->id) && g_str_equal (other->kind, row->kind))
      return TRUE;
  }
  return FALSE;
}

static CenSearchRow *
read_file_found (CenRows *rows)
{
  CenSearchRow *row = g_new0 (CenSearchRow, 1);

  row->id = cen_rows_get_id (rows, 0);
  row->circle = cen_rows_get_id (rows, 1);
  row->kind = g_strdup ("file");
  row->title = cen_fields_dup_text (cen_rows_get_span (rows, 2), CEN_RESOURCE_NAME);
  row->channel_name = g_strdup ("");
  row->circle_name = cen_fields_dup_text (cen_rows_get_span (rows, 3), CEN_CIRCLE_NAME);
  row->author = cen_rows_get_id (rows, 4);
  row->author_name = cen_rows_dup_text (rows, 5);
  row->time_ms = cen_rows_get_int (rows, 6);
  row->snippet = cen_rows_dup_text (rows, 7);
  row->score = cen_rows_get_double (rows, 8);
  row->peer_name = g_strdup ("");
  return row;
}

/* Each resource once, by its best place; a version stands for its resource. */
static gboolean
find_files (CenStore *store, const CenSearch *search, const char *match, guint limit,
            GPtrArray *found, GError **error)
{
  g_auto (CenRows) rows = { 0 };
  guint n = 0;

  if (!cen_sql_query (
          store, &rows, error,
          "SELECT coalesce (po.id, o.id), c.id, b.fields, " CIRCLE_FIELDS ", m.id, m.name, b.wall,"
          " snippet (file_words, 0, char (2), char (3), '…', 24), cen_rank (file_words)"
          " FROM file_words JOIN file_index i ON i.no = file_words.rowid / 128"
          " JOIN attached a ON a.circle = i.circle AND a.blob = i.blob"
          " JOIN object b ON b.no = a.object JOIN op o ON o.no = b.no"
          " JOIN circle c ON c.no = b.circle JOIN member m ON m.no = b.author"
          " LEFT JOIN object r ON b.kind = 41 AND r.no = b.parent"
          " LEFT JOIN op po ON po.no = r.no"
          " WHERE file_words MATCH ?1 AND i.is_done = 1 AND b.state = 0 AND b.is_sealed = 0"
          " AND (b.kind <> 41 OR r.state = 0) AND (?2 IS NULL OR c.id = ?2)"
          " AND (?3 IS NULL OR m.id = ?3) AND b.wall >= ?4"
          " ORDER BY 9 DESC, b.lamport DESC LIMIT ?5",
          "tIIii", match, search->circle, search->author, search->since_ms,
          (gint64) limit * FILE_PIECES_READ))
    return FALSE;
  while (n < limit && cen_rows_next (&rows, error)) {
    CenSearchRow *row = read_file_found (&rows);

    if (is_known (found, row)) {
      search_row_free (row);
    } else {
      g_ptr_array_add (found, row);
      n++;
    }
  }
  return !rows.has_failed;
}

static int
compare_scores (gconstpointer a, gconstpointer b)
{
  const CenSearchRow *x = *(CenSearchRow *const *) a;
  const CenSearchRow *y = *(CenSearchRow *const *) b;

  return x->score > y->score ? -1 : x->score < y->score;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const CenSearchRow *x = *(CenSearchRow *const *) a;
  const CenSearchRow *y = *(CenSearchRow *const *) b;

  return x->time_ms > y->time_ms ? -1 : x->time_ms < y->time_ms;
}

/* A file stands in no channel. */
static gboolean
wants_files (const CenSearch *search)
{
  return search->channel == NULL &&
         (search->kinds == NULL || g_strv_contains (search->kinds, "file") ||
          g_strv_contains (search->kinds, "resource"));
}

GPtrArray *
cen_query_search (CenStore *store, const CenSearch *search, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (search_row_free);
  guint limit = MIN (search->limit > 0 ? search->limit : CEN_QUERY_LIMIT, CEN_ROWS_LIMIT_MAX);
  g_autofree char *match = NULL;
  gint64 n_rows;
  guint n;

  if (!g_utf8_validate (search->text, -1, NULL))
    return g_steal_pointer (&found);
  if (!cen_sql_get_int (store, 0, &n_rows, error, "SELECT max (id) FROM search_docsize", ""))
    return NULL;
  match = build_match (search->text, n_rows < LARGE ? PREFIX_MIN : PREFIX_MIN_LARGE);
  if (*match == '\0')
    return g_steal_pointer (&found);
  if (!find_objects (search, store, match, found, error))
    return NULL;
  n = found->len;
  if (wants_files (search) && !find_files (store, search, match, limit, found, error))
    return NULL;
  if (n > 0 && found->len > n)
    g_ptr_array_sort (found, search->order == CEN_SEARCH_BEST ? compare_scores : compare_times);
  if (found->len > limit)
    g_ptr_array_set_size (found, (gint) limit);
  return g_steal_pointer (&found);
}
