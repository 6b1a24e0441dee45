/**
 * Messages of authorities to cafés, as officers send them and see how far they came (handbook, messages.md).
 */
@NullMarked
package lingdian.office.message;

import org.jspecify.annotations.NullMarked;
