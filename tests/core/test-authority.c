/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Authority against a slow reading of the same rules in Python (tests/vectors/authority-oracle.py),
 * on random frames; and the quarrels that the rules are there for. */

#include "core/authority.h"

#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define N_DAGS "500" /* the same rules, and a build that is many times slower */
#else
#define N_DAGS "2000"
#endif
#define SEED     "1"
#define N_ORDERS 3

typedef struct {
  GPtrArray *ops; /* CenFrameOp by number */
} Frame;

static void
frame_clear (Frame *frame)
{
  g_clear_pointer (&frame->ops, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Frame, frame_clear)

static CenId
member_id (guint member)
{
  CenId id = { { 0 } };

  id.bytes[0] = (guint8) (member + 1);
  return id;
}

static CenId
device_id (guint device)
{
  CenId id = { { 0 } };

  id.bytes[1] = (guint8) (device + 1);
  return id;
}

static CenFrameOp *
get_op (const Frame *frame, guint number)
{
  return frame->ops->pdata[number];
}

/* --- Reading what the oracle prints --- */

static guint
read_number (const char *text)
{
  return (guint) strtoul (text, NULL, 10);
}

static void
read_past (Frame *frame, CenFrameOp *op, const char *list)
{
  g_auto (GStrv) parts = g_strsplit (list, ",", -1);

  op->past = cen_bitset_new ();
  for (guint i = 0; parts[i] != NULL && *list != '-'; i++) {
    guint parent = read_number (parts[i]);

    cen_bitset_union (op->past, get_op (frame, parent)->past);
    cen_bitset_add (op->past, parent);
  }
}

static void
read_cut (Frame *frame, CenFrameOp *op, const char *list)
{
  g_auto (GStrv) parts = g_strsplit (list, ",", -1);

  if (*list == '-')
    return;
  op->cut_past = cen_bitset_new ();
  for (guint i = 0; parts[i] != NULL; i++) {
    guint cut = read_number (parts[i]);

    op->frame.revoke.cut[op->frame.revoke.n_cut++] = get_op (frame, cut)->id;
    cen_bitset_union (op->cut_past, get_op (frame, cut)->past);
    cen_bitset_add (op->cut_past, cut);
  }
}

static void
read_arguments (Frame *frame, CenFrameOp *op, char **words)
{
  switch (op->frame.kind) {
  case CEN_OP_INVITE:
    op->frame.invite.proof_key[0] = (guint8) read_number (words[0]);
    op->frame.invite.role = (CenRole) read_number (words[1]);
    op->frame.invite.max_uses = read_number (words[2]);
    op->frame.invite.needs_confirmation = read_number (words[3]) != 0;
    break;
  case CEN_OP_JOIN:
    op->frame.join.proof_key[0] = (guint8) read_number (words[0]);
    break;
  case CEN_OP_ADMIT:
    op->frame.admit.join = get_op (frame, read_number (words[0]))->id;
    op->frame.admit.invite = get_op (frame, read_number (words[1]))->id;
    break;
  case CEN_OP_INVITE_REVOKE:
    op->frame.invite_revoke = get_op (frame, read_number (words[0]))->id;
    break;
  case CEN_OP_GRANT:
    op->frame.grant.member = member_id (read_number (words[0]));
    op->frame.grant.role = (CenRole) read_number (words[1]);
    if (*words[2] != '-')
      op->frame.grant.succeeds = member_id (read_number (words[2]));
    break;
  case CEN_OP_REVOKE:
    op->frame.revoke.member = member_id (read_number (words[0]));
    read_cut (frame, op, words[1]);
    break;
  case CEN_OP_DEVICE_REMOVE:
    op->frame.revoke.device = device_id (read_number (words[0]));
    read_cut (frame, op, words[1]);
    break;
  default:
    break;
  }
}

/* op KIND LAMPORT ID MEMBER KEY ROOT IS_VALID PARENTS ARGUMENTS */
static void
read_op (Frame *frame, char **words)
{
  CenFrameOp *op = g_new0 (CenFrameOp, 1);

  op->frame.kind = read_number (words[1]);
  op->lamport = read_number (words[2]);
  for (guint i = 0; i < 8; i++)
    op->id.bytes[i] = (guint8) (g_ascii_xdigit_value (words[3][2 * i]) * 16 +
                                g_ascii_xdigit_value (words[3][2 * i + 1]));
  op->member = member_id (read_number (words[4]));
  op->device = device_id (read_number (words[5]));
  op->root = read_number (words[6]);
  op->is_valid = read_number (words[7]) != 0;
  read_past (frame, op, words[8]);
  read_arguments (frame, op, words + 9);
  g_ptr_array_add (frame->ops, op);
}

/* --- Comparing --- */

/* Numbers are local to a replica: here they are dealt anew. */
typedef struct {
  GPtrArray *ops; /* CenFrameOp, owned */
  guint *new_of;  /* by old number */
  CenAuthority *authority;
} Dealt;

static void
dealt_clear (Dealt *dealt)
{
  cen_authority_free (dealt->authority);
  g_clear_pointer (&dealt->ops, g_ptr_array_unref);
  g_free (dealt->new_of);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Dealt, dealt_clear)

static CenBitset *
renumber (const Dealt *dealt, const CenBitset *old, guint n)
{
  CenBitset *renumbered = cen_bitset_new ();

  for (guint i = 0; i < n; i++) {
    if (cen_bitset_has (old, i))
      cen_bitset_add (renumbered, dealt->new_of[i]);
  }
  return renumbered;
}

static void
deal (Dealt *dealt, const Frame *frame, GRand *rand)
{
  guint n = frame->ops->len;

  dealt->ops = g_ptr_array_new_with_free_func ((GDestroyNotify) cen_frame_op_free);
  g_ptr_array_set_size (dealt->ops, (gint) n);
  dealt->new_of = g_new (guint, n);
  for (guint i = 0; i < n; i++)
    dealt->new_of[i] = i;
  for (guint i = n; rand != NULL && i > 1; i--) {
    guint k = (guint) g_rand_int_range (rand, 0, (gint32) i);
    guint moved = dealt->new_of[i - 1];

    dealt->new_of[i - 1] = dealt->new_of[k];
    dealt->new_of[k] = moved;
  }
  for (guint i = 0; i < n; i++) {
    CenFrameOp *op = g_memdup2 (get_op (frame, i), sizeof *op);

    op->past = renumber (dealt, get_op (frame, i)->past, n);
    op->root = dealt->new_of[op->root];
    if (op->cut_past != NULL)
      op->cut_past = renumber (dealt, get_op (frame, i)->cut_past, n);
    dealt->ops->pdata[dealt->new_of[i]] = op;
  }
  dealt->authority = cen_authority_evaluate (dealt->ops, NULL);
}

static char *
dup_bits (const Dealt *dealt, const CenAuthority *authority)
{
  GString *bits = g_string_new (NULL);

  for (guint i = 0; i < dealt->ops->len; i++)
    g_string_append_c (bits, cen_authority_is_effective (authority, dealt->new_of[i]) ? '1' : '0');
  return g_string_free (bits, FALSE);
}

static char *
dup_devices (const Dealt *dealt, const CenAuthority *authority)
{
  GString *bits = g_string_new (NULL);

  for (guint i = 0; i < dealt->ops->len; i++) {
    guint number = dealt->new_of[i];

    if (((CenFrameOp *) dealt->ops->pdata[number])->root == number)
      g_string_append_c (bits, cen_authority_device_is_effective (authority, number) ? '1' : '0');
  }
  return g_string_free (bits, FALSE);
}

static char *
dup_member (const Dealt *dealt, guint member)
{
  CenId id = member_id (member);
  const CenMemberInfo *info = cen_authority_get_member (dealt->authority, &id);
  g_autofree char *formerly = NULL;

  if (info == NULL)
    return g_strdup ("- - - -");
  formerly = cen_id_is_zero (&info->formerly) ? g_strdup ("-")
                                              : g_strdup_printf ("%d", info->formerly.bytes[0] - 1);
  return g_strdup_printf ("%d %s %s %d", (int) info->role, cen_member_state_to_name (info->state),
                          formerly, info->needs_look);
}

static char *
dup_device (const Dealt *dealt, guint root)
{
  guint number = dealt->new_of[root];
  g_autoptr (GArray) removals = cen_authority_get_device_removals (dealt->authority, number);

  return g_strdup_printf ("%d %u", cen_authority_device_is_effective (dealt->authority, number),
                          removals->len);
}

static char *
dup_role_at (const Dealt *dealt, guint member, guint number)
{
  const CenFrameOp *op = dealt->ops->pdata[dealt->new_of[number]];
  CenId id = member_id (member);
  g_autoptr (GArray) revokes = cen_authority_get_revokes (dealt->authority, &id, op->past);
  CenRole role;

  return cen_authority_get_role_at (dealt->authority, &id, op->past, &role)
             ? g_strdup_printf ("%d %u", (int) role, revokes->len)
             : g_strdup_printf ("- %u", revokes->len);
}

/* One line of what the oracle expects; @member counts the lines of members. */
static void
compare_line (const Dealt *dealt, const char *line, char **words, guint *member)
{
  g_autofree char *expected = g_strdup (line);
  g_autofree char *found = NULL;
  g_autofree char *value = NULL;

  if (strcmp (words[0], "effective") == 0) {
    value = dup_bits (dealt, dealt->authority);
    found = g_strdup_printf ("effective %s", value);
  } else if (strcmp (words[0], "member") == 0) {
    value = dup_member (dealt, (*member)++);
    found = g_strdup_printf ("member %s", value);
  } else if (strcmp (words[0], "within") == 0) {
    const CenFrameOp *op = dealt->ops->pdata[dealt->new_of[read_number (words[1])]];
    g_autoptr (CenAuthority) then = cen_authority_evaluate (dealt->ops, op->past);

    g_autofree char *devices = dup_devices (dealt, then);

    value = dup_bits (dealt, then);
    found = g_strdup_printf ("within %s %s %s", words[1], value, devices);
  } else if (strcmp (words[0], "device") == 0) {
    value = dup_device (dealt, read_number (words[1]));
    found = g_strdup_printf ("device %s %s", words[1], value);
  } else {
    value = dup_role_at (dealt, read_number (words[1]), read_number (words[2]));
    found = g_strdup_printf ("at %s %s %s", words[1], words[2], value);
  }
  g_assert_cmpstr (found, ==, expected);
}

/* Reads one frame from @lines on and compares all that follows; returns the lines after it. */
static char **
check_dag (char **lines, GRand *rand)
{
  g_auto (Frame) frame = { 0 };
  char **expected;

  frame.ops = g_ptr_array_new_with_free_func ((GDestroyNotify) cen_frame_op_free);
  for (lines++; g_str_has_prefix (*lines, "op "); lines++) {
    g_auto (GStrv) words = g_strsplit (*lines, " ", -1);

    read_op (&frame, words);
  }
  expected = lines;
  for (guint i = 0; i < N_ORDERS; i++) {
    g_auto (Dealt) dealt = { 0 };
    guint member = 0;

    deal (&dealt, &frame, i > 0 ? rand : NULL);
    for (lines = expected; strcmp (*lines, "end") != 0; lines++) {
      g_auto (GStrv) words = g_strsplit (*lines, " ", -1);

      compare_line (&dealt, *lines, words, &member);
    }
  }
  return lines + 1;
}

static void
test_oracle (void)
{
  g_autofree char *script =
      g_test_build_filename (G_TEST_DIST, "vectors", "authority-oracle.py", NULL);
  const char *argv[] = { "/usr/bin/python3", script, SEED, N_DAGS, NULL };
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autofree char *printed = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  gint status;
  guint n = 0;

  if (!g_file_test (argv[0], G_FILE_TEST_IS_EXECUTABLE)) {
    g_test_skip ("no Python");
    return;
  }
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &printed, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  lines = g_strsplit (printed, "\n", -1);
  for (char **at = lines; g_str_has_prefix (*at, "dag "); n++) {
    g_test_message ("frame %u", n);
    at = check_dag (at, rand);
  }
  g_assert_cmpuint (n, ==, read_number (N_DAGS));
}

/* --- Quarrels told one by one --- */

enum { FOUNDER, ANA, BO, EVE };

/* The first op of a member's first chain; a new one when there is none. */
static guint
find_root (const Frame *frame, const CenId *member)
{
  for (guint i = 0; i < frame->ops->len; i++) {
    if (cen_id_equal (&get_op (frame, i)->member, member))
      return get_op (frame, i)->root;
  }
  return frame->ops->len;
}

static guint
add (Frame *frame, guint kind, guint member, const char *parents)
{
  CenFrameOp *op = g_new0 (CenFrameOp, 1);

  op->frame.kind = kind;
  op->member = member_id (member);
  op->device = device_id (member);
  op->root = find_root (frame, &op->member);
  op->is_valid = TRUE;
  read_past (frame, op, parents);
  for (guint i = 0; i < frame->ops->len; i++) {
    if (cen_bitset_has (op->past, i))
      op->lamport = MAX (op->lamport, get_op (frame, i)->lamport);
  }
  op->lamport++;
  op->id.bytes[0] = (guint8) (frame->ops->len + 1);
  g_ptr_array_add (frame->ops, op);
  return frame->ops->len - 1;
}

static guint
add_grant (Frame *frame, guint by, guint to, CenRole role, const char *parents)
{
  guint number = add (frame, CEN_OP_GRANT, by, parents);

  get_op (frame, number)->frame.grant = (CenFrameGrant){ .member = member_id (to), .role = role };
  return number;
}

static guint
add_revoke (Frame *frame, guint by, guint of, const char *parents)
{
  guint number = add (frame, CEN_OP_REVOKE, by, parents);

  get_op (frame, number)->frame.revoke.member = member_id (of);
  return number;
}

static guint
add_admit (Frame *frame, guint by, guint join, guint invite, const char *parents)
{
  guint number = add (frame, CEN_OP_ADMIT, by, parents);

  get_op (frame, number)->frame.admit.join = get_op (frame, join)->id;
  get_op (frame, number)->frame.admit.invite = get_op (frame, invite)->id;
  return number;
}

static CenMemberState
get_state (const CenAuthority *authority, guint member)
{
  CenId id = member_id (member);
  const CenMemberInfo *info = cen_authority_get_member (authority, &id);

  g_assert_nonnull (info);
  return info->state;
}

static CenRole
get_role (const CenAuthority *authority, guint member)
{
  CenId id = member_id (member);

  return cen_authority_get_member (authority, &id)->role;
}

/* 0 GENESIS, 1 and 2 the JOINs of Ana and Bo, 3 and 4 their grants as facilitators: Ana's is the
 * senior one. */
static void
begin (Frame *frame)
{
  frame->ops = g_ptr_array_new_with_free_func ((GDestroyNotify) cen_frame_op_free);
  add (frame, CEN_OP_GENESIS, FOUNDER, "-");
  add (frame, CEN_OP_JOIN, ANA, "-");
  add (frame, CEN_OP_JOIN, BO, "-");
  add_grant (frame, FOUNDER, ANA, CEN_ROLE_FACILITATOR, "0,1");
  add_grant (frame, FOUNDER, BO, CEN_ROLE_FACILITATOR, "3,2");
}

/* Bo, removed by Ana, writes a removal of Ana that claims to be older. */
static void
test_back_dated (void)
{
  g_auto (Frame) frame = { 0 };
  g_autoptr (CenAuthority) authority = NULL;
  guint by_ana, by_bo;

  begin (&frame);
  add (&frame, CEN_OP_EPOCH, FOUNDER, "4");
  by_ana = add_revoke (&frame, ANA, BO, "5");
  by_bo = add_revoke (&frame, BO, ANA, "4");
  authority = cen_authority_evaluate (frame.ops, NULL);
  g_assert_true (cen_authority_is_effective (authority, by_ana));
  g_assert_false (cen_authority_is_effective (authority, by_bo));
  g_assert_cmpint (get_state (authority, ANA), ==, CEN_MEMBER_ACTIVE);
  g_assert_cmpint (get_state (authority, BO), ==, CEN_MEMBER_REMOVED);
}

static void
test_founder_stays (void)
{
  g_auto (Frame) frame = { 0 };
  g_autoptr (CenAuthority) authority = NULL;
  guint revoke, grant;

  begin (&frame);
  revoke = add_revoke (&frame, ANA, FOUNDER, "4");
  grant = add_grant (&frame, ANA, FOUNDER, CEN_ROLE_GUEST, "4");
  authority = cen_authority_evaluate (frame.ops, NULL);
  g_assert_false (cen_authority_is_effective (authority, revoke));
  g_assert_false (cen_authority_is_effective (authority, grant));
  g_assert_cmpint (get_state (authority, FOUNDER), ==, CEN_MEMBER_ACTIVE);
  g_assert_cmpint (get_role (authority, FOUNDER), ==, CEN_ROLE_OWNER);
}

/* Ana came by an invite of many uses and was made facilitator. Eve, a plain member who came by the
 * same, admits Ana's JOIN again: that must not make Ana a plain member. */
static void
test_admitted_again_keeps_role (void)
{
  g_auto (Frame) frame = { 0 };
  g_autoptr (CenAuthority) authority = NULL;
  CenFrameInvite *invite;
  guint again;

  frame.ops = g_ptr_array_new_with_free_func ((GDestroyNotify) cen_frame_op_free);
  add (&frame, CEN_OP_GENESIS, FOUNDER, "-");
  invite = &get_op (&frame, add (&frame, CEN_OP_INVITE, FOUNDER, "0"))->frame.invite;
  *invite = (CenFrameInvite){ .role = CEN_ROLE_MEMBER, .max_uses = 9 };
  add (&frame, CEN_OP_JOIN, ANA, "-");
  add (&frame, CEN_OP_JOIN, EVE, "-");
  add_admit (&frame, FOUNDER, 2, 1, "1,2");
  add_admit (&frame, FOUNDER, 3, 1, "4,3");
  add_grant (&frame, FOUNDER, ANA, CEN_ROLE_FACILITATOR, "5");
  again = add_admit (&frame, EVE, 2, 1, "6");
  authority = cen_authority_evaluate (frame.ops, NULL);
  g_assert_true (cen_authority_is_effective (authority, again));
  g_assert_cmpint (get_role (authority, ANA), ==, CEN_ROLE_FACILITATOR);
  g_assert_cmpint (get_role (authority, EVE), ==, CEN_ROLE_MEMBER);
}

/* Nor may a plain member bring back by it whom a facilitator removed. */
static void
test_admitted_again_stays_out (void)
{
  g_auto (Frame) frame = { 0 };
  g_autoptr (CenAuthority) authority = NULL;
  CenFrameInvite *invite;

  frame.ops = g_ptr_array_new_with_free_func ((GDestroyNotify) cen_frame_op_free);
  add (&frame, CEN_OP_GENESIS, FOUNDER, "-");
  invite = &get_op (&frame, add (&frame, CEN_OP_INVITE, FOUNDER, "0"))->frame.invite;
  *invite = (CenFrameInvite){ .role = CEN_ROLE_MEMBER, .max_uses = 9 };
  add (&frame, CEN_OP_JOIN, BO, "-");
  add (&frame, CEN_OP_JOIN, EVE, "-");
  add_admit (&frame, FOUNDER, 2, 1, "1,2");
  add_admit (&frame, FOUNDER, 3, 1, "4,3");
  add_revoke (&frame, FOUNDER, BO, "5");
  add_admit (&frame, EVE, 2, 1, "6");
  authority = cen_authority_evaluate (frame.ops, NULL);
  g_assert_cmpint (get_state (authority, BO), ==, CEN_MEMBER_REMOVED);
  g_clear_pointer (&authority, cen_authority_free);
  /* A facilitator can. */
  add_grant (&frame, FOUNDER, BO, CEN_ROLE_MEMBER, "7");
  authority = cen_authority_evaluate (frame.ops, NULL);
  g_assert_cmpint (get_state (authority, BO), ==, CEN_MEMBER_ACTIVE);
}

static void
test_nothing (void)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (CenAuthority) authority = cen_authority_evaluate (none, NULL);
  CenId id = member_id (0);

  g_assert_cmpuint (cen_authority_get_n_ops (authority), ==, 0);
  g_assert_cmpuint (cen_authority_get_members (authority)->len, ==, 0);
  g_assert_null (cen_authority_get_member (authority, &id));
  g_assert_false (cen_authority_is_effective (authority, 7));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/authority/oracle", test_oracle);
  g_test_add_func ("/authority/back-dated", test_back_dated);
  g_test_add_func ("/authority/founder-stays", test_founder_stays);
  g_test_add_func ("/authority/admitted-again-keeps-role", test_admitted_again_keeps_role);
  g_test_add_func ("/authority/admitted-again-stays-out", test_admitted_again_stays_out);
  g_test_add_func ("/authority/nothing", test_nothing);
  return g_test_run ();
}
