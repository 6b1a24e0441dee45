/**
 * Notifies accounts of violations by webhook: messages are gathered for each café and sent at least once. Main types: {@code Notifications}.
 */
@NullMarked
package lingdian.feed.notification;

import org.jspecify.annotations.NullMarked;
