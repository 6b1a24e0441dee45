/** Document types and number rules (pure), regions, and the vault that seals personal data and makes person tokens. */
@NullMarked
package lingdian.identity;

import org.jspecify.annotations.NullMarked;
