/** Accounts, their rights and the keys of agents: endpoints and stores. Seen from outside: its endpoints. */
@NullMarked
package lingdian.office.account;

import org.jspecify.annotations.NullMarked;
