/**
 * The page with an account's notification settings, targets and messages. Main types: {@code NotificationPages}.
 */
@NullMarked
package lingdian.console.notification;

import org.jspecify.annotations.NullMarked;
