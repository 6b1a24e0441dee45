/**
 * Reads what a cashier's program writes about its cards, and turns it into logins and logouts exactly once. Main types:
 * {@code AdapterSettings}, {@code CardFollower}, {@code CardSink}.
 */
@NullMarked
package lingdian.agent.adapter;

import org.jspecify.annotations.NullMarked;
