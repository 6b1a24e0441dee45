/**
 * Accounts and their rights: roles, scopes and row security. Main types: {@code Access}, {@code Account}, {@code
 * RowScope}.
 */
@NullMarked
package lingdian.access.account;

import org.jspecify.annotations.NullMarked;
