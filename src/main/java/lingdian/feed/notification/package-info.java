/**
 * Notifies accounts of violations by webhook: messages are gathered for each café and sent at least once. Used by other
 * rooms: {@code Notifications}.
 */
@NullMarked
package lingdian.feed.notification;

import org.jspecify.annotations.NullMarked;
