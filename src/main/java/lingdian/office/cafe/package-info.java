/**
 * Cafés, their history, maintenance and safety records: endpoints and stores. Seen from outside: {@code CafeStore}
 * and its endpoints.
 */
@NullMarked
package lingdian.office.cafe;

import org.jspecify.annotations.NullMarked;
