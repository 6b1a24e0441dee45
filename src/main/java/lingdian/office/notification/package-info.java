/**
 * The endpoints by which an account sets its notifications and reads their delivery. Main types:
 * {@code NotificationOperations}.
 */
@NullMarked
package lingdian.office.notification;

import org.jspecify.annotations.NullMarked;
