/**
 * Cafés, their history, maintenance and safety records: endpoints and stores. Main types: {@code CafeStore} and the
 * endpoints.
 */
@NullMarked
package lingdian.office.cafe;

import org.jspecify.annotations.NullMarked;
