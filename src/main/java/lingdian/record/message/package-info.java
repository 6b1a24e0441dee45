/**
 * Messages of authorities to cafés as they are stored, with how far each came. Main types: {@code MessageStore},
 * {@code OfficeMessage}.
 */
@NullMarked
package lingdian.record.message;

import org.jspecify.annotations.NullMarked;
