/**
 * Messages of authorities to cafés as they are stored, with how far each came. Seen from outside: {@code MessageStore},
 * {@code OfficeMessage}.
 */
@NullMarked
package lingdian.record.message;

import org.jspecify.annotations.NullMarked;
