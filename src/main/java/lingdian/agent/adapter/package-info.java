/**
 * Takes what a cashier's program writes or sends about its cards, and turns it into logins and logouts exactly once. Main
 * types: {@code CardSettings}, {@code CardSource}, {@code PushReceiver}, {@code CardSink}.
 */
@NullMarked
package lingdian.agent.adapter;

import org.jspecify.annotations.NullMarked;
