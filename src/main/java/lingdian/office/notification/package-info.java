/**
 * The endpoints by which an account sets its notifications and reads their delivery. Seen from outside:
 * {@code NotificationOperations}.
 */
@NullMarked
package lingdian.office.notification;

import org.jspecify.annotations.NullMarked;
