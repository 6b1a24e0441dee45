/**
 * Accounts and their rights: roles, scopes and row security. Its face: {@code Access}, {@code Account}, {@code
 * RowScope}.
 */
@NullMarked
package lingdian.access.account;

import org.jspecify.annotations.NullMarked;
