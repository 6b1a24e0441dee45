/**
 * Notifies accounts of violations by webhook: gathered for each café, sent at least once. Used by other rooms:
 * {@code Notifications}.
 */
@NullMarked
package lingdian.feed.notification;

import org.jspecify.annotations.NullMarked;
