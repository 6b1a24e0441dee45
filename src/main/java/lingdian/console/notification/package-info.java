/** The page on which an account sets where it is notified. Seen from outside: {@code NotificationPages}. */
@NullMarked
package lingdian.console.notification;

import org.jspecify.annotations.NullMarked;
