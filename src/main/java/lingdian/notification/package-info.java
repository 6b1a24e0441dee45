/** Tells accounts of violations by webhook: what the feed told, gathered for each café, sent at least once. */
@NullMarked
package lingdian.notification;

import org.jspecify.annotations.NullMarked;
