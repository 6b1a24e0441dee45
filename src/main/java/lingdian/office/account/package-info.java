/** Accounts, their rights and the keys of agents: endpoints and stores. Main types: the endpoints. */
@NullMarked
package lingdian.office.account;

import org.jspecify.annotations.NullMarked;
