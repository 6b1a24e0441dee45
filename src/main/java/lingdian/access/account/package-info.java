/**
 * Who an account is and what it may do: roles, rights, scopes and row security. Seen from outside: {@code Access},
 * {@code Account}, {@code RowScope}.
 */
@NullMarked
package lingdian.access.account;

import org.jspecify.annotations.NullMarked;
