/** Accounts, their rights and the keys of agents: endpoints and stores. Its face: the endpoints. */
@NullMarked
package lingdian.office.account;

import org.jspecify.annotations.NullMarked;
